// Requisitions: each verb in each state, what can be approved, and the four numbers of a line.
#include "services/inventory/domain/requests/requisition.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/requests/number.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

DecideContext Context() {
  return {.now = absl::FromUnixSeconds(1'800'000'000),
          .request_id = "0123456789abcdef",
          .principal = "sender"};
}

FacilityFacts Facility(const std::string& state) {
  FacilityFacts facts;
  facts.name = "facilities/f";
  facts.open = state == "OPEN";
  facts.state = state;
  return facts;
}

v1::RequisitionLine LineOf(const std::string& item, int64_t asked, int64_t approved = 0,
                           int64_t fulfilled = 0) {
  v1::RequisitionLine line;
  line.set_item("items/" + item);
  line.set_quantity(asked);
  line.set_approved_quantity(approved);
  line.set_fulfilled_quantity(fulfilled);
  return line;
}

v1::Requisition Requisition(v1::RequisitionState state) {
  v1::Requisition requisition;
  requisition.set_name("facilities/f/requisitions/r");
  requisition.set_number("REQ-0001");
  requisition.set_state(state);
  requisition.set_etag("e1");
  *requisition.add_lines() = LineOf("rice", 100);
  *requisition.add_lines() = LineOf("salt", 5);
  return requisition;
}

std::string ReasonText(const absl::Status& status) {
  return status.ok() ? "ok" : ReasonName(ReasonOf(status));
}

TEST(RequisitionTest, EachVerbInEachState) {
  struct Case {
    v1::RequisitionState state;
    std::string approve, approve_with_etag, reject, cancel, close;
  };
  const std::string kOk = "ok";
  const std::string kWrong = "WRONG_STATE";
  const Case kCases[] = {
      {v1::REQUISITION_STATE_REQUESTED, kOk, kOk, kOk, kOk, kOk},
      {v1::REQUISITION_STATE_APPROVED, kWrong, kOk, kWrong, kOk, kOk},
      {v1::REQUISITION_STATE_REJECTED, kWrong, kWrong, kWrong, kWrong, kWrong},
      {v1::REQUISITION_STATE_CANCELLED, kWrong, kWrong, kWrong, kWrong, kWrong},
      {v1::REQUISITION_STATE_CLOSED, kWrong, kWrong, kWrong, kWrong, kWrong},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(v1::RequisitionState_Name(c.state));
    const v1::Requisition requisition = Requisition(c.state);
    const auto approve = [&](const std::string& etag) {
      v1::ApproveRequisitionRequest request;
      request.set_etag(etag);
      return ReasonText(
          DecideApproveRequisition(request, requisition, Facility("OPEN"), Context()).status());
    };
    EXPECT_EQ(approve(""), c.approve);
    EXPECT_EQ(approve("e1"), c.approve_with_etag);
    // Whatever the state: someone has decided since it was read.
    EXPECT_EQ(approve("e0"), "ETAG_MISMATCH");
    EXPECT_EQ(ReasonText(DecideRejectRequisition({}, requisition, Context()).status()), c.reject);
    EXPECT_EQ(ReasonText(DecideCancelRequisition({}, requisition, Context()).status()), c.cancel);
    EXPECT_EQ(ReasonText(DecideCloseRequisition({}, requisition, Context()).status()), c.close);
    v1::RejectRequisitionRequest reject;
    reject.set_etag("e0");
    EXPECT_EQ(ReasonText(DecideRejectRequisition(reject, requisition, Context()).status()),
              "ETAG_MISMATCH");
  }
}

TEST(RequisitionTest, WhatCanBeApproved) {
  using Given = std::vector<std::pair<std::string, int64_t>>;
  struct Case {
    Given given;
    std::vector<std::string> fields;  // At fault.
    int64_t rice;                     // Approved then.
    int64_t salt;
  };
  const Case kCases[] = {
      {{}, {}, 100, 5},
      {{{"rice", 60}}, {}, 60, 0},
      {{{"rice", 0}, {"salt", 5}}, {}, 0, 5},
      {{{"rice", 101}}, {"approved[0].quantity"}, 0, 0},
      {{{"oil", 1}, {"salt", 6}}, {"approved[0].item", "approved[1].quantity"}, 0, 0},
      {{{"rice", 0}}, {"approved"}, 0, 0},
  };
  for (const Case& c : kCases) {
    v1::ApproveRequisitionRequest request;
    request.set_decided_by("boss");
    for (const auto& [item, quantity] : c.given) {
      v1::ItemQuantity& entry = *request.add_approved();
      entry.set_item("items/" + item);
      entry.set_quantity(quantity);
    }
    SCOPED_TRACE(request.DebugString());
    const auto event = DecideApproveRequisition(
        request, Requisition(v1::REQUISITION_STATE_REQUESTED), Facility("OPEN"), Context());
    std::vector<std::string> fields;
    for (const auto& violation : FieldViolationsOf(event.status())) {
      fields.push_back(violation.field);
    }
    EXPECT_EQ(fields, c.fields) << event.status();
    if (!event.ok()) continue;
    const v1::Requisition& approved = event->requisition_approved().requisition();
    EXPECT_EQ(approved.state(), v1::REQUISITION_STATE_APPROVED);
    EXPECT_NE(approved.etag(), "e1");
    EXPECT_EQ(approved.lines(0).approved_quantity(), c.rice);
    EXPECT_EQ(approved.lines(1).approved_quantity(), c.salt);
    ASSERT_EQ(approved.decisions_size(), 1);
    EXPECT_EQ(approved.decisions(0).decided_by(), "boss");
    EXPECT_EQ(approved.decisions(0).approved(0).quantity(), c.rice);
  }
}

TEST(RequisitionTest, ASecondApprovalKeepsWhatItDoesNotName) {
  v1::Requisition requisition = Requisition(v1::REQUISITION_STATE_APPROVED);
  requisition.mutable_lines(0)->set_approved_quantity(60);
  requisition.mutable_lines(1)->set_approved_quantity(5);
  v1::ApproveRequisitionRequest request;
  request.set_etag("e1");
  request.add_approved()->set_item("items/rice");
  request.mutable_approved(0)->set_quantity(80);
  const auto event = DecideApproveRequisition(request, requisition, Facility("PLANNED"), Context());
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->requisition_approved().requisition().lines(0).approved_quantity(), 80);
  EXPECT_EQ(event->requisition_approved().requisition().lines(1).approved_quantity(), 5);
  // A promise to send to where nobody is can't be kept; asking from there was none.
  const auto closed = DecideApproveRequisition(request, requisition, Facility("CLOSED"), Context());
  EXPECT_EQ(ReasonText(closed.status()), "WRONG_STATE");
  EXPECT_EQ(ErrorVariable(closed.status(), "resource"), "facilities/f");
}

