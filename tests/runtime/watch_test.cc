#include "services/runtime/watch.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/runtime/status.h"
#include "tests/runtime/note.grpc.pb.h"
#include "tests/runtime/note_service.h"
#include "tests/runtime/slow_link.h"

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

// Opens a stream that ends when this does.
class Stream {
 public:
  Stream(v1::NoteService::Stub& stub, int padding_bytes = 0) {
    v1::WatchNotesRequest request;
    request.set_padding_bytes(padding_bytes);
    reader_ = stub.WatchNotes(&context_, request);
  }
  ~Stream() { context_.TryCancel(); }

  // Blocks; -1 when the stream ended.
  int Read() {
    v1::WatchNotesResponse response;
    return reader_->Read(&response) ? response.count() : -1;
  }
  absl::Status Finish() { return runtime::FromGrpc(reader_->Finish()); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchNotesResponse>> reader_;
};

void WriteOne(runtime::StoreHost& host, int number) {
  std::promise<void> done;
  ASSERT_TRUE(host.writer()
                  .Submit(NoteCommand(RequestId(number), absl::StrCat("n", number), "x"),
                          absl::InfiniteFuture(), [&](const auto&) { done.set_value(); })
                  .ok());
  done.get_future().wait();
}

// Time stands still unless moved, so what is made is counted exactly.
class WatchByTestTime : public testing::Test {
 protected:
  void Advance(absl::Duration duration) { time_.Advance(duration, surroundings_.readers); }
  runtime::WatchHub::Counts Counts() { return server_.host().watches().counts(); }
  bool Made(int64_t count) {
    return Eventually([&] { return Counts().made == count; });
  }

