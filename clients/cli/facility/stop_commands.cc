// Where a mobile cafeteria stands through a day, as planned and as it happened.
#include "clients/cli/facility/stop_commands.h"

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/stop_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using facility::v1::StopDay;
using facility::v1::StopPlan;
using facility::v1::StopVisit;

struct StopEntry {
  std::string id;
  std::string stop;
  std::string day;
  std::vector<std::string> stops;
  std::string place;
  std::string when = "now";
  int64_t diners = 0;
  std::string note;
  std::string recorded_by;
  std::string etag;
  std::string first_day;
  std::string last_day;
  int limit = 30;
};

Table StopTable() {
  return Table({{"stop"},
                {"at", Align::kLeft, Fit::kElide},
                {"planned"},
                {"expected", Align::kRight},
                {"arrived"},
                {"left"},
                {"ate", Align::kRight},
                {"note", Align::kLeft, Fit::kElide}});
}

// What happened, behind what was planned.
void AddVisit(const StopVisit& visit, std::vector<std::string>* cells) {
  cells->push_back(FormatTime(visit.arrive_time(), absl::LocalTimeZone()));
  cells->push_back(FormatTime(visit.leave_time(), absl::LocalTimeZone()));
  cells->push_back(visit.has_diners() ? WithThousands(visit.diners()) : "");
}

std::string JoinNotes(const std::string& planned, const std::string& told) {
  return absl::StrCat(planned, planned.empty() || told.empty() ? "" : "; ", told);
}

void PrintStopDay(const StopDay& day, Context* context) {
  const StopPlan& plan = day.plan();
  context->PrintHeading(
      absl::StrCat("Stops of ", ShortName(plan.facility()), " on ", FormatDay(plan.day())));
  std::map<std::string, const StopVisit*> visits;
  for (const StopVisit& visit : day.visits()) visits[visit.stop()] = &visit;
  Table table = StopTable();
  const StopVisit none;
  std::set<std::string> planned;
  for (const auto& stop : plan.stops()) {
    planned.insert(stop.stop());
    const auto found = visits.find(stop.stop());
    const StopVisit& visit = found == visits.end() ? none : *found->second;
    std::vector<std::string> cells = {
        stop.stop(), ShowStopPlace(visit.has_place() ? visit.place() : stop.place()),
        ShowStopTimes(stop, plan.service_day_start_minutes()),
        WithThousands(stop.expected_diners())};
    AddVisit(visit, &cells);
    cells.push_back(JoinNotes(stop.note(), visit.note()));
    table.Add(std::move(cells));
  }
  for (const StopVisit& visit : day.visits()) {
    if (planned.count(visit.stop()) > 0) continue;
    std::vector<std::string> cells = {visit.stop(), ShowStopPlace(visit.place()), "not planned",
                                      ""};
    AddVisit(visit, &cells);
    cells.push_back(visit.note());
    table.Add(std::move(cells));
  }
  context->Print(table, "no stops");
  if (!plan.etag().empty()) context->PrintLine("etag " + plan.etag());
}

// The day that --day says; of plans and questions today, here.
absl::Status TakeDay(const StopEntry& entry, Context* context, common::v1::CivilDate* day) {
  if (entry.day.empty()) {
    *day = ToProto(absl::ToCivilDay(context->Now(), absl::LocalTimeZone()));
    return absl::OkStatus();
  }
  absl::StatusOr<absl::CivilDay> parsed = ParseDay(entry.day);
  if (!parsed.ok()) return WrongOption("--day", parsed.status());
  *day = ToProto(*parsed);
  return absl::OkStatus();
}