TEST(RequisitionTest, AskingIsRecordedWhateverTheFacilityIs) {
  v1::CreateRequisitionRequest request;
  request.set_parent("facilities/f");
  *request.mutable_requisition() = Requisition(v1::REQUISITION_STATE_CLOSED);
  request.mutable_requisition()->mutable_lines(0)->set_approved_quantity(7);
  for (const char* state : {"OPEN", "PLANNED", "CLOSED"}) {
    NewcomerState known{.facility = Facility(state), .last_number = 41};
    const auto event = DecideCreateRequisition(request, known, Context());
    ASSERT_TRUE(event.ok()) << event.status();
    const v1::Requisition& made = event->requisition_created().requisition();
    EXPECT_EQ(made.number(), "REQ-0042");
    EXPECT_EQ(made.state(), v1::REQUISITION_STATE_REQUESTED);
    EXPECT_EQ(made.facility_not_open(), std::string(state) != "OPEN");
    // Output fields are ours.
    EXPECT_EQ(made.lines(0).approved_quantity(), 0);
    EXPECT_NE(made.name(), "facilities/f/requisitions/r");
    EXPECT_EQ(made.asked_time().seconds(), made.record_time().seconds());
  }
  EXPECT_EQ(ReasonText(DecideCreateRequisition(request, {}, Context()).status()), "NOT_KNOWN");
  const NewcomerState unknown{.facility = Facility("OPEN"), .not_known = "items/oil"};
  const auto refused = DecideCreateRequisition(request, unknown, Context());
  EXPECT_EQ(ErrorVariable(refused.status(), "resource"), "items/oil");
}

TEST(RequisitionTest, TheFourNumbersOfALine) {
  struct Case {
    int64_t asked, approved, fulfilled, outstanding, back_ordered;
  };
  const Case kCases[] = {
      {100, 100, 0, 100, 0}, {100, 60, 0, 60, 40},  {100, 60, 20, 40, 40}, {100, 60, 60, 0, 40},
      {100, 60, 80, 0, 20},  {100, 60, 100, 0, 0},  {100, 60, 130, 0, 0},  {100, 0, 0, 0, 100},
      {100, 0, 30, 0, 70},   {100, 100, 130, 0, 0},
  };
  for (const Case& c : kCases) {
    v1::Requisition requisition;
    *requisition.add_lines() = LineOf("rice", c.asked, c.approved, c.fulfilled);
    requisition.set_state(v1::REQUISITION_STATE_APPROVED);
    const v1::RequisitionLine line = WithBalances(requisition).lines(0);
    EXPECT_EQ(line.outstanding_quantity(), c.outstanding) << c.approved << " " << c.fulfilled;
    EXPECT_EQ(line.back_ordered_quantity(), c.back_ordered) << c.approved << " " << c.fulfilled;
    if (c.fulfilled <= c.asked) {
      EXPECT_EQ(c.fulfilled + c.outstanding + c.back_ordered, c.asked);
    }
    for (const auto state : {v1::REQUISITION_STATE_REQUESTED, v1::REQUISITION_STATE_REJECTED,
                             v1::REQUISITION_STATE_CANCELLED, v1::REQUISITION_STATE_CLOSED}) {
      requisition.set_state(state);
      EXPECT_EQ(WithBalances(requisition).lines(0).outstanding_quantity(), 0);
      EXPECT_EQ(WithBalances(requisition).lines(0).back_ordered_quantity(), 0);
    }
  }
}

TEST(NumberTest, TextAndBack) {
  EXPECT_EQ(NumberText(kRequisitionSeries, 1), "REQ-0001");
  EXPECT_EQ(NumberText(kExpectedDeliverySeries, 123456), "EXP-123456");
  EXPECT_EQ(NumberIn(kRequisitionSeries, "REQ-0001"), 1);
  EXPECT_EQ(NumberIn(kRequisitionSeries, "req-0042"), 42);
  for (const char* other : {"", "req", "req-", "req-1a", "req--1", "exp-0001", "reqs-1", "0001",
                            "req-99999999999999999999", "3f0a9c1b2d4e5f607182"}) {
    EXPECT_EQ(NumberIn(kRequisitionSeries, other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace waystation::inventory
