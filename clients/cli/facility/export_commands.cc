#include "clients/cli/facility/export_commands.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cli/context.h"
#include "clients/cli/import/facility_table.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/clock_text.h"
#include "clients/cli/text/have_document.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/words.h"
#include "google/protobuf/struct.pb.h"

namespace waystation::cli {
namespace {

using facility::v1::Facility;
using facility::v1::FacilityKind;
using facility::v1::FacilityStatus;
using facility::v1::ListFacilityStatusesResponse;

constexpr char kHaveFormat[] = "edxl-have";
constexpr char kHave1Format[] = "edxl-have-1.0";
constexpr char kCsvFormat[] = "csv";

struct ExportOrder {
  std::string format;
  std::vector<std::string> kinds;
  std::vector<std::string> facilities;
  std::string organization;
  std::string file;
};

// What is asked for by kind; by name alone, where only names are given.
absl::StatusOr<facility::v1::ListFacilityStatusesRequest> StatusesAskedFor(
    const ExportOrder& order) {
  facility::v1::ListFacilityStatusesRequest request;
  for (const std::string& word : order.kinds) {
    auto kind = ParseWord<FacilityKind>(word);
    if (!kind.ok()) return WrongOption("--kind", kind.status());
    request.add_kinds(*kind);
  }
  if (order.kinds.empty() && order.facilities.empty() && order.format != kCsvFormat) {
    request.add_kinds(facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
    request.add_kinds(facility::v1::FACILITY_KIND_HEALTH_POST);
  }
  return request;
}

absl::StatusOr<ListFacilityStatusesResponse> ReadWanted(const ExportOrder& order,
                                                        Context* context) {
  auto request = StatusesAskedFor(order);
  if (!request.ok()) return request.status();
  auto response = ReadPages<ListFacilityStatusesResponse>(
      *request, 0, [](auto& page) { return page.mutable_statuses(); }, context);
  if (!response.ok() || order.facilities.empty()) return response;
  std::set<std::string> missing;
  for (const std::string& id : order.facilities) missing.insert(FacilityName(id));
  const std::set<std::string> named = missing;
  ListFacilityStatusesResponse chosen;
  *chosen.mutable_basis() = response->basis();
  for (FacilityStatus& status : *response->mutable_statuses()) {
    const std::string& name = status.facility().name();
    missing.erase(name);
    if (named.count(name) > 0) *chosen.add_statuses() = std::move(status);
  }
  if (missing.empty()) return chosen;
  return absl::NotFoundError(absl::StrCat("--facility: got ", ShortName(*missing.begin()),
                                          ", want a facility that exists",
                                          order.kinds.empty() ? "" : " and is of --kind"));
}

absl::StatusOr<std::string> HaveText(const ExportOrder& order,
                                     const ListFacilityStatusesResponse& known, Context* context) {
  if (known.statuses().empty()) {
    return absl::NotFoundError("no facility of these kinds; EDXL-HAVE knows no empty report");
  }
  auto clock = context->client().Read<common::v1::GetClockResponse>(common::v1::GetClockRequest());
  if (!clock.ok()) return clock.status();
  HaveReport report;
  report.exercise = context->exercise();
  report.clock_warning = ClockWarning(*clock, "en", absl::UTCTimeZone());
  report.organization = order.organization;
  report.language = context->options.language;
  report.read_time = known.basis().read_time();
  report.statuses.assign(known.statuses().begin(), known.statuses().end());
  return order.format == kHaveFormat ? HaveDocument(report) : Have1Document(report);
}

std::string TableText(const ListFacilityStatusesResponse& known, Context* context) {
  std::vector<Facility> facilities;
  for (const FacilityStatus& status : known.statuses()) facilities.push_back(status.facility());
  FacilityTable table = TableOf(facilities);
  if (table.names_left_out > 0) {
    std::cerr << "note: " << table.names_left_out
              << " names in other languages than az, hy, ru and en are not in the table\n";
  }
  if (context->exercise()) std::cerr << "note: facilities of an EXERCISE; the table can't say so\n";
  return table.csv;
}

// An export before it is replaced whole or not at all.
absl::Status WriteWhole(const std::string& path, const std::string& text) {
  const std::string beside = absl::StrCat(path, ".", getpid(), ".part");
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(beside, path, error);
  if (file && !error) return absl::OkStatus();
  std::error_code ignored;
  std::filesystem::remove(beside, ignored);
  return WrongOption("--file", absl::StrCat("got \"", Quotable(path),
                                            "\", want a file in a folder that can be written"));
}

absl::Status Export(const ExportOrder& order, Context* context) {
  auto known = ReadWanted(order, context);
  if (!known.ok()) return known.status();
  absl::StatusOr<std::string> text = order.format == kCsvFormat
                                         ? absl::StatusOr<std::string>(TableText(*known, context))
                                         : HaveText(order, *known, context);
  if (!text.ok()) return text.status();
  if (order.file.empty()) {
    std::cout << *text;
    return absl::OkStatus();
  }
  if (absl::Status status = WriteWhole(order.file, *text); !status.ok()) return status;
  google::protobuf::Struct json;
  (*json.mutable_fields())["file"].set_string_value(order.file);
  (*json.mutable_fields())["facilities"].set_number_value(known->statuses_size());
  context->PrintJson(json);
  context->PrintHeading(absl::StrCat(order.file, ": ", known->statuses_size(), " facilities"));
  return absl::OkStatus();
}

}  // namespace

void AddExportCommands(CLI::App* facility, Context* context) {
  auto order = std::make_shared<ExportOrder>();
  CLI::App* command = facility->add_subcommand(
      "export", "Facilities for other systems: EDXL-HAVE (XML), or a table to import again");
  command->add_option("--format", order->format, "edxl-have (2.0), edxl-have-1.0 or csv")
      ->required()
      ->check(CLI::IsMember({kHaveFormat, kHave1Format, kCsvFormat}));
  command->add_option("--kind", order->kinds,
                      "Only these kinds [EDXL-HAVE: field-hospital and health-post; csv: all]: " +
                          WordsOf<FacilityKind>());
  command->add_option("--facility", order->facilities, "Only these, by id; repeat it");
  command->add_option("--organization", order->organization,
                      "Who answers for an EDXL-HAVE report, in words [not told]");
  command->add_option("--file", order->file, "Where to; one of before is replaced [printed]");
  command->footer(
      "Example:\n  waystation facility export --format edxl-have --kind field-hospital \\\n"
      "    --organization \"Relief headquarters\" --file beds.xml");
  command->callback([=] { context->action = [=] { return Export(*order, context); }; });
}

}  // namespace waystation::cli
