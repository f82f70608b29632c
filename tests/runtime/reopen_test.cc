// Failing disks under real servers: writes stop and say why, reads go on where they can, nothing
// acknowledged is lost, and the service comes back by itself.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "rocksdb/env.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"
#include "storage/key.h"
#include "tests/runtime/note.grpc.pb.h"
#include "tests/runtime/note_service.h"
#include "tests/support/fault_file_system.h"

namespace waystation::test {
namespace {

class ReopenTest : public testing::Test {
 protected:
  ReopenTest() { surroundings_.storage_env = env_.get(); }

  // Sends the note under the request id of its number, once.
  absl::Status Write(NoteServer& server, int number, bool* replayed = nullptr) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    v1::WriteNoteRequest request;
    request.set_request_id(RequestId(number));
    request.set_name(absl::StrCat("notes/n", number));
    request.set_text(absl::StrCat("text ", number));
    v1::WriteNoteResponse response;
    const grpc::Status status =
        v1::NoteService::NewStub(server.channel())->WriteNote(&context, request, &response);
    if (replayed != nullptr) *replayed = response.receipt().replayed();
    return runtime::FromGrpc(status);
  }

  // As a client does: the same request until it is answered otherwise than UNAVAILABLE.
  absl::Status WriteUntilAnswered(NoteServer& server, int number) {
    absl::Status status;
    Eventually([&] {
      status = Write(server, number);
      return status.code() != absl::StatusCode::kUnavailable;
    });
    return status;
  }

  absl::Status Read(NoteServer& server, int number) {
    grpc::ClientContext context;
    v1::ReadNoteRequest request;
    request.set_name(absl::StrCat("notes/n", number));
    v1::ReadNoteResponse response;
    return runtime::FromGrpc(
        v1::NoteService::NewStub(server.channel())->ReadNote(&context, request, &response));
  }

  bool Serving(NoteServer& server) {
    server.server().ReportStores();
    return IsServing(server.channel(), "") && IsServing(server.channel(), server.service().name());
  }

  static int64_t Head(NoteServer& server) { return server.host().store()->log().Head().revision; }

  std::shared_ptr<faults::FaultFileSystem> disk_ = std::make_shared<faults::FaultFileSystem>();
  std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(disk_);
  Surroundings surroundings_;
};

TEST_F(ReopenTest, AFailedSyncStopsWritesSaysWhyAndHealsByItself) {
  NoteServer server(&surroundings_, "note");
  ASSERT_TRUE(Write(server, 1).ok());
  ASSERT_TRUE(Serving(server));

  disk_->FailSyncs(true);
  const absl::Status failed = Write(server, 2);
  EXPECT_EQ(failed.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(failed), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
  EXPECT_FALSE(ErrorVariable(failed, "detail").value_or("").empty());
  EXPECT_FALSE(Serving(server));
  const absl::Status refused = Write(server, 3);
  EXPECT_EQ(ReasonOf(refused), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
  EXPECT_FALSE(ErrorVariable(refused, "detail").value_or("").empty());
  EXPECT_NE(ErrorVariable(refused, "remedy").value_or("").find("disk"), std::string::npos);
  // What was acknowledged is read on, however long it lasts.
  EXPECT_TRUE(Read(server, 1).ok());

  disk_->Heal();
  EXPECT_TRUE(Eventually([&] { return Serving(server); }));
  EXPECT_TRUE(Write(server, 2).ok());
  EXPECT_TRUE(Write(server, 3).ok());
  for (int number = 1; number <= 3; ++number) EXPECT_TRUE(Read(server, number).ok()) << number;
  EXPECT_EQ(Head(server), 4);
}

// A kernel forgets pages that it once failed to write: what the reopened log holds must be written
// anew, not taken from what the file still seems to say.
TEST_F(ReopenTest, WhatIsAcknowledgedAfterAFailedSyncSurvivesAPowerCut) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    Surroundings surroundings;
    surroundings.storage_env = env_.get();
    {
      NoteServer server(&surroundings, "note");
      ASSERT_TRUE(Write(server, 1).ok());
      disk_->FailSyncs(true);
      ASSERT_FALSE(Write(server, 2).ok());
      disk_->Heal();
      ASSERT_TRUE(WriteUntilAnswered(server, 2).ok());
      ASSERT_TRUE(Write(server, 3).ok());
      disk_->CutPower();
    }
    disk_->DropUnsynced(seed);
    disk_->Heal();
    NoteServer server(&surroundings, "note");
    for (int number = 1; number <= 3; ++number) {
      EXPECT_TRUE(Read(server, number).ok()) << number << " with seed " << seed;
    }
    EXPECT_EQ(Head(server), 4);
  }
}

TEST_F(ReopenTest, AFullDiskIsNamedAndReadsGoOn) {
  NoteServer server(&surroundings_, "note");
  ASSERT_TRUE(Write(server, 1).ok());
  disk_->FillDisk(0);
  ASSERT_EQ(ReasonOf(Write(server, 2)), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
  absl::Status refused;
  EXPECT_TRUE(Eventually([&] {
    refused = Write(server, 2);
    return ErrorVariable(refused, "remedy").value_or("").find("Free space") != std::string::npos;
  })) << refused;
  EXPECT_TRUE(Read(server, 1).ok());
  disk_->Heal();
  EXPECT_TRUE(WriteUntilAnswered(server, 2).ok());
  EXPECT_EQ(Head(server), 3);
  EXPECT_TRUE(Eventually([&] { return Serving(server); }));
}

TEST_F(ReopenTest, AnUnreadableDiskIsUnavailableUntilItReadsAgain) {
  {
    NoteServer server(&surroundings_, "note");
    for (int number = 1; number <= 300; ++number) ASSERT_TRUE(Write(server, number).ok());
  }
  NoteServer server(&surroundings_, "note");
  disk_->FailReads(".sst");
  const absl::Status unread = Read(server, 150);
  EXPECT_EQ(unread.code(), absl::StatusCode::kUnavailable) << unread;
  // A write may read, and must not be taken for another than it is.
  const absl::Status repeated = Write(server, 150);
  EXPECT_EQ(repeated.code(), absl::StatusCode::kUnavailable) << repeated;
  disk_->Heal();
  EXPECT_TRUE(Eventually([&] { return Read(server, 150).ok(); }));
  bool replayed = false;
  EXPECT_TRUE(Eventually([&] { return Write(server, 150, &replayed).ok(); }));
  EXPECT_TRUE(replayed);
  EXPECT_EQ(Head(server), 301);
}

// Readers, watchers, a follower and writers at work while the store is swapped again and again.
TEST_F(ReopenTest, TheStoreIsSwappedUnderEverybodyAndEachNoteIsAcceptedOnce) {
  NoteServer server(&surroundings_, "note");
  Surroundings elsewhere;
  elsewhere.channels["note"] = server.channel();
  NoteServer copy(&elsewhere, "copy", "note");
  constexpr int kWriters = 4;
  constexpr int kNotes = 60;
  std::atomic<bool> stop{false};
  std::atomic<int> writing{kWriters};
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < kNotes; ++i) {
        const int number = writer * 1000 + i;
        EXPECT_TRUE(WriteUntilAnswered(server, number).ok());
        EXPECT_TRUE(Eventually([&] { return Read(server, number).ok(); }));
      }
      --writing;
    });
  }
  threads.emplace_back([&] {
    auto stub = v1::NoteService::NewStub(server.channel());
    while (!stop) {
      grpc::ClientContext context;
      context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(2)));
      auto stream = stub->WatchNotes(&context, {});
      v1::WatchNotesResponse response;
      while (!stop && stream->Read(&response)) {
      }
      context.TryCancel();
    }
  });
  int failures = 0;
  while (writing > 0 && failures < 12) {
    failures % 2 == 0 ? disk_->FailSyncs(true) : disk_->FillDisk(3000);
    Eventually([&] { return !server.host().writer().alive() || writing == 0; });
    disk_->Heal();
    EXPECT_TRUE(Eventually([&] { return server.host().writer().alive(); }));
    ++failures;
  }
  EXPECT_TRUE(Eventually([&] { return writing == 0; }));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(failures, 2);
  EXPECT_EQ(Head(server), 1 + kWriters * kNotes);
  EXPECT_TRUE(
      Eventually([&] { return copy.host().FollowStates()[0].applied_revision == Head(server); }));
  ASSERT_TRUE(server.host().store()->Verify()->equal());
}

