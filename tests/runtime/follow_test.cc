#include <gtest/gtest.h>

#include <filesystem>
#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/runtime/follower.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"
#include "storage/key.h"
#include "tests/runtime/note_service.h"
#include "tests/runtime/slow_link.h"
#include "waystation/common/v1/log.grpc.pb.h"

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

// A group that takes longer than a source may be silent: patience must grow until it came.
TEST(FollowTest, AGroupThatTakesALongTimeOnASlowLinkComesInTheEnd) {
  Surroundings there;
  NoteServer source(&there, "source");
  std::promise<void> written;
  ASSERT_TRUE(source.host()
                  .writer()
                  .Submit(NoteCommand(RequestId(1), "n1", std::string(900 << 10, 'x')),
                          absl::InfiniteFuture(), [&](const auto&) { written.set_value(); })
                  .ok());
  written.get_future().wait();

  SlowLink link(source.server().address());
  TestTime time;
  Surroundings here(time.Reader());
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(runtime::kMaxMessageBytes);
  here.channels["source"] =
      grpc::CreateCustomChannel(link.address(), grpc::InsecureChannelCredentials(), arguments);
  link.Limit(100 << 10);
  NoteServer copy(&here, "copy", "source");
  // 20 KiB/s: about 45 s for the group, three times as long as a source may usually be silent.
  for (int round = 0; round < 400 && State(copy).applied_revision < 2; ++round) {
    const absl::Time end = absl::Now() + absl::Milliseconds(50);
    while (!link.starved() && absl::Now() < end && State(copy).applied_revision < 2) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    time.Advance(absl::Seconds(5), here.readers);
    // What a link does not carry at one time it can't carry at another.
    if (link.starved()) link.Allow(100 << 10);
  }
  EXPECT_EQ(State(copy).applied_revision, 2);
  EXPECT_TRUE(HasFollowed(copy.host(), 1));
}

TEST(FollowTest, AFullTimerTableStopsNoFollower) {
  Surroundings there;
  NoteServer source(&there, "source");
  Surroundings here;
  here.channels["source"] = source.channel();
  while (here.readers.RunAfter(absl::Hours(1), [] {}) != 0) {
  }
  NoteServer copy(&here, "copy", "source");
  WriteNotes(source.host(), 0, 5);
  EXPECT_TRUE(Eventually([&] { return State(copy).applied_revision == 6; }));
}

TEST(FollowTest, ManySlowFollowersAreBoundedAndDelayNobody) {
  Surroundings surroundings;
  NoteServer source(&surroundings, "source");
  for (int i = 0; i < 5; ++i) {
    std::promise<void> written;
    ASSERT_TRUE(
        source.host()
            .writer()
            .Submit(NoteCommand(RequestId(i), absl::StrCat("n", i), std::string(900 << 10, 'x')),
                    absl::InfiniteFuture(), [&](const auto&) { written.set_value(); })
            .ok());
    written.get_future().wait();
  }
  auto stub = common::v1::LogService::NewStub(source.channel());
  common::v1::FollowRequest request;
  request.set_log("source/main");
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<common::v1::FollowResponse>>> streams;
  const auto open = [&] {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(stub->Follow(contexts.back().get(), request));
    streams.back()->WaitForInitialMetadata();
  };
  // They read nothing beyond the first group, the birth.
  common::v1::FollowResponse response;
  for (size_t i = 0; i < runtime::kMaxFollowStreams; ++i) {
    open();
    ASSERT_TRUE(streams.back()->Read(&response));
  }
  open();
  EXPECT_FALSE(streams.back()->Read(&response));
  EXPECT_EQ(ReasonOf(runtime::FromGrpc(streams.back()->Finish())),
            common::v1::ERROR_REASON_OVERLOADED);
  // The pool is free for others.
  std::promise<void> ran;
  ASSERT_TRUE(surroundings.readers.Run([&] { ran.set_value(); }));
  ran.get_future().wait();
  contexts[0]->TryCancel();
  ASSERT_TRUE(Eventually([&] {
    open();
    return streams.back()->Read(&response);
  }));
  for (const auto& context : contexts) context->TryCancel();
}

}  // namespace
}  // namespace waystation::test
