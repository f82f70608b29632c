#include "clients/cli/catalogue/item_entry.h"

#include <CLI/CLI.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cli/catalogue/pack_text.h"
#include "clients/cli/context.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::Item;

// What was given on one line.
class Line {
 public:
  Line(const CLI::App* command, std::vector<std::string>* fields)
      : command_(command), fields_(fields) {}

  // Whether the option was given; its field is noted then.
  bool Given(const char* option, const char* field) {
    if (command_->count(option) == 0) return false;
    if (fields_->empty() || fields_->back() != field) fields_->push_back(field);
    return true;
  }

  template <typename Enum, typename Set>
  absl::Status Word(const char* option, const char* field, const std::string& word, Set set) {
    if (!Given(option, field)) return absl::OkStatus();
    const absl::StatusOr<Enum> value = ParseWord<Enum>(word);
    if (!value.ok()) return WrongOption(option, value.status());
    set(*value);
    return absl::OkStatus();
  }

  // Puts what `parse` makes of each text in place of `list`.
  template <typename List, typename Parse>
  absl::Status All(const char* option, const char* field, const std::vector<std::string>& texts,
                   List* list, Parse parse) {
    if (!Given(option, field)) return absl::OkStatus();
    list->Clear();
    if (texts.size() == 1 && texts[0] == "none") return absl::OkStatus();
    for (const std::string& text : texts) {
      auto value = parse(text);
      if (!value.ok()) return WrongOption(option, value.status());
      *list->Add() = *std::move(value);
    }
    return absl::OkStatus();
  }

 private:
  const CLI::App* command_;
  std::vector<std::string>* fields_;
};

absl::Status FillWords(const ItemEntry& entry, Line& line, Item* item) {
  absl::Status status = line.Word<inventory::v1::VitalClass>(
      "--class", "vital_class", entry.vital_class, [&](auto v) { item->set_vital_class(v); });
  if (status.ok()) {
    status = line.Word<inventory::v1::HazardClass>("--hazard", "hazard_class", entry.hazard_class,
                                                   [&](auto v) { item->set_hazard_class(v); });
  }
  if (status.ok()) {
    status = line.Word<inventory::v1::DietaryUse>("--dietary-use", "dietary_use", entry.dietary_use,
                                                  [&](auto v) { item->set_dietary_use(v); });
  }
  return status;
}

absl::Status FillPacks(const ItemEntry& entry, Line& line, Item* item) {
  const Packs before = item->packs();
  const absl::Status status =
      line.All("--pack", "packs", entry.packs, item->mutable_packs(), ParsePack);
  if (!status.ok()) return status;
  KeepPackFacts(before, item->mutable_packs());
  if (!line.Given("--gtin", "packs")) return absl::OkStatus();
  return SetGtins(entry.gtins, item->mutable_packs());
}

absl::Status FillLists(const ItemEntry& entry, Line& line, Item* item) {
  absl::Status status = line.All("--class-at", "vital_classes_by_kind", entry.classes_by_kind,
                                 item->mutable_vital_classes_by_kind(), ParseVitalClassOfKind);
  if (status.ok()) status = FillPacks(entry, line, item);
  if (status.ok()) {
    status = line.All("--code", "codes", entry.codes, item->mutable_codes(), ParseItemCode);
  }
  if (status.ok()) {
    status = line.All("--allergen", "allergens", entry.allergens, item->mutable_allergens(),
                      [](const std::string& id) { return absl::StatusOr<std::string>(id); });
  }
  if (status.ok()) {
    status = line.All("--substitute", "substitutes", entry.substitutes, item->mutable_substitutes(),
                      ParseSubstitute);
  }
  if (status.ok()) {
    status = line.All("--content", "kit_contents", entry.contents, item->mutable_kit_contents(),
                      ParseKitContent);
  }
  return status;
}

void FillMedicine(const ItemEntry& entry, Line& line, Item* item) {
  if (line.Given("--inn", "medicine")) {
    if (entry.inn == "none") return item->clear_medicine();
    item->mutable_medicine()->set_inn(entry.inn);
  }
  if (line.Given("--strength", "medicine")) {
    item->mutable_medicine()->set_strength(entry.strength);
  }
  if (line.Given("--form", "medicine")) item->mutable_medicine()->set_form(entry.form);
  if (line.Given("--route", "medicine")) item->mutable_medicine()->set_route(entry.route);
}

