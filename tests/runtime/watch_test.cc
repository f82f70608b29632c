#include "services/runtime/watch.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "services/runtime/status.h"
#include "tests/runtime/note.grpc.pb.h"
#include "tests/runtime/note_service.h"

namespace waystation::test {
namespace {

void WriteMany(runtime::StoreHost& host, int from, int to) {
  for (int i = from; i < to; ++i) {
    ASSERT_TRUE(host.writer()
                    .Submit(NoteCommand(RequestId(i), "n" + std::to_string(i), "x"),
                            absl::InfiniteFuture(), [](const auto&) {})
                    .ok());
  }
}

TEST(WatchTest, SnapshotThenMergedChangesThenAgesGoOn) {
  Surroundings surroundings;
  NoteServer server(&surroundings, "note");
  auto stub = v1::NoteService::NewStub(server.channel());
  grpc::ClientContext context;
  auto stream = stub->WatchNotes(&context, {});
  v1::WatchNotesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.count(), 0);

  WriteMany(server.host(), 0, 500);
  int messages = 0;
  while (response.count() < 500 && stream->Read(&response)) ++messages;
  EXPECT_EQ(response.count(), 500);
  EXPECT_LT(messages, 20);

  const absl::Time idle = absl::Now();
  ASSERT_TRUE(stream->Read(&response));  // Unchanged, at max_interval.
  EXPECT_GT(absl::Now() - idle, absl::Milliseconds(500));
  context.TryCancel();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST(WatchTest, ASlowReaderGetsTheLatest) {
  Surroundings surroundings;
  NoteServer server(&surroundings, "note");
  auto stub = v1::NoteService::NewStub(server.channel());
  grpc::ClientContext context;
  auto stream = stub->WatchNotes(&context, {});
  v1::WatchNotesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  for (int i = 0; i < 300; ++i) {
    WriteMany(server.host(), i, i + 1);
    absl::SleepFor(absl::Milliseconds(2));
  }
  int messages = 0;
  while (response.count() < 300 && stream->Read(&response)) ++messages;
  EXPECT_EQ(response.count(), 300);
  EXPECT_LT(messages, 40);
  context.TryCancel();
}

TEST(WatchTest, CancelledAndDrainedStreamsEnd) {
  Surroundings surroundings;
  NoteServer server(&surroundings, "note");
  auto stub = v1::NoteService::NewStub(server.channel());
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    auto stream = stub->WatchNotes(&context, {});
    v1::WatchNotesResponse response;
    if (i % 2 == 0) {
      ASSERT_TRUE(stream->Read(&response));
    }
    WriteMany(server.host(), i, i + 1);
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  grpc::ClientContext context;
  auto stream = stub->WatchNotes(&context, {});
  v1::WatchNotesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  std::thread stop([&] { server.service().Drain(); });
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(ReasonOf(runtime::FromGrpc(stream->Finish())), common::v1::ERROR_REASON_OVERLOADED);
  stop.join();
}

}  // namespace
}  // namespace waystation::test
