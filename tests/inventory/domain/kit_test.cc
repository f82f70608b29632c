#include "services/inventory/domain/catalogue/kit.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

v1::Item Kit(const std::vector<std::string>& contents) {
  v1::Item kit;
  kit.set_name("items/kit");
  for (const std::string& content : contents) kit.add_kit_contents()->set_item(content);
  return kit;
}

std::vector<std::string> Wrong(const v1::Item& kit, const KitFacts& facts) {
  std::vector<FieldViolation> violations;
  Checker check(violations, "");
  CheckKit(check, kit, facts);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations) fields.push_back(violation.field);
  return fields;
}

// items/1 holds items/2, which holds … items/<n>, which holds nothing.
KitFacts Chain(int n) {
  KitFacts facts;
  for (int i = 1; i <= n; ++i) {
    std::vector<std::string>& holds = facts.holds[absl::StrCat("items/", i)];
    if (i < n) holds = {absl::StrCat("items/", i + 1)};
  }
  return facts;
}

TEST(KitTest, ContentsExistAndAreNotTheKit) {
  const KitFacts facts = {.holds = {{"items/gauze", {}}}};
  EXPECT_THAT(Wrong(Kit({"items/gauze"}), facts), ElementsAre());
  EXPECT_THAT(Wrong(Kit({"items/kit", "items/gauze", "items/nothing"}), facts),
              ElementsAre("kit_contents[0].item", "kit_contents[2].item"));
  EXPECT_THAT(Wrong(Kit({}), {.levels_above = 99}), ElementsAre());
}

TEST(KitTest, NoRingsHoweverLong) {
  KitFacts facts = Chain(3);
  EXPECT_THAT(Wrong(Kit({"items/1", "items/3"}), facts), ElementsAre());
  facts.holds["items/3"] = {"items/kit"};
  EXPECT_THAT(Wrong(Kit({"items/1"}), facts), ElementsAre("kit_contents[0].item"));
  facts.holds["items/gauze"] = {};
  EXPECT_THAT(Wrong(Kit({"items/gauze", "items/3"}), facts), ElementsAre("kit_contents[1].item"));
}

TEST(KitTest, KitsLieInEachOtherAtMostSoDeep) {
  // The kit, and all of the chain but its last are kits.
  for (int above = 0; above <= kMaxKitDepth; ++above) {
    for (int length = 1; length <= kMaxKitDepth + 2; ++length) {
      KitFacts facts = Chain(length);
      facts.levels_above = above;
      EXPECT_EQ(Wrong(Kit({"items/1"}), facts).empty(), above + length <= kMaxKitDepth)
          << above << " above, " << length << " below";
    }
  }
}

TEST(KitTest, DifferentItemsAreCounted) {
  KitFacts facts = {.holds = {{"items/a", {}}}};
  while (facts.holds.size() < kMaxKitItems) {
    facts.holds[absl::StrCat("items/", facts.holds.size())] = {};
  }
  EXPECT_THAT(Wrong(Kit({"items/a"}), facts), ElementsAre());
  facts.holds["items/more"] = {};
  EXPECT_THAT(Wrong(Kit({"items/a"}), facts), ElementsAre("kit_contents"));
}

}  // namespace
}  // namespace waystation::inventory
