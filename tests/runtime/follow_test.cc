#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/runtime/follower.h"
#include "storage/key.h"
#include "tests/runtime/note_service.h"

namespace waystation::test {
namespace {

void WriteNotes(runtime::StoreHost& host, int from, int to) {
  int left = to - from;
  std::mutex mutex;
  std::condition_variable done;
  for (int i = from; i < to; ++i) {
    ASSERT_TRUE(host.writer()
                    .Submit(NoteCommand(RequestId(i), absl::StrCat("n", i), "x"),
                            absl::InfiniteFuture(),
                            [&](const storage::Outcome& outcome) {
                              EXPECT_TRUE(outcome.status.ok());
                              std::lock_guard<std::mutex> lock(mutex);
                              if (--left == 0) done.notify_all();
                            })
                    .ok());
  }
  std::unique_lock<std::mutex> lock(mutex);
  done.wait(lock, [&] { return left == 0; });
}

bool HasFollowed(runtime::StoreHost& host, int note) {
  const std::string key =
      storage::KeyBuilder(kFollowedNotes).String(absl::StrCat("n", note)).Take();
  return host.Snapshot()->Get(key)->has_value();
}

runtime::FollowState State(NoteServer& server) { return server.host().FollowStates().at(0); }

TEST(FollowTest, CatchesUpThenFollowsLive) {
  Surroundings surroundings;
  NoteServer source(&surroundings, "source");
  WriteNotes(source.host(), 0, 200);
  surroundings.channels["source"] = source.channel();
  NoteServer copy(&surroundings, "copy", "source");
  EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 201; }));
  WriteNotes(source.host(), 200, 210);
  EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 211; }));
  EXPECT_TRUE(HasFollowed(copy.host(), 0) && HasFollowed(copy.host(), 209));
  EXPECT_TRUE(Eventually([&] { return State(copy).last_confirm_time != absl::InfinitePast(); }));
  EXPECT_TRUE(State(copy).reachable);
  EXPECT_EQ(State(copy).source_head_revision, 211);
}

TEST(FollowTest, WorksInProcess) {
  Surroundings surroundings;
  NoteServer source(&surroundings, "source");
  surroundings.channels["source"] = source.server().InProcess();
  NoteServer copy(&surroundings, "copy", "source");
  WriteNotes(source.host(), 0, 20);
  EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 21; }));
}

TEST(FollowTest, ComesBackAfterTheSourceWasAway) {
  Surroundings surroundings;
  auto source = std::make_unique<NoteServer>(&surroundings, "source");
  surroundings.channels["source"] = source->channel();
  NoteServer copy(&surroundings, "copy", "source");
  WriteNotes(source->host(), 0, 5);
  EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 6; }));
  source.reset();
  EXPECT_TRUE(Eventually([&] { return !State(copy).reachable; }));
  EXPECT_FALSE(State(copy).last_error.empty());
  EXPECT_EQ(State(copy).applied_revision, 6);
  source = std::make_unique<NoteServer>(&surroundings, "source");
  WriteNotes(source->host(), 5, 9);
  surroundings.channels["source"] = source->channel();
  EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 10; }));
  EXPECT_TRUE(State(copy).reachable);
}

TEST(FollowTest, ARestartedFollowerGoesOnWhereItWas) {
  Surroundings surroundings;
  NoteServer source(&surroundings, "source");
  surroundings.channels["source"] = source.channel();
  WriteNotes(source.host(), 0, 5);
  {
    NoteServer copy(&surroundings, "copy", "source");
    EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 6; }));
  }
  WriteNotes(source.host(), 5, 9);
  NoteServer copy(&surroundings, "copy", "source");
  EXPECT_GE(State(copy).applied_revision, 6);
  EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 10; }));
}

TEST(FollowTest, AnotherHistoryDropsWhatWasFollowed) {
  Surroundings surroundings;
  auto source = std::make_unique<NoteServer>(&surroundings, "source");
  surroundings.channels["source"] = source->channel();
  NoteServer copy(&surroundings, "copy", "source");
  WriteNotes(source->host(), 0, 5);
  EXPECT_TRUE(Eventually([&] { return HasFollowed(copy.host(), 4); }));
  // The source's folder is lost and begun anew, with other notes and more of them.
  surroundings.channels["source"] = nullptr;
  source.reset();
  std::filesystem::remove_all(surroundings.folder.path() + "/source");
  source = std::make_unique<NoteServer>(&surroundings, "source");
  WriteNotes(source->host(), 100, 110);
  surroundings.channels["source"] = source->channel();
  EXPECT_TRUE(Eventually([&] { return HasFollowed(copy.host(), 109); }));
  EXPECT_FALSE(HasFollowed(copy.host(), 0));
  EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 11; }));
}

TEST(FollowTest, DataOfTheOtherKindIsRefused) {
  Surroundings real;
  real.kind = common::v1::FOLDER_KIND_REAL;
  NoteServer source(&real, "source");
  WriteNotes(source.host(), 0, 5);
  Surroundings exercise;
  exercise.channels["source"] = source.channel();
  NoteServer copy(&exercise, "copy", "source");
  EXPECT_TRUE(Eventually([&] { return !State(copy).last_error.empty(); }));
  EXPECT_NE(State(copy).last_error.find("other kind"), std::string::npos);
  EXPECT_FALSE(State(copy).reachable);
  EXPECT_EQ(State(copy).applied_revision, 0);
}

TEST(FollowTest, WithoutAnAddressItSaysSo) {
  Surroundings surroundings;
  NoteServer copy(&surroundings, "copy", "source");
  EXPECT_TRUE(Eventually([&] { return !State(copy).last_error.empty(); }));
  EXPECT_NE(State(copy).last_error.find("source"), std::string::npos);
}

TEST(FollowTest, StopsWhileBusy) {
  Surroundings surroundings;
  NoteServer source(&surroundings, "source");
  surroundings.channels["source"] = source.channel();
  for (int round = 0; round < 10; ++round) {
    NoteServer copy(&surroundings, "copy", "source");
    WriteNotes(source.host(), round * 50, round * 50 + 50);
    copy.Stop();
  }
}

}  // namespace
}  // namespace waystation::test
