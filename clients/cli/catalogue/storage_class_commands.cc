#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/names.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::StorageClass;

// Options of create and update; only those given are used.
struct StorageClassEntry {
  std::string id;
  std::map<std::string, std::string> names;
  std::string min;
  std::string max;
  std::string freeze_sensitive;
  std::string light;
  std::string moisture;
  int64_t allowed_minutes = 0;
  std::string allowed_up_to;
  std::string source;
  std::string note;
  int limit = 0;
};

std::string StorageClassName(const std::string& id) {
  constexpr char kPrefix[] = "storageClasses/";
  return id.rfind(kPrefix, 0) == 0 ? id : kPrefix + id;
}

// A temperature, or "none", which `clear` takes.
template <typename Set, typename Clear>
absl::Status TakeCelsius(const char* option, const std::string& text, Set set, Clear clear) {
  if (text == "none") {
    clear();
    return absl::OkStatus();
  }
  const absl::StatusOr<int64_t> celsius = ParseCelsius(text);
  if (!celsius.ok()) return WrongOption(option, celsius.status());
  set(*celsius);
  return absl::OkStatus();
}

// Changes `row` to what was given and adds the names of the fields to `fields`.
absl::Status FillStorageClass(const StorageClassEntry& entry, const CLI::App* command,
                              StorageClass* row, std::vector<std::string>* fields) {
  auto given = [&](const char* option, const char* field) {
    if (command->count(option) == 0) return false;
    if (fields->empty() || fields->back() != field) fields->push_back(field);
    return true;
  };
  if (!NamesOf(entry.names).empty()) fields->push_back("display_names");
  *row->mutable_display_names() = WithNames(row->display_names(), entry.names);
  absl::Status status;
  if (given("--min", "min_temperature_millicelsius")) {
    status = TakeCelsius(
        "--min", entry.min, [&](int64_t c) { row->set_min_temperature_millicelsius(c); },
        [&] { row->clear_min_temperature_millicelsius(); });
  }
  if (status.ok() && given("--max", "max_temperature_millicelsius")) {
    status = TakeCelsius(
        "--max", entry.max, [&](int64_t c) { row->set_max_temperature_millicelsius(c); },
        [&] { row->clear_max_temperature_millicelsius(); });
  }
  if (given("--allowed-minutes", "out_of_range")) {
    row->mutable_out_of_range()->set_max_minutes(entry.allowed_minutes);
  }
  if (status.ok() && given("--allowed-up-to", "out_of_range")) {
    status = TakeCelsius(
        "--allowed-up-to", entry.allowed_up_to,
        [&](int64_t c) { row->mutable_out_of_range()->set_max_temperature_millicelsius(c); },
        [&] { row->clear_out_of_range(); });
  }
  if (given("--freeze-sensitive", "freeze_sensitive")) {
    row->set_freeze_sensitive(entry.freeze_sensitive == "yes");
  }
  if (given("--protect-from-light", "protect_from_light")) {
    row->set_protect_from_light(entry.light == "yes");
  }
  if (given("--protect-from-moisture", "protect_from_moisture")) {
    row->set_protect_from_moisture(entry.moisture == "yes");
  }
  if (given("--source", "source")) row->set_source(entry.source);
  if (given("--note", "note")) row->set_note(entry.note);
  return status;
}

void Print(const StorageClass& row, Context* context) {
  if (context->json()) return;
  context->PrintHeading(absl::StrCat(row.name(), "  ", context->NameIn(row.display_names(), "")));
  Table table({{""}, {""}});
  for (const auto& name : row.display_names()) table.Add({name.language(), name.text()});
  table.Add({"range", FormatRange(row)});
  table.Add({"out of it", FormatOutOfRange(row)});
  table.Add({"freezing", row.freeze_sensitive() ? "spoils it" : "not known to spoil it"});
  if (row.protect_from_light()) table.Add({"light", "protect from it"});
  if (row.protect_from_moisture()) table.Add({"moisture", "protect from it"});
  if (!row.note().empty()) table.Add({"note", row.note()});
  if (!row.source().empty()) table.Add({"source", row.source()});
  table.Add({"etag", row.etag()});
  context->Print(table, "");
}

