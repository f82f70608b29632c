#include "services/runtime/writer.h"

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
  EXPECT_EQ(service_->store_host().store().log().Head().revision, 11);
  EXPECT_EQ(service_->store_host().store().log().GroupEndingAt(11)->revision, 11);
  EXPECT_EQ(service_->store_host().store().log().GroupEndingAt(10)->revision, 0);
}

TEST_F(WriterTest, AFullQueueIsOverloaded) {
  const auto ignore = [](const storage::Outcome&) {};
  for (size_t i = 0; i < kMaxQueuedCommands; ++i) {
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
          .Submit(NoteCommand(RequestId(1), "n", "x"), absl::Now() - absl::Seconds(1),
                  [&](const storage::Outcome& outcome) { answer.set_value(outcome.status); })
          .ok());
  ASSERT_TRUE(service_->Start().ok());
  EXPECT_EQ(ReasonOf(answer.get_future().get()), common::v1::ERROR_REASON_DEADLINE_PASSED);
  EXPECT_EQ(service_->store_host().store().log().Head().revision, 1);
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
  EXPECT_EQ(service_->store_host().store().log().Head().revision, 1);
  surroundings_.clock.Set(night, /*frozen=*/true);
  writer().PollDue();
  EXPECT_TRUE(test::Eventually([&] { return signal().Position("note/main") == 2; }));
  writer().PollDue();
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(service_->store_host().store().log().Head().revision, 2);
}

}  // namespace
}  // namespace waystation::runtime
