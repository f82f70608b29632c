#include "services/runtime/status.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

TEST(StatusTest, EveryReasonCrossesTheWire) {
  const auto* reasons = common::v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<Reason>(reasons->value(i)->number());
    if (reason == common::v1::ERROR_REASON_UNSPECIFIED) continue;
    const absl::Status inside = Error(reason, "what happened", {{"item", "items/diesel"}});
    const grpc::Status wire = ToGrpc(inside);
    EXPECT_EQ(static_cast<int>(wire.error_code()), static_cast<int>(inside.code()));
    google::rpc::Status details;
    ASSERT_TRUE(details.ParseFromString(wire.error_details()));
    EXPECT_EQ(details.code(), static_cast<int>(inside.code()));
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(details.details(0).UnpackTo(&info));
    EXPECT_EQ(info.domain(), "waystation");
    EXPECT_EQ(info.reason(), ReasonName(reason));
    const absl::Status back = FromGrpc(wire);
    EXPECT_EQ(back.code(), inside.code());
    EXPECT_EQ(ReasonOf(back), reason);
    EXPECT_EQ(ErrorVariable(back, "item"), "items/diesel");
  }
}

TEST(StatusTest, ViolationsCrossTheWire) {
  const absl::Status back = FromGrpc(ToGrpc(InvalidFields({{"a", "got 1, want 2"}, {"b", "c"}})));
  const auto violations = FieldViolationsOf(back);
  ASSERT_EQ(violations.size(), 2);
  EXPECT_EQ(violations[1].field, "b");
}

TEST(StatusTest, FaultsOfTheProgramKeepTheirTextInside) {
  const grpc::Status wire = ToGrpc(absl::UnknownError("/secret/path"));
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(wire.error_message().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace waystation::runtime
