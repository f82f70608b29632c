// Requisitions and expected deliveries through the committer: numbers, what receipts count for,
// lists.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/list.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RequestsTest : public ::testing::Test {
 protected:
  RequestsTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("g", facility::v1::FACILITY_STATE_PLANNED);
    desk_.AddItem("rice");
    desk_.AddItem("salt");
    desk_.AddItem("oil");
  }

  v1::Requisition Ask(int64_t rice, int64_t salt = 0, const std::string& facility = "f") {
    v1::CreateRequisitionRequest request = Asking(rice, salt);
    request.set_parent("facilities/" + facility);
    return desk_.Do(request)->requisition();
  }

  v1::ExpectedDelivery Expect(int day, int64_t rice, int64_t salt = 0,
                              const std::string& requisition = "") {
    v1::CreateExpectedDeliveryRequest request = Expecting(day, rice, salt);
    request.mutable_expected_delivery()->set_requisition(requisition);
    return desk_.Do(request)->expected_delivery();
  }

  // Received at "f" on the 10th.
  v1::CreateMovementResponse Receive(const v1::MovementLine& line, const std::string& requisition,
                                     const std::string& delivery,
                                     const std::string& document = "") {
    v1::CreateMovementRequest request = Receipt(10, line);
    request.mutable_movement()->set_source("convoy");
    request.mutable_movement()->set_requisition(requisition);
    request.mutable_movement()->set_expected_delivery(delivery);
    request.mutable_movement()->set_document_number(document);
    return *desk_.Post(request);
  }

  // Numbers in the order of the list, over pages of two.
  std::vector<std::string> Requisitions(v1::ListRequisitionsRequest request) {
    std::vector<std::string> numbers;
    Page page = {.after_key = "", .size = 2};
    do {
      v1::ListRequisitionsResponse response;
      page.after_key = *ListRequisitions(*desk_.rows().Snapshot(), request, page, &response);
      for (const auto& requisition : response.requisitions()) {
        numbers.push_back(absl::StrCat(requisition.name().substr(11, 1), requisition.number()));
      }
    } while (!page.after_key.empty());
    return numbers;
  }

  std::vector<std::string> Deliveries(v1::ListExpectedDeliveriesRequest request) {
    std::vector<std::string> numbers;
    Page page = {.after_key = "", .size = 2};
    do {
      v1::ListExpectedDeliveriesResponse response;
      page.after_key =
          *ListExpectedDeliveries(*desk_.rows().Snapshot(), request, page, Noon(20), &response);
      for (const auto& delivery : response.expected_deliveries()) {
        numbers.push_back(absl::StrCat(delivery.number(), "+", delivery.overdue_days()));
      }
    } while (!page.after_key.empty());
    return numbers;
  }

  Desk desk_;
};

TEST_F(RequestsTest, NumbersCountAtEachFacilityAndStandForIds) {
  EXPECT_EQ(Ask(1).number(), "REQ-0001");
  EXPECT_EQ(Ask(2).number(), "REQ-0002");
  EXPECT_EQ(Ask(3, 0, "g").number(), "REQ-0001");
  EXPECT_EQ(Expect(25, 1).number(), "EXP-0001");
  const v1::Requisition second = desk_.Requisition("facilities/f/requisitions/req-0002");
  EXPECT_EQ(second.lines(0).quantity(), 2);
  EXPECT_EQ(desk_.Requisition(second.name()).number(), "REQ-0002");
  v1::RejectRequisitionRequest reject;
  reject.set_name("facilities/f/requisitions/req-0009");
  EXPECT_EQ(ReasonOf(desk_.Do(reject).status()), Reason::ERROR_REASON_NOT_KNOWN);
}

TEST_F(RequestsTest, TheSameRequestAgainIsAnsweredWithTheFirst) {
  v1::CreateRequisitionRequest request = Asking(5);
  request.set_request_id("0123456789abcdef");
  const auto first = desk_.Do(request);
  const auto again = desk_.Do(request);
  EXPECT_TRUE(again->receipt().replayed());
  EXPECT_EQ(again->requisition().SerializeAsString(), first->requisition().SerializeAsString());
  EXPECT_EQ(Ask(1).number(), "REQ-0002");
}

