#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::StoragePlace;

// Options of all verbs; of create and update only those given are used.
struct PlaceEntry {
  std::string id;
  std::string at;
  std::string kind;
  std::map<std::string, std::string> names;
  std::string storage_class;
  std::string min;
  std::string max;
  std::string note;
  std::string installation;
  std::string item;
  std::string lot;
  std::string decided_by;
  int limit = 0;
};

std::string PlaceName(const PlaceEntry& entry) {
  return absl::StrCat(FacilityName(entry.at), "/storagePlaces/", entry.id);
}

// How cold and warm it gets there.
std::string FormatPlaceRange(const StoragePlace& place) {
  if (!place.storage_class().empty()) return place.storage_class();
  inventory::v1::StorageClass range;
  if (place.has_min_temperature_millicelsius()) {
    range.set_min_temperature_millicelsius(place.min_temperature_millicelsius());
  }
  if (place.has_max_temperature_millicelsius()) {
    range.set_max_temperature_millicelsius(place.max_temperature_millicelsius());
  }
  return FormatRange(range);
}

// A temperature, or "none", which leaves it unstated.
template <typename Set, typename Clear>
absl::Status TakePlaceCelsius(const char* option, const std::string& text, Set set, Clear clear) {
  if (text == "none") {
    clear();
    return absl::OkStatus();
  }
  const absl::StatusOr<int64_t> celsius = ParseCelsius(text);
  if (!celsius.ok()) return WrongOption(option, celsius.status());
  set(*celsius);
  return absl::OkStatus();
}

// A class takes the place of temperatures, and they of it.
absl::Status FillPlaceRange(const PlaceEntry& entry, const CLI::App* command, StoragePlace* place,
                            std::vector<std::string>* fields) {
  if (command->count("--storage-class") > 0) {
    place->set_storage_class(entry.storage_class == "none" ? "" : entry.storage_class);
    if (command->count("--min") == 0) place->clear_min_temperature_millicelsius();
    if (command->count("--max") == 0) place->clear_max_temperature_millicelsius();
  } else if (command->count("--min") + command->count("--max") > 0) {
    place->clear_storage_class();
  } else {
    return absl::OkStatus();
  }
  absl::Status status;
  if (command->count("--min") > 0) {
    status = TakePlaceCelsius(
        "--min", entry.min, [&](int64_t c) { place->set_min_temperature_millicelsius(c); },
        [&] { place->clear_min_temperature_millicelsius(); });
  }
  if (status.ok() && command->count("--max") > 0) {
    status = TakePlaceCelsius(
        "--max", entry.max, [&](int64_t c) { place->set_max_temperature_millicelsius(c); },
        [&] { place->clear_max_temperature_millicelsius(); });
  }
  for (const char* field :
       {"storage_class", "min_temperature_millicelsius", "max_temperature_millicelsius"}) {
    fields->push_back(field);
  }
  return status;
}

// Changes `place` to what was given and adds the names of the fields to `fields`.
absl::Status FillPlace(const PlaceEntry& entry, const CLI::App* command, StoragePlace* place,
                       std::vector<std::string>* fields) {
  if (!NamesOf(entry.names).empty()) fields->push_back("display_names");
  *place->mutable_display_names() = WithNames(place->display_names(), entry.names);
  if (command->count("--kind") > 0) {
    auto kind = ParseWord<inventory::v1::StoragePlaceKind>(entry.kind);
    if (!kind.ok()) return WrongOption("--kind", kind.status());
    place->set_kind(*kind);
    fields->push_back("kind");
  }
  if (command->count("--note") > 0) {
    place->set_note(entry.note);
    fields->push_back("note");
  }
  if (command->count("--installation") > 0) {
    place->set_installation(entry.installation == "none" ? "" : entry.installation);
    fields->push_back("installation");
  }
  return FillPlaceRange(entry, command, place, fields);
}

void PrintPlace(const StoragePlace& place, Context* context) {
  if (context->json()) return;
  context->PrintHeading(
      absl::StrCat(place.name(), "  ", context->NameIn(place.display_names(), "")));
  Table table({{""}, {""}});
  for (const auto& name : place.display_names()) table.Add({name.language(), name.text()});
  table.Add({"kind", PlainWord(place.kind())});
  table.Add({"state", PlainWord(place.state())});
  table.Add({"kept at", FormatPlaceRange(place)});
  if (!place.installation().empty()) table.Add({"installation", place.installation()});
  if (place.exposure_count() > 0) {
    table.Add({"out of range", absl::StrCat(place.exposure_count(), " lots")});
  }
  if (!place.note().empty()) table.Add({"note", place.note()});
  table.Add({"etag", place.etag()});
  context->Print(table, "");
}

