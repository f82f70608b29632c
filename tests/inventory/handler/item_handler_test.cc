// Items over gRPC: every RPC and every error.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"

namespace waystation::inventory {
namespace {

using ::testing::Contains;
using ::testing::UnorderedElementsAre;

TEST_F(HandlerTest, Items) {
  EXPECT_REASON(CreateItem("rice"), ALREADY_EXISTS);
  const absl::Status bad = CreateItem("Rice Long");
  EXPECT_REASON(bad, INVALID_FIELD);
  EXPECT_THAT(FieldsOf(bad), UnorderedElementsAre("item_id"));

  v1::GetItemRequest get;
  get.set_name("items/rice");
  v1::GetItemResponse got;
  ASSERT_TRUE(CALL(items_, GetItem, get, &got).ok());
  EXPECT_EQ(got.item().display_names(0).text(), "rice");
  get.set_name("items/gold");
  EXPECT_REASON(CALL(items_, GetItem, get, &got), NOT_KNOWN);
  get.set_name("gold");
  EXPECT_REASON(CALL(items_, GetItem, get, &got), INVALID_FIELD);

  v1::UpdateItemRequest update;
  update.set_request_id(NextRequestId());
  update.mutable_item()->set_name("items/rice");
  update.mutable_item()->set_etag("0000");
  update.mutable_item()->set_controlled(true);
  update.mutable_update_mask()->add_paths("controlled");
  v1::UpdateItemResponse updated;
  EXPECT_REASON(CALL(items_, UpdateItem, update, &updated), ETAG_MISMATCH);
  update.mutable_item()->set_etag(got.item().etag());
  get.set_name("items/rice");
  ASSERT_TRUE(CALL(items_, GetItem, get, &got).ok());
  update.mutable_item()->set_etag(got.item().etag());
  ASSERT_TRUE(CALL(items_, UpdateItem, update, &updated).ok());
  EXPECT_TRUE(updated.item().controlled());
  EXPECT_EQ(updated.receipt().log(), "inventory/main");
  update.clear_update_mask();
  update.set_request_id("short");
  EXPECT_THAT(FieldsOf(CALL(items_, UpdateItem, update, &updated)),
              UnorderedElementsAre("request_id", "update_mask.paths"));
}

TEST_F(HandlerTest, WhatAnItemNamesInVainIsWrongFieldByField) {
  v1::CreateItemRequest create;
  create.set_request_id(NextRequestId());
  create.set_item_id("formula");
  *create.mutable_item() = GoodItem("formula");
  create.mutable_item()->set_menu_allowed(true);
  create.mutable_item()->set_dietary_use(v1::DIETARY_USE_INFANT_FORMULA);
  EXPECT_THAT(FieldsOf(CALL(items_, CreateItem, create, &created_)),
              UnorderedElementsAre("item.menu_allowed"));
  create.mutable_item()->clear_menu_allowed();
  create.mutable_item()->add_substitutes()->set_item("items/gold");
  create.mutable_item()->add_substitutes()->set_item("items/rice");
  EXPECT_THAT(FieldsOf(CALL(items_, CreateItem, create, &created_)),
              UnorderedElementsAre("item.substitutes[0].item"));
  create.mutable_item()->mutable_substitutes()->DeleteSubrange(0, 1);
  EXPECT_TRUE(CALL(items_, CreateItem, create, &created_).ok());
}

TEST_F(HandlerTest, ItemsAreListedByTextInPages) {
  v1::CreateItemRequest create;
  create.set_request_id(NextRequestId());
  create.set_item_id("ziniq");
  *create.mutable_item() = GoodItem("İŞIQ lampası");
  ASSERT_TRUE(CALL(items_, CreateItem, create, &created_).ok());
  v1::ListItemsRequest list;
  v1::ListItemsResponse listed;
  list.set_text("işıq LAMP");
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 1);
  EXPECT_EQ(listed.items(0).name(), "items/ziniq");