TEST_F(RequestsTest, TwoWhoDecideAtOnceSeeIt) {
  const v1::Requisition asked = Ask(100);
  v1::ApproveRequisitionRequest approve;
  approve.set_name(asked.name());
  approve.set_etag(asked.etag());
  approve.set_decided_by("one");
  ASSERT_TRUE(desk_.Do(approve).ok());
  EXPECT_EQ(ReasonOf(desk_.Do(approve).status()), Reason::ERROR_REASON_ETAG_MISMATCH);
  approve.clear_etag();
  EXPECT_EQ(ReasonOf(desk_.Do(approve).status()), Reason::ERROR_REASON_WRONG_STATE);
  // What is received is no decision.
  const std::string etag = desk_.Requisition(asked.name()).etag();
  Receive(Line("rice", 10), asked.name(), "");
  EXPECT_EQ(desk_.Requisition(asked.name()).etag(), etag);
}

TEST_F(RequestsTest, ReceiptsCountByItemUntilTheyAreTakenBack) {
  const v1::Requisition asked = Ask(100, 20);
  const v1::ExpectedDelivery expected = Expect(25, 60, 20);
  v1::CreateMovementRequest request = Receipt(10, Line("salt", 7, "A"));
  *request.mutable_movement()->add_lines() = Line("rice", 30, "B");
  *request.mutable_movement()->add_lines() = Line("rice", 5, "C");
  *request.mutable_movement()->add_lines() = Line("oil", 2);
  request.mutable_movement()->set_requisition("facilities/f/requisitions/req-0001");
  request.mutable_movement()->set_expected_delivery("facilities/f/expectedDeliveries/exp-0001");
  const auto receipt = desk_.Post(request);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->movement().requisition(), asked.name());
  EXPECT_EQ(receipt->movement().expected_delivery(), expected.name());
  EXPECT_EQ(receipt->exceptions_size(), 0);
  v1::Requisition requisition = desk_.Requisition(asked.name());
  EXPECT_EQ(requisition.lines(0).fulfilled_quantity(), 35);
  EXPECT_EQ(requisition.lines(1).fulfilled_quantity(), 7);
  ASSERT_EQ(requisition.received_beside_size(), 1);
  EXPECT_EQ(requisition.received_beside(0).item(), "items/oil");
  EXPECT_EQ(desk_.Delivery(expected.name()).lines(0).received_quantity(), 35);

  const auto reversal = desk_.Reverse(ReversalOf(receipt->movement(), v1::INTENT_HAPPENED));
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  EXPECT_EQ(reversal->movement().requisition(), asked.name());
  requisition = desk_.Requisition(asked.name());
  EXPECT_EQ(requisition.lines(0).fulfilled_quantity(), 0);
  EXPECT_EQ(requisition.received_beside_size(), 0);
  EXPECT_EQ(desk_.Delivery(expected.name()).lines(1).received_quantity(), 0);
}

TEST_F(RequestsTest, WhatComesDamagedHasNotCome) {
  const v1::Requisition asked = Ask(100);
  const v1::ExpectedDelivery expected = Expect(25, 100);
  v1::MovementLine broken = Line("rice", 60, "A");
  broken.set_condition(v1::CONDITION_DAMAGED);
  v1::MovementLine held = Line("rice", 40, "A");
  held.set_condition(v1::CONDITION_QUARANTINED);
  const auto damaged = Receive(broken, asked.name(), expected.name());
  Receive(held, asked.name(), expected.name());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 40);
  EXPECT_EQ(desk_.Delivery(expected.name()).lines(0).received_quantity(), 40);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(damaged.movement(), v1::INTENT_HAPPENED)).ok());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 40);
}

TEST_F(RequestsTest, AFactMayNameAnythingAndAnotherFacilitysCountsForNothing) {
  v1::CreateExpectedDeliveryRequest request = Expecting(25, 60, 0);
  request.set_parent("facilities/g");
  const v1::ExpectedDelivery elsewhere = desk_.Do(request)->expected_delivery();
  for (const std::string& name : {elsewhere.name(), std::string("facilities/f/EXP 1")}) {
    const auto receipt = Receive(Line("rice", 40), "", name);
    ASSERT_EQ(receipt.exceptions_size(), 1) << name;
    EXPECT_EQ(receipt.exceptions(0).reference(), name);
  }
  EXPECT_EQ(desk_.Delivery(elsewhere.name()).lines(0).received_quantity(), 0);
}

