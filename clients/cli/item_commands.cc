#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/pack_text.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::Item;

// Options of create and update; only those given are used.
struct Entry {
  std::string id;
  std::map<std::string, std::string> names;
  std::string category;
  std::string unit;
  std::string vital_class;
  std::string storage_class = "ambient";
  std::vector<std::string> packs;
  std::vector<std::string> gtins;
  std::vector<std::string> allergens;
  int64_t grams_per_unit = 0;
  int64_t density = 0;
  std::string controlled;
  std::string menu_allowed;
  std::string text;
  int limit = 0;
};

// "box of 100=100".
absl::StatusOr<inventory::v1::Pack> ParsePack(const std::string& text) {
  size_t equals = text.rfind('=');
  int64_t quantity = 0;
  if (equals == std::string::npos || equals == 0 ||
      !absl::SimpleAtoi(text.substr(equals + 1), &quantity) || quantity < 1) {
    return WrongOption("--pack",
                       absl::StrCat("got \"", Quotable(text),
                                    "\", want NAME=BASE UNITS such as \"box of 100=100\""));
  }
  inventory::v1::Pack pack;
  pack.set_name(text.substr(0, equals));
  pack.set_quantity(quantity);
  return pack;
}

// Puts what was given into `item` and its field names into `fields`.
absl::Status Fill(const Entry& entry, const CLI::App* command, Item* item,
                  std::vector<std::string>* fields) {
  auto given = [&](const char* option, const char* field) {
    bool there = command->count(option) > 0;
    if (there) fields->push_back(field);
    return there;
  };
  *item->mutable_display_names() = NamesOf(entry.names);
  if (!item->display_names().empty()) fields->push_back("display_names");
  if (given("--category", "category")) item->set_category(entry.category);
  if (given("--class", "vital_class")) {
    auto vital = ParseWord<inventory::v1::VitalClass>(entry.vital_class);
    if (!vital.ok()) return WrongOption("--class", vital.status());
    item->set_vital_class(*vital);
  }
  if (given("--storage", "storage_class")) item->set_storage_class(entry.storage_class);
  if (given("--pack", "packs")) {
    for (const std::string& text : entry.packs) {
      absl::StatusOr<inventory::v1::Pack> pack = ParsePack(text);
      if (!pack.ok()) return pack.status();
      *item->add_packs() = *std::move(pack);
    }
  }
  if (given("--allergen", "allergens")) {
    for (const std::string& allergen : entry.allergens) item->add_allergens(allergen);
  }
  if (given("--grams-per-unit", "grams_per_unit")) item->set_grams_per_unit(entry.grams_per_unit);
  if (given("--density", "density_mg_per_ml")) item->set_density_mg_per_ml(entry.density);
  if (given("--controlled", "controlled")) item->set_controlled(entry.controlled == "yes");
  if (given("--menu-allowed", "menu_allowed")) item->set_menu_allowed(entry.menu_allowed == "yes");
  return absl::OkStatus();
}

void PrintItem(const Item& item, Context* context) {
  context->PrintHeading(absl::StrCat(item.name(), "  ", context->NameIn(item.display_names(), "")));
  Table table({{""}, {""}});
  for (const auto& name : item.display_names()) table.Add({name.language(), name.text()});
  table.Add({"category", item.category()});
  table.Add({"counted in", PlainWord(item.base_unit())});
  table.Add({"class", PlainWord(item.vital_class())});
  table.Add({"storage", item.storage_class()});
  for (const auto& pack : item.packs()) {
    table.Add({"pack", ShowPack(pack, item.base_unit())});
  }
  if (item.has_nutrients()) {
    table.Add({"per 100 g", absl::StrCat(item.nutrients().energy_kcal_per_100g(), " kcal")});
  }
  for (const std::string& allergen : item.allergens()) table.Add({"allergen", allergen});
  if (item.controlled()) table.Add({"controlled", "yes"});
  table.Add({"in menus", item.menu_allowed() ? "yes" : "no"});
  table.Add({"etag", item.etag()});
  context->Print(table, "");
}

