#include "services/runtime/page.h"

#include <gtest/gtest.h>

#include "storage/base/errors.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::runtime {
namespace {

std::string Hash(const std::string& log) {
  common::v1::GetLogRequest request;
  request.set_log(log);
  return FilterHash(request);
}

TEST(PageTokenTest, GivesBackTheLastKey) {
  const std::string key("a\0b\xff", 4);
  const std::string token = EncodePageToken({Hash("x"), "inventory/main", key});
  EXPECT_EQ(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="),
      std::string::npos);
  EXPECT_EQ(*DecodePageToken(token, Hash("x"), "inventory/main"), key);
}

TEST(PageTokenTest, EmptyIsTheFirstPage) {
  EXPECT_EQ(*DecodePageToken("", Hash("x"), "inventory/main"), "");
}

TEST(PageTokenTest, MismatchesAreRefused) {
  const std::string good = EncodePageToken({Hash("x"), "inventory/main", "key"});
  std::string flipped = good;
  flipped[good.size() / 2] = flipped[good.size() / 2] == 'A' ? 'B' : 'A';
  const struct {
    const char* what;
    std::string token, hash, log;
  } cases[] = {
      {"other filter", good, Hash("y"), "inventory/main"},
      {"other log", good, Hash("x"), "facility/main"},
      {"log that begins alike", good, Hash("x"), "inventory/mai"},
      {"a flipped character", flipped, Hash("x"), "inventory/main"},
      {"cut short", good.substr(0, 12), Hash("x"), "inventory/main"},
      {"not base64", "%%%", Hash("x"), "inventory/main"},
      {"too long", std::string(5000, 'A'), Hash("x"), "inventory/main"},
  };
  for (const auto& test : cases) {
    const auto result = DecodePageToken(test.token, test.hash, test.log);
    ASSERT_FALSE(result.ok()) << test.what;
    EXPECT_EQ(ReasonOf(result.status()), common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH) << test.what;
  }
}

TEST(PageSizeTest, DefaultAndLargest) {
  EXPECT_EQ(PageSize(0), 50);
  EXPECT_EQ(PageSize(7), 7);
  EXPECT_EQ(PageSize(5000), 1000);
}

}  // namespace
}  // namespace waystation::runtime