TEST_F(RequestsTest, AReversalOfWhatWasUsedTakesBackAllThatHadCome) {
  const v1::Requisition asked = Ask(100);
  const auto receipt = Receive(Line("rice", 50), asked.name(), "");
  ASSERT_TRUE(desk_.Post(Use(11, Line("rice", 20), v1::INTENT_HAPPENED)).ok());
  ASSERT_TRUE(desk_.Reverse(ReversalOf(receipt.movement(), v1::INTENT_HAPPENED)).ok());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 0);
}

TEST_F(RequestsTest, AReceiptOfADeliveryCountsForItsRequisition) {
  const v1::Requisition asked = Ask(100);
  const v1::Requisition other = Ask(50);
  const v1::ExpectedDelivery expected = Expect(25, 60, 0, "facilities/f/requisitions/req-0001");
  EXPECT_EQ(expected.requisition(), asked.name());
  Receive(Line("rice", 40), "", expected.name());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 40);
  // One that says another requisition is believed.
  Receive(Line("rice", 10), other.name(), expected.name());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 40);
  EXPECT_EQ(desk_.Requisition(other.name()).lines(0).fulfilled_quantity(), 10);
  EXPECT_EQ(desk_.Delivery(expected.name()).lines(0).received_quantity(), 50);
}

TEST_F(RequestsTest, AnUnknownNameIsRefusedToAnOrderAndFlaggedOfAFact) {
  const std::string no_requisition = "facilities/f/requisitions/req-0001";
  const std::string no_delivery = "facilities/f/expectedDeliveries/abc";
  const auto receipt = Receive(Line("rice", 40), no_requisition, no_delivery);
  EXPECT_EQ(receipt.movement().requisition(), "");
  EXPECT_EQ(receipt.movement().expected_delivery(), "");
  ASSERT_EQ(receipt.exceptions_size(), 2);
  EXPECT_EQ(receipt.exceptions(0).kind(), v1::EXCEPTION_KIND_REFERENCE_NOT_KNOWN);
  EXPECT_EQ(receipt.exceptions(0).reference(), no_requisition);
  EXPECT_EQ(receipt.exceptions(1).reference(), no_delivery);
  EXPECT_EQ(desk_.Total("f", "rice", "main", "none"), 40);
  // It never counts for what gets that number later, nor is it taken back from it.
  const v1::Requisition asked = Ask(100);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(receipt.movement(), v1::INTENT_HAPPENED)).ok());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 0);

  v1::CreateMovementRequest order = Receipt(10, Line("rice", 1), v1::INTENT_ORDER);
  order.mutable_movement()->set_expected_delivery(no_delivery);
  const auto refused = desk_.Post(order);
  EXPECT_EQ(ErrorVariable(refused.status(), "resource"), no_delivery);
}

TEST_F(RequestsTest, AHeldReceiptCountsOnceItIsPosted) {
  const v1::Requisition asked = Ask(100);
  Receive(Line("rice", 40), asked.name(), "", "W-1");
  const auto held = Receive(Line("rice", 30), "facilities/f/requisitions/req-0001", "", "W-1");
  ASSERT_TRUE(held.held());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 40);
  ASSERT_TRUE(desk_.Resolve(Resolving(held.exceptions(0), v1::RESOLUTION_POST)).ok());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 70);
}

TEST_F(RequestsTest, WhatComesAfterTheEndCountsAllTheSame) {
  const v1::Requisition asked = Ask(100);
  v1::CancelRequisitionRequest cancel;
  cancel.set_name(asked.name());
  ASSERT_TRUE(desk_.Do(cancel).ok());
  EXPECT_THAT(Receive(Line("rice", 40), asked.name(), "").exceptions(), IsEmpty());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 40);
  EXPECT_EQ(desk_.Requisition(asked.name()).state(), v1::REQUISITION_STATE_CANCELLED);
}