absl::Status ListStorageClasses(const StorageClassEntry& entry, Context* context) {
  auto response = ReadPages<inventory::v1::ListStorageClassesResponse>(
      inventory::v1::ListStorageClassesRequest(), entry.limit,
      [](auto& page) { return page.mutable_storage_classes(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading("Storage classes");
  Table table({{"class"},
               {"name", Align::kLeft, Fit::kElide},
               {"range"},
               {"out of it"},
               {"freezing"},
               {"source", Align::kLeft, Fit::kElide}});
  for (const StorageClass& row : response->storage_classes()) {
    table.Add({ShortName(row.name()), context->NameIn(row.display_names(), ""), FormatRange(row),
               FormatOutOfRange(row), row.freeze_sensitive() ? "spoils it" : "", row.source()});
  }
  context->Print(table, "no storage class is described");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::StatusOr<StorageClass> GetStorageClass(const std::string& id, Context* context) {
  inventory::v1::GetStorageClassRequest request;
  request.set_name(StorageClassName(id));
  auto response = context->client().Read<inventory::v1::GetStorageClassResponse>(request);
  if (!response.ok()) return response.status();
  return *std::move(*response).mutable_storage_class();
}

absl::Status ShowStorageClass(const StorageClassEntry& entry, Context* context) {
  absl::StatusOr<StorageClass> row = GetStorageClass(entry.id, context);
  if (!row.ok()) return row.status();
  context->PrintJson(*row);
  Print(*row, context);
  return absl::OkStatus();
}

absl::Status CreateStorageClass(const StorageClassEntry& entry, const CLI::App* command,
                                Context* context) {
  inventory::v1::CreateStorageClassRequest request;
  request.set_storage_class_id(entry.id);
  std::vector<std::string> fields;
  absl::Status status = FillStorageClass(entry, command, request.mutable_storage_class(), &fields);
  if (!status.ok()) return status;
  auto response = context->client().Write<inventory::v1::CreateStorageClassResponse>(
      std::move(request), "storage-class create " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  Print(response->storage_class(), context);
  return absl::OkStatus();
}

absl::Status UpdateStorageClass(const StorageClassEntry& entry, const CLI::App* command,
                                Context* context) {
  absl::StatusOr<StorageClass> before = GetStorageClass(entry.id, context);
  if (!before.ok()) return before.status();
  inventory::v1::UpdateStorageClassRequest request;
  *request.mutable_storage_class() = *std::move(before);
  std::vector<std::string> fields;
  absl::Status status = FillStorageClass(entry, command, request.mutable_storage_class(), &fields);
  if (!status.ok()) return status;
  if (fields.empty())
    return WrongOption("update", "got nothing to change, want at least one option");
  for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
  auto response = context->client().Write<inventory::v1::UpdateStorageClassResponse>(
      std::move(request), "storage-class update " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  Print(response->storage_class(), context);
  return absl::OkStatus();
}

void AddStorageClassFields(CLI::App* command, StorageClassEntry* entry) {
  command->add_option("class", entry->id, "Its id: a-z, 0-9 and -")->required();
  for (const char* language : {"az", "hy", "ru", "en"}) {
    command->add_option(absl::StrCat("--name-", language), entry->names[language],
                        absl::StrCat("Its name in ", language));
  }
  command->add_option("--min", entry->min, "Lowest temperature in degrees Celsius, or none");
  command->add_option("--max", entry->max, "Highest temperature in degrees Celsius, or none");
  command->add_option("--allowed-minutes", entry->allowed_minutes,
                      "Minutes above the highest that do no harm, all together [none]");
  command->add_option("--allowed-up-to", entry->allowed_up_to,
                      "Up to which temperature, with --allowed-minutes; none: not at all");
  auto yes_no = CLI::IsMember({"yes", "no"});
  command
      ->add_option("--freeze-sensitive", entry->freeze_sensitive, "Freezing spoils it: yes or no")
      ->check(yes_no);
  command->add_option("--protect-from-light", entry->light, "yes or no")->check(yes_no);
  command->add_option("--protect-from-moisture", entry->moisture, "yes or no")->check(yes_no);
  command->add_option("--source", entry->source, "Where the limits are from");
  command->add_option("--note", entry->note, "What to heed beside the numbers");
}

}  // namespace

void AddStorageClassCommands(CLI::App* app, Context* context) {
  CLI::App* noun =
      app->add_subcommand("storage-class", "How items are kept: temperatures and more");
  noun->require_subcommand(1);

  auto listing = std::make_shared<StorageClassEntry>();
  CLI::App* list = noun->add_subcommand("list", "All storage classes");
  list->add_option("--limit", listing->limit, "At most so many; 0: all")->check(CheckCount);
  list->footer("Example:\n  waystation storage-class list");
  list->callback([=] { context->action = [=] { return ListStorageClasses(*listing, context); }; });

  auto showing = std::make_shared<StorageClassEntry>();
  CLI::App* show = noun->add_subcommand("show", "One storage class");
  show->add_option("class", showing->id, "Its id")->required();
  show->footer("Example:\n  waystation storage-class show refrigerated");
  show->callback([=] { context->action = [=] { return ShowStorageClass(*showing, context); }; });

  auto creating = std::make_shared<StorageClassEntry>();
  CLI::App* create = noun->add_subcommand("create", "Describe a storage class");
  AddStorageClassFields(create, creating.get());
  create->footer(
      "Example:\n  waystation storage-class create red-cells --name-en \"Red cells\" --min 2 "
      "--max 6 \\\n    --freeze-sensitive yes --source \"Directive 2004/33/EC, annex IV\"");
  create->callback(
      [=] { context->action = [=] { return CreateStorageClass(*creating, create, context); }; });

  auto updating = std::make_shared<StorageClassEntry>();
  CLI::App* update = noun->add_subcommand("update", "Change a storage class");
  AddStorageClassFields(update, updating.get());
  update->footer(
      "Example:\n  waystation storage-class update insulin --allowed-minutes 40320 "
      "--allowed-up-to 30");
  update->callback(
      [=] { context->action = [=] { return UpdateStorageClass(*updating, update, context); }; });
}

}  // namespace waystation::cli