absl::Status PlanStops(const StopEntry& entry, Context* context) {
  facility::v1::PlanStopsRequest request;
  StopPlan* plan = request.mutable_plan();
  plan->set_facility(FacilityName(entry.id));
  plan->set_etag(entry.etag);
  if (absl::Status status = TakeDay(entry, context, plan->mutable_day()); !status.ok()) {
    return status;
  }
  // Clock times are counted from its service day's beginning.
  facility::v1::GetFacilityRequest get;
  get.set_name(plan->facility());
  auto known = context->client().Read<facility::v1::GetFacilityResponse>(get);
  if (!known.ok()) return known.status();
  for (const std::string& text : entry.stops) {
    if (text.empty()) continue;
    auto stop = ParseStop(text, known->facility().service_day_start_minutes());
    if (!stop.ok()) return WrongOption("--stop", stop.status());
    *plan->add_stops() = *std::move(stop);
  }
  auto response = context->client().Write<facility::v1::PlanStopsResponse>(
      std::move(request), "facility stops plan " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  StopDay day;
  *day.mutable_plan() = response->plan();
  PrintStopDay(day, context);
  return absl::OkStatus();
}

absl::Status ShowStops(const StopEntry& entry, Context* context) {
  facility::v1::GetStopsRequest request;
  request.set_parent(FacilityName(entry.id));
  if (absl::Status status = TakeDay(entry, context, request.mutable_day()); !status.ok()) {
    return status;
  }
  auto response = context->client().Read<facility::v1::GetStopsResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintStopDay(response->day(), context);
  return absl::OkStatus();
}

absl::Status ListStops(const StopEntry& entry, Context* context) {
  facility::v1::ListStopsRequest request;
  request.set_parent(FacilityName(entry.id));
  if (!entry.first_day.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(entry.first_day);
    if (!day.ok()) return WrongOption("--from", day.status());
    *request.mutable_first_day() = ToProto(*day);
  }
  if (!entry.last_day.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(entry.last_day);
    if (!day.ok()) return WrongOption("--to", day.status());
    *request.mutable_last_day() = ToProto(*day);
  }
  auto response = ReadPages<facility::v1::ListStopsResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_days(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  for (const StopDay& day : response->days()) PrintStopDay(day, context);
  if (response->days().empty()) context->PrintLine("no stops");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

// What an arrival and a departure have in common.
template <typename Request>
absl::Status FillVisit(const StopEntry& entry, Request* request) {
  request->set_name(FacilityName(entry.id));
  request->set_stop(entry.stop);
  request->set_note(entry.note);
  request->set_recorded_by(entry.recorded_by);
  if (!entry.place.empty()) {
    auto place = ParseStopPlace(entry.place);
    if (!place.ok()) return WrongOption("--place", place.status());
    *request->mutable_place() = *std::move(place);
  }
  if (!entry.day.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(entry.day);
    if (!day.ok()) return WrongOption("--day", day.status());
    *request->mutable_day() = ToProto(*day);
  }
  return absl::OkStatus();
}

template <typename Response>
absl::Status AnswerVisit(const absl::StatusOr<Response>& response, Context* context) {
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  const StopVisit& visit = response->visit();
  context->PrintHeading(absl::StrCat(ShortName(visit.facility()), " at ", visit.stop(), " on ",
                                     FormatDay(visit.day())));
  Table table = StopTable();
  std::vector<std::string> cells = {visit.stop(), ShowStopPlace(visit.place()),
                                    visit.unplanned() ? "not planned" : "", ""};
  AddVisit(visit, &cells);
  cells.push_back(visit.note());
  table.Add(std::move(cells));
  context->Print(table, "");
  if (!visit.has_coordinates()) {
    context->PrintLine("it is not known where that is: say it with --place, or move the facility");
  }
  return absl::OkStatus();
}

absl::Status Arrive(const StopEntry& entry, Context* context) {
  facility::v1::RecordArrivalRequest request;
  if (absl::Status status = FillVisit(entry, &request); !status.ok()) return status;
  absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  *request.mutable_arrive_time() = ToProto(*when);
  return AnswerVisit(context->client().Write<facility::v1::RecordArrivalResponse>(
                         std::move(request), "facility stops arrive " + entry.id),
                     context);
}

absl::Status Leave(const StopEntry& entry, bool counted, Context* context) {
  facility::v1::RecordDepartureRequest request;
  if (absl::Status status = FillVisit(entry, &request); !status.ok()) return status;
  absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  *request.mutable_leave_time() = ToProto(*when);
  if (counted) request.set_diners(entry.diners);
  return AnswerVisit(context->client().Write<facility::v1::RecordDepartureResponse>(
                         std::move(request), "facility stops leave " + entry.id),
                     context);
}

CLI::App* AddStopVerb(CLI::App* stops, const std::string& verb, const std::string& help,
                      StopEntry* entry, const std::string& example) {
  CLI::App* command = stops->add_subcommand(verb, help);
  command->add_option("facility", entry->id, "Its id")->required();
  command->footer("Example:\n  waystation facility stops " + verb + " mobile-cafeteria-1" +
                  example);
  return command;
}

CLI::App* AddVisitVerb(CLI::App* stops, const std::string& verb, const std::string& help,
                       StopEntry* entry, const std::string& example) {
  CLI::App* command = AddStopVerb(stops, verb, help, entry, example);
  command->add_option("stop", entry->stop, "Its id in the plan, or a new one: a-z, 0-9 and -")
      ->required();
  command->add_option("--place", entry->place,
                      "A facility, or LATITUDE/LONGITUDE [as told before, or as planned]");
  command->add_option("--when", entry->when, "When it was so")->capture_default_str();
  command->add_option("--day", entry->day, "The service day [that of --when]");
  command->add_option("--note", entry->note, "A remark");
  command->add_option("--recorded-by", entry->recorded_by, "Who says so, an opaque id [you]");
  return command;
}

void AddStopReads(CLI::App* stops, Context* context) {
  auto shown = std::make_shared<StopEntry>();
  CLI::App* show = AddStopVerb(stops, "show", "One day, as planned and as it happened", shown.get(),
                               " --day 2027-06-30");
  show->add_option("--day", shown->day, "The service day [today]");
  show->callback([=] { context->action = [=] { return ShowStops(*shown, context); }; });

  auto listed = std::make_shared<StopEntry>();
  CLI::App* list = AddStopVerb(stops, "list", "Days that anything is planned or recorded of",
                               listed.get(), " --from 2027-06-01 --to 2027-06-30");
  list->add_option("--from", listed->first_day, "The first day");
  list->add_option("--to", listed->last_day, "The last day");
  list->add_option("--limit", listed->limit, "At most so many days; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  list->callback([=] { context->action = [=] { return ListStops(*listed, context); }; });
}

}  // namespace

void AddStopCommands(CLI::App* facility, Context* context) {
  CLI::App* stops =
      facility->add_subcommand("stops", "Where a mobile cafeteria stands through a day");
  stops->require_subcommand(1);
  auto planned = std::make_shared<StopEntry>();
  CLI::App* plan = AddStopVerb(
      stops, "plan", "Plan all stops of one day, in place of those planned before", planned.get(),
      " --day 2027-06-30 \\\n    --stop noon=village-3,12:00-13:30,220 "
      "--stop evening=39.91/46.80,18:00-19:30");
  plan->add_option("--day", planned->day, "The service day [today]");
  plan->add_option("--stop", planned->stops,
                   "STOP=PLACE,HH:MM-HH:MM,DINERS in order; a place is a facility or "
                   "LATITUDE/LONGITUDE; repeat it")
      ->allow_extra_args(false);
  plan->add_option("--etag", planned->etag, "Only if the day still has this etag");
  plan->callback([=] { context->action = [=] { return PlanStops(*planned, context); }; });
  AddStopReads(stops, context);

  auto arriving = std::make_shared<StopEntry>();
  CLI::App* arrive = AddVisitVerb(stops, "arrive", "Record that it reached a stop, planned or not",
                                  arriving.get(), " noon");
  arrive->callback([=] { context->action = [=] { return Arrive(*arriving, context); }; });
  auto leaving = std::make_shared<StopEntry>();
  CLI::App* leave = AddVisitVerb(stops, "leave", "Record that it left a stop, planned or not",
                                 leaving.get(), " noon --diners 214");
  CLI::Option* diners = leave->add_option("--diners", leaving->diners, "People who ate there");
  leave->callback(
      [=] { context->action = [=] { return Leave(*leaving, diners->count() > 0, context); }; });
}

}  // namespace waystation::cli