  TestTime time_;
  Surroundings surroundings_{time_.Reader()};
  NoteServer server_{&surroundings_, "note"};
  std::unique_ptr<v1::NoteService::Stub> stub_ = v1::NoteService::NewStub(server_.channel());
};

TEST_F(WatchByTestTime, AThousandWatchersOfOneQuestionCostOneMessageAChange) {
  std::vector<std::unique_ptr<Stream>> streams;
  streams.push_back(std::make_unique<Stream>(*stub_));
  ASSERT_EQ(streams[0]->Read(), 0);
  while (streams.size() < 1000) streams.push_back(std::make_unique<Stream>(*stub_));
  for (size_t i = 1; i < streams.size(); ++i) ASSERT_EQ(streams[i]->Read(), 0);
  EXPECT_EQ(Counts().watchers, 1000u);
  EXPECT_EQ(Counts().questions, 1u);
  EXPECT_EQ(Counts().made, 1);

  for (int change = 1; change <= 3; ++change) {
    WriteOne(server_.host(), change);
    Advance(absl::Milliseconds(100));
    for (const auto& stream : streams) ASSERT_EQ(stream->Read(), change);
    EXPECT_EQ(Counts().made, 1 + change);
  }
  // Another question is answered apart.
  Stream other(*stub_, 10);
  EXPECT_EQ(other.Read(), 3);
  EXPECT_EQ(Counts().questions, 2u);
  EXPECT_EQ(Counts().made, 5);
  streams.clear();
  EXPECT_TRUE(Eventually([&] { return Counts().watchers == 1; }));
  EXPECT_EQ(Counts().questions, 1u);
}

TEST_F(WatchByTestTime, OneWhoReadsNothingGetsTheLatestWhenHeDoes) {
  Stream slow(*stub_, 1 << 20);
  ASSERT_TRUE(Made(1));
  for (int change = 1; change <= 50; ++change) {
    WriteOne(server_.host(), change);
    Advance(absl::Milliseconds(100));
    ASSERT_TRUE(Made(1 + change));
  }
  int messages = 0;
  for (int count = 0; count < 50; ++messages) {
    count = slow.Read();
    ASSERT_GE(count, 0);
  }
  // The first, what the connection holds, and the latest; the rest was never kept.
  EXPECT_LE(messages, 6);
}

// What once froze open watches: intervals taken from a clock that people set.
TEST_F(WatchByTestTime, ADayBackOnTheClockStopsNoWatch) {
  Stream stream(*stub_);
  ASSERT_EQ(stream.Read(), 0);
  surroundings_.clock.Set(absl::Now() - absl::Hours(24), /*frozen=*/false);
  WriteOne(server_.host(), 1);
  Advance(absl::Milliseconds(100));
  EXPECT_EQ(stream.Read(), 1);
  surroundings_.clock.Set(absl::Now() + absl::Hours(24 * 365), /*frozen=*/true);
  WriteOne(server_.host(), 2);
  Advance(absl::Milliseconds(100));
  EXPECT_EQ(stream.Read(), 2);
  Advance(absl::Seconds(2));  // Unchanged, at max_interval.
  EXPECT_EQ(stream.Read(), 2);
  EXPECT_EQ(Counts().made, 4);
}

TEST_F(WatchByTestTime, WatchersBeyondTheLimitAreOverloaded) {
  std::vector<std::unique_ptr<Stream>> streams;
  for (size_t i = 0; i < runtime::kMaxWatchers; ++i) {
    streams.push_back(std::make_unique<Stream>(*stub_));
  }
  ASSERT_TRUE(Eventually([&] { return Counts().watchers == runtime::kMaxWatchers; }));
  auto beyond = std::make_unique<Stream>(*stub_);
  EXPECT_EQ(beyond->Read(), -1);
  EXPECT_EQ(ReasonOf(beyond->Finish()), common::v1::ERROR_REASON_OVERLOADED);
  streams.pop_back();
  ASSERT_TRUE(Eventually([&] { return Counts().watchers < runtime::kMaxWatchers; }));
  Stream again(*stub_);
  EXPECT_EQ(again.Read(), 0);
}

TEST_F(WatchByTestTime, AFullTimerTableRefusesNewWatchesAndReadsNothingElse) {
  while (surroundings_.readers.RunAfter(absl::Hours(1), [] {}) != 0) {
  }
  Stream stream(*stub_);
  EXPECT_EQ(stream.Read(), -1);
  EXPECT_EQ(ReasonOf(stream.Finish()), common::v1::ERROR_REASON_OVERLOADED);
  grpc::ClientContext context;
  v1::ReadNoteRequest request;
  request.set_name("notes/none");
  v1::ReadNoteResponse response;
  const absl::Status read = runtime::FromGrpc(stub_->ReadNote(&context, request, &response));
  EXPECT_EQ(ReasonOf(read), common::v1::ERROR_REASON_NOT_KNOWN);
}

// Watches `server` over a link of its own.
std::unique_ptr<v1::NoteService::Stub> StubOver(const SlowLink& link) {
  return v1::NoteService::NewStub(
      grpc::CreateChannel(link.address(), grpc::InsecureChannelCredentials()));
}

TEST(WatchTest, AKilledOrSilentWatcherIsNoticedAndFreed) {
  Surroundings surroundings;
  surroundings.keepalive = absl::Milliseconds(200);
  surroundings.keepalive_timeout = absl::Milliseconds(200);
  NoteServer server(&surroundings, "note");
  SlowLink killed(server.server().address());
  SlowLink silent(server.server().address());
  auto killed_stub = StubOver(killed);
  auto silent_stub = StubOver(silent);
  // One reads and one does not: the server waits for the one and writes to the other.
  Stream reading(*silent_stub);
  Stream stuck(*silent_stub, 4 << 20);
  Stream doomed(*killed_stub);
  ASSERT_EQ(reading.Read(), 0);
  ASSERT_EQ(doomed.Read(), 0);
  const auto watchers = [&] { return server.host().watches().counts().watchers; };
  ASSERT_TRUE(Eventually([&] { return watchers() == 3; }));
  killed.Cut();
  EXPECT_TRUE(Eventually([&] { return watchers() == 2; }));
  silent.GoSilent();
  EXPECT_TRUE(Eventually([&] { return watchers() == 0; }));
  EXPECT_EQ(server.host().watches().counts().questions, 0u);
}

}  // namespace
}  // namespace waystation::test
