#include "services/inventory/domain/catalogue/merge.h"

#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/catalogue/gtin.h"
#include "services/inventory/domain/catalogue/text_search.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

v1::Item Tablet(const std::string& id) {
  v1::Item item;
  item.set_name("items/" + id);
  common::v1::LocalizedText* name = item.add_display_names();
  name->set_language("en");
  name->set_text(id);
  item.set_category("medicine");
  item.set_base_unit(v1::BASE_UNIT_EACH);
  item.mutable_medicine()->set_inn("zinc");
  item.mutable_medicine()->set_strength("20 mg");
  item.mutable_medicine()->set_form("tablet");
  item.set_etag("before");
  return item;
}

v1::MergeItemRequest Merging(const std::string& name, const std::string& into) {
  v1::MergeItemRequest request;
  request.set_name("items/" + name);
  request.set_into("items/" + into);
  request.set_reason("typed in twice");
  request.set_merged_by("pharmacist-2");
  return request;
}

MergeState Two(const v1::Item& item, const v1::Item& kept) {
  return {.item = item, .into = kept, .kept = kept, .facilities = {"facilities/f"}};
}

DecideContext MergeContext() {
  DecideContext context;
  context.now = absl::FromUnixSeconds(1);
  context.request_id = "0123456789abcdef";
  return context;
}

std::string FieldThatDiffers(const v1::Item& item, const v1::Item& kept) {
  const absl::Status status =
      DecideMergeItem(Merging("dup", "zinc"), Two(item, kept), MergeContext()).status();
  EXPECT_TRUE(status.ok() || ReasonOf(status) == Reason::ERROR_REASON_ITEMS_DIFFER) << status;
  return ErrorVariable(status, "field").value_or("");
}

TEST(MergeTest, TheDuplicateBecomesAnAliasAndTheKeptItemTellsIt) {
  v1::Item dup = Tablet("dup");
  dup.add_codes()->set_code("A12CB01");
  dup.add_packs()->set_gtin("06291041500213");
  const auto event =
      DecideMergeItem(Merging("dup", "zinc"), Two(dup, Tablet("zinc")), MergeContext());
  ASSERT_TRUE(event.ok()) << event.status();
  const v1::ItemMerged& merged = event->item_merged();
  EXPECT_EQ(merged.item().merge().into(), "items/zinc");
  EXPECT_EQ(merged.item().merge().merged_by(), "pharmacist-2");
  EXPECT_EQ(merged.item().codes(0).code(), "A12CB01");
  EXPECT_NE(merged.item().etag(), "before");
  EXPECT_NE(merged.kept_item().etag(), "before");
  ASSERT_EQ(merged.kept_item().aliases_size(), 1);
  EXPECT_EQ(merged.kept_item().aliases(0).item(), "items/dup");
  EXPECT_TRUE(merged.kept_item().codes().empty());
  EXPECT_EQ(merged.facilities(0), "facilities/f");

  EXPECT_EQ(FindPack(merged.kept_item(), "06291041500213"), nullptr);
  EXPECT_EQ(FindPackOfAlias(merged.kept_item(), "06291041500213").alias->item(), "items/dup");
  EXPECT_TRUE(SearchQuery("a12cb01").RankIn(SearchTextOf(merged.kept_item())).has_value());
  EXPECT_TRUE(SearchQuery("6291041500213").RankIn(SearchTextOf(merged.kept_item())).has_value());
  EXPECT_FALSE(SearchQuery("a12cb01").RankIn(OwnSearchTextOf(merged.kept_item())).has_value());
}

TEST(MergeTest, WhatBothSayMustAgreeAndWhatSafetyNeedsMustBeKept) {
  EXPECT_EQ(FieldThatDiffers(Tablet("dup"), Tablet("zinc")), "");
  v1::Item other = Tablet("dup");
  other.set_base_unit(v1::BASE_UNIT_MILLIGRAM);
  EXPECT_EQ(FieldThatDiffers(other, Tablet("zinc")), "base_unit");
  other = Tablet("dup");
  other.mutable_medicine()->set_strength("10 mg");
  EXPECT_EQ(FieldThatDiffers(other, Tablet("zinc")), "medicine");
  other.mutable_medicine()->set_strength("0.02 g");
  EXPECT_EQ(FieldThatDiffers(other, Tablet("zinc")), "");
  other.clear_medicine();
  EXPECT_EQ(FieldThatDiffers(other, Tablet("zinc")), "") << "a duplicate often says less";
  other = Tablet("dup");
  other.set_controlled(true);
  EXPECT_EQ(FieldThatDiffers(other, Tablet("zinc")), "controlled");
  EXPECT_EQ(FieldThatDiffers(Tablet("dup"),
                             [&] {
                               v1::Item kept = Tablet("zinc");
                               kept.set_controlled(true);
                               return kept;
                             }()),
            "");
  other = Tablet("dup");
  other.add_allergens("milk");
  EXPECT_EQ(FieldThatDiffers(other, Tablet("zinc")), "allergens");
  v1::Item grams = Tablet("dup");
  v1::Item kept = Tablet("zinc");
  grams.set_grams_per_unit(5);
  EXPECT_EQ(FieldThatDiffers(grams, kept), "");
  kept.set_grams_per_unit(6);
  EXPECT_EQ(FieldThatDiffers(grams, kept), "grams_per_unit");
  kept = Tablet("zinc");
  kept.add_kit_contents()->set_item("items/salt");
  EXPECT_EQ(FieldThatDiffers(Tablet("dup"), kept), "kit_contents");
}

