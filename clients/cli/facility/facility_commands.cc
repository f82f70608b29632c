// Registering and changing facilities; their status is in status_commands.cc.
#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/facility/autonomy_commands.h"
#include "clients/cli/facility/export_commands.h"
#include "clients/cli/facility/installation_commands.h"
#include "clients/cli/facility/people_options.h"
#include "clients/cli/facility/series_commands.h"
#include "clients/cli/facility/status_commands.h"
#include "clients/cli/facility/stop_commands.h"
#include "clients/cli/facility/warning_commands.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/people_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using facility::v1::Facility;

struct FacilityEntry {
  std::string id;
  std::map<std::string, std::string> names;
  std::string kind;
  std::string latitude;
  std::string longitude;
  std::string time_zone;
  std::string service_day_start;
  int64_t people = 0;
  int32_t report_interval = 1440;
  std::vector<std::string> beds;
  std::string when = "now";
  std::string recorded_by;
  std::vector<std::string> kinds;
  std::vector<std::string> states;
  std::string text;
  bool planned = false;
  PeopleEntry of_people;
};

// Puts what was given into `facility` and its field names into `fields`.
absl::Status FillFacility(const FacilityEntry& entry, const CLI::App* command, Facility* facility,
                          std::vector<std::string>* fields) {
  auto given = [&](const char* option, const char* field) {
    bool there = command->count(option) > 0;
    if (there) fields->push_back(field);
    return there;
  };
  *facility->mutable_display_names() = NamesOf(entry.names);
  if (!facility->display_names().empty()) fields->push_back("display_names");
  if (given("--kind", "kind")) {
    auto kind = ParseWord<facility::v1::FacilityKind>(entry.kind);
    if (!kind.ok()) return WrongOption("--kind", kind.status());
    facility->set_kind(*kind);
  }
  if (given("--time-zone", "time_zone")) facility->set_time_zone(entry.time_zone);
  if (given("--service-day-start", "service_day_start_minutes")) {
    absl::StatusOr<int> minutes = ParseMinutes(entry.service_day_start);
    if (!minutes.ok()) return WrongOption("--service-day-start", minutes.status());
    facility->set_service_day_start_minutes(*minutes);
  }
  if (given("--people", "people_served")) facility->set_people_served(entry.people);
  if (given("--report-interval", "report_interval_minutes")) {
    facility->set_report_interval_minutes(entry.report_interval);
  }
  if (given("--beds", "beds")) {
    for (const std::string& text : entry.beds) {
      auto beds = ParseBeds(text);
      if (!beds.ok()) return WrongOption("--beds", beds.status());
      *facility->add_beds() = *std::move(beds);
    }
  }
  return FillPeople(entry.of_people, command, facility, fields);
}

// Reads --latitude and --longitude into a message that has these fields.
template <typename Message>
absl::Status SetPlace(const FacilityEntry& entry, Message* message) {
  absl::StatusOr<int64_t> latitude = ParseDegrees(entry.latitude, 90);
  if (!latitude.ok()) return WrongOption("--latitude", latitude.status());
  absl::StatusOr<int64_t> longitude = ParseDegrees(entry.longitude, 180);
  if (!longitude.ok()) return WrongOption("--longitude", longitude.status());
  message->set_latitude_microdegrees(*latitude);
  message->set_longitude_microdegrees(*longitude);
  return absl::OkStatus();
}

void PrintFacility(const Facility& facility, Context* context) {
  context->PrintHeading(
      absl::StrCat(facility.name(), "  ", context->NameIn(facility.display_names(), "")));
  Table table({{""}, {""}});
  for (const auto& name : facility.display_names()) table.Add({name.language(), name.text()});
  table.Add({"kind", PlainWord(facility.kind())});
  table.Add({"state", PlainWord(facility.state())});
  table.Add({"at", absl::StrCat(FormatDegrees(facility.latitude_microdegrees()), " ",
                                FormatDegrees(facility.longitude_microdegrees()))});
  table.Add({"time zone", facility.time_zone()});
  int32_t start = facility.service_day_start_minutes();
  table.Add({"day begins", absl::FormatTime("%H:%M", absl::UnixEpoch() + absl::Minutes(start),
                                            absl::UTCTimeZone())});
  table.Add({"people", WithThousands(facility.people_served())});
  table.Add({"reports every", FormatAge(absl::Minutes(facility.report_interval_minutes()))});
  for (const auto& beds : facility.beds()) {
    table.Add({"beds", absl::StrCat(beds.type(), " ", WithThousands(beds.capacity()))});
  }
  for (const auto& [what, value] : DescribePeople(facility)) table.Add({what, value});
  table.Add({"etag", facility.etag()});
  context->Print(table, "");
}

template <typename Response>
absl::Status Answer(const absl::StatusOr<Response>& response, Context* context) {
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintFacility(response->facility(), context);
  return absl::OkStatus();
}

