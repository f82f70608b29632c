// What a server does to every call, and what a stock client meets.
#include "services/runtime/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"
#include "tests/runtime/note.grpc.pb.h"
#include "tests/runtime/note_service.h"

namespace waystation::test {
namespace {

class ServerTest : public testing::Test {
 protected:
  // Sends raw bytes as a request.
  grpc::Status Call(const std::string& method, const std::string& bytes) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    grpc::CompletionQueue queue;
    grpc::GenericStub stub(server_.channel());
    grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
    call->StartCall();
    grpc::ByteBuffer response;
    grpc::Status status;
    call->Finish(&response, &status, this);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    response_ = "";
    if (status.ok()) {
      std::vector<grpc::Slice> slices;
      response.Dump(&slices);
      for (const auto& part : slices) response_.append(part.begin(), part.end());
    }
    return status;
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
  EXPECT_EQ(server_.host().store().log().Head().revision, 1);
}

TEST_F(ServerTest, AHundredMegabyteMessageIsResourceExhausted) {
  EXPECT_EQ(Call(kWrite, std::string(100 << 20, 'x')).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(server_.host().store().log().Head().revision, 1);
}

TEST_F(ServerTest, UnknownMethodsAreUnimplemented) {
  EXPECT_EQ(Call("/waystation.test.v1.NoteService/Nothing", "").error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServerTest, HealthFollowsServing) {
  const std::string check = "/grpc.health.v1.Health/Check";
  ASSERT_TRUE(Call(check, "").ok());
  EXPECT_EQ(response_, std::string("\x08\x01"));  // status: SERVING
  ASSERT_TRUE(Call(check, "\x0a\x04note").ok());
  EXPECT_EQ(response_, std::string("\x08\x01"));
  server_.server().SetAllServing(false);
  ASSERT_TRUE(Call(check, "").ok());
  EXPECT_EQ(response_, std::string("\x08\x02"));  // status: NOT_SERVING
}

TEST_F(ServerTest, CallsAreCounted) {
  Call(kWrite, "");
  EXPECT_THAT(surroundings_.metrics.Text(),
              testing::HasSubstr("waystation_requests_total{code=\"INVALID_ARGUMENT\",method=\"" +
                                 std::string(kWrite) + "\"} 1"));
  EXPECT_THAT(surroundings_.metrics.Text(),
              testing::HasSubstr("waystation_log_revision{log=\"note/main\"} 1"));
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
