// Controlled items over gRPC: every RPC and every error.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/controlled.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::UnorderedElementsAre;

class ControlledHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::ControlledService::NewStub(channel_);
    v1::CreateItemRequest request;
    request.set_request_id(NextRequestId());
    request.set_item_id("morphine");
    *request.mutable_item() = GoodItem("morphine");
    request.mutable_item()->set_controlled(true);
    ASSERT_TRUE(CALL(items_, CreateItem, request, &created_).ok());
  }

  absl::Status Sign(const std::string& name, const std::string& by) {
    v1::SignMovementRequest request;
    request.set_request_id(NextRequestId());
    request.set_name(name);
    request.set_signed_by(by);
    return CALL(stub_, SignMovement, request, &signed_);
  }
  absl::Status Show(const v1::GetControlledRegisterRequest& request) {
    register_.Clear();
    return CALL(stub_, GetControlledRegister, request, &register_);
  }
  absl::Status Record(v1::RecordHandoverRequest request) {
    request.set_request_id(NextRequestId());
    handed_.Clear();
    return CALL(stub_, RecordHandover, request, &handed_);
  }
  static v1::GetControlledRegisterRequest Showing() {
    v1::GetControlledRegisterRequest request;
    request.set_facility("facilities/f");
    request.set_item("items/morphine");
    return request;
  }
  static v1::RecordHandoverRequest Handing() {
    v1::RecordHandoverRequest request;
    request.set_parent("facilities/f");
    request.mutable_handover()->set_outgoing("nurse-1");
    request.mutable_handover()->set_incoming("nurse-2");
    *request.mutable_handover()->mutable_counted_time() = TimestampOf(Noon(12));
    request.mutable_handover()->add_counts()->set_item("items/morphine");
    return request;
  }

  std::unique_ptr<v1::ControlledService::StubInterface> stub_;
  v1::SignMovementResponse signed_;
  v1::GetControlledRegisterResponse register_;
  v1::RecordHandoverResponse handed_;
};

TEST_F(ControlledHandlerTest, EveryViolationAtOnce) {
  EXPECT_THAT(FieldsOf(Sign("movements/x", "")), UnorderedElementsAre("name", "signed_by"));
  v1::GetControlledRegisterRequest show;
  show.set_place("Ward 1");
  show.set_page_size(-1);
  EXPECT_THAT(FieldsOf(Show(show)), UnorderedElementsAre("facility", "item", "place", "page_size"));
  show = Showing();
  *show.mutable_from_date() = MarchDate(12);
  *show.mutable_to_date() = MarchDate(11);
  EXPECT_THAT(FieldsOf(Show(show)), UnorderedElementsAre("from_date"));
  v1::RecordHandoverRequest handover;
  handover.set_parent("f");
  handover.mutable_handover()->set_place("Ward 1");
  for (int i = 0; i < 2; ++i) {
    handover.mutable_handover()->add_counts()->set_item("items/morphine");
  }
  handover.mutable_handover()->mutable_counts(0)->set_counted_quantity(-1);
  EXPECT_THAT(
      FieldsOf(Record(handover)),
      UnorderedElementsAre("parent", "handover.place", "handover.outgoing", "handover.counted_time",
                           "handover.counts[0].counted_quantity", "handover.counts[1].item"));
  handover = Handing();
  while (handover.handover().counts_size() < 501) {
    handover.mutable_handover()->add_counts()->set_item(
        absl::StrCat("items/i", handover.handover().counts_size()));
  }
  EXPECT_THAT(FieldsOf(Record(handover)), UnorderedElementsAre("handover.counts"));
  v1::ListHandoversRequest list;
  v1::ListHandoversResponse listed;
  list.set_page_size(-1);
  EXPECT_THAT(FieldsOf(CALL(stub_, ListHandovers, list, &listed)),
              UnorderedElementsAre("parent", "page_size"));
}