TEST(MergeTest, NothingIsMergedIntoItself) {
  const v1::Item zinc = Tablet("zinc");
  const absl::Status itself =
      DecideMergeItem(Merging("zinc", "zinc"), Two(zinc, zinc), MergeContext()).status();
  EXPECT_EQ(ReasonOf(itself), Reason::ERROR_REASON_INVALID_FIELD) << itself;
  v1::Item alias = Tablet("dup");
  alias.mutable_merge()->set_into("items/zinc");
  MergeState round = Two(zinc, zinc);
  round.into = alias;
  EXPECT_EQ(ReasonOf(DecideMergeItem(Merging("zinc", "dup"), round, MergeContext()).status()),
            Reason::ERROR_REASON_INVALID_FIELD);
  const absl::Status again =
      DecideMergeItem(Merging("dup", "zinc"), Two(alias, zinc), MergeContext()).status();
  EXPECT_EQ(ReasonOf(again), Reason::ERROR_REASON_ITEM_IS_ALIAS);
  EXPECT_EQ(ErrorVariable(again, "into"), "items/zinc");
  EXPECT_EQ(ReasonOf(DecideMergeItem(Merging("gold", "zinc"), {}, MergeContext()).status()),
            Reason::ERROR_REASON_NOT_KNOWN);
  v1::Item full = Tablet("zinc");
  for (int i = 0; i < 64; ++i) full.add_aliases()->set_item("items/a" + std::to_string(i));
  EXPECT_EQ(
      ReasonOf(DecideMergeItem(Merging("dup", "zinc"), Two(Tablet("dup"), full), MergeContext())
                   .status()),
      Reason::ERROR_REASON_INVALID_FIELD);
}

TEST(MergeTest, ChainsComeToOneStep) {
  v1::Item middle = Tablet("dup");
  middle.add_aliases()->set_item("items/old");
  v1::Item old = Tablet("old");
  old.mutable_merge()->set_into("items/dup");
  old.mutable_merge()->set_reason("first");
  MergeState state = Two(middle, Tablet("zinc"));
  state.aliases = {old};
  const auto event = DecideMergeItem(Merging("dup", "zinc"), state, MergeContext());
  ASSERT_TRUE(event.ok()) << event.status();
  ASSERT_EQ(event->item_merged().aliases_size(), 1);
  EXPECT_EQ(event->item_merged().aliases(0).merge().into(), "items/zinc");
  EXPECT_EQ(event->item_merged().aliases(0).merge().reason(), "first");
  EXPECT_EQ(event->item_merged().kept_item().aliases_size(), 2);
  EXPECT_TRUE(event->item_merged().item().aliases().empty());
}

TEST(MergeTest, WhatNamedTheDuplicateNamesTheKeptItemOnce) {
  v1::Item kit = Tablet("kit");
  for (const char* item : {"items/dup", "items/salt", "items/zinc"}) {
    v1::KitContent* content = kit.add_kit_contents();
    content->set_item(item);
    content->set_quantity(3);
    kit.add_substitutes()->set_item(item);
  }
  const auto named = NamingKept(kit, "items/dup", "items/zinc");
  ASSERT_TRUE(named.ok());
  ASSERT_EQ(named->kit_contents_size(), 2);
  EXPECT_EQ(named->kit_contents(0).item(), "items/zinc");
  EXPECT_EQ(named->kit_contents(0).quantity(), 6);
  ASSERT_EQ(named->substitutes_size(), 2);
  EXPECT_EQ(named->substitutes(1).item(), "items/salt");
  kit.mutable_kit_contents(2)->set_quantity(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(ReasonOf(NamingKept(kit, "items/dup", "items/zinc").status()),
            Reason::ERROR_REASON_QUANTITY_OVERFLOW);
  // The kept item is no substitute for itself.
  v1::Item zinc = Tablet("zinc");
  zinc.add_substitutes()->set_item("items/dup");
  EXPECT_TRUE(NamingKept(zinc, "items/dup", "items/zinc")->substitutes().empty());
}

}  // namespace
}  // namespace waystation::inventory
