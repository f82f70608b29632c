#include "clients/cli/catalogue/item_show.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/catalogue/pack_text.h"
#include "clients/cli/context.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/stock.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Item;

std::string ShowStorage(const std::string& id, Context* context) {
  inventory::v1::GetStorageClassRequest request;
  request.set_name("storageClasses/" + id);
  auto response = context->client().Read<inventory::v1::GetStorageClassResponse>(request);
  if (absl::IsNotFound(response.status())) return id + " (class not described)";
  if (!response.ok()) return id;
  const auto& row = response->storage_class();
  std::string text =
      absl::StrCat(context->NameIn(row.display_names(), id), " (", id, "): ", FormatRange(row));
  if (row.freeze_sensitive()) text += ", never frozen";
  const std::string out = FormatOutOfRange(row);
  if (!out.empty()) absl::StrAppend(&text, "; out of range: ", out);
  return text;
}

void AddMedicine(const Item& item, Table* table) {
  if (!item.has_medicine()) return;
  const auto& medicine = item.medicine();
  table->Add({"INN", medicine.inn()});
  table->Add({"strength", medicine.strength()});
  table->Add({"form", medicine.form()});
  if (!medicine.route().empty()) table->Add({"route", medicine.route()});
}

void AddFood(const Item& item, Table* table) {
  if (item.dietary_use() != inventory::v1::DIETARY_USE_UNSPECIFIED) {
    table->Add({"dietary use", PlainWord(item.dietary_use())});
  }
  if (item.has_nutrients()) {
    for (const auto& [what, amount] : FormatNutrients(item.nutrients())) {
      table->Add({what + " in 100 g", amount});
    }
  }
  for (const std::string& allergen : item.allergens()) table->Add({"allergen", allergen});
  table->Add({"in menus", item.menu_allowed() ? "yes" : "no"});
}

// Its name, or its id while it is not known.
std::string ItemNameIn(const std::string& item, Context* context) {
  const absl::StatusOr<Item> found = context->FindItem(item);
  return found.ok() ? context->NameIn(found->display_names(), ShortName(item)) : ShortName(item);
}

void PrintKit(const Item& item, Context* context) {
  if (item.kit_contents().empty()) return;
  Table table({{"one holds"}, {"name"}, {"quantity", Align::kRight}});
  for (const auto& content : item.kit_contents()) {
    const absl::StatusOr<Item> found = context->FindItem(content.item());
    const auto unit = found.ok() ? found->base_unit() : inventory::v1::BASE_UNIT_EACH;
    table.Add({ShortName(content.item()), ItemNameIn(content.item(), context),
               FormatQuantity(content.quantity(), unit)});
  }
  context->Print(table, "");
}

// Of lots that have not expired, over all places.
absl::StatusOr<std::string> UsableAt(const std::string& facility, const Item& item,
                                     Context* context) {
  inventory::v1::GetStockBalanceRequest request;
  request.set_facility(facility);
  request.set_item(item.name());
  auto response = context->client().Read<inventory::v1::GetStockBalanceResponse>(request);
  if (!response.ok()) return response.status();
  return FormatQuantity(response->closing_quantity() - response->expired_quantity(),
                        item.base_unit());
}

}  // namespace

void PrintItem(const Item& item, Context* context) {
  if (context->json()) return;
  context->PrintHeading(absl::StrCat(item.name(), "  ", context->NameIn(item.display_names(), "")));
  Table table({{""}, {""}});
  if (item.has_merge()) {
    table.Add(
        {"ALIAS of", absl::StrCat(ShortName(item.merge().into()), " since ",
                                  FormatTime(item.merge().merge_time(), absl::LocalTimeZone()))});
    table.Add(
        {"because", absl::StrCat(item.merge().reason(), " (", item.merge().merged_by(), ")")});
  }
  for (const auto& alias : item.aliases()) {
    table.Add({"alias", absl::StrCat(ShortName(alias.item()), "  ",
                                     context->NameIn(alias.display_names(), ""))});
  }
  for (const auto& name : item.display_names()) table.Add({name.language(), name.text()});
  table.Add({"category", item.category()});
  AddMedicine(item, &table);
  for (const auto& code : item.codes()) table.Add({code.system() + " code", code.code()});
  table.Add({"counted in", PlainWord(item.base_unit())});
  table.Add({"class", PlainWord(item.vital_class())});
  for (const auto& of_kind : item.vital_classes_by_kind()) {
    table.Add({absl::StrCat("  at a ", PlainWord(of_kind.facility_kind())),
               PlainWord(of_kind.vital_class())});
  }
  table.Add({"storage", ShowStorage(item.storage_class(), context)});
  table.Add({"hazard", item.hazard_class() == inventory::v1::HAZARD_CLASS_UNSPECIFIED
                           ? "not said"
                           : PlainWord(item.hazard_class())});
  if (item.controlled()) table.Add({"controlled", "yes"});
  for (const auto& pack : item.packs()) {
    table.Add({"pack", ShowPack(pack, item.base_unit())});
  }
  AddFood(item, &table);
  table.Add({"etag", item.etag()});
  context->Print(table, "");
  PrintKit(item, context);
}

absl::Status PrintSubstitutes(const Item& item, const std::string& facility, Context* context) {
  if (item.substitutes().empty() || context->json()) return absl::OkStatus();
  Table table({{"may stand in"},
               {"name"},
               {facility.empty() ? "" : "usable at " + ShortName(facility), Align::kRight},
               {"heed"}});
  for (const auto& substitute : item.substitutes()) {
    std::string usable;
    absl::StatusOr<Item> found = context->FindItem(substitute.item());
    if (!found.ok()) return found.status();
    if (!facility.empty()) {
      absl::StatusOr<std::string> stock = UsableAt(facility, *found, context);
      if (!stock.ok()) return stock.status();
      usable = *std::move(stock);
    }
    table.Add({ShortName(substitute.item()), ItemNameIn(substitute.item(), context), usable,
               substitute.note()});
  }
  context->Print(table, "");
  if (item.has_medicine()) {
    context->PrintLine("A medicine is never exchanged by itself: whoever prescribes decides.");
  }
  return absl::OkStatus();
}

void PrintSameIdentity(const google::protobuf::RepeatedPtrField<std::string>& items,
                       Context* context) {
  if (items.empty()) return;
  std::vector<std::string> names;
  for (const std::string& item : items) names.push_back(ShortName(item));
  context->PrintLine(absl::StrCat("The same medicine is there as ", absl::StrJoin(names, ", "),
                                  ": look whether one of them is meant, since stock of one is not "
                                  "found under the other."));
}

}  // namespace waystation::cli
