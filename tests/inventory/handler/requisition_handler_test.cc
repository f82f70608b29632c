// Requisitions over gRPC: every RPC and every error.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/requisition.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::UnorderedElementsAre;

class RequisitionHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::RequisitionService::NewStub(channel_);
  }

  absl::Status Create(v1::CreateRequisitionRequest request) {
    request.set_request_id(NextRequestId());
    v1::CreateRequisitionResponse response;
    const absl::Status status = CALL(stub_, CreateRequisition, request, &response);
    made_ = response.requisition();
    return status;
  }
  absl::Status Approve(v1::ApproveRequisitionRequest request) {
    request.set_request_id(NextRequestId());
    v1::ApproveRequisitionResponse response;
    const absl::Status status = CALL(stub_, ApproveRequisition, request, &response);
    made_ = response.requisition();
    return status;
  }
  absl::Status Reject(v1::RejectRequisitionRequest request) {
    request.set_request_id(NextRequestId());
    v1::RejectRequisitionResponse response;
    const absl::Status status = CALL(stub_, RejectRequisition, request, &response);
    made_ = response.requisition();
    return status;
  }

  static v1::ApproveRequisitionRequest Approving(const std::string& name) {
    v1::ApproveRequisitionRequest request;
    request.set_name(name);
    request.set_decided_by("boss");
    return request;
  }

  std::unique_ptr<v1::RequisitionService::StubInterface> stub_;
  v1::Requisition made_;
};

TEST_F(RequisitionHandlerTest, EveryViolationAtOnce) {
  v1::CreateRequisitionRequest request = Asking(0);
  request.set_parent("hospital");
  v1::Requisition& requisition = *request.mutable_requisition();
  requisition.clear_priority();
  requisition.set_asked_of("someone");
  requisition.mutable_needed_by_date()->set_year(2026);
  requisition.mutable_asked_time()->set_seconds(1);
  requisition.set_recorded_by(std::string(101, 'x'));
  requisition.set_note(std::string(1001, 'x'));
  const absl::Status empty = Create(request);
  EXPECT_REASON(empty, INVALID_FIELD);
  EXPECT_THAT(
      FieldsOf(empty),
      UnorderedElementsAre("parent", "requisition.priority", "requisition.asked_of",
                           "requisition.needed_by_date", "requisition.asked_time",
                           "requisition.recorded_by", "requisition.note", "requisition.lines"));
  request = Asking(5, -1);
  request.mutable_requisition()->set_asked_of(request.parent());
  *request.mutable_requisition()->add_lines() = request.requisition().lines(0);
  request.mutable_requisition()->add_lines()->set_item("rice");
  request.mutable_requisition()->mutable_lines(3)->set_quantity(6);
  request.mutable_requisition()->mutable_lines(3)->set_pack_count(4);
  request.mutable_requisition()->mutable_lines(3)->set_pack_factor(2);
  request.mutable_requisition()->mutable_lines(3)->set_note(std::string(201, 'x'));
  EXPECT_THAT(FieldsOf(Create(request)),
              UnorderedElementsAre("requisition.asked_of", "requisition.lines[1].quantity",
                                   "requisition.lines[2].item", "requisition.lines[3].item",
                                   "requisition.lines[3].pack_count", "requisition.lines[3].note"));
  request = Asking(5);
  while (request.requisition().lines_size() < 501) {
    v1::RequisitionLine& line = *request.mutable_requisition()->add_lines();
    line.set_item(absl::StrCat("items/i", request.requisition().lines_size()));
    line.set_quantity(1);
  }
  EXPECT_THAT(FieldsOf(Create(request)), UnorderedElementsAre("requisition.lines"));
}

TEST_F(RequisitionHandlerTest, WhatIsNotKnown) {
  v1::CreateRequisitionRequest request = Asking(5);
  request.mutable_requisition()->mutable_lines(0)->set_item("items/gold");
  EXPECT_REASON(Create(request), NOT_KNOWN);
  request = Asking(5);
  request.set_parent("facilities/nowhere");
  EXPECT_REASON(Create(request), NOT_KNOWN);
  v1::GetRequisitionRequest get;
  v1::GetRequisitionResponse got;
  get.set_name("facilities/f/requisitions/req-0001");
  EXPECT_REASON(CALL(stub_, GetRequisition, get, &got), NOT_KNOWN);
  get.set_name("facilities/f/requisitions/REQ-0001");
  EXPECT_THAT(FieldsOf(CALL(stub_, GetRequisition, get, &got)), UnorderedElementsAre("name"));
  EXPECT_REASON(Approve(Approving("facilities/f/requisitions/req-0001")), NOT_KNOWN);
}

TEST_F(RequisitionHandlerTest, AClosedFacilityMayAskButIsNotPromisedAnything) {
  v1::CreateRequisitionRequest request = Asking(5);
  request.set_parent("facilities/shut");
  ASSERT_TRUE(Create(request).ok());
  EXPECT_TRUE(made_.facility_not_open());
  EXPECT_REASON(Approve(Approving(made_.name())), WRONG_STATE);
}