absl::Status ListPlaces(const PlaceEntry& entry, Context* context) {
  inventory::v1::ListStoragePlacesRequest request;
  request.set_parent(FacilityName(entry.at));
  auto response = ReadPages<inventory::v1::ListStoragePlacesResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_storage_places(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Storage places of ", ShortName(request.parent())));
  Table table({{"place"},
               {"name", Align::kLeft, Fit::kElide},
               {"kind"},
               {"state"},
               {"kept at"},
               {"installation"},
               {"out of range", Align::kRight}});
  for (const StoragePlace& place : response->storage_places()) {
    table.Add({ShortName(place.name()), context->NameIn(place.display_names(), ""),
               PlainWord(place.kind()), PlainWord(place.state()), FormatPlaceRange(place),
               place.installation(),
               place.exposure_count() == 0 ? "" : absl::StrCat(place.exposure_count(), " lots")});
  }
  context->Print(table, "no storage place is registered");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::StatusOr<StoragePlace> GetPlace(const PlaceEntry& entry, Context* context) {
  inventory::v1::GetStoragePlaceRequest request;
  request.set_name(PlaceName(entry));
  auto response = context->client().Read<inventory::v1::GetStoragePlaceResponse>(request);
  if (!response.ok()) return response.status();
  return *std::move(*response).mutable_storage_place();
}

absl::Status ShowPlace(const PlaceEntry& entry, Context* context) {
  absl::StatusOr<StoragePlace> place = GetPlace(entry, context);
  if (!place.ok()) return place.status();
  context->PrintJson(*place);
  PrintPlace(*place, context);
  return absl::OkStatus();
}

absl::Status CreatePlace(const PlaceEntry& entry, const CLI::App* command, Context* context) {
  inventory::v1::CreateStoragePlaceRequest request;
  request.set_parent(FacilityName(entry.at));
  request.set_storage_place_id(entry.id);
  std::vector<std::string> fields;
  absl::Status status = FillPlace(entry, command, request.mutable_storage_place(), &fields);
  if (!status.ok()) return status;
  auto response = context->client().Write<inventory::v1::CreateStoragePlaceResponse>(
      std::move(request), "place create " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintPlace(response->storage_place(), context);
  if (!context->json()) PrintExceptions(response->exceptions(), context);
  return absl::OkStatus();
}

absl::Status SendPlace(StoragePlace place, const std::vector<std::string>& fields,
                       const std::string& what, Context* context) {
  inventory::v1::UpdateStoragePlaceRequest request;
  *request.mutable_storage_place() = std::move(place);
  for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
  auto response =
      context->client().Write<inventory::v1::UpdateStoragePlaceResponse>(std::move(request), what);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintPlace(response->storage_place(), context);
  if (!context->json()) PrintExceptions(response->exceptions(), context);
  return absl::OkStatus();
}

absl::Status UpdatePlace(const PlaceEntry& entry, const CLI::App* command, Context* context) {
  absl::StatusOr<StoragePlace> place = GetPlace(entry, context);
  if (!place.ok()) return place.status();
  std::vector<std::string> fields;
  absl::Status status = FillPlace(entry, command, &*place, &fields);
  if (!status.ok()) return status;
  if (fields.empty()) {
    return WrongOption("update", "got nothing to change, want at least one option");
  }
  return SendPlace(*std::move(place), fields, "place update " + entry.id, context);
}

absl::Status SetPlaceState(const PlaceEntry& entry, inventory::v1::StoragePlaceState state,
                           Context* context) {
  StoragePlace place;
  place.set_name(PlaceName(entry));
  place.set_state(state);
  const bool open = state == inventory::v1::STORAGE_PLACE_STATE_OPEN;
  return SendPlace(std::move(place), {"state"},
                   absl::StrCat("place ", open ? "open " : "close ", entry.id), context);
}

absl::Status DecideAboutStock(const PlaceEntry& entry, Context* context) {
  inventory::v1::DecideExposureRequest request;
  request.set_parent(FacilityName(entry.at));
  request.set_item(ItemName(entry.item));
  request.set_place(entry.id);
  request.set_lot(entry.lot);
  request.set_decided_by(context->OrMe(entry.decided_by));
  request.set_note(entry.note);
  auto response = context->client().Write<inventory::v1::DecideExposureResponse>(
      std::move(request), "place decide " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Lot ", entry.lot, " in ", entry.id,
                                     " may be used, decided by ",
                                     response->exposure().decided_by()));
  context->PrintLine(response->exposure().decision_note());
  return absl::OkStatus();
}

void AddPlaceName(CLI::App* command, PlaceEntry* entry) {
  command->add_option("place", entry->id, "Its id, as movements name it")->required();
  command->add_option("--at", entry->at, "The facility")->required();
}

void AddPlaceFields(CLI::App* command, PlaceEntry* entry, bool is_new) {
  AddPlaceName(command, entry);
  CLI::Option* kind = command->add_option("--kind", entry->kind,
                                          "One of " + WordsOf<inventory::v1::StoragePlaceKind>());
  if (is_new) kind->required();
  for (const char* language : {"az", "hy", "ru", "en"}) {
    command->add_option(absl::StrCat("--name-", language), entry->names[language],
                        absl::StrCat("Its name in ", language));
  }
  command->add_option("--storage-class,--storage", entry->storage_class,
                      "The storage class whose range it keeps, or none");
  command->add_option("--min", entry->min,
                      "In place of a class: how cold it gets, degrees Celsius, or none");
  command->add_option("--max", entry->max, "How warm it gets, degrees Celsius, or none");
  command->add_option("--installation", entry->installation,
                      "The fridge or tank of the facility that it is, or none");
  command->add_option("--note", entry->note, "What to heed");
}

void AddPlaceReads(CLI::App* noun, Context* context) {
  auto listing = std::make_shared<PlaceEntry>();
  CLI::App* list = noun->add_subcommand("list", "The storage places of a facility");
  list->add_option("--at", listing->at, "The facility")->required();
  list->add_option("--limit", listing->limit, "At most so many; 0: all")->check(CheckCount);
  list->footer("Example:\n  waystation place list --at khojaly-field-hospital");
  list->callback([=] { context->action = [=] { return ListPlaces(*listing, context); }; });

  auto showing = std::make_shared<PlaceEntry>();
  CLI::App* show = noun->add_subcommand("show", "One storage place");
  AddPlaceName(show, showing.get());
  show->footer("Example:\n  waystation place show fridge --at khojaly-field-hospital");
  show->callback([=] { context->action = [=] { return ShowPlace(*showing, context); }; });
}

void AddPlaceStates(CLI::App* noun, Context* context) {
  auto closing = std::make_shared<PlaceEntry>();
  CLI::App* close = noun->add_subcommand("close", "Put a place out of use once it is empty");
  AddPlaceName(close, closing.get());
  close->footer("Example:\n  waystation place close fridge --at khojaly-field-hospital");
  close->callback([=] {
    context->action = [=] {
      return SetPlaceState(*closing, inventory::v1::STORAGE_PLACE_STATE_CLOSED, context);
    };
  });

  auto opening = std::make_shared<PlaceEntry>();
  CLI::App* open = noun->add_subcommand("open", "Take a closed place into use again");
  AddPlaceName(open, opening.get());
  open->footer("Example:\n  waystation place open fridge --at khojaly-field-hospital");
  open->callback([=] {
    context->action = [=] {
      return SetPlaceState(*opening, inventory::v1::STORAGE_PLACE_STATE_OPEN, context);
    };
  });
}

void AddPlaceDecision(CLI::App* noun, Context* context) {
  auto deciding = std::make_shared<PlaceEntry>();
  CLI::App* decide = noun->add_subcommand(
      "decide", "Decide that stock which was too warm or too cold may be used");
  AddPlaceName(decide, deciding.get());
  decide->add_option("--item", deciding->item, "The item")->required();
  decide->add_option("--lot", deciding->lot, "The lot")->required();
  decide->add_option("--decided-by", deciding->decided_by, "The person who decides [you]");
  decide->add_option("--note", deciding->note, "Why it may be used")->required();
  decide->footer(
      "To decide that it may not: waystation stock quarantine, or waystation stock waste.\n"
      "Example:\n  waystation place decide main --at khojaly-field-hospital --item "
      "insulin-100iu-vial-10ml \\\n    --lot IN2407 --decided-by p-pharmacist --note "
      "\"maker's letter: 24 h at 25 degrees\"");
  decide->callback([=] { context->action = [=] { return DecideAboutStock(*deciding, context); }; });
}

}  // namespace

void AddPlaceCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("place", "Storage places: how warm it is where stock lies");
  noun->require_subcommand(1);

  auto creating = std::make_shared<PlaceEntry>();
  CLI::App* create = noun->add_subcommand("create", "Register a storage place");
  AddPlaceFields(create, creating.get(), /*is_new=*/true);
  create->footer(
      "Example:\n  waystation place create fridge --at khojaly-field-hospital --kind fridge "
      "\\\n    --name-en Fridge --storage-class refrigerated --installation cold-1");
  create->callback(
      [=] { context->action = [=] { return CreatePlace(*creating, create, context); }; });

  auto updating = std::make_shared<PlaceEntry>();
  CLI::App* update = noun->add_subcommand("update", "Change a storage place");
  AddPlaceFields(update, updating.get(), /*is_new=*/false);
  update->footer(
      "Example:\n  waystation place update main --at khojaly-field-hospital --min 10 --max 35");
  update->callback(
      [=] { context->action = [=] { return UpdatePlace(*updating, update, context); }; });

  AddPlaceReads(noun, context);
  AddPlaceStates(noun, context);
  AddPlaceDecision(noun, context);
  AddExcursionCommands(noun, context);
}

}  // namespace waystation::cli
