// What the engine does in particular situations, over the world of world.h.
#include "services/runtime/workflow/engine.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/runtime/workflow/book.h"
#include "tests/runtime/workflow/world.h"

namespace waystation::test {
namespace {

constexpr char kBook[] = "books/main";

class EngineTest : public testing::Test {
 protected:
  EngineTest() : world_(7) {
    book::v1::DepositRequest deposit;
    deposit.set_book(kBook);
    deposit.set_quantity(1000);
    EXPECT_TRUE(world_.Do("north", deposit).ok());
    Wait(absl::Seconds(1));
  }

  void Dispatch(const std::string& transfer, const std::string& service = "south") {
    book::v1::DispatchRequest dispatch;
    dispatch.set_book(kBook);
    dispatch.set_transfer(transfer);
    dispatch.set_quantity(1);
    dispatch.set_to_service(service);
    dispatch.set_to_book(kBook);
    EXPECT_TRUE(world_.Do("north", dispatch).ok());
  }

  void SetClosed(bool closed) {
    book::v1::SetClosedRequest request;
    request.set_book(kBook);
    request.set_closed(closed);
    EXPECT_TRUE(world_.Do("south", request).ok());
  }

  void Wait(absl::Duration duration) { world_.RunUntil(world_.now() + duration); }

  book::v1::Book Book(const std::string& site) {
    return *LoadBook(*world_.site(site).rows(), kBook);
  }

  std::vector<workflow::OpenWorkflow> Open() {
    return *workflow::ListOpen(*world_.site("north").rows(), kWorkflows);
  }

  World world_;
};

TEST_F(EngineTest, CallsInFlightAreBoundedAndAllAreMade) {
  for (int i = 0; i < 300; ++i) Dispatch(absl::StrCat("t", i));
  Wait(absl::Minutes(1));
  EXPECT_EQ(world_.most_in_flight(), workflow::kMaxCallsInFlight);
  EXPECT_EQ(Book("south").expected(), 300);
}

TEST_F(EngineTest, ACalleeThatIsAwayForADayHearsOfItSoonAfterItIsBack) {
  world_.site("south").Crash();
  for (int i = 0; i < 20; ++i) Dispatch(absl::StrCat("t", i));
  Wait(absl::Hours(24));
  ASSERT_EQ(world_.site("north").engine().Calls().size(), 20u);
  const workflow::CallState call = world_.site("north").engine().Calls()[0];
  EXPECT_THAT(call.last_error, testing::HasSubstr("UNAVAILABLE"));
  // Not in a hurry any more.
  EXPECT_LT(call.attempts, 24 * 3600 / 10);
  world_.site("south").Start(true);
  Wait(2 * workflow::kCallBackoffMax);
  EXPECT_EQ(Book("south").expected(), 20);
}

TEST_F(EngineTest, WhatACalleeLostIsMadeOnceMore) {
  const int64_t before = world_.site("south").head().revision;
  for (int i = 0; i < 5; ++i) Dispatch(absl::StrCat("t", i));
  Wait(absl::Minutes(1));
  ASSERT_EQ(Book("south").expected(), 5);

  world_.site("south").Crash();
  world_.site("south").Restore(before);
  Wait(absl::Minutes(1));
  world_.site("south").Start(true);
  EXPECT_EQ(Book("south").expected(), 0);
  Wait(absl::Minutes(1));
  EXPECT_EQ(Book("south").expected(), 5);
  EXPECT_EQ(Open().size(), 5u);
  EXPECT_EQ(Book("north").in_transit(), 5);
}

TEST_F(EngineTest, ALossIsSeenThoughTheCalleeWasNeverAway) {
  const int64_t before = world_.site("south").head().revision;
  Dispatch("t1");
  // Heard at least once with the announcement in its log.
  Wait(absl::Minutes(1));
  world_.site("south").Crash();
  world_.site("south").Restore(before);
  world_.site("south").Start(true);
  Wait(absl::Minutes(1));
  EXPECT_EQ(Book("south").expected(), 1);
}

TEST_F(EngineTest, ALossThatCannotBeMendedIsLeftForAPersonToSee) {
  const int64_t before = world_.site("south").head().revision;
  Dispatch("t1");
  Wait(absl::Minutes(1));
  world_.site("south").Crash();
  world_.site("south").Restore(before);
  world_.site("south").Start(true);
  SetClosed(true);
  Wait(absl::Minutes(1));
  ASSERT_EQ(Open().size(), 1u);
  EXPECT_EQ(Open()[0].accepted_calls(0).result().refusal(), common::v1::ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Book("north").in_transit(), 1);
}

TEST_F(EngineTest, ARestartRepeatsWhatWasAcceptedAndRecordsNothing) {
  Dispatch("t1");
  Wait(absl::Minutes(1));
  world_.site("north").Crash();
  world_.site("north").Start(true);
  const int64_t north = world_.site("north").head().revision;
  const int64_t south = world_.site("south").head().revision;
  Wait(absl::Minutes(1));
  EXPECT_EQ(world_.site("north").head().revision, north);
  EXPECT_EQ(world_.site("south").head().revision, south);
}

TEST_F(EngineTest, ARefusalCountsAtOnceWhenNothingElseIsUnderWay) {
  SetClosed(true);
  Dispatch("t1");
  Wait(absl::Seconds(1));
  EXPECT_TRUE(Open().empty());
  EXPECT_EQ(Book("north").balance(), 1000);
}

// The first attempt is given up while it is still on its way, the second is refused: had that
// counted, the first would have been accepted after it.
TEST_F(EngineTest, ARefusalDoesNotCountWhileAnAttemptMayStillArrive) {
  SetClosed(true);
  world_.faults.answer_lost = 1000;
  Dispatch("t1");
  Wait(workflow::kCallTimeout + absl::Seconds(1));
  world_.faults.answer_lost = 0;
  Wait(absl::Seconds(5));
  EXPECT_EQ(Open().size(), 1u) << "taken for refused too early";
  Wait(2 * workflow::kCallTimeout);
  EXPECT_TRUE(Open().empty());
  EXPECT_EQ(Book("north").balance(), 1000);
}

// As the one before, but the attempt was made by the process that is gone.
TEST_F(EngineTest, ARefusalDoesNotCountWhileAnAttemptOfAnEarlierProcessMayStillArrive) {
  SetClosed(true);
  Dispatch("t1");
  world_.site("north").Crash();
  world_.site("north").Start(true);
  Wait(absl::Seconds(5));
  EXPECT_EQ(Open().size(), 1u) << "taken for refused too early";
  Wait(2 * workflow::kCallTimeout);
  EXPECT_TRUE(Open().empty());
}

}  // namespace
}  // namespace waystation::test