  list.clear_text();
  list.set_page_size(2);
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 2);
  list.set_page_token(listed.next_page_token());
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 1);
  EXPECT_EQ(listed.next_page_token(), "");
  list.set_category("food");
  list.set_facility_kind(static_cast<facility::v1::FacilityKind>(99));
  EXPECT_THAT(FieldsOf(CALL(items_, ListItems, list, &listed)),
              UnorderedElementsAre("facility_kind"));
  list.clear_facility_kind();
  EXPECT_REASON(CALL(items_, ListItems, list, &listed), PAGE_TOKEN_MISMATCH);
  list.set_page_size(-1);
  EXPECT_REASON(CALL(items_, ListItems, list, &listed), INVALID_FIELD);
}

TEST_F(HandlerTest, ItemsThatAreOneThing) {
  ASSERT_TRUE(CreateItem("rise").ok());
  ASSERT_TRUE(CreateItem("plum-rice").ok());
  ASSERT_TRUE(Post(Receipt(10, Line("rise", 7, "A"))).ok());
  v1::MergeItemRequest merge;
  v1::MergeItemResponse merged;
  EXPECT_THAT(FieldsOf(CALL(items_, MergeItem, merge, &merged)),
              UnorderedElementsAre("request_id", "name", "into", "reason", "merged_by"));
  merge.set_request_id(NextRequestId());
  merge.set_name("items/gold");
  merge.set_into("items/rice");
  merge.set_reason("typed in twice");
  merge.set_merged_by("p-1");
  EXPECT_REASON(CALL(items_, MergeItem, merge, &merged), NOT_KNOWN);
  merge.set_name("items/rise");
  merge.set_into("items/rise");
  EXPECT_THAT(FieldsOf(CALL(items_, MergeItem, merge, &merged)), UnorderedElementsAre("into"));
  v1::CreateItemRequest piece;
  piece.set_request_id(NextRequestId());
  piece.set_item_id("rice-bag");
  *piece.mutable_item() = GoodItem("rice-bag");
  piece.mutable_item()->set_base_unit(v1::BASE_UNIT_EACH);
  ASSERT_TRUE(CALL(items_, CreateItem, piece, &created_).ok());
  merge.set_into("items/rice-bag");
  EXPECT_REASON(CALL(items_, MergeItem, merge, &merged), ITEMS_DIFFER);
  merge.set_into("items/rice");
  const absl::Status done = CALL(items_, MergeItem, merge, &merged);
  ASSERT_TRUE(done.ok()) << done;
  EXPECT_EQ(merged.item().merge().into(), "items/rice");
  EXPECT_EQ(merged.kept_item().aliases(0).item(), "items/rise");
  EXPECT_THAT(merged.facilities(), UnorderedElementsAre("facilities/f"));
  EXPECT_EQ(merged.receipt().log(), "inventory/main");
  merge.set_request_id(NextRequestId());
  EXPECT_REASON(CALL(items_, MergeItem, merge, &merged), ITEM_IS_ALIAS);

  v1::GetItemRequest get;
  get.set_name("items/rise");
  v1::GetItemResponse got;
  ASSERT_TRUE(CALL(items_, GetItem, get, &got).ok());
  EXPECT_EQ(got.item().name(), "items/rise");
  EXPECT_EQ(got.kept_item().name(), "items/rice");
  v1::ListItemsRequest list;
  v1::ListItemsResponse listed;
  list.set_text("RİSE");
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 1);
  EXPECT_EQ(listed.items(0).name(), "items/rice");
  ASSERT_EQ(listed.alias_matches_size(), 1);
  EXPECT_EQ(listed.alias_matches(0).alias(), "items/rise");
  list.set_text("rice");
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  EXPECT_TRUE(listed.alias_matches().empty()) << "its own name";

  // The book follows by itself.
  v1::GetStockBalanceRequest balance;
  balance.set_facility("facilities/f");
  balance.set_item("items/rise");
  v1::GetStockBalanceResponse there;
  for (int i = 0; i < 500 && there.closing_quantity() != 7; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
    ASSERT_TRUE(CALL(stock_, GetStockBalance, balance, &there).ok());
  }
  EXPECT_EQ(there.closing_quantity(), 7);
}

}  // namespace
}  // namespace waystation::inventory
