#include "services/inventory/domain/catalogue/catalogue.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/catalogue/item.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

v1::Item Rice() {
  v1::Item item;
  item.set_name("items/rice");
  common::v1::LocalizedText* name = item.add_display_names();
  name->set_language("en");
  name->set_text("Rice");
  item.set_category("food");
  item.set_base_unit(v1::BASE_UNIT_GRAM);
  item.set_vital_class(v1::VITAL_CLASS_VITAL);
  item.set_storage_class("ambient");
  item.set_etag(ItemEtag(item));
  return item;
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(CatalogueTest, CreateGivesNameAndEtag) {
  v1::CreateItemRequest request;
  request.set_item_id("rice");
  *request.mutable_item() = Rice();
  const auto event = DecideCreateItem(request, {.kit = KitFacts()});
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(event->item_created().item().name(), "items/rice");
  EXPECT_EQ(event->item_created().item().etag(), Rice().etag());
  EXPECT_EQ(ReasonOf(DecideCreateItem(request, {.existing = Rice()}).status()),
            Reason::ERROR_REASON_ALREADY_EXISTS);
}

TEST(CatalogueTest, UpdateChangesWhatTheMaskNamesAndNoMore) {
  v1::UpdateItemRequest request;
  request.mutable_item()->set_name("items/rice");
  request.mutable_item()->set_category("fuel");
  request.mutable_item()->set_storage_class("cool");
  request.mutable_item()->set_etag(Rice().etag());
  request.mutable_update_mask()->add_paths("storage_class");
  request.mutable_update_mask()->add_paths("controlled");
  const auto event = DecideUpdateItem(request, {.existing = Rice()});
  ASSERT_TRUE(event.ok());
  const v1::Item& item = event->item_updated().item();
  EXPECT_EQ(item.storage_class(), "cool");
  EXPECT_EQ(item.category(), "food");
  EXPECT_NE(item.etag(), Rice().etag());
}

TEST(CatalogueTest, UpdateErrors) {
  v1::UpdateItemRequest request;
  request.mutable_item()->set_name("items/rice");
  EXPECT_EQ(ReasonOf(DecideUpdateItem(request, {}).status()), Reason::ERROR_REASON_NOT_KNOWN);

  request.mutable_item()->set_etag("other");
  EXPECT_EQ(ReasonOf(DecideUpdateItem(request, {.existing = Rice()}).status()),
            Reason::ERROR_REASON_ETAG_MISMATCH);

  request.mutable_item()->clear_etag();
  request.mutable_item()->set_base_unit(v1::BASE_UNIT_EACH);
  for (const char* path : {"base_unit", "name", "colour", "packs.name"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  EXPECT_THAT(FieldsOf(DecideUpdateItem(request, {.existing = Rice()}).status()),
              UnorderedElementsAre("item.base_unit", "update_mask.paths[1]", "update_mask.paths[2]",
                                   "update_mask.paths[3]"));

  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("display_names");
  EXPECT_THAT(FieldsOf(DecideUpdateItem(request, {.existing = Rice()}).status()),
              UnorderedElementsAre("item.display_names"));
}

TEST(CatalogueTest, WhatAnItemNamesMustExistAndBeAnother) {
  v1::CreateItemRequest request;
  request.set_item_id("rice");
  *request.mutable_item() = Rice();
  for (const char* name : {"items/bulgur", "items/rice", "items/nothing"}) {
    request.mutable_item()->add_substitutes()->set_item(name);
    v1::KitContent& content = *request.mutable_item()->add_kit_contents();
    content.set_item(name);
    content.set_quantity(1);
  }
  const ItemState state = {.known_substitutes = {"items/bulgur"},
                           .kit = KitFacts{.holds = {{"items/bulgur", {}}}}};
  EXPECT_THAT(FieldsOf(DecideCreateItem(request, state).status()),
              ElementsAre("item.substitutes[1].item", "item.substitutes[2].item",
                          "item.kit_contents[1].item", "item.kit_contents[2].item"));
}

TEST(CatalogueTest, AFieldIsWrongOnce) {
  v1::UpdateItemRequest request;
  request.mutable_item()->set_name("items/rice");
  request.mutable_item()->add_substitutes()->set_item("bulgur");
  request.mutable_item()->add_substitutes()->set_item("items/nothing");
  request.mutable_update_mask()->add_paths("substitutes");
  EXPECT_THAT(FieldsOf(DecideUpdateItem(request, {.existing = Rice()}).status()),
              ElementsAre("item.substitutes[0].item", "item.substitutes[1].item"));
}

TEST(CatalogueTest, ItemsOfTheSameIdentityAreToldInTheEvent) {
  v1::CreateItemRequest create;
  create.set_item_id("paracetamol");
  *create.mutable_item() = Rice();
  const ItemState state = {.kit = KitFacts(), .same_identity = {"items/a", "items/b"}};
  const auto created = DecideCreateItem(create, state);
  ASSERT_TRUE(created.ok());
  EXPECT_THAT(created->item_created().same_identity_items(), ElementsAre("items/a", "items/b"));

  v1::UpdateItemRequest update;
  update.mutable_item()->set_name("items/rice");
  update.mutable_update_mask()->add_paths("controlled");
  const auto updated = DecideUpdateItem(update, {.existing = Rice(), .same_identity = {"items/a"}});
  ASSERT_TRUE(updated.ok());
  EXPECT_THAT(updated->item_updated().same_identity_items(), ElementsAre("items/a"));
}

// Recorded before there was a rule: it may be changed in all else, and never made worse.
TEST(CatalogueTest, AnOldItemInMenusStaysUntilItsPlaceInMenusIsChanged) {
  v1::Item old = Rice();
  old.set_menu_allowed(true);
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name("items/rice");
  update.mutable_item()->set_category("cereals");
  update.mutable_update_mask()->add_paths("category");
  EXPECT_TRUE(DecideUpdateItem(update, {.existing = old}).ok());
  update.mutable_item()->set_dietary_use(v1::DIETARY_USE_INFANT_FORMULA);
  update.mutable_update_mask()->add_paths("dietary_use");
  EXPECT_THAT(FieldsOf(DecideUpdateItem(update, {.existing = old}).status()),
              ElementsAre("item.menu_allowed"));
  update.mutable_item()->set_dietary_use(v1::DIETARY_USE_FOOD);
  EXPECT_TRUE(DecideUpdateItem(update, {.existing = old}).ok());
}

}  // namespace
}  // namespace waystation::inventory
