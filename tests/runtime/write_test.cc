// runtime::Write over a real gRPC round trip.
#include "services/runtime/write.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "services/runtime/call.h"
#include "services/runtime/status.h"
#include "tests/runtime/note.grpc.pb.h"
#include "tests/runtime/note_service.h"

namespace waystation::test {
namespace {

class WriteTest : public testing::Test {
 protected:
  absl::Status Write(const v1::WriteNoteRequest& request, v1::WriteNoteResponse* response,
                     const std::map<std::string, std::string>& metadata = {},
                     absl::Duration deadline = absl::Seconds(10)) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
    for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
    return runtime::FromGrpc(
        v1::NoteService::NewStub(server_.channel())->WriteNote(&context, request, response));
  }

  static v1::WriteNoteRequest Request(int id, const std::string& text) {
    v1::WriteNoteRequest request;
    request.set_request_id(RequestId(id));
    request.set_name("notes/a");
    request.set_text(text);
    return request;
  }

  Surroundings surroundings_;
  NoteServer server_{&surroundings_, "note"};
  v1::WriteNoteResponse response_;
};

TEST_F(WriteTest, AnswersWithReceiptAndKeepsWhoSentIt) {
  ASSERT_TRUE(Write(Request(1, "hello"), &response_,
                    {{"waystation-principal", "p-1"}, {"waystation-acting-for", "p-2"}})
                  .ok());
  EXPECT_EQ(response_.text(), "hello");
  EXPECT_EQ(response_.receipt().log(), "note/main");
  EXPECT_EQ(response_.receipt().revision(), 2);
  EXPECT_FALSE(response_.receipt().replayed());
  EXPECT_GT(response_.receipt().record_time().seconds(), 0);
  const auto groups = server_.host().store()->log().Read(1, 1);
  const auto group = storage::DecodeGroup(groups->at(0));
  EXPECT_EQ(group->entries[0].principal(), "p-1");
  EXPECT_EQ(group->entries[0].acting_for(), "p-2");
  EXPECT_EQ(group->entries[0].method(), "/waystation.test.v1.NoteService/WriteNote");
}

TEST_F(WriteTest, ARepeatedRequestGetsTheFirstAnswer) {
  ASSERT_TRUE(Write(Request(1, "hello"), &response_).ok());
  v1::WriteNoteResponse again;
  ASSERT_TRUE(Write(Request(1, "hello"), &again).ok());
  EXPECT_TRUE(again.receipt().replayed());
  EXPECT_EQ(again.receipt().revision(), response_.receipt().revision());
  EXPECT_EQ(again.text(), "hello");
  EXPECT_EQ(server_.host().store()->log().Head().revision, 2);
}

TEST_F(WriteTest, ARequestIdForOtherContentOrPrincipalIsRefused) {
  ASSERT_TRUE(Write(Request(1, "hello"), &response_).ok());
  EXPECT_EQ(ReasonOf(Write(Request(1, "other"), &response_)),
            common::v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(ReasonOf(Write(Request(1, "hello"), &response_, {{"waystation-principal", "p-9"}})),
            common::v1::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(WriteTest, AllViolationsComeAtOnce) {
  v1::WriteNoteRequest request;
  request.set_request_id("short");
  request.set_name("note/a");
  request.set_text(std::string(101, 'x'));
  const absl::Status status = Write(request, &response_, {{"waystation-after", "facility/main"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  std::vector<std::string> fields;
  for (const auto& violation : FieldViolationsOf(status)) fields.push_back(violation.field);
  EXPECT_EQ(fields,
            (std::vector<std::string>{"name", "text", "metadata.waystation-after", "request_id"}));
  EXPECT_EQ(server_.host().store()->log().Head().revision, 1);
}

TEST_F(WriteTest, EveryReasonReachesTheCallerWithItsCode) {
  const auto* reasons = common::v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<Reason>(reasons->value(i)->number());
    if (reason == common::v1::ERROR_REASON_UNSPECIFIED) continue;
    v1::WriteNoteRequest request = Request(100 + i, "x");
    request.set_fail_reason(reason);
    const absl::Status status = Write(request, &response_);
    EXPECT_EQ(ReasonOf(status), reason) << ReasonName(reason);
    EXPECT_EQ(status.code(), Error(reason, "").code()) << ReasonName(reason);
    EXPECT_EQ(ErrorVariable(status, "resource"), "notes/a") << ReasonName(reason);
  }
  EXPECT_EQ(server_.host().store()->log().Head().revision, 1);
}

TEST_F(WriteTest, AFaultOfTheProgramIsInternalWithoutItsText) {
  v1::WriteNoteRequest request = Request(1, "x");
  request.set_fail_reason(-1);
  const absl::Status status = Write(request, &response_);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message().find("secret"), absl::string_view::npos);
}

TEST_F(WriteTest, ACallWhoseDeadlinePassesInTheQueueRecordsNothing) {
  v1::WriteNoteRequest slow = Request(1, "slow");
  slow.set_sleep_ms(600);
  const int begun = DecisionsBegun();
  std::thread first([&] {
    v1::WriteNoteResponse response;
    EXPECT_TRUE(Write(slow, &response).ok());
  });
  ASSERT_TRUE(Eventually([&] { return DecisionsBegun() > begun; }));
  const absl::Status status = Write(Request(2, "late"), &response_, {}, absl::Milliseconds(100));
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  first.join();
  ASSERT_TRUE(Write(Request(3, "next"), &response_).ok());
  EXPECT_EQ(response_.receipt().revision(), 3);
}

TEST_F(WriteTest, ADrainedServerIsOverloadedAndKeepsWhatItAccepted) {
  v1::WriteNoteRequest slow = Request(1, "slow");
  slow.set_sleep_ms(500);
  const int begun = DecisionsBegun();
  std::thread first([&] {
    v1::WriteNoteResponse response;
    EXPECT_TRUE(Write(slow, &response).ok());
  });
  ASSERT_TRUE(Eventually([&] { return DecisionsBegun() > begun; }));
  std::thread drain([&] { server_.service().Drain(); });
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(ReasonOf(Write(Request(2, "late"), &response_)), common::v1::ERROR_REASON_OVERLOADED);
  first.join();
  drain.join();
}

}  // namespace
}  // namespace waystation::test