TEST_F(ControlledHandlerTest, WhatIsNotKnown) {
  EXPECT_REASON(Sign("facilities/f/movements/none", "p-2"), NOT_KNOWN);
  v1::GetControlledRegisterRequest show = Showing();
  show.set_item("items/gold");
  EXPECT_REASON(Show(show), NOT_KNOWN);
  show = Showing();
  show.set_facility("facilities/nowhere");
  EXPECT_REASON(Show(show), NOT_KNOWN);
  v1::RecordHandoverRequest handover = Handing();
  handover.set_parent("facilities/nowhere");
  EXPECT_REASON(Record(handover), NOT_KNOWN);
  handover = Handing();
  handover.mutable_handover()->mutable_counts(0)->set_item("items/gold");
  EXPECT_REASON(Record(handover), NOT_KNOWN);
  v1::ListHandoversRequest list;
  v1::ListHandoversResponse listed;
  list.set_parent("facilities/nowhere");
  EXPECT_REASON(CALL(stub_, ListHandovers, list, &listed), NOT_KNOWN);
}

TEST_F(ControlledHandlerTest, FromReceiptToHandover) {
  v1::CreateMovementRequest receipt = Receipt(10, Line("morphine", 100, "A"), kOrder);
  EXPECT_REASON(Post(receipt), SECOND_SIGNATURE_MISSING);
  receipt.mutable_movement()->set_witnessed_by("person-1");
  EXPECT_REASON(Post(receipt), SIGNER_NOT_DIFFERENT);
  receipt.mutable_movement()->set_witnessed_by(std::string(101, 'x'));
  EXPECT_THAT(FieldsOf(Post(receipt)), UnorderedElementsAre("movement.witnessed_by"));
  receipt.mutable_movement()->set_witnessed_by("person-2");
  ASSERT_TRUE(Post(receipt).ok());
  EXPECT_REASON(Sign(posted_.movement().name(), "person-3"), WRONG_STATE);
  ASSERT_TRUE(Post(Use(11, Line("morphine", 4), kHappened)).ok());
  const std::string use = posted_.movement().name();
  EXPECT_REASON(Sign(use, "person-1"), SIGNER_NOT_DIFFERENT);
  ASSERT_TRUE(Sign(use, "person-2").ok());
  EXPECT_EQ(signed_.movement(), use);
  EXPECT_EQ(signed_.exception().signed_by(), "person-2");
  EXPECT_GT(signed_.receipt().revision(), 0);

  v1::GetControlledRegisterRequest show = Showing();
  show.set_page_size(1);
  ASSERT_TRUE(Show(show).ok());
  ASSERT_EQ(register_.entries_size(), 1);
  EXPECT_EQ(register_.entries(0).balance_quantity(), 96);
  EXPECT_EQ(register_.entries(0).witnessed_by(), "person-2");
  show.set_page_token(register_.next_page_token());
  ASSERT_TRUE(Show(show).ok());
  ASSERT_EQ(register_.entries_size(), 1);
  EXPECT_EQ(register_.entries(0).balance_quantity(), 100);
  EXPECT_EQ(register_.next_page_token(), "");
  show.set_place("ward-1");
  EXPECT_REASON(Show(show), PAGE_TOKEN_MISMATCH);

  v1::RecordHandoverRequest handover = Handing();
  handover.mutable_handover()->mutable_counts(0)->set_counted_quantity(96);
  ASSERT_TRUE(Record(handover).ok());
  EXPECT_EQ(handed_.exceptions_size(), 0);
  v1::ListHandoversRequest list;
  v1::ListHandoversResponse listed;
  list.set_parent("facilities/f");
  ASSERT_TRUE(CALL(stub_, ListHandovers, list, &listed).ok());
  EXPECT_EQ(listed.handovers_size(), 1);
  list.set_page_token("x");
  EXPECT_REASON(CALL(stub_, ListHandovers, list, &listed), PAGE_TOKEN_MISMATCH);
}

TEST_F(ControlledHandlerTest, ARequestIdIsForOneContent) {
  v1::RecordHandoverRequest handover = Handing();
  handover.set_request_id(NextRequestId());
  ASSERT_TRUE(CALL(stub_, RecordHandover, handover, &handed_).ok());
  const std::string first = handed_.handover().name();
  ASSERT_TRUE(CALL(stub_, RecordHandover, handover, &handed_).ok());
  EXPECT_TRUE(handed_.receipt().replayed());
  EXPECT_EQ(handed_.handover().name(), first);
  handover.mutable_handover()->set_note("other");
  EXPECT_REASON(CALL(stub_, RecordHandover, handover, &handed_), REQUEST_ID_REUSED);
}

}  // namespace
}  // namespace waystation::inventory
