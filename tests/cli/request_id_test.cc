#include "clients/cpp/request_id.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/escaping.h"

namespace waystation::client {
namespace {

TEST(RequestIdTest, RandomIdsDiffer) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(RandomRequestId());
  EXPECT_EQ(ids.size(), 1000u);
  EXPECT_EQ(ids.begin()->size(), kRequestIdBytes);
}

// The id of an import's row is part of what users rely on: it never changes.
TEST(RequestIdTest, DerivedIdIsFixed) {
  // SHA-256 of "items.csv\0items\0rice-white\0".
  EXPECT_EQ(absl::BytesToHexString(DerivedRequestId("items.csv", "items", {"rice-white"})),
            "5668bfb0e4fc6a4f339a4240bb9de693");
}

TEST(RequestIdTest, EveryPartCounts) {
  std::set<std::string> ids = {
      DerivedRequestId("a", "k", {"x", "y"}),     DerivedRequestId("b", "k", {"x", "y"}),
      DerivedRequestId("a", "l", {"x", "y"}),     DerivedRequestId("a", "k", {"xy"}),
      DerivedRequestId("a", "k", {"x", "y", ""}), DerivedRequestId("a", "k", {"", "xy"}),
      DerivedRequestId("ak", "", {"x", "y"}),
  };
  EXPECT_EQ(ids.size(), 7u);
}

}  // namespace
}  // namespace waystation::client