absl::Status List(const Entry& entry, Context* context) {
  inventory::v1::ListItemsRequest request;
  request.set_category(entry.category);
  request.set_text(entry.text);
  if (!entry.vital_class.empty()) {
    auto vital = ParseWord<inventory::v1::VitalClass>(entry.vital_class);
    if (!vital.ok()) return WrongOption("--class", vital.status());
    request.set_vital_class(*vital);
  }
  auto response = ReadPages<inventory::v1::ListItemsResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_items(); }, context);
  if (!response.ok()) return response.status();
  // All are kept for days without a link, whichever were asked for.
  static_cast<void>(context->Items());
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading("Items");
  Table table(
      {{"item"}, {"name"}, {"category"}, {"class"}, {"counted in"}, {"storage"}, {"packs"}});
  for (const Item& item : response->items()) {
    std::string packs;
    for (const auto& pack : item.packs()) {
      absl::StrAppend(&packs, packs.empty() ? "" : ", ", pack.name());
    }
    table.Add({ShortName(item.name()), context->NameIn(item.display_names(), ""), item.category(),
               PlainWord(item.vital_class()), BaseUnitName(item.base_unit()), item.storage_class(),
               packs});
  }
  context->Print(table, "no items");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::Status Show(const Entry& entry, Context* context) {
  inventory::v1::GetItemRequest request;
  request.set_name(ItemName(entry.id));
  auto response = context->client().Read<inventory::v1::GetItemResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintItem(response->item(), context);
  return absl::OkStatus();
}

