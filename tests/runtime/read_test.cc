// runtime::Read, and `waystation-after` over two servers.
#include "services/runtime/read.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "services/runtime/status.h"
#include "tests/runtime/note.grpc.pb.h"
#include "tests/runtime/note_service.h"

namespace waystation::test {
namespace {

absl::Status Read(const std::shared_ptr<grpc::Channel>& channel, const std::string& name,
                  v1::ReadNoteResponse* response, const std::string& after = "",
                  absl::Duration deadline = absl::Seconds(10)) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
  if (!after.empty()) context.AddMetadata("waystation-after", after);
  v1::ReadNoteRequest request;
  request.set_name(name);
  return runtime::FromGrpc(
      v1::NoteService::NewStub(channel)->ReadNote(&context, request, response));
}

int64_t Write(const std::shared_ptr<grpc::Channel>& channel, int id, const std::string& name) {
  grpc::ClientContext context;
  v1::WriteNoteRequest request;
  request.set_request_id(RequestId(id));
  request.set_name(name);
  request.set_text("x");
  v1::WriteNoteResponse response;
  const auto status = v1::NoteService::NewStub(channel)->WriteNote(&context, request, &response);
  return status.ok() ? response.receipt().revision() : -1;
}

TEST(ReadTest, AnswersAndRefuses) {
  Surroundings surroundings;
  NoteServer server(&surroundings, "note");
  EXPECT_EQ(Write(server.channel(), 1, "notes/a"), 2);
  v1::ReadNoteResponse response;
  ASSERT_TRUE(Read(server.channel(), "notes/a", &response, "note/main@2").ok());
  EXPECT_EQ(response.text(), "x");
  EXPECT_EQ(ReasonOf(Read(server.channel(), "notes/b", &response)),
            common::v1::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(Read(server.channel(), "b", &response)),
            common::v1::ERROR_REASON_INVALID_FIELD);
  // Positions in logs that have nothing to do with this service are no reason to wait.
  EXPECT_TRUE(Read(server.channel(), "notes/a", &response, "other/main@99").ok());
}

TEST(ReadTest, AfterAPositionThatDoesNotComeIsNotYetFollowed) {
  Surroundings surroundings;
  NoteServer server(&surroundings, "note");
  v1::ReadNoteResponse response;
  const absl::Status status =
      Read(server.channel(), "notes/a", &response, "note/main@99", absl::Milliseconds(300));
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NOT_YET_FOLLOWED);
  EXPECT_EQ(ErrorVariable(status, "want"), "note/main@99");
  EXPECT_EQ(ErrorVariable(status, "have"), "note/main@1");
}

TEST(ReadTest, AfterAWriteElsewhereReadsIt) {
  Surroundings surroundings;
  NoteServer source(&surroundings, "source");
  surroundings.channels["source"] = source.channel();
  NoteServer copy(&surroundings, "copy", "source");
  for (int i = 0; i < 50; ++i) {
    const std::string name = absl::StrCat("notes/n", i);
    const int64_t revision = Write(source.channel(), i, name);
    v1::ReadNoteResponse response;
    const absl::Status status =
        Read(copy.channel(), name, &response, absl::StrCat("source/main@", revision));
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_EQ(response.followed_text(), "x");
  }
}

TEST(ReadTest, ManyWaitingCallsBlockNoThread) {
  Surroundings surroundings;
  NoteServer server(&surroundings, "note");
  std::vector<std::thread> readers;
  for (int i = 0; i < 32; ++i) {
    readers.emplace_back([&] {
      v1::ReadNoteResponse response;
      EXPECT_TRUE(Read(server.channel(), "notes/a", &response, "note/main@2").ok());
    });
  }
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(Write(server.channel(), 1, "notes/a"), 2);
  for (std::thread& reader : readers) reader.join();
}

TEST(ReadTest, QueuedReadsThatNobodyWaitsForAreNotBegun) {
  Surroundings surroundings;
  NoteServer server(&surroundings, "note");
  Write(server.channel(), 1, "notes/a");
  std::promise<void> go;
  const std::shared_future<void> gone = go.get_future().share();
  std::atomic<int> held{0};
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(surroundings.readers.Run([&held, gone] {
      ++held;
      gone.wait();
    }));
  }
  ASSERT_TRUE(Eventually([&] { return held == 4; }));
  const int begun = ReadsBegun();
  for (int i = 0; i < 10; ++i) {
    v1::ReadNoteResponse response;
    EXPECT_FALSE(Read(server.channel(), "notes/a", &response, "", absl::Milliseconds(50)).ok());
  }
  go.set_value();
  // First in, first out: when this ran, the others were looked at.
  std::promise<void> last;
  ASSERT_TRUE(surroundings.readers.Run([&] { last.set_value(); }));
  last.get_future().wait();
  EXPECT_EQ(ReadsBegun(), begun);
}

}  // namespace
}  // namespace waystation::test
