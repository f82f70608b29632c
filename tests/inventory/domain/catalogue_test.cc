#include "services/inventory/domain/catalogue.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

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

TEST(CatalogueTest, EveryViolationAtOnce) {
  v1::Item item;
  item.set_storage_class("wet");
  item.set_category("Food");
  item.set_density_mg_per_ml(-1);
  item.add_packs()->set_name("box");
  item.add_allergens("Milk");
  std::vector<FieldViolation> violations;
  CheckItem(violations, "item", item);
  EXPECT_THAT(
      FieldsOf(InvalidFields(violations)),
      UnorderedElementsAre("item.display_names", "item.category", "item.base_unit",
                           "item.vital_class", "item.storage_class", "item.packs[0].quantity",
                           "item.density_mg_per_ml", "item.allergens[0]"));
  violations.clear();
  CheckItem(violations, "item", Rice());
  EXPECT_TRUE(violations.empty());
}

TEST(CatalogueTest, CreateGivesNameAndEtag) {
  v1::CreateItemRequest request;
  request.set_item_id("rice");
  *request.mutable_item() = Rice();
  const auto event = DecideCreateItem(request, std::nullopt);
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(event->item_created().item().name(), "items/rice");
  EXPECT_EQ(event->item_created().item().etag(), Rice().etag());
  EXPECT_EQ(ReasonOf(DecideCreateItem(request, Rice()).status()),
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
  const auto event = DecideUpdateItem(request, Rice());
  ASSERT_TRUE(event.ok());
  const v1::Item& item = event->item_updated().item();
  EXPECT_EQ(item.storage_class(), "cool");
  EXPECT_EQ(item.category(), "food");
  EXPECT_NE(item.etag(), Rice().etag());
}

TEST(CatalogueTest, UpdateErrors) {
  v1::UpdateItemRequest request;
  request.mutable_item()->set_name("items/rice");
  EXPECT_EQ(ReasonOf(DecideUpdateItem(request, std::nullopt).status()),
            Reason::ERROR_REASON_NOT_KNOWN);

  request.mutable_item()->set_etag("other");
  EXPECT_EQ(ReasonOf(DecideUpdateItem(request, Rice()).status()),
            Reason::ERROR_REASON_ETAG_MISMATCH);

  request.mutable_item()->clear_etag();
  request.mutable_item()->set_base_unit(v1::BASE_UNIT_EACH);
  for (const char* path : {"base_unit", "name", "colour", "packs.name"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  EXPECT_THAT(FieldsOf(DecideUpdateItem(request, Rice()).status()),
              UnorderedElementsAre("item.base_unit", "update_mask.paths[1]", "update_mask.paths[2]",
                                   "update_mask.paths[3]"));

  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("display_names");
  EXPECT_THAT(FieldsOf(DecideUpdateItem(request, Rice()).status()),
              UnorderedElementsAre("item.display_names"));
}

}  // namespace
}  // namespace waystation::inventory
