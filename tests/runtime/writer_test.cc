#include "services/runtime/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "absl/time/clock.h"
#include "storage/base/errors.h"
#include "storage/key.h"
#include "tests/runtime/note_service.h"

namespace waystation::runtime {
namespace {

using test::MakeNoteService;
using test::NoteCommand;
using test::RequestId;
using test::Surroundings;

class WriterTest : public testing::Test {
 protected:
  void SetUp() override {
    service_ = *MakeNoteService(surroundings_.Environment("note"), "note", "");
  }
  Writer& writer() { return service_->store_host().writer(); }
  RevisionSignal& signal() { return service_->store_host().signal(); }

  Surroundings surroundings_;
  std::unique_ptr<Service> service_;
};

TEST_F(WriterTest, QueuedCommandsBecomeOneGroupAnsweredAfterTheRowsShow) {
  std::atomic<int> ok{0};
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(writer()
                    .Submit(NoteCommand(RequestId(i), "n" + std::to_string(i), "x"),
                            absl::InfiniteFuture(),
                            [&](const storage::Outcome& outcome) {
                              if (outcome.status.ok() &&
                                  signal().Position("note/main") >= outcome.entry->revision()) {
                                ++ok;
                              }
                            })
                    .ok());
  }
  EXPECT_EQ(writer().queue_length(), 10);
  ASSERT_TRUE(service_->Start().ok());
  service_->Drain();  // Finishes what is queued.
  EXPECT_EQ(ok, 10);
  // Birth at 1, then one group of ten.
  EXPECT_EQ(service_->store_host().store()->log().Head().revision, 11);
  EXPECT_EQ(service_->store_host().store()->log().GroupEndingAt(11)->revision, 11);
  EXPECT_EQ(service_->store_host().store()->log().GroupEndingAt(10)->revision, 0);
}

TEST_F(WriterTest, AFullHalfOfALaneIsOverloaded) {
  const auto ignore = [](const storage::Outcome&) {};
  for (size_t i = 0; i < kMaxQueuedCommands / 2; ++i) {
    ASSERT_TRUE(writer()
                    .Submit(NoteCommand(RequestId(static_cast<int>(i)), "n", "x"),
                            absl::InfiniteFuture(), ignore)
                    .ok());
  }
  const absl::Status status =
      writer().Submit(NoteCommand(RequestId(-1), "n", "x"), absl::InfiniteFuture(), ignore);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_OVERLOADED);
}

TEST_F(WriterTest, ADeadlineThatPassedInTheQueueRecordsNothing) {
  std::promise<absl::Status> answer;
  ASSERT_TRUE(
      writer()
          .Submit(NoteCommand(RequestId(1), "n", "x"), runtime::SteadyNow() - absl::Seconds(1),
                  [&](const storage::Outcome& outcome) { answer.set_value(outcome.status); })
          .ok());
  ASSERT_TRUE(service_->Start().ok());
  EXPECT_EQ(ReasonOf(answer.get_future().get()), common::v1::ERROR_REASON_DEADLINE_PASSED);
  EXPECT_EQ(service_->store_host().store()->log().Head().revision, 1);
}

TEST_F(WriterTest, AStoppedWriterRefuses) {
  ASSERT_TRUE(service_->Start().ok());
  service_->Drain();
  const absl::Status status = writer().Submit(NoteCommand(RequestId(1), "n", "x"),
                                              absl::InfiniteFuture(), [](const auto&) {});
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_OVERLOADED);
}

TEST_F(WriterTest, WhatIsQueuedInAWriterThatNeverRanIsRefused) {
  absl::Status answer;
  ASSERT_TRUE(writer()
                  .Submit(NoteCommand(RequestId(1), "n", "x"), absl::InfiniteFuture(),
                          [&](const storage::Outcome& outcome) { answer = outcome.status; })
                  .ok());
  service_->Drain();
  EXPECT_EQ(ReasonOf(answer), common::v1::ERROR_REASON_OVERLOADED);
}

TEST_F(WriterTest, DueCommandsRunOnceWhenTheClockIsSet) {
  const absl::Time night = absl::Now() + absl::Hours(12);
  writer().SetDueSource([night](const storage::RowReader& rows, absl::Time now, int) {
    std::vector<storage::Command> due;
    const auto done = rows.Get(storage::KeyBuilder(test::kNotes).String("alarm").Take());
    if (now >= night && !done->has_value()) {
      due.push_back(NoteCommand(RequestId(7), "alarm", "rang"));
    }
    return due;
  });
  ASSERT_TRUE(service_->Start().ok());
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(service_->store_host().store()->log().Head().revision, 1);
  surroundings_.clock.Set(night, /*frozen=*/true);
  writer().PollDue();
  EXPECT_TRUE(test::Eventually([&] { return signal().Position("note/main") == 2; }));
  writer().PollDue();
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(service_->store_host().store()->log().Head().revision, 2);
}

constexpr CommandSize kBulk = {.lines = kMaxSingleLines + 1, .bytes = 1000};

