#include "services/runtime/log_service.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"
#include "storage/group.h"
#include "tests/runtime/note_service.h"
#include "waystation/common/v1/clock.grpc.pb.h"
#include "waystation/common/v1/log.grpc.pb.h"

namespace waystation::test {
namespace {

using common::v1::LogService;

class LogServiceTest : public testing::Test {
 protected:
  Surroundings surroundings_;
  NoteServer server_{&surroundings_, "note"};
  std::unique_ptr<LogService::Stub> stub_ = LogService::NewStub(server_.channel());

  absl::Status FollowUntilEnd(const common::v1::FollowRequest& request) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(5)));
    auto stream = stub_->Follow(&context, request);
    common::v1::FollowResponse response;
    while (stream->Read(&response)) {
    }
    return runtime::FromGrpc(stream->Finish());
  }
};

TEST_F(LogServiceTest, SaysWhatTheLogIs) {
  grpc::ClientContext context;
  common::v1::GetLogRequest request;
  request.set_log("note/main");
  common::v1::GetLogResponse response;
  ASSERT_TRUE(stub_->GetLog(&context, request, &response).ok());
  EXPECT_EQ(response.head().revision(), 1);
  EXPECT_EQ(response.head().digest().size(), 32);
  EXPECT_EQ(response.birth().kind(), common::v1::FOLDER_KIND_EXERCISE);
  EXPECT_EQ(response.birth().program(), "waystation 0.1.0");
}

TEST_F(LogServiceTest, StreamsGroupsThenProgress) {
  grpc::ClientContext context;
  common::v1::FollowRequest request;
  request.set_log("note/main");
  auto stream = stub_->Follow(&context, request);
  common::v1::FollowResponse response;
  ASSERT_TRUE(stream->Read(&response));
  const auto birth = storage::DecodeGroup(response.group());
  ASSERT_TRUE(birth.ok());
  EXPECT_TRUE(birth->entries[0].has_birth());
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.progress().head().revision(), 1);
  EXPECT_EQ(response.progress().head().digest(), storage::DigestBytes(birth->digest));
  context.TryCancel();
}

TEST_F(LogServiceTest, WrongPositionsAndNames) {
  common::v1::FollowRequest request;
  request.set_log("other/main");
  EXPECT_EQ(ReasonOf(FollowUntilEnd(request)), common::v1::ERROR_REASON_NOT_KNOWN);
  request.set_log("note/main");
  request.mutable_after()->set_revision(1);
  EXPECT_EQ(ReasonOf(FollowUntilEnd(request)), common::v1::ERROR_REASON_INVALID_FIELD);
  request.mutable_after()->set_digest(std::string(32, 'x'));
  EXPECT_EQ(ReasonOf(FollowUntilEnd(request)), common::v1::ERROR_REASON_HISTORY_CHANGED);
  request.mutable_after()->set_revision(99);
  EXPECT_EQ(ReasonOf(FollowUntilEnd(request)), common::v1::ERROR_REASON_HISTORY_CHANGED);
}

TEST_F(LogServiceTest, ClockIsSetInAnExerciseOnly) {
  common::v1::SetClockRequest request;
  request.mutable_server_time()->set_seconds(1770000000);
  request.set_frozen(true);
  common::v1::SetClockResponse response;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(common::v1::ClockService::NewStub(server_.channel())
                    ->SetClock(&context, request, &response)
                    .ok());
    EXPECT_EQ(surroundings_.clock.Now(), absl::FromUnixSeconds(1770000000));
  }
  Surroundings real;
  real.kind = common::v1::FOLDER_KIND_REAL;
  NoteServer server(&real, "note");
  grpc::ClientContext context;
  const auto status =
      common::v1::ClockService::NewStub(server.channel())->SetClock(&context, request, &response);
  EXPECT_EQ(ReasonOf(runtime::FromGrpc(status)), common::v1::ERROR_REASON_CLOCK_NOT_SETTABLE);
}

}  // namespace
}  // namespace waystation::test
