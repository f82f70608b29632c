#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/importer.h"
#include "clients/cli/paging.h"
#include "clients/cli/times.h"
#include "clients/cpp/call_error.h"
#include "google/protobuf/struct.pb.h"
#include "waystation/common/v1/log.pb.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {
namespace {

struct Order {
  std::vector<std::string> files;
  std::string folder;
  std::string source;
  std::string day_zero;
  bool dry_run = false;
};

using MakeKind = std::unique_ptr<ImportKind> (*)();

struct Step {
  std::string path;
  MakeKind make;
};

// What rows are understood by. Items and facilities need nothing of the server.
absl::StatusOr<ImportFacts> ReadFacts(const ImportKind& kind, const Order& order,
                                      Context* context) {
  ImportFacts facts;
  if (!order.day_zero.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(order.day_zero);
    if (!day.ok()) return WrongOption("--day-zero", day.status());
    facts.day_zero = *day;
  }
  if (kind.name() == "items" || kind.name() == "facilities") return facts;
  common::v1::GetLogRequest log_request;
  log_request.set_log("inventory/main");
  auto log = context->client().Read<common::v1::GetLogResponse>(log_request);
  if (!log.ok()) return log.status();
  facts.log_birth = FromProto(log->birth_time());
  auto facilities = ReadPages<facility::v1::ListFacilitiesResponse>(
      facility::v1::ListFacilitiesRequest(), 0,
      [](auto& page) { return page.mutable_facilities(); }, context);
  if (!facilities.ok()) return facilities.status();
  for (const auto& facility : facilities->facilities()) {
    absl::StatusOr<absl::TimeZone> zone = ZoneNamed(facility.time_zone());
    if (!zone.ok()) return WrongOption(facility.name(), zone.status());
    facts.zones[facility.name()] = *zone;
  }
  if (kind.name() == "movements") {
    auto items = context->Items();
    if (!items.ok()) return items.status();
    facts.items = **items;
  }
  return facts;
}

void PrintResult(const Step& step, const ImportKind& kind, const ImportFacts& facts,
                 const ImportResult& result, bool dry_run, Context* context) {
  google::protobuf::Struct json;
  auto& fields = *json.mutable_fields();
  auto number = [&fields](const char* key, int64_t value) {
    fields[key].set_number_value(static_cast<double>(value));
  };
  fields["file"].set_string_value(step.path);
  fields["kind"].set_string_value(kind.name());
  fields["source"].set_string_value(facts.source);
  fields["dry_run"].set_bool_value(dry_run);
  number("rows", result.rows);
  number("recorded", dry_run ? 0 : result.recorded);
  number("already_there", result.already_there);
  number("conflicts", result.conflicts);
  number("rejected", result.rejected);
  number("not_sent", result.not_sent);
  number("held", result.held);
  number("exceptions", result.exceptions);
  fields["rejects_file"].set_string_value(result.rejects_file);
  context->PrintJson(json);
  context->PrintHeading(absl::StrCat(step.path, ": ", DescribeResult(result, dry_run)));
  for (const std::string& problem : result.problems) std::cerr << problem << "\n";
  if (!result.rejects_file.empty()) {
    std::cerr << "hint: mend the rows in " << result.rejects_file
              << " and import that file with --source " << facts.source << "\n";
  }
}

absl::Status ImportOne(const Step& step, const Order& order, Context* context) {
  std::unique_ptr<ImportKind> kind = step.make();
  absl::StatusOr<ImportFacts> facts = ReadFacts(*kind, order, context);
  if (!facts.ok()) return facts.status();
  facts->source =
      order.source.empty() ? std::filesystem::path(step.path).filename().string() : order.source;
  ImportOptions options;
  options.dry_run = order.dry_run;
  options.progress = isatty(STDERR_FILENO) != 0 && !context->json();
  options.pipeline.patience = absl::Seconds(context->options.timeout_s);
  client::Client* client = &context->client();
  absl::StatusOr<ImportResult> result =
      ImportFile(step.path, *kind, *facts, options,
                 [client](const ImportCommand& command, std::function<void(absl::Status)> done) {
                   client->WriteAsync(*command.request, command.response.get(), std::move(done));
                 });
  client->SaveReceipts();
  if (!result.ok()) return result.status();
  PrintResult(step, *kind, *facts, *result, order.dry_run, context);
  if (result->not_sent > 0) {
    return absl::UnavailableError(
        absl::StrCat(result->not_sent, " rows of ", step.path,
                     " were not sent; the same import again sends them, and nothing twice"));
  }
  if (result->rejected + result->conflicts > 0) context->exit_code = client::kExitPartialImport;
  return absl::OkStatus();
}

absl::Status ImportAll(const std::vector<Step>& steps, const Order& order, Context* context) {
  context->client().CheckHistory();
  for (const Step& step : steps) {
    if (absl::Status status = ImportOne(step, order, context); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void AddOptions(CLI::App* command, Order* order) {
  command->add_option("--source", order->source,
                      "Name under which rows are known, so that a second import adds nothing "
                      "[the file's name]");
  command->add_option("--day-zero", order->day_zero,
                      "The day that relative days count from [the inventory log's first]");
  command->add_flag("--dry-run", order->dry_run, "Check every row and send nothing");
}

void AddKind(CLI::App* import, const std::string& name, const std::string& help, MakeKind make,
             Context* context) {
  auto order = std::make_shared<Order>();
  CLI::App* command = import->add_subcommand(name, help);
  command->add_option("file", order->files, "CSV files, UTF-8")->required();
  AddOptions(command, order.get());
  std::string columns;
  for (const std::string& column : make()->columns()) {
    columns += (columns.empty() ? "" : ",") + column;
  }
  command->footer("Columns: " + columns + "\nExample:\n  waystation import " + name + " " + name +
                  ".csv --dry-run");
  command->callback([=] {
    context->action = [=] {
      std::vector<Step> steps;
      for (const std::string& file : order->files) steps.push_back({file, make});
      return ImportAll(steps, *order, context);
    };
  });
}

// The starter is the same for whoever loads it, so it is sent under one name: another profile that
// loads it again finds everything there.
absl::Status ImportStarter(Order* order, Context* context) {
  if (context->options.principal.empty()) {
    context->options.principal = "starter";
    if (absl::Status status = context->Open(); !status.ok()) return status;
  }
  const std::vector<Step> steps = {{order->folder + "/items.csv", MakeItemImport},
                                   {order->folder + "/facilities.csv", MakeFacilityImport},
                                   {order->folder + "/movements.csv", MakeMovementImport},
                                   {order->folder + "/reports.csv", MakeReportImport}};
  return ImportAll(steps, *order, context);
}

}  // namespace

void AddImportCommands(CLI::App* app, Context* context) {
  CLI::App* import = app->add_subcommand("import", "Record whole CSV files; again adds nothing");
  import->require_subcommand(1);
  AddKind(import, "items", "Items of the catalogue", MakeItemImport, context);
  AddKind(import, "facilities", "Facilities", MakeFacilityImport, context);
  AddKind(import, "movements", "Stock movements that happened", MakeMovementImport, context);
  AddKind(import, "reports", "Status reports", MakeReportImport, context);
  auto order = std::make_shared<Order>();
  CLI::App* starter =
      import->add_subcommand("starter", "items, facilities, movements, reports of a folder");
  starter->add_option("folder", order->folder, "Folder with the four files")->required();
  AddOptions(starter, order.get());
  starter->footer("Example:\n  waystation import starter deploy/starter");
  starter->callback([=] { context->action = [=] { return ImportStarter(order.get(), context); }; });
}

}  // namespace waystation::cli