TEST_F(WriterTest, AGroupHoldsAllSingleCommandsAndOneBulkCommand) {
  const auto ignore = [](const storage::Outcome&) {};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(
        writer()
            .Submit(NoteCommand(RequestId(i), "bulk", "x"), absl::InfiniteFuture(), ignore, kBulk)
            .ok());
  }
  for (int i = 3; i < 8; ++i) {
    ASSERT_TRUE(
        writer()
            .Submit(NoteCommand(RequestId(i), "single", "x"), absl::InfiniteFuture(), ignore)
            .ok());
  }
  EXPECT_THAT(
      surroundings_.metrics.Text(),
      testing::HasSubstr("waystation_writer_queue_length{lane=\"bulk\",log=\"note/main\"} 3"));
  EXPECT_THAT(
      surroundings_.metrics.Text(),
      testing::HasSubstr("waystation_writer_queue_bytes{lane=\"bulk\",log=\"note/main\"} 3000"));
  ASSERT_TRUE(service_->Start().ok());
  service_->Drain();
  const std::shared_ptr<storage::Store> store = service_->store_host().store();
  std::vector<int64_t> ends;
  for (int64_t revision = 2; revision <= 9; ++revision) {
    if (store->log().GroupEndingAt(revision)->revision == revision) ends.push_back(revision);
  }
  EXPECT_EQ(ends, (std::vector<int64_t>{7, 8, 9}));
  EXPECT_THAT(surroundings_.metrics.Text(),
              testing::HasSubstr(
                  "waystation_writer_wait_seconds_count{lane=\"bulk\",log=\"note/main\"} 3"));
}

TEST_F(WriterTest, ADeadlineThatPassesWhileAnEarlierGroupRunsRecordsNothing) {
  const absl::Time deadline = SteadyNow() + absl::Milliseconds(20);
  storage::Command first = NoteCommand(RequestId(1), "first", "x");
  first.decide = [deadline, decide = first.decide](const auto& rows, const auto& context) {
    while (SteadyNow() < deadline) absl::SleepFor(absl::Milliseconds(1));
    return decide(rows, context);
  };
  ASSERT_TRUE(writer()
                  .Submit(
                      first, absl::InfiniteFuture(), [](const auto&) {}, kBulk)
                  .ok());
  absl::Status second;
  ASSERT_TRUE(writer()
                  .Submit(
                      NoteCommand(RequestId(2), "second", "x"), deadline,
                      [&](const storage::Outcome& outcome) { second = outcome.status; }, kBulk)
                  .ok());
  ASSERT_TRUE(service_->Start().ok());
  service_->Drain();
  EXPECT_EQ(ReasonOf(second), common::v1::ERROR_REASON_DEADLINE_PASSED);
  EXPECT_EQ(service_->store_host().store()->log().Head().revision, 2);
}

// Each answer sends the next command, so that the queue is never empty.
class Flood {
 public:
  explicit Flood(Writer* writer) : writer_(writer) {}
  void Send() {
    if (stop_) return;
    const int number = ++sent_;
    writer_
        ->Submit(NoteCommand(RequestId(1000000 + number), "flood", "x"), absl::InfiniteFuture(),
                 [this](const auto&) { Send(); })
        .IgnoreError();
  }
  void Stop() { stop_ = true; }

 private:
  Writer* const writer_;
  std::atomic<int> sent_{0};
  std::atomic<bool> stop_{false};
};

TEST_F(WriterTest, AFloodStarvesNeitherTicksNorFollowedGroups) {
  auto follower = *MakeNoteService(surroundings_.Environment("copy"), "copy", "note");
  Writer& writer = follower->store_host().writer();
  writer.SetDueSource([](const storage::RowReader& rows, absl::Time, int) {
    std::vector<storage::Command> due;
    if (!rows.Get(storage::KeyBuilder(test::kNotes).String("alarm").Take())->has_value()) {
      due.push_back(NoteCommand(RequestId(7), "alarm", "rang"));
    }
    return due;
  });
  Flood flood(&writer);
  for (int i = 0; i < 64; ++i) flood.Send();
  ASSERT_TRUE(follower->Start().ok());
  const std::string alarm = storage::KeyBuilder(test::kNotes).String("alarm").Take();
  EXPECT_TRUE(
      test::Eventually([&] { return follower->store_host().Snapshot()->Get(alarm)->has_value(); }));
  for (int i = 0; i < 20; ++i) {
    std::promise<absl::Status> dropped;
    ASSERT_TRUE(writer
                    .DropFollowed("note/main",
                                  [&](const absl::Status& status) { dropped.set_value(status); })
                    .ok());
    EXPECT_TRUE(dropped.get_future().get().ok());
  }
  flood.Stop();
  follower->Drain();
}

TEST_F(WriterTest, FollowedGroupsThatWaitAreBounded) {
  const auto ignore = [](const absl::Status&) {};
  for (size_t i = 0; i < kMaxQueuedJobs; ++i) {
    ASSERT_TRUE(writer().DropFollowed("other/main", ignore).ok());
  }
  EXPECT_EQ(ReasonOf(writer().DropFollowed("other/main", ignore)),
            common::v1::ERROR_REASON_OVERLOADED);
}

}  // namespace
}  // namespace waystation::runtime
