// What a server does to every call, and what a stock client meets.
#include "services/runtime/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"
#include "tests/runtime/note.grpc.pb.h"
#include "tests/runtime/note_service.h"

namespace waystation::test {
namespace {

class ServerTest : public testing::Test {
 protected:
  grpc::Status Call(const std::string& method, const std::string& bytes) {
    return RawCall(server_.channel(), method, bytes, &response_);
  }

  Surroundings surroundings_;
  NoteServer server_{&surroundings_, "note"};
  std::string response_;
};

constexpr char kWrite[] = "/waystation.test.v1.NoteService/WriteNote";

TEST_F(ServerTest, UndecodableBytesAreAnInvalidArgument) {
  for (const std::string& bytes : {std::string("\xff\xff\xff"), std::string("\x12\x02\xc3\x28")}) {
    const absl::Status status = runtime::FromGrpc(Call(kWrite, bytes));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_INVALID_FIELD);
  }
  EXPECT_EQ(server_.host().store()->log().Head().revision, 1);
}

TEST_F(ServerTest, AHundredMegabyteMessageIsResourceExhausted) {
  EXPECT_EQ(Call(kWrite, std::string(100 << 20, 'x')).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(server_.host().store()->log().Head().revision, 1);
}

// A request of so many bytes that is refused for its text.
std::string LargeRequest(size_t bytes) {
  v1::WriteNoteRequest request;
  request.set_request_id(RequestId(1));
  request.set_name("notes/a");
  request.set_text(std::string(bytes, 'x'));
  return request.SerializeAsString();
}

// What twelve callers are answered, each over a connection of its own with 7 MiB at once.
std::vector<absl::Status> TwelveLargeRequests(NoteServer& server) {
  const std::string request = LargeRequest(7 << 20);
  std::vector<absl::Status> answers(12);
  std::vector<std::thread> callers;
  for (absl::Status& answer : answers) {
    callers.emplace_back([&] {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      const auto channel = grpc::CreateCustomChannel(server.server().address(),
                                                     grpc::InsecureChannelCredentials(), arguments);
      std::string response;
      answer = runtime::FromGrpc(RawCall(channel, kWrite, request, &response));
    });
  }
  for (std::thread& caller : callers) caller.join();
  return answers;
}

TEST(ServerLimitsTest, LargeRequestsWithinTheBoundAreAllHeard) {
  Surroundings surroundings;
  NoteServer server(&surroundings, "note");
  for (const absl::Status& answer : TwelveLargeRequests(server)) {
    EXPECT_EQ(ReasonOf(answer), common::v1::ERROR_REASON_INVALID_FIELD) << answer;
  }
}

TEST(ServerLimitsTest, BeyondTheBoundCallsAreEndedAndTheServerGoesOn) {
  Surroundings surroundings;
  surroundings.receiving_bytes = 16 << 20;
  NoteServer server(&surroundings, "note");
  for (const absl::Status& answer : TwelveLargeRequests(server)) {
    EXPECT_TRUE(ReasonOf(answer) == common::v1::ERROR_REASON_INVALID_FIELD ||
                answer.code() == absl::StatusCode::kResourceExhausted ||
                answer.code() == absl::StatusCode::kUnavailable)
        << answer;
  }
  std::string response;
  EXPECT_TRUE(Eventually(
      [&] { return RawCall(server.channel(), kWrite, LargeRequest(1), &response).ok(); }));
}

TEST_F(ServerTest, UnknownMethodsAreUnimplemented) {
  EXPECT_EQ(Call("/waystation.test.v1.NoteService/Nothing", "").error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServerTest, HealthFollowsServing) {
  EXPECT_TRUE(IsServing(server_.channel(), ""));
  EXPECT_TRUE(IsServing(server_.channel(), "note"));
  server_.server().SetAllServing(false);
  EXPECT_FALSE(IsServing(server_.channel(), ""));
}

TEST_F(ServerTest, CallsAreCounted) {
  Call(kWrite, "");
  EXPECT_THAT(surroundings_.metrics.Text(),
              testing::HasSubstr("waystation_requests_total{code=\"INVALID_ARGUMENT\",method=\"" +
                                 std::string(kWrite) + "\"} 1"));
  EXPECT_THAT(surroundings_.metrics.Text(),
              testing::HasSubstr("waystation_log_revision{log=\"note/main\"} 1"));
}

// A client that never looks at its connection, as one without a call in hand may not: it does not
// hear that it should go.
TEST_F(ServerTest, AnIdleConnectionDoesNotHoldUpTheStop) {
  const std::string address = server_.server().address();
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&to), sizeof(to)), 0);
  const std::string hello("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);
  ASSERT_EQ(send(client, hello.data(), hello.size(), 0), 33);
  char answer = 0;
  ASSERT_EQ(recv(client, &answer, 1, 0), 1);
  server_.service().Drain();
  server_.server().Shutdown(absl::Hours(1));
  close(client);
}

TEST_F(ServerTest, ASecondServerOnThePortFails) {
  runtime::Server::Options options;
  options.listen = server_.server().address();
  options.clock = &surroundings_.clock;
  options.metrics = &surroundings_.metrics;
  const auto second = runtime::Server::Start(options, {});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace waystation::test