TEST_F(RequisitionHandlerTest, ApprovedInPartThenWhole) {
  v1::CreateRequisitionRequest request = Asking(100, 20);
  request.mutable_requisition()->set_asked_of("headquarters");
  ASSERT_TRUE(Create(request).ok());
  EXPECT_EQ(made_.number(), "REQ-0001");
  EXPECT_FALSE(made_.facility_not_open());
  v1::ApproveRequisitionRequest approve = Approving(made_.name());
  approve.set_etag(made_.etag());
  approve.add_approved()->set_item("items/rice");
  approve.mutable_approved(0)->set_quantity(60);
  approve.set_note("rest next week");
  ASSERT_TRUE(Approve(approve).ok());
  EXPECT_EQ(made_.state(), v1::REQUISITION_STATE_APPROVED);
  EXPECT_EQ(made_.lines(0).outstanding_quantity(), 60);
  EXPECT_EQ(made_.lines(0).back_ordered_quantity(), 40);
  EXPECT_EQ(made_.lines(1).back_ordered_quantity(), 20);
  EXPECT_EQ(made_.decisions(0).note(), "rest next week");

  v1::CreateMovementRequest receipt = Receipt(10, Line("rice", 30));
  receipt.mutable_movement()->set_requisition("facilities/f/requisitions/req-0001");
  ASSERT_TRUE(Post(receipt).ok());
  v1::GetRequisitionRequest get;
  get.set_name(made_.name());
  v1::GetRequisitionResponse got;
  ASSERT_TRUE(CALL(stub_, GetRequisition, get, &got).ok());
  EXPECT_EQ(got.requisition().lines(0).fulfilled_quantity(), 30);
  EXPECT_EQ(got.requisition().lines(0).outstanding_quantity(), 30);
  EXPECT_EQ(got.requisition().lines(0).back_ordered_quantity(), 40);

  EXPECT_REASON(Approve(approve), ETAG_MISMATCH);
  EXPECT_REASON(Approve(Approving(got.requisition().name())), WRONG_STATE);
  v1::ApproveRequisitionRequest again = Approving(got.requisition().name());
  again.set_etag(got.requisition().etag());
  ASSERT_TRUE(Approve(again).ok());
  EXPECT_EQ(made_.lines(0).back_ordered_quantity(), 0);
  EXPECT_EQ(made_.decisions_size(), 2);
}

TEST_F(RequisitionHandlerTest, WrongVerbs) {
  ASSERT_TRUE(Create(Asking(100)).ok());
  const std::string name = made_.name();
  v1::ApproveRequisitionRequest approve;
  approve.set_name("requisition-1");
  approve.set_etag(std::string(65, 'e'));
  approve.add_approved()->set_item("rice");
  approve.add_approved()->set_item("items/rice");
  approve.mutable_approved(1)->set_quantity(-1);
  approve.add_approved()->set_item("items/rice");
  EXPECT_THAT(FieldsOf(Approve(approve)),
              UnorderedElementsAre("name", "etag", "approved[0].item", "approved[1].quantity",
                                   "approved[2].item", "decided_by"));
  approve = Approving(name);
  approve.add_approved()->set_item("items/salt");
  EXPECT_THAT(FieldsOf(Approve(approve)), UnorderedElementsAre("approved[0].item"));
  v1::RejectRequisitionRequest reject;
  reject.set_name(name);
  EXPECT_THAT(FieldsOf(Reject(reject)), UnorderedElementsAre("reason", "decided_by"));
  reject.set_decided_by("boss");
  reject.set_reason(v1::REJECT_REASON_OTHER);
  EXPECT_THAT(FieldsOf(Reject(reject)), UnorderedElementsAre("note"));
  reject.set_note("not this month");
  ASSERT_TRUE(Reject(reject).ok());
  EXPECT_EQ(made_.decisions(0).reject_reason(), v1::REJECT_REASON_OTHER);
  EXPECT_REASON(Reject(reject), WRONG_STATE);
  v1::CancelRequisitionRequest cancel;
  cancel.set_request_id(NextRequestId());
  cancel.set_name(name);
  v1::CancelRequisitionResponse cancelled;
  EXPECT_REASON(CALL(stub_, CancelRequisition, cancel, &cancelled), WRONG_STATE);
  cancel.set_etag("stale");
  EXPECT_REASON(CALL(stub_, CancelRequisition, cancel, &cancelled), ETAG_MISMATCH);
}

