#include "storage/base/errors.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "storage/base/digest.h"

namespace waystation {
namespace {

TEST(Errors, CarriesReasonCodeAndVariables) {
  const absl::Status status =
      Error(common::v1::ERROR_REASON_NOT_ENOUGH_STOCK, "Not enough.", {{"item", "items/diesel"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NOT_ENOUGH_STOCK);
  EXPECT_EQ(ErrorVariable(status, "item"), "items/diesel");
  EXPECT_EQ(ErrorVariable(status, "lot"), std::nullopt);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(
      std::string(*status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo"))));
  EXPECT_EQ(info.reason(), "NOT_ENOUGH_STOCK");
  EXPECT_EQ(info.domain(), "waystation");
}

TEST(Errors, EveryReasonHasACodeOfItsOwn) {
  const auto* reasons = common::v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<Reason>(reasons->value(i)->number());
    if (reason == common::v1::ERROR_REASON_UNSPECIFIED) continue;
    const absl::Status status = Error(reason, "x");
    EXPECT_NE(status.code(), absl::StatusCode::kInternal) << ReasonName(reason);
    EXPECT_EQ(ReasonOf(status), reason);
  }
}

TEST(Errors, CodesAreThoseOfTheContract) {
  const std::pair<Reason, absl::StatusCode> rows[] = {
      {common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH, absl::StatusCode::kInvalidArgument},
      {common::v1::ERROR_REASON_REQUEST_ID_REUSED, absl::StatusCode::kAlreadyExists},
      {common::v1::ERROR_REASON_REQUEST_TOO_LARGE, absl::StatusCode::kResourceExhausted},
      {common::v1::ERROR_REASON_ETAG_MISMATCH, absl::StatusCode::kAborted},
      {common::v1::ERROR_REASON_DOCUMENT_NUMBER_REPEATED, absl::StatusCode::kAlreadyExists},
      {common::v1::ERROR_REASON_LOG_UNAVAILABLE, absl::StatusCode::kUnavailable},
      {common::v1::ERROR_REASON_HISTORY_CHANGED, absl::StatusCode::kFailedPrecondition},
      {common::v1::ERROR_REASON_DEADLINE_PASSED, absl::StatusCode::kDeadlineExceeded},
      {common::v1::ERROR_REASON_LOG_DAMAGED, absl::StatusCode::kDataLoss},
  };
  for (const auto& [reason, code] : rows) {
    EXPECT_EQ(Error(reason, "x").code(), code) << ReasonName(reason);
  }
}

TEST(Errors, InvalidFieldsListsAll) {
  EXPECT_TRUE(InvalidFields({}).ok());
  const absl::Status status = InvalidFields({{"a", "got 0, want more"}, {"b.c", "got 1, want 2"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_INVALID_FIELD);
  EXPECT_EQ(status.message(), "a: got 0, want more (and 1 more)");
  const std::vector<FieldViolation> violations = FieldViolationsOf(status);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[1].field, "b.c");
  EXPECT_EQ(violations[1].description, "got 1, want 2");
}

TEST(Errors, PlainStatusHasNoReason) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), common::v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_TRUE(FieldViolationsOf(absl::OkStatus()).empty());
  EXPECT_EQ(ErrorVariable(NotKnown("items/x"), "resource"), "items/x");
}

TEST(Digest, IsSha256OfTheParts) {
  using storage::Digest;
  const Digest digest = storage::Sha256({"a", "bc"});
  EXPECT_EQ(digest, storage::Sha256({"abc"}));
  // FIPS 180-2, the message "abc".
  EXPECT_EQ(digest[0], 0xba);
  EXPECT_EQ(digest[31], 0xad);
  EXPECT_EQ(storage::DigestFromBytes(storage::DigestBytes(digest)), digest);
  EXPECT_EQ(storage::DigestFromBytes(""), Digest{});
  EXPECT_EQ(storage::DigestFromBytes("short"), Digest{});
}

TEST(InvalidFieldsTest, ManyViolationsFitAClientsMetadata) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < 256; ++i) {
    violations.push_back({absl::StrCat("movement.lines[", i, "].quantity"), "got 0, want more"});
  }
  const std::vector<FieldViolation> told = FieldViolationsOf(InvalidFields(violations));
  ASSERT_GT(told.size(), 50u);
  ASSERT_LT(told.size(), 256u);
  EXPECT_EQ(told[0].field, "movement.lines[0].quantity");
  EXPECT_EQ(told.back().description,
            absl::StrCat("got ", 256 - (told.size() - 1), " more faults, want these mended first"));
}

TEST(CutTextTest, CutsAtACharactersBorder) {
  EXPECT_EQ(CutText("rice", 10), "rice");
  EXPECT_EQ(CutText("rice", 2), "ri");
  EXPECT_EQ(CutText("Բրինձ", 3), "Բ");
  EXPECT_EQ(CutText("Բրինձ", 4), "Բր");
}

}  // namespace
}  // namespace waystation
