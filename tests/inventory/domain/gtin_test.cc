#include "services/inventory/domain/catalogue/gtin.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/catalogue/catalogue.h"
#include "services/inventory/domain/catalogue/item.h"
#include "services/inventory/domain/catalogue/text_search.h"

namespace waystation::inventory {
namespace {

using ::testing::HasSubstr;

constexpr char kBox[] = "06291041500213";

v1::Item ItemWith(const std::vector<std::string>& gtins) {
  v1::Item item;
  item.set_name("items/rice");
  for (const std::string& gtin : gtins) {
    v1::Pack* pack = item.add_packs();
    pack->set_name("pack " + std::to_string(item.packs_size()));
    pack->set_quantity(1);
    pack->set_gtin(gtin);
  }
  return item;
}

std::vector<FieldViolation> ViolationsOf(const std::vector<std::string>& gtins) {
  std::vector<FieldViolation> violations;
  CheckGtins(violations, "item", ItemWith(gtins));
  return violations;
}

TEST(GtinTest, EveryWrongOneIsNamed) {
  EXPECT_TRUE(ViolationsOf({"", kBox, "96385074", "036000291452", ""}).empty());
  const auto violations =
      ViolationsOf({kBox, "6291041500214", "6291041500213", "12", "93123456789075"});
  ASSERT_EQ(violations.size(), 4u);
  EXPECT_EQ(violations[0].field, "item.packs[1].gtin");
  EXPECT_THAT(violations[0].description, HasSubstr("want the check digit 3"));
  EXPECT_EQ(violations[1].field, "item.packs[2].gtin");
  EXPECT_EQ(violations[1].description, "got \"06291041500213\" again, want each GTIN once");
  EXPECT_THAT(violations[2].description, HasSubstr("8, 12, 13 or 14 digits"));
  EXPECT_THAT(violations[3].description, HasSubstr("want the check digit 4"));
  EXPECT_THAT(ViolationsOf({"93123456789074"})[0].description, HasSubstr("begins with 9"));
}

TEST(GtinTest, TheyAreKeptWithFourteenDigits) {
  v1::CreateItemRequest create;
  create.set_item_id("rice");
  *create.mutable_item() = ItemWith({"6291041500213", ""});
  const auto event = DecideCreateItem(create, ItemState());
  ASSERT_TRUE(event.ok());
  const v1::Item& item = event->item_created().item();
  EXPECT_EQ(item.packs(0).gtin(), kBox);
  EXPECT_EQ(item.packs(1).gtin(), "");
  EXPECT_EQ(item.etag(), ItemEtag(item));
}

TEST(GtinTest, OneBelongsToOneItem) {
  const v1::Item item = ItemWith({"", kBox});
  EXPECT_TRUE(CheckGtinsAreFree(item, {}).ok());
  EXPECT_TRUE(CheckGtinsAreFree(item, {{kBox, "items/rice"}}).ok());
  const absl::Status taken = CheckGtinsAreFree(item, {{kBox, "items/salt"}});
  EXPECT_EQ(ReasonOf(taken), Reason::ERROR_REASON_ALREADY_EXISTS);
  EXPECT_EQ(ErrorVariable(taken, "resource"), "items/salt");
  EXPECT_EQ(ErrorVariable(taken, "gtin"), kBox);
}

TEST(GtinTest, SearchFindsAnExactOne) {
  const std::string text = SearchTextOf(ItemWith({"", kBox, "00000096385074"}));
  for (const char* gtin : {"6291041500213", "06291041500213", "96385074", " 96385074 "}) {
    EXPECT_EQ(SearchQuery(gtin).RankIn(text), SearchRank::kWhole) << gtin;
  }
  for (const char* other : {"629104150021", "6291041500214", "036000291452", "00000000000000"}) {
    EXPECT_EQ(SearchQuery(other).RankIn(text), std::nullopt) << other;
  }
  EXPECT_EQ(SearchQuery("rice").RankIn(text), SearchRank::kWhole);
}

}  // namespace
}  // namespace waystation::inventory
