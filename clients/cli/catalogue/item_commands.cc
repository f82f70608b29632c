#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/catalogue/item_entry.h"
#include "clients/cli/catalogue/item_show.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::Item;

struct MergeEntry {
  std::string id;
  std::string into;
  std::string reason;
  std::string by;
};

struct ItemQuestion {
  std::string id;
  std::string at;
  std::string category;
  std::string vital_class;
  std::string kind;
  std::string text;
  int limit = 0;
};

absl::Status ListItems(const ItemQuestion& question, Context* context) {
  inventory::v1::ListItemsRequest request;
  request.set_category(question.category);
  request.set_text(question.text);
  if (!question.vital_class.empty()) {
    auto vital = ParseWord<inventory::v1::VitalClass>(question.vital_class);
    if (!vital.ok()) return WrongOption("--class", vital.status());
    request.set_vital_class(*vital);
  }
  if (!question.kind.empty()) {
    auto kind = ParseWord<facility::v1::FacilityKind>(question.kind);
    if (!kind.ok()) return WrongOption("--kind", kind.status());
    request.set_facility_kind(*kind);
  }
  inventory::v1::ListItemsResponse told;
  auto response = ReadPages<inventory::v1::ListItemsResponse>(
      request, question.limit, [](auto& page) { return page.mutable_items(); }, context,
      [&](const auto& page) { told.mutable_alias_matches()->MergeFrom(page.alias_matches()); });
  if (!response.ok()) return response.status();
  *response->mutable_alias_matches() = told.alias_matches();
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
    inventory::v1::VitalClass vital = item.vital_class();
    for (const auto& of_kind : item.vital_classes_by_kind()) {
      if (of_kind.facility_kind() == request.facility_kind()) vital = of_kind.vital_class();
    }
    table.Add({ShortName(item.name()), context->NameIn(item.display_names(), ""), item.category(),
               PlainWord(vital), BaseUnitName(item.base_unit()), item.storage_class(), packs});
  }
  context->Print(table, "no items");
  for (const auto& match : response->alias_matches()) {
    context->PrintLine(
        absl::StrCat(ShortName(match.item()), ": found by its alias ", ShortName(match.alias())));
  }
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::Status ShowItem(const ItemQuestion& question, Context* context) {
  inventory::v1::GetItemRequest request;
  request.set_name(ItemName(question.id));
  auto response = context->client().Read<inventory::v1::GetItemResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintItem(response->item(), context);
  if (response->has_kept_item()) PrintItem(response->kept_item(), context);
  const Item& kept = response->has_kept_item() ? response->kept_item() : response->item();
  return PrintSubstitutes(kept, question.at.empty() ? "" : FacilityName(question.at), context);
}

