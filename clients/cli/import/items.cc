#include <limits>

#include "absl/strings/str_split.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/text/item_text.h"
#include "services/inventory/gs1/check_digit.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateItemRequest;
using inventory::v1::CreateItemResponse;
using inventory::v1::DietaryUse;
using inventory::v1::HazardClass;
using inventory::v1::Item;

constexpr int64_t kMostOfItem = std::numeric_limits<int64_t>::max();
// 100 g hold at most 100 g of anything, and 900 kcal.
constexpr int64_t kMostKcal = 900;
constexpr int64_t kMostMg = 100'000;
constexpr int64_t kMostUg = 100'000'000;

void AddPack(const Cells& cells, Item* item) {
  bool none = cells.Text("pack_name").empty() && cells.Text("pack_quantity").empty() &&
              cells.Text("pack_gtin").empty();
  if (none) return;
  inventory::v1::Pack* pack = item->add_packs();
  pack->set_name(cells.Text("pack_name"));
  if (pack->name().empty()) cells.Problem("pack_name", "got nothing, want the pack's name");
  pack->set_quantity(cells.Number("pack_quantity", 1, kMostOfItem, std::nullopt));
  pack->set_weight_g(cells.Number("pack_weight_g", 0, kMostOfItem, 0));
  pack->set_volume_ml(cells.Number("pack_volume_ml", 0, kMostOfItem, 0));
  if (cells.Text("pack_gtin").empty()) return;
  pack->set_gtin(
      cells.Need("pack_gtin", inventory::gs1::Gtin14(cells.Text("pack_gtin")), std::string()));
}

int64_t MostOf(absl::string_view nutrient) {
  if (nutrient.find("_kcal_") != absl::string_view::npos) return kMostKcal;
  return nutrient.find("_mg_") != absl::string_view::npos ? kMostMg : kMostUg;
}

void AddNutrients(const Cells& cells, Item* item) {
  bool any = false;
  for (const std::string& column : NutrientFields()) any = any || !cells.Text(column).empty();
  if (!any) return;
  for (size_t i = 0; i < NutrientFields().size(); ++i) {
    const std::string& column = NutrientFields()[i];
    if (i >= kMainNutrients && cells.Text(column).empty()) continue;
    SetNutrient(column, cells.Number(column, 0, MostOf(column), std::nullopt),
                item->mutable_nutrients());
  }
}

void AddMedicine(const Cells& cells, Item* item) {
  bool any = false;
  for (const char* column : {"inn", "strength", "form", "route"}) {
    any = any || !cells.Text(column).empty();
  }
  if (!any) return;
  for (const char* column : {"inn", "strength", "form"}) {
    if (cells.Text(column).empty()) {
      cells.Problem(column, "got nothing, want INN, strength and form of a medicine");
    }
  }
  inventory::v1::MedicineIdentity* medicine = item->mutable_medicine();
  medicine->set_inn(cells.Text("inn"));
  medicine->set_strength(cells.Text("strength"));
  medicine->set_form(cells.Text("form"));
  medicine->set_route(cells.Text("route"));
}

// What `parse` makes of each part of a cell; parts are separated by ';'.
template <typename List, typename Parse>
void AddParts(const Cells& cells, const char* column, List* list, Parse parse) {
  for (absl::string_view part : absl::StrSplit(cells.Text(column), ';', absl::SkipWhitespace())) {
    *list->Add() = cells.Need(column, parse(part), typename List::value_type());
  }
}

// Whose menus it may be in was said before there was a column for its use, of food alone.
DietaryUse DietaryUseOf(const Cells& cells, bool menu_allowed) {
  const DietaryUse when_empty =
      menu_allowed ? inventory::v1::DIETARY_USE_FOOD : inventory::v1::DIETARY_USE_UNSPECIFIED;
  return cells.WordIn<DietaryUse>("dietary_use", when_empty);
}

class ItemImport : public GroupedKind {
 public:
  std::string name() const override { return "items"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{"item",
                                                                     "name_az",
                                                                     "name_hy",
                                                                     "name_ru",
                                                                     "name_en",
                                                                     "category",
                                                                     "base_unit",
                                                                     "vital_class",
                                                                     "storage_class",
                                                                     "pack_name",
                                                                     "pack_quantity",
                                                                     "pack_weight_g",
                                                                     "pack_volume_ml",
                                                                     "grams_per_unit",
                                                                     "density_mg_per_ml",
                                                                     "energy_kcal_per_100g",
                                                                     "protein_mg_per_100g",
                                                                     "fat_mg_per_100g",
                                                                     "carbohydrate_mg_per_100g",
                                                                     "allergens",
                                                                     "controlled",
                                                                     "menu_allowed"};
    return *kColumns;
  }
  const std::vector<std::string>& optional_columns() const override {
    static const auto* const kColumns = [] {
      auto* columns =
          new std::vector<std::string>{"pack_gtin",    "inn",         "strength",
                                       "form",         "route",       "codes",
                                       "hazard_class", "dietary_use", "vital_classes_by_kind",
                                       "substitutes",  "kit_contents"};
      columns->insert(columns->end(), NutrientFields().begin() + kMainNutrients,
                      NutrientFields().end());
      return columns;
    }();
    return *kColumns;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow&) const override { return std::nullopt; }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    size_t before = problems->size();
    Cells cells(&group[0], problems);
    auto request = std::make_unique<CreateItemRequest>();
    request->set_item_id(cells.Id("item"));
    Item* item = request->mutable_item();
    AddNames(cells, item->mutable_display_names());
    item->set_category(cells.Id("category"));
    item->set_base_unit(cells.WordIn<inventory::v1::BaseUnit>("base_unit"));
    item->set_vital_class(cells.WordIn<inventory::v1::VitalClass>("vital_class"));
    AddParts(cells, "vital_classes_by_kind", item->mutable_vital_classes_by_kind(),
             ParseVitalClassOfKind);
    item->set_storage_class(cells.Id("storage_class"));
    item->set_hazard_class(
        cells.WordIn<HazardClass>("hazard_class", inventory::v1::HAZARD_CLASS_UNSPECIFIED));
    AddMedicine(cells, item);
    AddParts(cells, "codes", item->mutable_codes(), ParseItemCode);
    AddPack(cells, item);
    item->set_grams_per_unit(cells.Number("grams_per_unit", 0, kMostOfItem, 0));
    item->set_density_mg_per_ml(cells.Number("density_mg_per_ml", 0, kMostOfItem, 0));
    AddNutrients(cells, item);
    for (absl::string_view id :
         absl::StrSplit(cells.Text("allergens"), ';', absl::SkipWhitespace())) {
      item->add_allergens(std::string(id));
    }
    item->set_controlled(cells.YesNo("controlled"));
    item->set_menu_allowed(cells.YesNo("menu_allowed"));
    item->set_dietary_use(DietaryUseOf(cells, item->menu_allowed()));
    AddParts(cells, "substitutes", item->mutable_substitutes(), ParseSubstitute);
    AddParts(cells, "kit_contents", item->mutable_kit_contents(), ParseKitContent);
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    std::string id = request->item_id();
    const bool names_others = item->substitutes_size() + item->kit_contents_size() > 0;
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<CreateItemResponse>(),
                                     .id_kind = name(),
                                     .natural_key = {id},
                                     .after_all_before = names_others,
                                     .rows = group});
    return commands;
  }
};

}  // namespace

std::unique_ptr<ImportKind> MakeItemImport(const ImportFacts*) {
  return std::make_unique<ItemImport>();
}

}  // namespace waystation::cli
