// Expected deliveries over gRPC: every RPC and every error.
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/expected_delivery.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::UnorderedElementsAre;

class ExpectedDeliveryHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::ExpectedDeliveryService::NewStub(channel_);
  }

  absl::Status Create(v1::CreateExpectedDeliveryRequest request) {
    request.set_request_id(NextRequestId());
    v1::CreateExpectedDeliveryResponse response;
    const absl::Status status = CALL(stub_, CreateExpectedDelivery, request, &response);
    made_ = response.expected_delivery();
    return status;
  }
  absl::Status Confirm(v1::ConfirmExpectedDeliveryRequest request) {
    request.set_request_id(NextRequestId());
    v1::ConfirmExpectedDeliveryResponse response;
    const absl::Status status = CALL(stub_, ConfirmExpectedDelivery, request, &response);
    made_ = response.expected_delivery();
    return status;
  }
  absl::Status Reschedule(v1::RescheduleExpectedDeliveryRequest request) {
    request.set_request_id(NextRequestId());
    v1::RescheduleExpectedDeliveryResponse response;
    const absl::Status status = CALL(stub_, RescheduleExpectedDelivery, request, &response);
    made_ = response.expected_delivery();
    return status;
  }
  absl::Status Cancel(v1::CancelExpectedDeliveryRequest request) {
    request.set_request_id(NextRequestId());
    v1::CancelExpectedDeliveryResponse response;
    const absl::Status status = CALL(stub_, CancelExpectedDelivery, request, &response);
    made_ = response.expected_delivery();
    return status;
  }
  absl::Status Close(v1::CloseExpectedDeliveryRequest request) {
    request.set_request_id(NextRequestId());
    v1::CloseExpectedDeliveryResponse response;
    const absl::Status status = CALL(stub_, CloseExpectedDelivery, request, &response);
    made_ = response.expected_delivery();
    return status;
  }

  static v1::GetExpectedDeliveryRequest GetOf(const std::string& name) {
    v1::GetExpectedDeliveryRequest request;
    request.set_name(name);
    return request;
  }

  std::unique_ptr<v1::ExpectedDeliveryService::StubInterface> stub_;
  v1::ExpectedDelivery made_;
  v1::GetExpectedDeliveryResponse got_;
};

TEST_F(ExpectedDeliveryHandlerTest, EveryViolationAtOnce) {
  v1::CreateExpectedDeliveryRequest request = Expecting(25, 0);
  request.set_parent("hospital");
  v1::ExpectedDelivery& delivery = *request.mutable_expected_delivery();
  delivery.clear_source();
  delivery.clear_latest_date();
  delivery.set_requisition("REQ-0001");
  delivery.set_transport_note(std::string(1001, 'x'));
  delivery.set_confirmed_by(std::string(101, 'x'));
  EXPECT_THAT(
      FieldsOf(Create(request)),
      UnorderedElementsAre("parent", "expected_delivery.source", "expected_delivery.latest_date",
                           "expected_delivery.requisition", "expected_delivery.transport_note",
                           "expected_delivery.confirmed_by", "expected_delivery.lines"));
  request = Expecting(25, 5, -1);
  *request.mutable_expected_delivery()->mutable_earliest_date() = MarchDate(26);
  request.mutable_expected_delivery()->set_requisition("facilities/shut/requisitions/req-0001");
  EXPECT_THAT(
      FieldsOf(Create(request)),
      UnorderedElementsAre("expected_delivery.earliest_date", "expected_delivery.requisition",
                           "expected_delivery.lines[1].quantity"));
}

TEST_F(ExpectedDeliveryHandlerTest, WhatIsNotKnown) {
  v1::CreateExpectedDeliveryRequest request = Expecting(25, 5);
  request.set_parent("facilities/nowhere");
  EXPECT_REASON(Create(request), NOT_KNOWN);
  request = Expecting(25, 5);
  request.mutable_expected_delivery()->set_requisition("facilities/f/requisitions/req-0001");
  EXPECT_REASON(Create(request), NOT_KNOWN);
  v1::GetExpectedDeliveryRequest get;
  v1::GetExpectedDeliveryResponse got;
  get.set_name("facilities/f/expectedDeliveries/exp-0001");
  EXPECT_REASON(CALL(stub_, GetExpectedDelivery, get, &got), NOT_KNOWN);
  get.set_name("EXP-0001");
  get.mutable_as_of_date()->set_year(2026);
  EXPECT_THAT(FieldsOf(CALL(stub_, GetExpectedDelivery, get, &got)),
              UnorderedElementsAre("name", "as_of_date"));
  v1::ConfirmExpectedDeliveryRequest confirm;
  confirm.set_name("facilities/f/expectedDeliveries/exp-0001");
  EXPECT_THAT(FieldsOf(Confirm(confirm)), UnorderedElementsAre("confirmed_by"));
  confirm.set_confirmed_by("dispatcher");
  EXPECT_REASON(Confirm(confirm), NOT_KNOWN);
}

