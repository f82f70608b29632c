#include <limits>

#include "absl/strings/str_split.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "services/inventory/gs1/check_digit.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateItemRequest;
using inventory::v1::CreateItemResponse;
using inventory::v1::Item;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

void AddPack(const Cells& cells, Item* item) {
  bool none = cells.Text("pack_name").empty() && cells.Text("pack_quantity").empty() &&
              cells.Text("pack_gtin").empty();
  if (none) return;
  inventory::v1::Pack* pack = item->add_packs();
  pack->set_name(cells.Text("pack_name"));
  if (pack->name().empty()) cells.Problem("pack_name", "got nothing, want the pack's name");
  pack->set_quantity(cells.Number("pack_quantity", 1, kMost, std::nullopt));
  pack->set_weight_g(cells.Number("pack_weight_g", 0, kMost, 0));
  pack->set_volume_ml(cells.Number("pack_volume_ml", 0, kMost, 0));
  if (cells.Text("pack_gtin").empty()) return;
  pack->set_gtin(
      cells.Need("pack_gtin", inventory::gs1::Gtin14(cells.Text("pack_gtin")), std::string()));
}

void AddNutrients(const Cells& cells, Item* item) {
  constexpr const char* kColumns[] = {"energy_kcal_per_100g", "protein_mg_per_100g",
                                      "fat_mg_per_100g", "carbohydrate_mg_per_100g"};
  bool any = false;
  for (const char* column : kColumns) any = any || !cells.Text(column).empty();
  if (!any) return;
  inventory::v1::Nutrients* nutrients = item->mutable_nutrients();
  // 100 g hold at most 100 g of anything, and 900 kcal.
  nutrients->set_energy_kcal_per_100g(cells.Number(kColumns[0], 0, 900, 0));
  nutrients->set_protein_mg_per_100g(cells.Number(kColumns[1], 0, 100000, 0));
  nutrients->set_fat_mg_per_100g(cells.Number(kColumns[2], 0, 100000, 0));
  nutrients->set_carbohydrate_mg_per_100g(cells.Number(kColumns[3], 0, 100000, 0));
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
  std::vector<std::string> optional_columns() const override { return {"pack_gtin"}; }

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
    item->set_storage_class(cells.Id("storage_class"));
    AddPack(cells, item);
    item->set_grams_per_unit(cells.Number("grams_per_unit", 0, kMost, 0));
    item->set_density_mg_per_ml(cells.Number("density_mg_per_ml", 0, kMost, 0));
    AddNutrients(cells, item);
    for (absl::string_view id :
         absl::StrSplit(cells.Text("allergens"), ';', absl::SkipWhitespace())) {
      item->add_allergens(std::string(id));
    }
    item->set_controlled(cells.YesNo("controlled"));
    item->set_menu_allowed(cells.YesNo("menu_allowed"));
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    std::string id = request->item_id();
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<CreateItemResponse>(),
                                     .id_kind = name(),
                                     .natural_key = {id},
                                     .rows = group});
    return commands;
  }
};

}  // namespace

std::unique_ptr<ImportKind> MakeItemImport(const ImportFacts*) {
  return std::make_unique<ItemImport>();
}

}  // namespace waystation::cli
