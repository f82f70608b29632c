// Recalls over gRPC: every RPC and every error.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/recall.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::UnorderedElementsAre;

class RecallHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::RecallService::NewStub(channel_);
  }

  absl::Status Create(v1::CreateRecallRequest request) {
    if (request.request_id().empty()) request.set_request_id(NextRequestId());
    v1::CreateRecallResponse response;
    const absl::Status status = CALL(stub_, CreateRecall, request, &response);
    made_ = response.recall();
    return status;
  }
  absl::Status Withdraw(v1::WithdrawRecallRequest request) {
    request.set_request_id(NextRequestId());
    v1::WithdrawRecallResponse response;
    const absl::Status status = CALL(stub_, WithdrawRecall, request, &response);
    made_ = response.recall();
    return status;
  }
  absl::Status Acknowledge(v1::AcknowledgeRecallRequest request) {
    request.set_request_id(NextRequestId());
    v1::AcknowledgeRecallResponse response;
    const absl::Status status = CALL(stub_, AcknowledgeRecall, request, &response);
    told_ = response.acknowledgement();
    return status;
  }
  absl::Status List(const v1::ListRecallsRequest& request) {
    list_.Clear();
    return CALL(stub_, ListRecalls, request, &list_);
  }
  static v1::WithdrawRecallRequest Withdrawing(const std::string& name) {
    v1::WithdrawRecallRequest request;
    request.set_name(name);
    request.set_decided_by("boss");
    request.set_note("lifted");
    return request;
  }
  static v1::AcknowledgeRecallRequest Acknowledging(const std::string& name, int64_t found) {
    v1::AcknowledgeRecallRequest request;
    request.set_name(name);
    request.set_facility("facilities/f");
    request.mutable_acknowledgement()->set_found_quantity(found);
    return request;
  }

  std::unique_ptr<v1::RecallService::StubInterface> stub_;
  v1::Recall made_;
  v1::RecallAcknowledgement told_;
  v1::ListRecallsResponse list_;
};

TEST_F(RecallHandlerTest, EveryViolationAtOnce) {
  v1::CreateRecallRequest request;
  v1::Recall& recall = *request.mutable_recall();
  recall.set_item("rice");
  recall.add_lots("A");
  recall.add_lots("A");
  recall.add_lots("");
  recall.set_recall_class(static_cast<v1::RecallClass>(9));
  recall.set_reference(std::string(251, 'x'));
  recall.set_recorded_by(std::string(101, 'x'));
  recall.set_note(std::string(1001, 'x'));
  const absl::Status status = Create(request);
  EXPECT_REASON(status, INVALID_FIELD);
  EXPECT_THAT(
      FieldsOf(status),
      UnorderedElementsAre("recall.item", "recall.lots[1]", "recall.lots[2]", "recall.recall_class",
                           "recall.authority", "recall.reference", "recall.reason",
                           "recall.instruction", "recall.recorded_by", "recall.note"));
  recall.clear_lots();
  EXPECT_REASON(Create(request), INVALID_FIELD);
}

TEST_F(RecallHandlerTest, TheOtherRequestsAreCheckedToo) {
  v1::WithdrawRecallRequest withdraw;
  withdraw.set_name("recall");
  withdraw.set_etag(std::string(65, 'x'));
  EXPECT_THAT(FieldsOf(Withdraw(withdraw)),
              UnorderedElementsAre("name", "etag", "decided_by", "note"));
  v1::AcknowledgeRecallRequest acknowledge = Acknowledging("recalls/x/y", -1);
  acknowledge.set_facility("f");
  acknowledge.mutable_acknowledgement()->set_returned_quantity(-1);
  acknowledge.mutable_acknowledgement()->set_note(std::string(1001, 'x'));
  EXPECT_THAT(FieldsOf(Acknowledge(acknowledge)),
              UnorderedElementsAre("name", "facility", "acknowledgement.found_quantity",
                                   "acknowledgement.returned_quantity", "acknowledgement.note"));
  acknowledge = Acknowledging("recalls/x", 5);
  acknowledge.mutable_acknowledgement()->set_returned_quantity(3);
  acknowledge.mutable_acknowledgement()->set_destroyed_quantity(3);
  EXPECT_THAT(FieldsOf(Acknowledge(acknowledge)),
              UnorderedElementsAre("acknowledgement.found_quantity"));
  v1::ListRecallsRequest list;
  list.set_not_acknowledged(true);
  list.set_state(static_cast<v1::RecallState>(9));
  list.set_page_size(-1);
  EXPECT_THAT(FieldsOf(List(list)), UnorderedElementsAre("not_acknowledged", "state", "page_size"));
}

