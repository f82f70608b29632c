#include "services/inventory/domain/catalogue/item.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

v1::Item NewRice() {
  v1::Item item;
  common::v1::LocalizedText* name = item.add_display_names();
  name->set_language("en");
  name->set_text("Rice");
  item.set_category("food");
  item.set_base_unit(v1::BASE_UNIT_GRAM);
  item.set_vital_class(v1::VITAL_CLASS_VITAL);
  item.set_storage_class("ambient");
  return item;
}

std::vector<std::string> Wrong(const v1::Item& item) {
  std::vector<FieldViolation> violations;
  CheckItem(violations, "item", item);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations) fields.push_back(violation.field);
  return fields;
}

TEST(ItemTest, EveryViolationAtOnce) {
  v1::Item item;
  item.set_storage_class("Wet");
  item.set_category("Food");
  item.set_density_mg_per_ml(-1);
  item.add_packs()->set_name("box");
  item.add_allergens("Milk");
  EXPECT_THAT(Wrong(item), UnorderedElementsAre("item.display_names", "item.category",
                                                "item.base_unit", "item.vital_class",
                                                "item.storage_class", "item.packs[0].quantity",
                                                "item.density_mg_per_ml", "item.allergens[0]"));
  EXPECT_THAT(Wrong(NewRice()), ElementsAre());
}

struct Case {
  const char* field;
  std::function<void(v1::Item&)> spoil;
};
const Case kSpoilt[] = {
    {"medicine.inn",
     [](auto& i) {
       i.mutable_medicine()->set_strength("1 g");
       i.mutable_medicine()->set_form("tablet");
     }},
    {"codes[0].system", [](auto& i) { i.add_codes()->set_code("A"); }},
    {"codes[0].code", [](auto& i) { i.add_codes()->set_system("atc"); }},
    {"codes[0].code",
     [](auto& i) {
       v1::ItemCode& code = *i.add_codes();
       code.set_system("atc");
       code.set_code(" N02");
     }},
    {"codes[1]",
     [](auto& i) {
       for (int n = 0; n < 2; ++n) {
         v1::ItemCode& code = *i.add_codes();
         code.set_system("atc");
         code.set_code("N02");
       }
     }},
    {"hazard_class", [](auto& i) { i.set_hazard_class(static_cast<v1::HazardClass>(99)); }},
    {"dietary_use", [](auto& i) { i.set_dietary_use(static_cast<v1::DietaryUse>(99)); }},
    {"vital_classes_by_kind[0].facility_kind",
     [](auto& i) { i.add_vital_classes_by_kind()->set_vital_class(v1::VITAL_CLASS_NORMAL); }},
    {"vital_classes_by_kind[1].facility_kind",
     [](auto& i) {
       for (int n = 0; n < 2; ++n) {
         v1::VitalClassOfKind& of_kind = *i.add_vital_classes_by_kind();
         of_kind.set_facility_kind(facility::v1::FACILITY_KIND_WAREHOUSE);
         of_kind.set_vital_class(v1::VITAL_CLASS_NORMAL);
       }
     }},
    {"vital_classes_by_kind[0].vital_class",
     [](auto& i) {
       i.add_vital_classes_by_kind()->set_facility_kind(facility::v1::FACILITY_KIND_WAREHOUSE);
     }},
    {"nutrients.sodium_mg_per_100g",
     [](auto& i) { i.mutable_nutrients()->set_sodium_mg_per_100g(-1); }},
    {"nutrients.fat_mg_per_100g",
     [](auto& i) { i.mutable_nutrients()->set_fat_mg_per_100g(100'001); }},
    {"nutrients.energy_kcal_per_100g",
     [](auto& i) { i.mutable_nutrients()->set_energy_kcal_per_100g(901); }},
    {"nutrients.iron_ug_per_100g",
     [](auto& i) { i.mutable_nutrients()->set_iron_ug_per_100g(100'000'001); }},
    {"substitutes[0].item", [](auto& i) { i.add_substitutes()->set_item("bulgur"); }},
    {"substitutes[1].item",
     [](auto& i) {
       i.add_substitutes()->set_item("items/bulgur");
       i.add_substitutes()->set_item("items/bulgur");
     }},
    {"substitutes[0].note",
     [](auto& i) {
       i.add_substitutes()->set_item("items/bulgur");
       i.mutable_substitutes(0)->set_note(std::string(301, 'x'));
     }},
    {"kit_contents",
     [](auto& i) {
       i.add_kit_contents()->set_item("items/gauze");
       i.mutable_kit_contents(0)->set_quantity(1);
     }},
    {"kit_contents[0].quantity",
     [](auto& i) {
       i.set_base_unit(v1::BASE_UNIT_EACH);
       i.add_kit_contents()->set_item("items/gauze");
     }},
};
TEST(ItemTest, OneFieldAtATime) {
  for (const Case& c : kSpoilt) {
    v1::Item item = NewRice();
    c.spoil(item);
    EXPECT_THAT(Wrong(item), ElementsAre(std::string("item.") + c.field));
  }
}

TEST(ItemTest, AnyStorageClassIsRecordedAndZeroIsANutrient) {
  v1::Item item = NewRice();
  item.set_storage_class("nobody-described-it");
  item.mutable_nutrients()->set_sodium_mg_per_100g(0);
  EXPECT_THAT(Wrong(item), ElementsAre());
  EXPECT_TRUE(item.nutrients().has_sodium_mg_per_100g());
  EXPECT_FALSE(item.nutrients().has_calcium_mg_per_100g());
}

TEST(ItemTest, MenusNeverHaveInfantFormulaTherapeuticFoodSaltsOrGlucose) {
  const std::pair<v1::DietaryUse, bool> cases[] = {
      {v1::DIETARY_USE_UNSPECIFIED, false},       {v1::DIETARY_USE_FOOD, true},
      {v1::DIETARY_USE_SUPPLEMENTARY_FOOD, true}, {v1::DIETARY_USE_INFANT_FORMULA, false},
      {v1::DIETARY_USE_THERAPEUTIC_FOOD, false},  {v1::DIETARY_USE_ORAL_REHYDRATION_SALTS, false},
      {v1::DIETARY_USE_GLUCOSE, false},
  };
  EXPECT_EQ(std::size(cases), static_cast<size_t>(v1::DietaryUse_ARRAYSIZE))
      << "a new use: say whether menus may have it";
  for (const auto& [use, allowed] : cases) {
    v1::Item item = NewRice();
    item.set_dietary_use(use);
    EXPECT_THAT(Wrong(item), ElementsAre()) << use;
    item.set_menu_allowed(true);
    EXPECT_EQ(Wrong(item).empty(), allowed) << use;
    item.mutable_medicine()->set_inn("glucose");
    item.mutable_medicine()->set_strength("5 %");
    item.mutable_medicine()->set_form("solution for infusion");
    EXPECT_THAT(Wrong(item), ElementsAre("item.menu_allowed")) << use;
  }
}

}  // namespace
}  // namespace waystation::inventory