absl::Status Create(const Entry& entry, const CLI::App* command, Context* context) {
  inventory::v1::CreateItemRequest request;
  request.set_item_id(entry.id);
  std::vector<std::string> fields;
  Item* item = request.mutable_item();
  if (absl::Status status = Fill(entry, command, item, &fields); !status.ok()) return status;
  auto unit = ParseWord<inventory::v1::BaseUnit>(entry.unit);
  if (!unit.ok()) return WrongOption("--unit", unit.status());
  item->set_base_unit(*unit);
  item->set_storage_class(entry.storage_class);
  if (absl::Status status = SetGtins(entry.gtins, item->mutable_packs()); !status.ok()) {
    return status;
  }
  auto response = context->client().Write<inventory::v1::CreateItemResponse>(
      std::move(request), "item create " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintItem(response->item(), context);
  return absl::OkStatus();
}

absl::Status Update(const Entry& entry, const CLI::App* command, Context* context) {
  inventory::v1::UpdateItemRequest request;
  std::vector<std::string> fields;
  Item* item = request.mutable_item();
  if (absl::Status status = Fill(entry, command, item, &fields); !status.ok()) return status;
  const bool new_packs = !item->packs().empty();
  if (!new_packs && !entry.gtins.empty()) fields.push_back("packs");
  if (fields.empty())
    return WrongOption("update", "got nothing to change, want at least one option");
  inventory::v1::GetItemRequest get;
  get.set_name(ItemName(entry.id));
  auto before = context->client().Read<inventory::v1::GetItemResponse>(get);
  if (!before.ok()) return before.status();
  item->set_name(get.name());
  item->set_etag(before->item().etag());
  // One new name is not to take away the others.
  *item->mutable_display_names() = WithNames(before->item().display_names(), entry.names);
  if (new_packs) {
    KeepPackFacts(before->item().packs(), item->mutable_packs());
  } else {
    *item->mutable_packs() = before->item().packs();
  }
  if (absl::Status status = SetGtins(entry.gtins, item->mutable_packs()); !status.ok()) {
    return status;
  }
  for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
  auto response = context->client().Write<inventory::v1::UpdateItemResponse>(
      std::move(request), "item update " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintItem(response->item(), context);
  return absl::OkStatus();
}

void AddFields(CLI::App* command, Entry* entry) {
  command->add_option("item", entry->id, "Its id: a-z, 0-9 and -")->required();
  for (const char* language : {"az", "hy", "ru", "en"}) {
    command->add_option(absl::StrCat("--name-", language), entry->names[language],
                        absl::StrCat("Its name in ", language));
  }
  command->add_option("--category", entry->category, "Such as medicine, cereals, fuel");
  command->add_option("--class", entry->vital_class,
                      "How bad it is to be without: " + WordsOf<inventory::v1::VitalClass>());
  command->add_option("--storage", entry->storage_class,
                      "ambient, cool, refrigerated, frozen or flammable");
  command->add_option("--pack", entry->packs,
                      "NAME=BASE UNITS, such as \"box of 100=100\"; repeat it");
  command
      ->add_option("--gtin", entry->gtins,
                   "PACK=GTIN, the number in a pack's barcode, such as "
                   "\"box of 100=09506000134352\"; repeat it")
      ->allow_extra_args(false);
  command->add_option("--allergen", entry->allergens, "Such as gluten; repeat it");
  command->add_option("--grams-per-unit", entry->grams_per_unit, "Weight of one piece");
  command->add_option("--density", entry->density, "Milligrams a millilitre");
  auto yes_no = CLI::IsMember({"yes", "no"});
  command->add_option("--controlled", entry->controlled, "Under legal control: yes or no")
      ->check(yes_no);
  command->add_option("--menu-allowed", entry->menu_allowed, "May be in menus: yes or no")
      ->check(yes_no);
}

}  // namespace

void AddItemCommands(CLI::App* app, Context* context) {
  CLI::App* item = app->add_subcommand("item", "The catalogue: what can be stocked");
  item->require_subcommand(1);

  auto listing = std::make_shared<Entry>();
  CLI::App* list = item->add_subcommand("list", "Items by category, class and text");
  list->add_option("--category", listing->category, "Only this category");
  list->add_option("--class", listing->vital_class,
                   "Only this class: " + WordsOf<inventory::v1::VitalClass>());
  list->add_option("--text", listing->text,
                   "Only with this in the id or a name of any language, or with this GTIN");
  list->add_option("--limit", listing->limit, "At most so many; 0: all")->check(CheckCount);
  list->footer("Example:\n  waystation item list --text paracetamol");
  list->callback([=] { context->action = [=] { return List(*listing, context); }; });

  auto showing = std::make_shared<Entry>();
  CLI::App* show = item->add_subcommand("show", "One item");
  show->add_option("item", showing->id, "Its id")->required();
  show->footer("Example:\n  waystation item show rice-white");
  show->callback([=] { context->action = [=] { return Show(*showing, context); }; });

  auto creating = std::make_shared<Entry>();
  CLI::App* create = item->add_subcommand("create", "Add an item");
  AddFields(create, creating.get());
  create->get_option("--category")->required();
  create->get_option("--class")->required();
  create
      ->add_option("--unit", creating->unit,
                   "What it is counted in, for good: " + WordsOf<inventory::v1::BaseUnit>())
      ->required();
  create->footer(
      "Example:\n  waystation item create zinc-20mg-tablet --name-en \"Zinc 20 mg tablet\" \\\n"
      "    --category medicine --unit each --class essential --pack \"box of 100=100\"");
  create->callback([=] { context->action = [=] { return Create(*creating, create, context); }; });

  auto updating = std::make_shared<Entry>();
  CLI::App* update = item->add_subcommand("update", "Change an item");
  AddFields(update, updating.get());
  update->footer(
      "The barcode of a pack:\n  waystation item update zinc-20mg-tablet --gtin "
      "\"box of 100=09506000134352\"\n"
      "Example:\n  waystation item update zinc-20mg-tablet --class vital");
  update->callback([=] { context->action = [=] { return Update(*updating, update, context); }; });
}

}  // namespace waystation::cli