TEST_F(RecallHandlerTest, FromTheRecallToItsWithdrawal) {
  ASSERT_TRUE(Post(Receipt(10, Line("rice", 100, "A"))).ok());
  ASSERT_TRUE(Create(Recalling("rice", "A")).ok());
  const v1::Recall recall = made_;
  EXPECT_EQ(recall.number(), "RCL-0001");
  EXPECT_EQ(recall.recorded_by(), "principal-1");
  v1::GetRecallRequest get;
  get.set_name("recalls/rcl-0001");
  v1::GetRecallResponse got;
  ASSERT_TRUE(CALL(stub_, GetRecall, get, &got).ok());
  EXPECT_EQ(got.recall().name(), recall.name());

  v1::ListRecallsRequest list;
  list.set_facility("facilities/f");
  list.set_not_acknowledged(true);
  ASSERT_TRUE(List(list).ok());
  ASSERT_EQ(list_.entries_size(), 1);
  EXPECT_EQ(list_.entries(0).site().in_books_quantity(), 100);
  ASSERT_TRUE(Acknowledge(Acknowledging("recalls/rcl-0001", 97)).ok());
  EXPECT_EQ(told_.missing_quantity(), 3);
  ASSERT_TRUE(List(list).ok());
  EXPECT_EQ(list_.entries_size(), 0);

  v1::GetRecallProgressRequest ask;
  ask.set_name(recall.name());
  v1::GetRecallProgressResponse progress;
  ASSERT_TRUE(CALL(stub_, GetRecallProgress, ask, &progress).ok());
  ASSERT_EQ(progress.sites_size(), 1);
  EXPECT_EQ(progress.missing_quantity(), 3);

  ASSERT_TRUE(Withdraw(Withdrawing(recall.name())).ok());
  EXPECT_EQ(made_.state(), v1::RECALL_STATE_WITHDRAWN);
  EXPECT_EQ(made_.withdraw_note(), "lifted");
  EXPECT_NE(made_.etag(), recall.etag());
  // What was found stays a fact.
  EXPECT_TRUE(Acknowledge(Acknowledging(recall.name(), 96)).ok());
}

TEST_F(RecallHandlerTest, ErrorsOfEveryMethod) {
  EXPECT_REASON(Create(Recalling("nothing", "A")), NOT_KNOWN);
  v1::CreateRecallRequest twice = Recalling("rice", "A");
  twice.set_request_id("same-request-id-");
  ASSERT_TRUE(Create(twice).ok());
  const v1::Recall recall = made_;
  ASSERT_TRUE(Create(twice).ok());
  EXPECT_EQ(made_.name(), recall.name());
  twice.mutable_recall()->set_reason("other");
  EXPECT_REASON(Create(twice), REQUEST_ID_REUSED);

  v1::GetRecallRequest get;
  get.set_name("recalls/rcl-0009");
  v1::GetRecallResponse got;
  EXPECT_REASON(CALL(stub_, GetRecall, get, &got), NOT_KNOWN);
  get.set_name("recall-9");
  EXPECT_REASON(CALL(stub_, GetRecall, get, &got), INVALID_FIELD);
  v1::GetRecallProgressRequest ask;
  ask.set_name("recalls/none");
  v1::GetRecallProgressResponse progress;
  EXPECT_REASON(CALL(stub_, GetRecallProgress, ask, &progress), NOT_KNOWN);
  ask.set_name("none");
  EXPECT_REASON(CALL(stub_, GetRecallProgress, ask, &progress), INVALID_FIELD);

  v1::ListRecallsRequest list;
  list.set_facility("facilities/nowhere");
  EXPECT_REASON(List(list), NOT_KNOWN);
  list.clear_facility();
  list.set_page_token("AAAA");
  EXPECT_REASON(List(list), PAGE_TOKEN_MISMATCH);

  EXPECT_REASON(Acknowledge(Acknowledging("recalls/none", 1)), NOT_KNOWN);
  v1::AcknowledgeRecallRequest nowhere = Acknowledging(recall.name(), 1);
  nowhere.set_facility("facilities/nowhere");
  EXPECT_REASON(Acknowledge(nowhere), NOT_KNOWN);

  EXPECT_REASON(Withdraw(Withdrawing("recalls/none")), NOT_KNOWN);
  v1::WithdrawRecallRequest stale = Withdrawing(recall.name());
  stale.set_etag("old");
  EXPECT_REASON(Withdraw(stale), ETAG_MISMATCH);
  ASSERT_TRUE(Withdraw(Withdrawing(recall.name())).ok());
  EXPECT_REASON(Withdraw(Withdrawing(recall.name())), WRONG_STATE);
}

TEST_F(RecallHandlerTest, ALastResortSaysWhyAndWho) {
  ASSERT_TRUE(Post(Receipt(10, Line("rice", 100, "A"))).ok());
  ASSERT_TRUE(Create(Recalling("rice", "A")).ok());
  v1::CreateMovementRequest use = Use(20, Line("rice", 5, "A"), kOrder);
  EXPECT_REASON(Post(use), LOT_RECALLED);
  use.mutable_movement()->set_last_resort("nothing else");
  use.mutable_movement()->clear_recorded_by();
  EXPECT_THAT(FieldsOf(Post(use)), UnorderedElementsAre("movement.decided_by"));
  use.mutable_movement()->set_decided_by("surgeon-2");
  ASSERT_TRUE(Post(use).ok());
  ASSERT_EQ(posted_.exceptions_size(), 1);
  EXPECT_EQ(posted_.exceptions(0).kind(), v1::EXCEPTION_KIND_RECALLED_LOT_USED);
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 20, Line("rice", 5, "A"), kOrder);
  move.mutable_movement()->set_to_place("ward");
  move.mutable_movement()->set_last_resort("nothing else");
  EXPECT_THAT(FieldsOf(Post(move)), UnorderedElementsAre("movement.last_resort"));
}

}  // namespace
}  // namespace waystation::inventory