// Followed rows are written without a log of their own: what a reopened store lost of them is
// followed again.
TEST_F(ReopenTest, FollowedRowsThatAReopenedStoreLostAreFollowedAgain) {
  Surroundings there;
  NoteServer source(&there, "source");
  for (int number = 1; number <= 20; ++number) ASSERT_TRUE(Write(source, number).ok());
  surroundings_.channels["source"] = source.channel();
  NoteServer copy(&surroundings_, "copy", "source");
  const auto followed = [&] {
    int count = 0;
    const auto rows = copy.host().Snapshot();
    const std::string begin = storage::KeyBuilder(kFollowedNotes).Take();
    for (auto row = rows->Scan(begin, storage::PrefixEnd(begin)); row->Valid(); row->Next()) {
      ++count;
    }
    return count;
  };
  ASSERT_TRUE(Eventually([&] { return followed() == 20; }));

  disk_->FailSyncs(true);
  ASSERT_EQ(ReasonOf(Write(copy, 100)), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
  for (int number = 21; number <= 25; ++number) ASSERT_TRUE(Write(source, number).ok());
  EXPECT_EQ(followed(), 20);
  disk_->Heal();
  ASSERT_TRUE(WriteUntilAnswered(copy, 100).ok());
  EXPECT_TRUE(Eventually([&] { return followed() == 25; }));
  EXPECT_TRUE(Eventually([&] {
    const runtime::FollowState state = copy.host().FollowStates()[0];
    return state.applied_revision == 26 && state.reachable;
  }));
  EXPECT_EQ(Head(copy), 2);
}

TEST_F(ReopenTest, AServerStopsWhileItsDiskFails) {
  NoteServer server(&surroundings_, "note");
  ASSERT_TRUE(Write(server, 1).ok());
  disk_->FailSyncs(true);
  ASSERT_FALSE(Write(server, 2).ok());
  server.Stop();
  disk_->Heal();
  NoteServer again(&surroundings_, "note");
  EXPECT_TRUE(Read(again, 1).ok());
  EXPECT_TRUE(Write(again, 2).ok());
  EXPECT_EQ(Head(again), 3);
}

}  // namespace
}  // namespace waystation::test