TEST_F(RequestsTest, RequisitionsOfOneOrAllFacilitiesTheNewestFirst) {
  for (int minute = 0; minute < 5; ++minute) {
    desk_.SetNow(Noon(20) + absl::Minutes(minute));
    Ask(minute + 1, 0, minute % 2 == 0 ? "f" : "g");
  }
  v1::ListRequisitionsRequest request;
  request.set_parent("facilities/-");
  EXPECT_THAT(Requisitions(request),
              ElementsAre("fREQ-0003", "gREQ-0002", "fREQ-0002", "gREQ-0001", "fREQ-0001"));
  request.set_parent("facilities/f");
  EXPECT_THAT(Requisitions(request), ElementsAre("fREQ-0003", "fREQ-0002", "fREQ-0001"));
  v1::RejectRequisitionRequest reject;
  reject.set_name("facilities/f/requisitions/req-0002");
  ASSERT_TRUE(desk_.Do(reject).ok());
  request.add_states(v1::REQUISITION_STATE_REQUESTED);
  EXPECT_THAT(Requisitions(request), ElementsAre("fREQ-0003", "fREQ-0001"));
  request.set_states(0, v1::REQUISITION_STATE_REJECTED);
  request.add_states(v1::REQUISITION_STATE_CLOSED);
  EXPECT_THAT(Requisitions(request), ElementsAre("fREQ-0002"));
}

TEST_F(RequestsTest, DeliveriesTheNextFirstThenTheEndedOnes) {
  Expect(25, 1);
  Expect(18, 1);
  Expect(22, 1);
  Expect(15, 1);
  v1::CloseExpectedDeliveryRequest close;
  close.set_name("facilities/f/expectedDeliveries/exp-0004");
  ASSERT_TRUE(desk_.Do(close).ok());
  v1::ListExpectedDeliveriesRequest request;
  request.set_parent("facilities/-");
  EXPECT_THAT(Deliveries(request),
              ElementsAre("EXP-0002+2", "EXP-0003+0", "EXP-0001+0", "EXP-0004+0"));
  v1::RescheduleExpectedDeliveryRequest later;
  later.set_name("facilities/f/expectedDeliveries/exp-0002");
  *later.mutable_latest_date() = MarchDate(30);
  later.set_reason(v1::DELIVERY_REASON_WEATHER);
  ASSERT_TRUE(desk_.Do(later).ok());
  request.set_parent("facilities/f");
  request.add_states(v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  EXPECT_THAT(Deliveries(request), ElementsAre("EXP-0003+0", "EXP-0001+0", "EXP-0002+0"));
  *request.mutable_as_of_date() = MarchDate(26);
  EXPECT_THAT(Deliveries(request), ElementsAre("EXP-0003+4", "EXP-0001+1", "EXP-0002+0"));
  request.set_parent("facilities/g");
  EXPECT_THAT(Deliveries(request), IsEmpty());
}

TEST_F(RequestsTest, AnAnswerToAVerbTellsWhetherItIsOverdue) {
  const v1::ExpectedDelivery late = Expect(17, 10);
  EXPECT_EQ(late.overdue_days(), 3);
  EXPECT_EQ(late.received_state(), v1::RECEIVED_STATE_NOTHING);
  // The day is the facility's: at 23:30 UTC it is the 21st in Baku.
  desk_.SetNow(absl::FromCivil(absl::CivilMinute(2026, 3, 20, 23, 30), absl::UTCTimeZone()));
  v1::ConfirmExpectedDeliveryRequest confirm;
  confirm.set_name(late.name());
  confirm.set_confirmed_by("dispatcher");
  const auto confirmed = desk_.Do(confirm);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->expected_delivery().overdue_days(), 4);
  EXPECT_EQ(desk_.Delivery(late.name()).overdue_days(), 0) << "derived, never stored";
}

TEST_F(RequestsTest, WhatIsNotKnown) {
  v1::CreateRequisitionRequest request = Asking(5);
  request.mutable_requisition()->set_asked_of("facilities/nowhere");
  EXPECT_EQ(ErrorVariable(desk_.Do(request).status(), "resource"), "facilities/nowhere");
  request = Asking(5);
  request.mutable_requisition()->mutable_lines(0)->set_item("items/gold");
  EXPECT_EQ(ErrorVariable(desk_.Do(request).status(), "resource"), "items/gold");
  request = Asking(5);
  request.set_parent("facilities/nowhere");
  EXPECT_EQ(ErrorVariable(desk_.Do(request).status(), "resource"), "facilities/nowhere");
  v1::CreateExpectedDeliveryRequest expecting = Expecting(25, 5);
  expecting.mutable_expected_delivery()->set_requisition("facilities/f/requisitions/req-0007");
  EXPECT_EQ(ErrorVariable(desk_.Do(expecting).status(), "resource"),
            "facilities/f/requisitions/req-0007");
}

}  // namespace
}  // namespace waystation::inventory