absl::Status ListFacilities(const FacilityEntry& entry, Context* context) {
  facility::v1::ListFacilitiesRequest request;
  for (const std::string& word : entry.kinds) {
    auto kind = ParseWord<facility::v1::FacilityKind>(word);
    if (!kind.ok()) return WrongOption("--kind", kind.status());
    request.add_kinds(*kind);
  }
  for (const std::string& word : entry.states) {
    auto state = ParseWord<facility::v1::FacilityState>(word);
    if (!state.ok()) return WrongOption("--state", state.status());
    request.add_states(*state);
  }
  request.set_text(entry.text);
  auto response = ReadPages<facility::v1::ListFacilitiesResponse>(
      request, 0, [](auto& page) { return page.mutable_facilities(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("Facilities");
  Table table({{"facility"},
               {"name"},
               {"kind"},
               {"state"},
               {"people", Align::kRight},
               {"reports every", Align::kRight}});
  for (const Facility& facility : response->facilities()) {
    table.Add({ShortName(facility.name()), context->NameIn(facility.display_names(), ""),
               PlainWord(facility.kind()), PlainWord(facility.state()),
               facility.people_served() == 0 ? "" : WithThousands(facility.people_served()),
               FormatAge(absl::Minutes(facility.report_interval_minutes()))});
  }
  context->Print(table, "no facilities");
  return absl::OkStatus();
}

absl::Status CreateFacility(const FacilityEntry& entry, const CLI::App* command, Context* context) {
  facility::v1::CreateFacilityRequest request;
  request.set_facility_id(entry.id);
  std::vector<std::string> fields;
  Facility* facility = request.mutable_facility();
  if (absl::Status status = FillFacility(entry, command, facility, &fields); !status.ok())
    return status;
  if (absl::Status status = SetPlace(entry, facility); !status.ok()) return status;
  facility->set_report_interval_minutes(entry.report_interval);
  request.set_initial_state(entry.planned ? facility::v1::FACILITY_STATE_PLANNED
                                          : facility::v1::FACILITY_STATE_OPEN);
  return Answer(context->client().Write<facility::v1::CreateFacilityResponse>(
                    std::move(request), "facility create " + entry.id),
                context);
}

absl::Status UpdateFacility(const FacilityEntry& entry, const CLI::App* command, Context* context) {
  facility::v1::UpdateFacilityRequest request;
  std::vector<std::string> fields;
  Facility* facility = request.mutable_facility();
  if (absl::Status status = FillFacility(entry, command, facility, &fields); !status.ok())
    return status;
  if (fields.empty())
    return WrongOption("update", "got nothing to change, want at least one option");
  facility::v1::GetFacilityRequest get;
  get.set_name(FacilityName(entry.id));
  auto before = context->client().Read<facility::v1::GetFacilityResponse>(get);
  if (!before.ok()) return before.status();
  facility->set_name(get.name());
  facility->set_etag(before->facility().etag());
  // One new name is not to take away the others, nor one new number of the daily load.
  *facility->mutable_display_names() = WithNames(before->facility().display_names(), entry.names);
  if (facility->has_daily_load()) {
    facility::v1::DailyLoad load = before->facility().daily_load();
    load.MergeFrom(facility->daily_load());
    *facility->mutable_daily_load() = load;
  }
  for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
  return Answer(context->client().Write<facility::v1::UpdateFacilityResponse>(
                    std::move(request), "facility update " + entry.id),
                context);
}

absl::Status Move(const FacilityEntry& entry, Context* context) {
  facility::v1::MoveFacilityRequest request;
  request.set_name(FacilityName(entry.id));
  if (absl::Status status = SetPlace(entry, &request); !status.ok()) return status;
  absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  *request.mutable_moved_time() = ToProto(*when);
  request.set_recorded_by(entry.recorded_by);
  return Answer(context->client().Write<facility::v1::MoveFacilityResponse>(
                    std::move(request), "facility move " + entry.id),
                context);
}

void AddFacilityFields(CLI::App* command, FacilityEntry* entry) {
  command->add_option("facility", entry->id, "Its id: a-z, 0-9 and -")->required();
  for (const char* language : {"az", "hy", "ru", "en"}) {
    command->add_option(absl::StrCat("--name-", language), entry->names[language],
                        absl::StrCat("Its name in ", language));
  }
  command->add_option("--kind", entry->kind,
                      "What it is: " + WordsOf<facility::v1::FacilityKind>());
  command->add_option("--time-zone", entry->time_zone, "Such as Asia/Baku");
  command->add_option("--service-day-start", entry->service_day_start,
                      "When its day begins, HH:MM");
  command->add_option("--people", entry->people, "People who depend on it");
  command->add_option("--report-interval", entry->report_interval,
                      "Minutes after which it is silent");
  command->add_option("--beds", entry->beds, "TYPE=CAPACITY, such as inpatient=40; repeat it");
  AddPeopleOptions(command, &entry->of_people);
}

void AddPlace(CLI::App* command, FacilityEntry* entry) {
  command->add_option("--latitude", entry->latitude, "Decimal degrees")->required();
  command->add_option("--longitude", entry->longitude, "Decimal degrees")->required();
}

void AddChanges(CLI::App* facility, Context* context) {
  auto creating = std::make_shared<FacilityEntry>();
  CLI::App* create = facility->add_subcommand("create", "Register a facility");
  AddFacilityFields(create, creating.get());
  AddPlace(create, creating.get());
  create->get_option("--kind")->required();
  create->get_option("--time-zone")->required();
  create->add_flag("--planned", creating->planned, "Not working yet");
  create->footer(
      "Example:\n  waystation facility create health-post-5 --kind health-post \\\n"
      "    --name-en \"Health post 5\" --latitude 39.75 --longitude 46.75 --time-zone Asia/Baku");
  create->callback(
      [=] { context->action = [=] { return CreateFacility(*creating, create, context); }; });

  auto updating = std::make_shared<FacilityEntry>();
  CLI::App* update = facility->add_subcommand("update", "Change a facility");
  AddFacilityFields(update, updating.get());
  update->footer("Example:\n  waystation facility update health-post-5 --people 1200");
  update->callback(
      [=] { context->action = [=] { return UpdateFacility(*updating, update, context); }; });

  auto moving = std::make_shared<FacilityEntry>();
  CLI::App* move = facility->add_subcommand("move", "Record that it stands elsewhere now");
  move->add_option("facility", moving->id, "Its id")->required();
  AddPlace(move, moving.get());
  move->add_option("--when", moving->when, "When it got there")->capture_default_str();
  move->add_option("--recorded-by", moving->recorded_by, "Who says so, an opaque id [you]");
  move->footer(
      "Example:\n  waystation facility move mobile-cafeteria-1 --latitude 39.91 --longitude 46.8");
  move->callback([=] { context->action = [=] { return Move(*moving, context); }; });
}

template <typename Request, typename Response>
void AddFacilityVerb(CLI::App* facility, const std::string& verb, const std::string& help,
                     Context* context) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = facility->add_subcommand(verb, help);
  command->add_option("facility", *id, "Its id")->required();
  command->footer("Example:\n  waystation facility " + verb + " health-post-1");
  command->callback([=] {
    context->action = [=] {
      Request request;
      request.set_name(FacilityName(*id));
      absl::StatusOr<Response> response;
      constexpr bool kShown = std::is_same_v<Request, facility::v1::GetFacilityRequest>;
      if constexpr (kShown) {
        response = context->client().Read<Response>(request);
      } else {
        response =
            context->client().Write<Response>(request, absl::StrCat("facility ", verb, " ", *id));
      }
      absl::Status answered = Answer(response, context);
      if (!kShown || !answered.ok() || context->json()) return answered;
      if (absl::Status status = PrintOpenWarningsOf(request.name(), context); !status.ok()) {
        return status;
      }
      return PrintInstallationsOf(request.name(), context);
    };
  });
}

}  // namespace

void AddFacilityCommands(CLI::App* app, Context* context) {
  CLI::App* facility =
      app->add_subcommand("facility", "Hospitals, kitchens, stores and their status");
  facility->require_subcommand(1);
  auto listing = std::make_shared<FacilityEntry>();
  CLI::App* list = facility->add_subcommand("list", "Facilities by kind, state and text");
  list->add_option("--kind", listing->kinds,
                   "Only these kinds: " + WordsOf<facility::v1::FacilityKind>());
  list->add_option("--state", listing->states,
                   "Only these states: " + WordsOf<facility::v1::FacilityState>());
  list->add_option("--text", listing->text,
                   "Only with this in the id, a name or an alias, in any spelling of any language");
  list->footer("Example:\n  waystation facility list --kind field-hospital");
  list->callback([=] { context->action = [=] { return ListFacilities(*listing, context); }; });
  AddFacilityVerb<facility::v1::GetFacilityRequest, facility::v1::GetFacilityResponse>(
      facility, "show", "One facility", context);
  AddChanges(facility, context);
  AddFacilityVerb<facility::v1::OpenFacilityRequest, facility::v1::OpenFacilityResponse>(
      facility, "open", "It works now", context);
  AddFacilityVerb<facility::v1::CloseFacilityRequest, facility::v1::CloseFacilityResponse>(
      facility, "close", "It works no longer, perhaps for a while", context);
  AddStatusCommands(facility, context);
  AddAutonomyCommands(facility, context);
  AddSeriesCommands(facility, context);
  AddStopCommands(facility, context);
  AddExportCommands(facility, context);
}

}  // namespace waystation::cli
