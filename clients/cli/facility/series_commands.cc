// What was reported over time, with what is missing; and who should have reported.
#include "clients/cli/facility/series_commands.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/context.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

struct SeriesEntry {
  std::string id;
  std::string measure;
  std::string subject;
  std::string from;
  std::string to;
};

absl::StatusOr<facility::v1::ListStatusReportsRequest> SeriesRequest(const SeriesEntry& entry,
                                                                     Context* context) {
  facility::v1::ListStatusReportsRequest request;
  request.set_parent(FacilityName(entry.id));
  auto measure = ParseWord<facility::v1::Measure>(entry.measure);
  if (!measure.ok()) return WrongOption("--measure", measure.status());
  request.set_measure(*measure);
  request.set_subject(entry.subject);
  if (!entry.from.empty()) {
    auto from = ParseTime(entry.from, context->Now(), absl::LocalTimeZone());
    if (!from.ok()) return WrongOption("--from", from.status());
    *request.mutable_start_time() = ToProto(*from);
  }
  if (!entry.to.empty()) {
    auto to = ParseTime(entry.to, context->Now(), absl::LocalTimeZone());
    if (!to.ok()) return WrongOption("--to", to.status());
    *request.mutable_end_time() = ToProto(*to);
  }
  return request;
}

// One line between two readings further apart than the interval: nobody knows what was then.
void AddGap(const std::string& subject, absl::Time from, absl::Time to, absl::Duration interval,
            Table* table) {
  if (to - from <= interval) return;
  table->Add({"", "NOTHING", subject, absl::StrCat("for ", FormatAge(to - from))});
}

absl::Status ShowSeries(const SeriesEntry& entry, Context* context) {
  auto request = SeriesRequest(entry, context);
  if (!request.ok()) return request.status();
  facility::v1::GetFacilityRequest asked;
  asked.set_name(FacilityName(entry.id));
  auto facility = context->client().Read<facility::v1::GetFacilityResponse>(asked);
  if (!facility.ok()) return facility.status();
  auto response = ReadPages<facility::v1::ListStatusReportsResponse>(
      *request, 0, [](auto& page) { return page.mutable_records(); }, context);
  if (!response.ok()) return response.status();
  std::reverse(response->mutable_records()->begin(), response->mutable_records()->end());
  context->PrintJson(*response);
  context->PrintHeading(absl::StrCat(ShortName(request->parent()), ", ",
                                     PlainWord(request->measure()), ", earliest first"));
  const absl::Duration interval = absl::Minutes(facility->facility().report_interval_minutes());
  Table table({{"observed"}, {"value", Align::kRight}, {""}, {"by"}});
  std::map<std::string, absl::Time> before;
  for (const facility::v1::StatusRecord& record : response->records()) {
    const absl::Time time = FromProto(record.effective_time());
    const auto last = before.find(record.value().subject());
    if (last != before.end()) AddGap(last->first, last->second, time, interval, &table);
    before[record.value().subject()] = time;
    table.Add({FormatTime(record.effective_time(), absl::LocalTimeZone()),
               FormatStatusValue(record.value()), record.value().subject(),
               record.value().reported_by()});
  }
  const absl::Time end = request->has_end_time() ? FromProto(request->end_time()) : context->Now();
  for (const auto& [subject, time] : before) AddGap(subject, time, end, interval, &table);
  context->Print(table, "nothing reported");
  return absl::OkStatus();
}

absl::Status ShowOverdue(Context* context) {
  facility::v1::ListFacilityStatusesRequest request;
  request.add_states(facility::v1::FACILITY_STATE_OPEN);
  request.add_reporting_states(facility::v1::REPORTING_STATE_SILENT);
  request.add_reporting_states(facility::v1::REPORTING_STATE_NEVER_REPORTED);
  auto response = ReadPages<facility::v1::ListFacilityStatusesResponse>(
      request, 0, [](auto& page) { return page.mutable_statuses(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("Open facilities whose report is overdue");
  Table table({{"facility"},
               {"name", Align::kLeft, Fit::kElide},
               {"reports every"},
               {"last report"},
               {"overdue since"}});
  for (const facility::v1::FacilityStatus& status : response->statuses()) {
    table.Add({ShortName(status.facility().name()),
               context->NameIn(status.facility().display_names(), ""),
               FormatAge(absl::Minutes(status.facility().report_interval_minutes())),
               status.has_last_report_time()
                   ? FormatTime(status.last_report_time(), absl::LocalTimeZone())
                   : "never",
               FormatTime(status.silent_after_time(), absl::LocalTimeZone())});
  }
  context->Print(table, "none: all are in touch");
  return absl::OkStatus();
}

}  // namespace

void AddSeriesCommands(CLI::App* facility, Context* context) {
  auto entry = std::make_shared<SeriesEntry>();
  CLI::App* series =
      facility->add_subcommand("series", "One measure over time, and where nobody reported it");
  series->add_option("facility", entry->id, "Its id")->required();
  series->add_option("--measure", entry->measure, WordsOf<facility::v1::Measure>())->required();
  series->add_option("--subject", entry->subject, "Only this bed type, tank, fridge, source");
  series->add_option("--from", entry->from, "From this time [the first report]");
  series->add_option("--to", entry->to, "Before this time [now]");
  series->footer(
      "Example:\n  waystation facility series khojaly-field-hospital \\\n"
      "    --measure fridge-temperature-millicelsius --subject fridge --from '3d ago'");
  series->callback([=] { context->action = [=] { return ShowSeries(*entry, context); }; });

  CLI::App* overdue =
      facility->add_subcommand("overdue", "Open facilities that should have reported by now");
  overdue->footer("Example:\n  waystation facility overdue");
  overdue->callback([=] { context->action = [=] { return ShowOverdue(context); }; });
}

}  // namespace waystation::cli
