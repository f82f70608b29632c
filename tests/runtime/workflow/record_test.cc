#include "services/runtime/workflow/record.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/memory/memory_rows.h"
#include "storage/overlay.h"
#include "tests/runtime/workflow/book.pb.h"

namespace waystation::workflow {
namespace {

constexpr uint8_t kTable = 9;
constexpr char kName[] = "books/a/transfers/t1";

// Entries of one log, folded one after another.
class RecordTest : public testing::Test {
 protected:
  storage::DecideContext Context(const std::string& request_id) {
    storage::DecideContext context;
    context.request_id = request_id;
    return context;
  }

  // Folds the events as one entry, or none of them.
  absl::Status Record(const std::string& request_id, Plan plan,
                      const std::string& scope = "books/a") {
    common::v1::LogEntry entry;
    entry.set_revision(++revision_);
    entry.set_request_id(request_id);
    entry.set_principal("p-1");
    entry.set_acting_for("p-2");
    entry.set_scope(scope);
    const auto base = store_.Snapshot();
    storage::RowOverlay rows(base.get());
    const absl::Time time = absl::FromUnixMicros(1'700'000'000'123'456);
    for (const WorkflowEvent& event : plan.TakeEvents()) {
      const absl::Status folded = Fold(rows, kTable, {entry, time, 0}, event);
      if (!folded.ok()) return folded;
    }
    return store_.Write(rows.TakeChanges());
  }

  WorkflowEvent Resolved(const OpenWorkflow& open, common::v1::ErrorReason refusal) {
    WorkflowEvent event;
    event.set_workflow(open.workflow());
    event.mutable_call_resolved()->set_request_id(open.open_call().request_id());
    event.mutable_call_resolved()->mutable_result()->set_refusal(refusal);
    return event;
  }

  absl::Status Apply(const WorkflowEvent& event) {
    common::v1::LogEntry entry;
    entry.set_revision(++revision_);
    entry.set_scope("books/a");
    const auto base = store_.Snapshot();
    storage::RowOverlay rows(base.get());
    const absl::Status folded = Fold(rows, kTable, {entry, absl::UnixEpoch(), 0}, event);
    return folded.ok() ? store_.Write(rows.TakeChanges()) : folded;
  }

  std::optional<OpenWorkflow> Open() { return *Find(*store_.Snapshot(), kTable, kName); }
  std::vector<OpenCall> Calls() { return *ListCalls(*store_.Snapshot(), kTable, 0); }

  Plan Begun(const std::string& request_id) {
    Plan plan = Plan::Begin(kName, "send", Context(request_id));
    plan.Call("announce", "south", test::book::v1::AnnounceRequest());
    return plan;
  }

  storage::MemoryRowStore store_;
  int64_t revision_ = 0;
};

TEST_F(RecordTest, AnIntentHoldsAllThatTheCallNeeds) {
  ASSERT_TRUE(Record("0123456789abcdef", Begun("0123456789abcdef")).ok());
  const OpenWorkflow open = *Open();
  EXPECT_EQ(open.kind(), "send");
  EXPECT_EQ(open.scope(), "books/a");
  EXPECT_EQ(open.intent_id(), "0123456789abcdef");
  EXPECT_EQ(open.principal(), "p-1");
  EXPECT_EQ(open.acting_for(), "p-2");
  EXPECT_EQ(open.begin_time().seconds(), 1'700'000'000);
  EXPECT_EQ(open.begin_time().nanos(), 123'456'000);
  EXPECT_EQ(open.open_call().method(), "/waystation.test.book.v1.BookService/Announce");
  test::book::v1::AnnounceRequest request;
  ASSERT_TRUE(request.ParseFromString(open.open_call().request()));
  EXPECT_EQ(request.request_id(), open.open_call().request_id());
  EXPECT_EQ(request.request_id().size(), 16u);
  ASSERT_EQ(Calls().size(), 1u);
  EXPECT_EQ(Calls()[0].workflow, kName);
  EXPECT_EQ(Calls()[0].revision, 1);
}

TEST_F(RecordTest, EveryStepHasAnIdOfItsOwnTheSameInEveryReplay) {
  ASSERT_TRUE(Record("0123456789abcdef", Begun("0123456789abcdef")).ok());
  const std::string first = Open()->open_call().request_id();
  EXPECT_EQ(first, DerivedId("0123456789abcdef", "1 announce"));
  ASSERT_TRUE(Apply(Resolved(*Open(), common::v1::ERROR_REASON_WRONG_STATE)).ok());
  EXPECT_EQ(Open()->accepted_calls_size(), 0);
  Plan again = Plan::GoOn(*Open());
  again.Call("announce", "south", test::book::v1::AnnounceRequest());
  ASSERT_TRUE(Record("fedcba9876543210", std::move(again)).ok());
  EXPECT_EQ(Open()->open_call().request_id(), DerivedId("0123456789abcdef", "2 announce"));
}

TEST_F(RecordTest, WhatWasAcceptedIsKeptWhileItIsOpen) {
  ASSERT_TRUE(Record("0123456789abcdef", Begun("0123456789abcdef")).ok());
  const std::string call = Open()->open_call().request_id();
  ASSERT_TRUE(Apply(Resolved(*Open(), common::v1::ERROR_REASON_UNSPECIFIED)).ok());
  EXPECT_FALSE(Open()->has_open_call());
  ASSERT_EQ(Open()->accepted_calls_size(), 1);
  EXPECT_EQ(Open()->accepted_calls(0).call().request_id(), call);
  EXPECT_TRUE(Calls().empty());
  Plan end = Plan::GoOn(*Open());
  end.End("settled");
  ASSERT_TRUE(Record("fedcba9876543210", std::move(end)).ok());
  EXPECT_FALSE(Open().has_value());
  EXPECT_TRUE(ListOpen(*store_.Snapshot(), kTable)->empty());
}

TEST_F(RecordTest, EventsThatDoNotFollowAreRefusedAndChangeNothing) {
  OpenWorkflow never_begun;
  never_begun.set_workflow(kName);
  Plan early = Plan::GoOn(never_begun);
  early.AskCancel();
  EXPECT_FALSE(Record("a", std::move(early)).ok()) << "not open";
  ASSERT_TRUE(Record("0123456789abcdef", Begun("0123456789abcdef")).ok());
  const std::string before = Open()->SerializeAsString();

  EXPECT_FALSE(Record("b", Begun("b")).ok()) << "open already";
  Plan second = Plan::GoOn(*Open());
  second.Call("announce", "south", test::book::v1::AnnounceRequest());
  EXPECT_FALSE(Record("c", std::move(second)).ok()) << "a call is open";
  Plan end = Plan::GoOn(*Open());
  end.End("settled");
  EXPECT_FALSE(Record("d", std::move(end)).ok()) << "a call is open";
  Plan cancel = Plan::GoOn(*Open());
  cancel.AskCancel();
  EXPECT_FALSE(Record("e", std::move(cancel), "books/b").ok()) << "another scope";
  OpenWorkflow other = *Open();
  other.mutable_open_call()->set_request_id("another");
  EXPECT_FALSE(Apply(Resolved(other, common::v1::ERROR_REASON_UNSPECIFIED)).ok());
  EXPECT_FALSE(Apply(WorkflowEvent()).ok());

  EXPECT_EQ(Open()->SerializeAsString(), before);
}

TEST_F(RecordTest, CallsOfAWorkflowAreBounded) {
  ASSERT_TRUE(Record("0123456789abcdef", Begun("0123456789abcdef")).ok());
  for (int i = 1; i < kMaxCalls; ++i) {
    ASSERT_TRUE(Apply(Resolved(*Open(), common::v1::ERROR_REASON_WRONG_STATE)).ok());
    Plan next = Plan::GoOn(*Open());
    next.Call("announce", "south", test::book::v1::AnnounceRequest());
    ASSERT_TRUE(Record("x", std::move(next)).ok());
  }
  ASSERT_TRUE(Apply(Resolved(*Open(), common::v1::ERROR_REASON_WRONG_STATE)).ok());
  Plan next = Plan::GoOn(*Open());
  next.Call("announce", "south", test::book::v1::AnnounceRequest());
  EXPECT_FALSE(Record("y", std::move(next)).ok());
}

}  // namespace
}  // namespace waystation::workflow