TEST_F(RequisitionHandlerTest, CancelAndClose) {
  ASSERT_TRUE(Create(Asking(100)).ok());
  v1::CancelRequisitionRequest cancel;
  cancel.set_request_id(NextRequestId());
  cancel.set_name(made_.name());
  cancel.set_etag(made_.etag());
  cancel.set_note("came from elsewhere");
  v1::CancelRequisitionResponse cancelled;
  ASSERT_TRUE(CALL(stub_, CancelRequisition, cancel, &cancelled).ok());
  EXPECT_EQ(cancelled.requisition().state(), v1::REQUISITION_STATE_CANCELLED);
  EXPECT_EQ(cancelled.requisition().decisions(0).decided_by(), "principal-1");
  // Sent again, it is answered as it was.
  ASSERT_TRUE(CALL(stub_, CancelRequisition, cancel, &cancelled).ok());
  EXPECT_TRUE(cancelled.receipt().replayed());
  cancel.set_note("other");
  EXPECT_REASON(CALL(stub_, CancelRequisition, cancel, &cancelled), REQUEST_ID_REUSED);

  ASSERT_TRUE(Create(Asking(100)).ok());
  ASSERT_TRUE(Approve(Approving(made_.name())).ok());
  v1::CloseRequisitionRequest close;
  close.set_request_id(NextRequestId());
  close.set_name(made_.name());
  close.set_recorded_by("nurse-1");
  v1::CloseRequisitionResponse closed;
  ASSERT_TRUE(CALL(stub_, CloseRequisition, close, &closed).ok());
  EXPECT_EQ(closed.requisition().state(), v1::REQUISITION_STATE_CLOSED);
  EXPECT_EQ(closed.requisition().lines(0).outstanding_quantity(), 0);
  EXPECT_EQ(closed.requisition().decisions(1).decided_by(), "nurse-1");
}

TEST_F(RequisitionHandlerTest, Lists) {
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(Create(Asking(i)).ok());
  v1::ListRequisitionsRequest request;
  request.set_parent("facilities/-");
  request.set_page_size(2);
  v1::ListRequisitionsResponse response;
  ASSERT_TRUE(CALL(stub_, ListRequisitions, request, &response).ok());
  ASSERT_EQ(response.requisitions_size(), 2);
  // Recorded at the same time, the higher number is the newer.
  EXPECT_EQ(response.requisitions(0).number(), "REQ-0003");
  EXPECT_EQ(response.requisitions(1).number(), "REQ-0002");
  request.set_page_token(response.next_page_token());
  request.add_states(v1::REQUISITION_STATE_REQUESTED);
  EXPECT_REASON(CALL(stub_, ListRequisitions, request, &response), PAGE_TOKEN_MISMATCH);
  request.clear_states();
  ASSERT_TRUE(CALL(stub_, ListRequisitions, request, &response).ok());
  EXPECT_EQ(response.requisitions_size(), 1);
  EXPECT_EQ(response.next_page_token(), "");
  request.Clear();
  request.set_parent("facilities/nowhere");
  EXPECT_REASON(CALL(stub_, ListRequisitions, request, &response), NOT_KNOWN);
  request.set_parent("");
  request.add_states(v1::REQUISITION_STATE_UNSPECIFIED);
  request.set_page_size(-1);
  EXPECT_THAT(FieldsOf(CALL(stub_, ListRequisitions, request, &response)),
              UnorderedElementsAre("parent", "states[0]", "page_size"));
}

TEST_F(RequisitionHandlerTest, WhatAReceiptMayName) {
  v1::CreateMovementRequest request = Receipt(10, Line("rice", 1), v1::INTENT_ORDER);
  request.mutable_movement()->set_requisition("facilities/shut/requisitions/req-0001");
  request.mutable_movement()->set_expected_delivery("facilities/f/requisitions/req-0001");
  EXPECT_THAT(FieldsOf(Post(request)),
              UnorderedElementsAre("movement.requisition", "movement.expected_delivery"));
  // What came came, whatever it is said to be of.
  request.mutable_movement()->set_intent(v1::INTENT_HAPPENED);
  EXPECT_TRUE(Post(request).ok());
  request.mutable_movement()->set_requisition(std::string(251, 'x'));
  EXPECT_THAT(FieldsOf(Post(request)), UnorderedElementsAre("movement.requisition"));
  request = Use(10, Line("rice", 1), v1::INTENT_HAPPENED);
  request.mutable_movement()->set_requisition("facilities/f/requisitions/req-0001");
  EXPECT_THAT(FieldsOf(Post(request)), UnorderedElementsAre("movement.requisition"));
  request = Receipt(10, Line("rice", 1), v1::INTENT_ORDER);
  request.mutable_movement()->set_requisition("facilities/f/requisitions/req-0001");
  EXPECT_REASON(Post(request), NOT_KNOWN);
  request.mutable_movement()->set_intent(v1::INTENT_HAPPENED);
  ASSERT_TRUE(Post(request).ok());
  ASSERT_EQ(posted_.exceptions_size(), 1);
  EXPECT_EQ(posted_.exceptions(0).kind(), v1::EXCEPTION_KIND_REFERENCE_NOT_KNOWN);
  EXPECT_EQ(posted_.exceptions(0).reference(), "facilities/f/requisitions/req-0001");
  ASSERT_TRUE(Create(Asking(1)).ok());
  EXPECT_EQ(made_.lines(0).fulfilled_quantity(), 0);
}

}  // namespace
}  // namespace waystation::inventory
