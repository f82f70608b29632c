#include "clients/cli/facility/status_commands.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/facility/warning_commands.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "storage/base/digest.h"

namespace waystation::cli {
namespace {

using facility::v1::FacilityStatus;
using facility::v1::StatusRecord;
using facility::v1::StatusValue;

struct StatusEntry {
  std::string id;
  std::vector<std::string> values;
  std::string when = "now";
  std::string since;
  std::vector<std::string> photos;
  std::vector<std::string> papers;
  std::string recorded_by;
  std::string measure;
  std::string subject;
  int limit = 50;
};

// Without the unit in its name: the value is shown with one that reads better.
std::string ShowMeasure(const StatusValue& value) {
  std::string measure = PlainWord(value.measure());
  for (absl::string_view unit : {" ml", " w", " wh", " millicelsius"}) {
    measure = std::string(absl::StripSuffix(measure, unit));
  }
  return absl::StrCat(measure, value.subject().empty() ? "" : ", ", value.subject());
}

// The file stays where it is: its name and what tells it from another are recorded.
absl::StatusOr<facility::v1::Attachment> PhotoOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return WrongValue(path, "a file that can be read");
  storage::Sha256Stream digest;
  std::vector<char> part(1 << 16);
  while (file.read(part.data(), static_cast<std::streamsize>(part.size())), file.gcount() > 0) {
    digest.Add({part.data(), static_cast<size_t>(file.gcount())});
  }
  if (file.bad()) return WrongValue(path, "a file that can be read to its end");
  facility::v1::Attachment attachment;
  attachment.set_name(std::filesystem::path(path).filename().string());
  attachment.set_sha256(storage::DigestBytes(digest.Finish()));
  return attachment;
}

absl::StatusOr<std::vector<facility::v1::Attachment>> AttachmentsOf(const StatusEntry& entry) {
  std::vector<facility::v1::Attachment> all;
  for (const std::string& path : entry.photos) {
    absl::StatusOr<facility::v1::Attachment> photo = PhotoOf(path);
    if (!photo.ok()) return WrongOption("--photo", photo.status());
    all.push_back(*std::move(photo));
  }
  for (const std::string& paper : entry.papers) all.emplace_back().set_name(paper);
  return all;
}

absl::Status Report(const StatusEntry& entry, Context* context) {
  facility::v1::ReportStatusRequest request;
  request.set_parent(FacilityName(entry.id));
  absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  // The server would take it for a wrong clock; typed by a person it is a slip.
  if (*when > context->Now()) {
    return WrongOption("--when", WrongValue(entry.when, "a time that is over"));
  }
  const auto attachments = AttachmentsOf(entry);
  if (!attachments.ok()) return attachments.status();
  for (const std::string& text : entry.values) {
    absl::StatusOr<StatusValue> value = ParseReport(text);
    if (!value.ok()) return WrongOption("VALUE", value.status());
    *value->mutable_observed_time() = ToProto(absl::FromUnixMicros(absl::ToUnixMicros(*when)));
    value->set_reported_by(entry.recorded_by);
    if (!entry.since.empty() && value->has_source_state()) {
      absl::StatusOr<absl::Time> since = ParseTime(entry.since, *when, absl::LocalTimeZone());
      if (!since.ok()) return WrongOption("--since", since.status());
      *value->mutable_since_time() = ToProto(*since);
    }
    value->mutable_attachments()->Add(attachments->begin(), attachments->end());
    *request.add_values() = *std::move(value);
  }
  auto response = context->client().Write<facility::v1::ReportStatusResponse>(
      std::move(request), "facility report " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("recorded " + response->report());
  Table table({{"measure"}, {"value", Align::kRight}, {"observed"}, {""}});
  for (const StatusRecord& record : response->records()) {
    bool odd = record.time_flag() != facility::v1::TIME_FLAG_IN_RANGE;
    table.Add({ShowMeasure(record.value()), FormatStatusValue(record.value()),
               FormatTime(record.effective_time(), absl::LocalTimeZone()),
               odd ? "time is " + PlainWord(record.time_flag()) : ""});
  }
  context->Print(table, "");
  return absl::OkStatus();
}

std::string ShowReporting(const FacilityStatus& status) {
  std::string age = FormatAge(FromProto(status.last_report_age()));
  switch (status.reporting_state()) {
    case facility::v1::REPORTING_STATE_IN_TOUCH:
      return absl::StrCat("in touch, last report ", age, " ago");
    case facility::v1::REPORTING_STATE_SILENT:
      return absl::StrCat("SILENT, last report ", age, " ago: all values UNKNOWN");
    default:
      return "never reported";
  }
}

absl::Status ShowOne(const StatusEntry& entry, Context* context) {
  facility::v1::GetFacilityStatusRequest request;
  request.set_name(FacilityName(entry.id) + "/status");
  auto response = context->client().Read<facility::v1::GetFacilityStatusResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  const FacilityStatus& status = response->status();
  context->PrintHeading(absl::StrCat(context->NameIn(status.facility().display_names(), entry.id),
                                     ": ", ShowReporting(status)));
  Table table({{"measure"}, {"value", Align::kRight}, {"age", Align::kRight}, {""}});
  for (const auto& value : status.values()) {
    std::string remarks = value.freshness() == facility::v1::FRESHNESS_KNOWN ? "" : "UNKNOWN now";
    for (int flag : value.flags()) {
      absl::StrAppend(&remarks, remarks.empty() ? "" : ", ",
                      PlainWord(static_cast<facility::v1::StatusFlag>(flag)));
    }
    table.Add({ShowMeasure(value.record().value()), FormatStatusValue(value.record().value()),
               FormatAge(FromProto(value.age())), remarks});
  }
  context->Print(table, "no values");
  return context->json() ? absl::OkStatus() : PrintOpenWarningsOf(FacilityName(entry.id), context);
}

absl::Status ShowAll(Context* context) {
  auto response = ReadPages<facility::v1::ListFacilityStatusesResponse>(
      facility::v1::ListFacilityStatusesRequest(), 0,
      [](auto& page) { return page.mutable_statuses(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("Status of all facilities");
  Table table({{"facility"}, {"name"}, {"state"}, {"heard"}, {"power"}, {"access"}});
  for (const FacilityStatus& status : response->statuses()) {
    std::string power;
    std::string access;
    for (const auto& value : status.values()) {
      std::string text = FormatStatusValue(value.record().value());
      if (value.freshness() != facility::v1::FRESHNESS_KNOWN) text = "unknown, was " + text;
      if (value.record().value().has_power_source()) power = text;
      if (value.record().value().has_access()) access = text;
    }
    table.Add({ShortName(status.facility().name()),
               context->NameIn(status.facility().display_names(), ""),
               PlainWord(status.facility().state()), ShowReporting(status), power, access});
  }
  context->Print(table, "no facilities");
  return absl::OkStatus();
}

absl::Status History(const StatusEntry& entry, Context* context) {
  facility::v1::ListStatusReportsRequest request;
  request.set_parent(FacilityName(entry.id));
  if (!entry.measure.empty()) {
    auto measure = ParseWord<facility::v1::Measure>(entry.measure);
    if (!measure.ok()) return WrongOption("--measure", measure.status());
    request.set_measure(*measure);
  }
  request.set_subject(entry.subject);
  auto response = ReadPages<facility::v1::ListStatusReportsResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_records(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("Reported by " + ShortName(entry.id) + ", latest first");
  Table table({{"observed"}, {"measure"}, {"value", Align::kRight}, {"by"}, {"recorded"}});
  for (const StatusRecord& record : response->records()) {
    table.Add({FormatTime(record.effective_time(), absl::LocalTimeZone()),
               ShowMeasure(record.value()), FormatStatusValue(record.value()),
               record.value().reported_by(),
               FormatTime(record.record_time(), absl::LocalTimeZone())});
  }
  context->Print(table, "nothing reported");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

}  // namespace

void AddStatusCommands(CLI::App* facility, Context* context) {
  auto entry = std::make_shared<StatusEntry>();
  CLI::App* report = facility->add_subcommand("report", "Record what someone there saw");
  report->add_option("facility", entry->id, "Its id")->required();
  report
      ->add_option(
          "value", entry->values,
          "MEASURE=VALUE or MEASURE:SUBJECT=VALUE. Measures: " + WordsOf<facility::v1::Measure>())
      ->required();
  report->add_option("--when", entry->when, "When it was so")->capture_default_str();
  report->add_option("--recorded-by", entry->recorded_by, "Who saw it, an opaque id [you]");
  report->add_option("--since", entry->since,
                     "Since when a source has been on or off [it may be since it was last seen "
                     "otherwise]");
  report->add_option("--photo", entry->photos, "A file that shows it; repeat it")
      ->allow_extra_args(false);
  report->add_option("--paper", entry->papers, "What it is written on, such as 'log book 7, p. 12'")
      ->allow_extra_args(false);
  report->footer(
      "Example:\n  waystation facility report khojaly-field-hospital beds-occupied:inpatient=34 "
      "\\\n    power-source=generator tank-level-ml:tank-a=600000\n"
      "  waystation facility report khojaly-field-hospital source-state:feeder-1=off --since "
      "01:40\nA note names no patient and no other person.");
  report->callback([=] { context->action = [=] { return Report(*entry, context); }; });

  CLI::App* status = facility->add_subcommand("status", "What is known of it now");
  status->add_option("facility", entry->id, "Its id [all, in one line each]");
  status->footer("Example:\n  waystation facility status khojaly-field-hospital");
  status->callback([=] {
    context->action = [=] {
      return entry->id.empty() ? ShowAll(context) : ShowOne(*entry, context);
    };
  });

  CLI::App* history = facility->add_subcommand("history", "What it ever reported, latest first");
  history->add_option("facility", entry->id, "Its id")->required();
  history->add_option("--measure", entry->measure, "Only this measure");
  history->add_option("--subject", entry->subject, "Only this bed type, tank or fridge");
  history->add_option("--limit", entry->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  history->footer(
      "Example:\n  waystation facility history khojaly-field-hospital --measure power-source");
  history->callback([=] { context->action = [=] { return History(*entry, context); }; });
}

}  // namespace waystation::cli
