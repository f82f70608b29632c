#include "services/runtime/write_queue.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "storage/base/errors.h"
#include "storage/group.h"

namespace waystation::runtime {
namespace {

// A command known by its method.
QueuedCommand Make(const std::string& name, const std::string& principal, size_t lines = 1,
                   size_t bytes = 100) {
  QueuedCommand queued;
  queued.command.method = name;
  queued.command.principal = principal;
  queued.size = {lines, bytes};
  return queued;
}

std::string Names(const std::vector<QueuedCommand>& group) {
  return absl::StrJoin(group, " ", [](std::string* out, const QueuedCommand& one) {
    out->append(one.command.method);
  });
}

WriteQueue::Options Small() { return {.single = {8, 10000}, .bulk = {4, 1 << 20}}; }

TEST(WriteQueueTest, AGroupHoldsAllSingleCommandsAndOneBulk) {
  WriteQueue queue(Small());
  ASSERT_TRUE(queue.Push(Make("B1", "import", 1000)).ok());
  ASSERT_TRUE(queue.Push(Make("B2", "import", 1000)).ok());
  ASSERT_TRUE(queue.Push(Make("a", "nurse")).ok());
  ASSERT_TRUE(queue.Push(Make("b", "nurse")).ok());
  EXPECT_EQ(queue.commands(/*bulk=*/true), 2u);
  EXPECT_EQ(queue.bytes(/*bulk=*/false), 200u);
  EXPECT_EQ(Names(queue.Take()), "a b B1");
  ASSERT_TRUE(queue.Push(Make("c", "nurse")).ok());
  EXPECT_EQ(Names(queue.Take()), "c B2");
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.bytes(true) + queue.bytes(false), 0u);
}

TEST(WriteQueueTest, ABulkCommandThatDidNotFitLeadsTheNextGroupAndIsAloneOfItsKind) {
  WriteQueue queue(Small());
  ASSERT_TRUE(queue.Push(Make("a", "nurse")).ok());
  ASSERT_TRUE(queue.Push(Make("B1", "import", 1000)).ok());
  ASSERT_TRUE(queue.Push(Make("B2", "import", 1000)).ok());
  std::vector<QueuedCommand> group = queue.Take();
  ASSERT_EQ(Names(group), "a B1");
  std::vector<QueuedCommand> rest;
  rest.push_back(std::move(group[1]));
  queue.PutBack(std::move(rest));
  EXPECT_FALSE(queue.empty());
  ASSERT_TRUE(queue.Push(Make("b", "nurse")).ok());
  EXPECT_EQ(Names(queue.Take()), "B1 b");
  EXPECT_EQ(Names(queue.Take()), "B2");
}

TEST(WriteQueueTest, ABulkCommandTooLargeForTheGroupIsNotDecidedInVain) {
  WriteQueue queue(WriteQueue::Options{});
  ASSERT_TRUE(queue.Push(Make("a", "nurse")).ok());
  ASSERT_TRUE(queue.Push(Make("B", "import", 4000, storage::kMaxGroupBytes)).ok());
  EXPECT_EQ(Names(queue.Take()), "a");
  ASSERT_TRUE(queue.Push(Make("b", "nurse")).ok());
  EXPECT_EQ(Names(queue.Take()), "B");
  EXPECT_EQ(Names(queue.Take()), "b");
}

// An import that sends commands of just under the bulk size, as many as it may.
TEST(WriteQueueTest, AFloodOfOnePrincipalDelaysAnotherByOneCommand) {
  WriteQueue queue(WriteQueue::Options{});
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(queue.Push(Make(absl::StrCat("i", i), "import", kMaxSingleLines)).ok());
  }
  ASSERT_TRUE(queue.Push(Make("nurse", "nurse")).ok());
  std::vector<QueuedCommand> group = queue.Take();
  ASSERT_GE(group.size(), 2u);
  EXPECT_EQ(group[1].command.method, "nurse");
  size_t lines = 0;
  for (const QueuedCommand& one : group) lines += one.size.lines;
  EXPECT_LE(lines, kMaxGroupLines);
  // The same in the bulk lane.
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(queue.Push(Make(absl::StrCat("I", i), "import", 4000)).ok());
  }
  ASSERT_TRUE(queue.Push(Make("COUNT", "store keeper", 500)).ok());
  EXPECT_EQ(queue.Take().back().command.method, "I0");
  EXPECT_EQ(queue.Take().back().command.method, "COUNT");
}

TEST(WriteQueueTest, EachPrincipalsCommandsStayInOrder) {
  WriteQueue queue(WriteQueue::Options{});
  for (int i = 0; i < 30; ++i) {
    const std::string principal = i % 3 == 0 ? "a" : "b";
    ASSERT_TRUE(queue.Push(Make(absl::StrCat(principal, i + 100), principal, 200)).ok());
  }
  std::map<std::string, std::string> last;
  while (!queue.empty()) {
    for (const QueuedCommand& one : queue.Take()) {
      EXPECT_LT(last[one.command.principal], one.command.method);
      last[one.command.principal] = one.command.method;
    }
  }
}

TEST(WriteQueueTest, BoundsByCountByBytesAndByPrincipal) {
  WriteQueue queue(Small());
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(queue.Push(Make("a", "import")).ok());
  const absl::Status half = queue.Push(Make("a", "import"));
  EXPECT_EQ(ReasonOf(half), common::v1::ERROR_REASON_OVERLOADED);
  EXPECT_EQ(ErrorVariable(half, "lane"), "single");
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(queue.Push(Make("b", absl::StrCat("nurse", i))).ok());
  EXPECT_EQ(ReasonOf(queue.Push(Make("b", "late"))), common::v1::ERROR_REASON_OVERLOADED);
  // The bulk lane has room of its own, and its own bounds.
  ASSERT_TRUE(queue.Push(Make("B", "import", 257, 500 << 10)).ok());
  EXPECT_EQ(ErrorVariable(queue.Push(Make("B", "import", 257, 500 << 10)), "lane"), "bulk");
  ASSERT_TRUE(queue.Push(Make("B", "other", 257, 500 << 10)).ok());
  EXPECT_FALSE(queue.Push(Make("B", "third", 257, 500 << 10)).ok());
  EXPECT_EQ(queue.TakeAll().size(), 10u);
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(queue.Push(Make("a", "import")).ok());
}

TEST(WriteQueueTest, ACommandLargerThanAGroupMakesOneOfItsOwn) {
  WriteQueue queue(WriteQueue::Options{});
  ASSERT_TRUE(queue.Push(Make("big", "a", 10, 3 << 20)).ok());
  ASSERT_TRUE(queue.Push(Make("small", "a")).ok());
  EXPECT_EQ(Names(queue.Take()), "big");
  EXPECT_EQ(Names(queue.Take()), "small");
}

}  // namespace
}  // namespace waystation::runtime