absl::Status FillNutrients(const ItemEntry& entry, Line& line, Item* item) {
  constexpr char kOption[] = "--nutrient";
  if (!line.Given(kOption, "nutrients")) return absl::OkStatus();
  if (entry.nutrients.size() == 1 && entry.nutrients[0] == "none") {
    item->clear_nutrients();
    return absl::OkStatus();
  }
  std::set<std::string> known;
  if (item->has_nutrients()) known.insert(NutrientFields().begin(), NutrientFields().end());
  for (const std::string& text : entry.nutrients) {
    const auto nutrient = ParseNutrient(text);
    if (!nutrient.ok()) return WrongOption(kOption, nutrient.status());
    known.insert(nutrient->first);
    SetNutrient(nutrient->first, nutrient->second, item->mutable_nutrients());
  }
  for (size_t i = 0; i < kMainNutrients; ++i) {
    if (known.contains(NutrientFields()[i])) continue;
    return WrongOption(kOption,
                       "got some, want energy-kcal, protein-mg, fat-mg and carbohydrate-mg with "
                       "the first of them: they have no \"not known\"");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FillItem(const ItemEntry& entry, const CLI::App* command, Item* item,
                      std::vector<std::string>* fields) {
  Line line(command, fields);
  const Names names = WithNames(item->display_names(), entry.names);
  if (!NamesOf(entry.names).empty()) fields->push_back("display_names");
  *item->mutable_display_names() = names;
  if (line.Given("--category", "category")) item->set_category(entry.category);
  if (line.Given("--storage", "storage_class")) item->set_storage_class(entry.storage_class);
  absl::Status status = FillWords(entry, line, item);
  if (status.ok()) status = FillLists(entry, line, item);
  if (status.ok()) status = FillNutrients(entry, line, item);
  FillMedicine(entry, line, item);
  if (line.Given("--grams-per-unit", "grams_per_unit")) {
    item->set_grams_per_unit(entry.grams_per_unit);
  }
  if (line.Given("--density", "density_mg_per_ml")) item->set_density_mg_per_ml(entry.density);
  if (line.Given("--controlled", "controlled")) item->set_controlled(entry.controlled == "yes");
  if (line.Given("--menu-allowed", "menu_allowed")) {
    item->set_menu_allowed(entry.menu_allowed == "yes");
  }
  return status;
}

void AddItemFields(CLI::App* command, ItemEntry* entry) {
  command->add_option("item", entry->id, "Its id: a-z, 0-9 and -")->required();
  for (const char* language : {"az", "hy", "ru", "en"}) {
    command->add_option(absl::StrCat("--name-", language), entry->names[language],
                        absl::StrCat("Its name in ", language));
  }
  command->add_option("--category", entry->category, "Such as medicine, cereals, fuel");
  command->add_option("--class", entry->vital_class,
                      "How bad it is to be without: " + WordsOf<inventory::v1::VitalClass>());
  command->add_option("--class-at", entry->classes_by_kind,
                      "KIND=CLASS, another class at one kind of facility; repeat it; or none");
  command->add_option("--storage", entry->storage_class,
                      "A storage class, such as ambient, refrigerated (`storage-class list`)");
  command->add_option("--hazard", entry->hazard_class,
                      "As dangerous goods: " + WordsOf<inventory::v1::HazardClass>());
  command->add_option("--inn", entry->inn, "Of a medicine: its INN; or none");
  command->add_option("--strength", entry->strength, "Of a medicine, such as \"500 mg\"");
  command->add_option("--form", entry->form, "Of a medicine, such as tablet");
  command->add_option("--route", entry->route, "Of a medicine, where its form leaves it open");
  command->add_option("--code", entry->codes,
                      "SYSTEM=CODE, what another catalogue calls it; repeat it; or none");
  command->add_option("--pack", entry->packs,
                      "NAME=BASE UNITS, such as \"box of 100=100\"; repeat it; or none");
  command
      ->add_option("--gtin", entry->gtins,
                   "PACK=GTIN, the number in a pack's barcode, such as "
                   "\"box of 100=09506000134352\"; repeat it")
      ->allow_extra_args(false);
  command->add_option("--substitute", entry->substitutes,
                      "ITEM or ITEM=NOTE, what may stand in for it; repeat it; or none");
  command->add_option("--content", entry->contents,
                      "ITEM=BASE UNITS, what a kit holds; repeat it; or none");
  command->add_option("--dietary-use", entry->dietary_use,
                      "As nourishment: " + WordsOf<inventory::v1::DietaryUse>());
  command->add_option("--nutrient", entry->nutrients,
                      "NAME=NUMBER in 100 g, such as sodium-mg=12; repeat it; or none");
  command->add_option("--allergen", entry->allergens, "Such as gluten; repeat it; or none");
  command->add_option("--grams-per-unit", entry->grams_per_unit, "Weight of one piece");
  command->add_option("--density", entry->density, "Milligrams a millilitre");
  auto yes_no = CLI::IsMember({"yes", "no"});
  command->add_option("--controlled", entry->controlled, "Under legal control: yes or no")
      ->check(yes_no);
  command
      ->add_option("--menu-allowed", entry->menu_allowed,
                   "May be in menus, of food alone: yes or no")
      ->check(yes_no);
}

}  // namespace waystation::cli