absl::Status CreateItem(const ItemEntry& entry, const CLI::App* command, Context* context) {
  inventory::v1::CreateItemRequest request;
  request.set_item_id(entry.id);
  std::vector<std::string> fields;
  Item* item = request.mutable_item();
  if (absl::Status status = FillItem(entry, command, item, &fields); !status.ok()) return status;
  auto unit = ParseWord<inventory::v1::BaseUnit>(entry.unit);
  if (!unit.ok()) return WrongOption("--unit", unit.status());
  item->set_base_unit(*unit);
  item->set_storage_class(entry.storage_class);
  auto response = context->client().Write<inventory::v1::CreateItemResponse>(
      std::move(request), "item create " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintItem(response->item(), context);
  PrintSameIdentity(response->same_identity_items(), context);
  return absl::OkStatus();
}

absl::Status UpdateItem(const ItemEntry& entry, const CLI::App* command, Context* context) {
  inventory::v1::GetItemRequest get;
  get.set_name(ItemName(entry.id));
  auto before = context->client().Read<inventory::v1::GetItemResponse>(get);
  if (!before.ok()) return before.status();
  inventory::v1::UpdateItemRequest request;
  *request.mutable_item() = before->item();
  std::vector<std::string> fields;
  absl::Status status = FillItem(entry, command, request.mutable_item(), &fields);
  if (!status.ok()) return status;
  if (fields.empty())
    return WrongOption("update", "got nothing to change, want at least one option");
  for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
  auto response = context->client().Write<inventory::v1::UpdateItemResponse>(
      std::move(request), "item update " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintItem(response->item(), context);
  PrintSameIdentity(response->same_identity_items(), context);
  return absl::OkStatus();
}

absl::Status MergeItem(const MergeEntry& entry, Context* context) {
  inventory::v1::MergeItemRequest request;
  request.set_name(ItemName(entry.id));
  request.set_into(ItemName(entry.into));
  request.set_reason(entry.reason);
  request.set_merged_by(entry.by);
  auto response = context->client().Write<inventory::v1::MergeItemResponse>(
      std::move(request), absl::StrCat("item merge ", entry.id, " ", entry.into));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintItem(response->kept_item(), context);
  context->PrintLine(absl::StrCat(ShortName(response->item().name()), " is an alias of ",
                                  ShortName(response->kept_item().name()), " from now on"));
  for (const std::string& changed : response->changed_items()) {
    context->PrintLine(absl::StrCat(ShortName(changed), " names the kept item now"));
  }
  for (const std::string& facility : response->facilities()) {
    context->PrintLine(absl::StrCat(ShortName(facility),
                                    ": what it has left of it is moved in its "
                                    "book (`waystation movement list --at ",
                                    ShortName(facility), "`)"));
  }
  return absl::OkStatus();
}

}  // namespace

void AddItemCommands(CLI::App* app, Context* context) {
  CLI::App* item = app->add_subcommand("item", "The catalogue: what can be stocked");
  item->require_subcommand(1);

  auto listing = std::make_shared<ItemQuestion>();
  CLI::App* list = item->add_subcommand("list", "Items by category, class and text");
  list->add_option("--category", listing->category, "Only this category");
  list->add_option("--class", listing->vital_class,
                   "Only this class: " + WordsOf<inventory::v1::VitalClass>());
  list->add_option("--kind", listing->kind,
                   "Classes at this kind of facility: " + WordsOf<facility::v1::FacilityKind>());
  list->add_option("--text", listing->text,
                   "Only with these words, in any order, in the id, a code or a name of any "
                   "language, or with this GTIN; best match first");
  list->add_option("--limit", listing->limit, "At most so many; 0: all")->check(CheckCount);
  list->footer("Example:\n  waystation item list --text \"paracetamol 500\"");
  list->callback([=] { context->action = [=] { return ListItems(*listing, context); }; });

  auto showing = std::make_shared<ItemQuestion>();
  CLI::App* show = item->add_subcommand("show", "One item");
  show->add_option("item", showing->id, "Its id")->required();
  show->add_option("--at", showing->at,
                   "Facility: how much is usable there of what may stand in (in a table)");
  show->footer("Example:\n  waystation item show rice-white --at mobile-cafeteria-1");
  show->callback([=] { context->action = [=] { return ShowItem(*showing, context); }; });

  auto creating = std::make_shared<ItemEntry>();
  CLI::App* create = item->add_subcommand("create", "Add an item");
  AddItemFields(create, creating.get());
  create->get_option("--category")->required();
  create->get_option("--class")->required();
  create
      ->add_option("--unit", creating->unit,
                   "What it is counted in, for good: " + WordsOf<inventory::v1::BaseUnit>())
      ->required();
  create->footer(
      "Example:\n  waystation item create zinc-20mg-tablet --name-en \"Zinc 20 mg tablet\" \\\n"
      "    --category medicine --unit each --class essential --pack \"box of 100=100\" \\\n"
      "    --inn zinc --strength \"20 mg\" --form tablet --code atc=A12CB01");
  create->callback(
      [=] { context->action = [=] { return CreateItem(*creating, create, context); }; });

  auto merging = std::make_shared<MergeEntry>();
  CLI::App* merge = item->add_subcommand("merge", "Two items are one thing: one becomes an alias");
  merge->add_option("duplicate", merging->id, "The item that becomes an alias, for good")
      ->required();
  merge->add_option("into", merging->into, "The item to keep")->required();
  merge->add_option("--reason", merging->reason, "Why they are one thing")->required();
  merge->add_option("--by", merging->by, "Who found it: an opaque id, never a name")->required();
  merge->footer(
      "Its stock moves to the kept item in every book, its names and barcodes find it, and there\n"
      "is no way back.\n"
      "Example:\n  waystation item merge zinc-tabs zinc-20mg-tablet --reason \"typed in twice\" "
      "--by pharmacist-2");
  merge->callback([=] { context->action = [=] { return MergeItem(*merging, context); }; });

  auto updating = std::make_shared<ItemEntry>();
  CLI::App* update = item->add_subcommand("update", "Change an item");
  AddItemFields(update, updating.get());
  update->footer(
      "The barcode of a pack:\n  waystation item update zinc-20mg-tablet --gtin "
      "\"box of 100=09506000134352\"\n"
      "Example:\n  waystation item update zinc-20mg-tablet --class normal "
      "--class-at health-post=vital");
  update->callback(
      [=] { context->action = [=] { return UpdateItem(*updating, update, context); }; });
}

}  // namespace waystation::cli
