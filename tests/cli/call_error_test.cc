#include "clients/cpp/call_error.h"

#include <gmock/gmock.h>
#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace waystation::client {
namespace {

using testing::HasSubstr;

grpc::Status OnTheWire(grpc::StatusCode code, const std::string& message,
                       const google::rpc::ErrorInfo& info, const google::rpc::BadRequest& bad) {
  google::rpc::Status details;
  details.set_code(code);
  details.add_details()->PackFrom(info);
  if (bad.field_violations_size() > 0) details.add_details()->PackFrom(bad);
  return grpc::Status(code, message, details.SerializeAsString());
}

TEST(CallErrorTest, NamesFieldReasonAndHint) {
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_FIELD");
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("movement.lines[0].quantity");
  violation->set_description("got 0, want at least 1");
  absl::Status status =
      FromGrpc(OnTheWire(grpc::StatusCode::INVALID_ARGUMENT, "invalid field", info, bad));
  EXPECT_EQ(RenderError(status),
            "error: movement.lines[0].quantity: got 0, want at least 1 [INVALID_FIELD]\n");
  EXPECT_EQ(ExitCodeOf(status), kExitRefused);
}

TEST(CallErrorTest, SeveralFieldsAreAllShown) {
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_FIELD");
  google::rpc::BadRequest bad;
  for (const char* field : {"a", "b"}) {
    auto* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description("got 0, want 1");
  }
  std::string text =
      RenderError(FromGrpc(OnTheWire(grpc::StatusCode::INVALID_ARGUMENT, "2 fields", info, bad)));
  EXPECT_THAT(text, HasSubstr("\n  a: got 0, want 1\n  b: got 0, want 1\n"));
}

TEST(CallErrorTest, VariablesAndHint) {
  google::rpc::ErrorInfo info;
  info.set_reason("NOT_KNOWN");
  (*info.mutable_metadata())["resource"] = "items/rise";
  (*info.mutable_metadata())["lot"] = "";
  std::string text = RenderError(FromGrpc(
      OnTheWire(grpc::StatusCode::NOT_FOUND, "not known.", info, google::rpc::BadRequest())));
  EXPECT_EQ(text,
            "error: not known (resource items/rise) [NOT_KNOWN]\n"
            "hint: `waystation item list --text ...` finds items\n");
}

// Whoever sends another's rows again once was told of other content only, which there was not.
TEST(CallErrorTest, AnIdUsedBeforeMayBeSomeoneElses) {
  google::rpc::ErrorInfo info;
  info.set_reason("REQUEST_ID_REUSED");
  std::string text = RenderError(FromGrpc(
      OnTheWire(grpc::StatusCode::ALREADY_EXISTS, "used", info, google::rpc::BadRequest())));
  EXPECT_THAT(text, HasSubstr("with other content, or sent by someone else"));
  EXPECT_THAT(text, HasSubstr("--principal"));
}

TEST(CallErrorTest, AnUnknownBackupIsNotLookedForAmongFacilities) {
  google::rpc::ErrorInfo info;
  info.set_reason("NOT_KNOWN");
  (*info.mutable_metadata())["resource"] = "backups/x";
  absl::Status status = FromGrpc(
      OnTheWire(grpc::StatusCode::NOT_FOUND, "not known.", info, google::rpc::BadRequest()));
  EXPECT_THAT(RenderError(status), HasSubstr("\nhint: `waystation backup list` lists them\n"));
  SetHint(&status, "look there");
  EXPECT_THAT(RenderError(status), HasSubstr("\nhint: look there\n"));
}

TEST(CallErrorTest, GarbageDetailsAreNoDetails) {
  absl::Status status = FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "no", "\xff\xff\x01"));
  EXPECT_EQ(RenderError(status), "error: no\n");
  EXPECT_EQ(ExitCodeOf(status), kExitNotFound);
}

TEST(CallErrorTest, OutboxIsSaid) {
  absl::Status status = absl::UnavailableError("connection refused");
  SetKeptInOutbox(&status, "0123456789abcdef0123456789abcdef");
  EXPECT_THAT(RenderError(status), HasSubstr("kept in the outbox as 01234567"));
  EXPECT_EQ(ExitCodeOf(status), kExitUnavailable);
}

// What may still succeed stays in the outbox: a refused fact is a lost fact.
TEST(CallErrorTest, OnlyLastWordsAreFinal) {
  for (auto final : {absl::StatusCode::kInvalidArgument, absl::StatusCode::kNotFound,
                     absl::StatusCode::kAlreadyExists, absl::StatusCode::kFailedPrecondition,
                     absl::StatusCode::kAborted, absl::StatusCode::kResourceExhausted}) {
    EXPECT_TRUE(IsFinalRefusal(absl::Status(final, "")));
  }
  for (auto open : {absl::StatusCode::kUnavailable, absl::StatusCode::kDeadlineExceeded,
                    absl::StatusCode::kUnknown, absl::StatusCode::kInternal,
                    absl::StatusCode::kUnauthenticated, absl::StatusCode::kPermissionDenied,
                    absl::StatusCode::kUnimplemented, absl::StatusCode::kCancelled}) {
    EXPECT_FALSE(IsFinalRefusal(absl::Status(open, "")));
  }
}

}  // namespace
}  // namespace waystation::client