TEST_F(ExpectedDeliveryHandlerTest, FromExpectedToClosed) {
  ASSERT_TRUE(Create(Expecting(25, 100)).ok());
  EXPECT_EQ(made_.number(), "EXP-0001");
  EXPECT_EQ(made_.state(), v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  v1::ConfirmExpectedDeliveryRequest confirm;
  confirm.set_name("facilities/f/expectedDeliveries/exp-0001");
  confirm.set_etag(made_.etag());
  confirm.set_confirmed_by("dispatcher");
  ASSERT_TRUE(Confirm(confirm).ok());
  EXPECT_EQ(made_.confirmed_by(), "dispatcher");
  EXPECT_REASON(Confirm(confirm), ETAG_MISMATCH);
  confirm.clear_etag();
  EXPECT_REASON(Confirm(confirm), WRONG_STATE);

  v1::RescheduleExpectedDeliveryRequest later;
  later.set_name(confirm.name());
  EXPECT_THAT(FieldsOf(Reschedule(later)), UnorderedElementsAre("latest_date", "reason"));
  *later.mutable_earliest_date() = MarchDate(28);
  *later.mutable_latest_date() = MarchDate(27);
  later.set_reason(v1::DELIVERY_REASON_OTHER);
  EXPECT_THAT(FieldsOf(Reschedule(later)), UnorderedElementsAre("earliest_date", "note"));
  *later.mutable_latest_date() = MarchDate(29);
  later.set_note("driver ill");
  ASSERT_TRUE(Reschedule(later).ok());
  const std::string name = made_.name();
  EXPECT_EQ(made_.state(), v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  EXPECT_EQ(made_.reschedules(0).confirmed_by(), "dispatcher");
  EXPECT_THAT(FieldsOf(Reschedule(later)), UnorderedElementsAre("latest_date"));

  v1::CreateMovementRequest receipt = Receipt(10, Line("rice", 30));
  receipt.mutable_movement()->set_expected_delivery(name);
  ASSERT_TRUE(Post(receipt).ok());
  ASSERT_TRUE(CALL(stub_, GetExpectedDelivery, GetOf(name), &got_).ok());
  EXPECT_EQ(got_.expected_delivery().received_state(), v1::RECEIVED_STATE_IN_PART);
  EXPECT_EQ(got_.expected_delivery().lines(0).missing_quantity(), 70);
  EXPECT_EQ(got_.expected_delivery().overdue_days(), 0);
  v1::GetExpectedDeliveryRequest past = GetOf(name);
  *past.mutable_as_of_date() = MarchDate(31);
  ASSERT_TRUE(CALL(stub_, GetExpectedDelivery, past, &got_).ok());
  EXPECT_EQ(got_.expected_delivery().overdue_days(), 2);

  v1::CloseExpectedDeliveryRequest close;
  close.set_name(name);
  close.set_note("no more came");
  ASSERT_TRUE(Close(close).ok());
  EXPECT_EQ(made_.state(), v1::EXPECTED_DELIVERY_STATE_CLOSED);
  EXPECT_EQ(made_.ended_by(), "principal-1");
  EXPECT_EQ(made_.end_note(), "no more came");
  EXPECT_REASON(Close(close), WRONG_STATE);
  EXPECT_REASON(Reschedule(later), WRONG_STATE);
}

TEST_F(ExpectedDeliveryHandlerTest, CancelNeedsAReason) {
  v1::CreateExpectedDeliveryRequest request = Expecting(25, 100);
  request.set_parent("facilities/shut");
  request.mutable_expected_delivery()->set_confirmed_by("dispatcher");
  ASSERT_TRUE(Create(request).ok());
  EXPECT_EQ(made_.state(), v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
  v1::CancelExpectedDeliveryRequest cancel;
  cancel.set_name(made_.name());
  EXPECT_THAT(FieldsOf(Cancel(cancel)), UnorderedElementsAre("reason"));
  cancel.set_reason(v1::DELIVERY_REASON_OTHER);
  EXPECT_THAT(FieldsOf(Cancel(cancel)), UnorderedElementsAre("note"));
  cancel.set_reason(v1::DELIVERY_REASON_LOST);
  ASSERT_TRUE(Cancel(cancel).ok());
  EXPECT_EQ(made_.cancel_reason(), v1::DELIVERY_REASON_LOST);
  EXPECT_REASON(Cancel(cancel), WRONG_STATE);
  cancel.set_etag("stale");
  EXPECT_REASON(Cancel(cancel), ETAG_MISMATCH);
}

TEST_F(ExpectedDeliveryHandlerTest, Lists) {
  for (int day = 27; day >= 25; --day) ASSERT_TRUE(Create(Expecting(day, 1)).ok());
  v1::ListExpectedDeliveriesRequest request;
  request.set_parent("facilities/-");
  request.set_page_size(2);
  v1::ListExpectedDeliveriesResponse response;
  ASSERT_TRUE(CALL(stub_, ListExpectedDeliveries, request, &response).ok());
  ASSERT_EQ(response.expected_deliveries_size(), 2);
  EXPECT_EQ(response.expected_deliveries(0).number(), "EXP-0003");
  request.set_page_token(response.next_page_token());
  ASSERT_TRUE(CALL(stub_, ListExpectedDeliveries, request, &response).ok());
  ASSERT_EQ(response.expected_deliveries_size(), 1);
  EXPECT_EQ(response.expected_deliveries(0).number(), "EXP-0001");
  request.set_parent("facilities/f");
  EXPECT_REASON(CALL(stub_, ListExpectedDeliveries, request, &response), PAGE_TOKEN_MISMATCH);
  request.Clear();
  request.set_parent("facilities/nowhere");
  EXPECT_REASON(CALL(stub_, ListExpectedDeliveries, request, &response), NOT_KNOWN);
  request.set_parent("f");
  request.mutable_as_of_date()->set_year(1);
  request.add_states(static_cast<v1::ExpectedDeliveryState>(77));
  EXPECT_THAT(FieldsOf(CALL(stub_, ListExpectedDeliveries, request, &response)),
              UnorderedElementsAre("parent", "states[0]", "as_of_date"));
}

}  // namespace
}  // namespace waystation::inventory
