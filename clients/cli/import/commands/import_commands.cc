#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/import/commands/import_run.h"
#include "clients/cli/import/commands/import_table_commands.h"
#include "clients/cli/text/times.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::cli {
namespace {

struct TableImportOrder {
  ImportOrder shared;
  std::vector<std::string> files;
  std::string folder;
  std::string day_zero;
};

using MakeKind = std::unique_ptr<ImportKind> (*)(const ImportFacts*);

struct Step {
  std::string path;
  MakeKind make;
};

// What rows are understood by. What stands for itself needs nothing of the server.
absl::Status ReadFacts(const ImportKind& kind, const TableImportOrder& order, Context* context,
                       ImportFacts* facts) {
  if (!order.day_zero.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(order.day_zero);
    if (!day.ok()) return WrongOption("--day-zero", day.status());
    facts->day_zero = *day;
  }
  for (const char* by_itself :
       {"storage-classes", "storage-places", "items", "facilities", "installations"}) {
    if (kind.name() == by_itself) return absl::OkStatus();
  }
  common::v1::GetLogRequest log_request;
  log_request.set_log("inventory/main");
  auto log = context->client().Read<common::v1::GetLogResponse>(log_request);
  if (!log.ok()) return log.status();
  facts->log_birth = FromProto(log->birth_time());
  auto zones = FacilityZones(context);
  if (!zones.ok()) return zones.status();
  facts->zones = *std::move(zones);
  if (kind.name() != "reports") {
    auto items = context->Items();
    if (!items.ok()) return items.status();
    facts->items = **items;
  }
  return absl::OkStatus();
}

absl::Status ImportOne(const Step& step, const TableImportOrder& order, Context* context) {
  ImportFacts facts;
  std::unique_ptr<ImportKind> kind = step.make(&facts);
  if (absl::Status status = ReadFacts(*kind, order, context, &facts); !status.ok()) return status;
  return RunImport(step.path, FileName(step.path), kind.get(), order.shared, context);
}

absl::Status ImportAll(const std::vector<Step>& steps, const TableImportOrder& order,
                       Context* context) {
  if (steps.size() > 1 && !(order.shared.rejects.empty() && order.shared.remarks.empty())) {
    return WrongOption("--rejects", "got several files, want one file at a time with this option");
  }
  context->client().CheckHistory();
  for (const Step& step : steps) {
    if (absl::Status status = ImportOne(step, order, context); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void AddOptions(CLI::App* command, TableImportOrder* order) {
  AddImportOptions(command, "the file's name", "utf-8", &order->shared);
  command->add_option("--day-zero", order->day_zero,
                      "The day that relative days count from [the inventory log's first]");
}

void AddKind(CLI::App* import, const std::string& name, const std::string& help, MakeKind make,
             Context* context) {
  auto order = std::make_shared<TableImportOrder>();
  CLI::App* command = import->add_subcommand(name, help);
  command->add_option("file", order->files, "CSV files")->required();
  AddOptions(command, order.get());
  for (const char* of_one_file : {"--rejects", "--remarks"}) {
    CLI::Option* option = command->get_option(of_one_file);
    option->description(absl::StrCat(option->get_description(), "; with one file only"));
  }
  ImportFacts none;
  const std::unique_ptr<ImportKind> kind = make(&none);
  const std::string optional = absl::StrJoin(kind->optional_columns(), ",");
  command->footer(absl::StrCat("Columns: ", absl::StrJoin(kind->columns(), ","),
                               optional.empty() ? "" : "\nIf you have them: ", optional,
                               "\nExample:\n  waystation import ", name, " ", name,
                               ".csv --dry-run"));
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
absl::Status ImportStarter(TableImportOrder* order, Context* context) {
  if (context->options.principal.empty()) {
    context->options.principal = "starter";
    if (absl::Status status = context->Open(); !status.ok()) return status;
  }
  std::vector<Step> steps = {{order->folder + "/items.csv", MakeItemImport},
                             {order->folder + "/facilities.csv", MakeFacilityImport}};
  // Folders made before there were these have none.
  const std::string places = order->folder + "/storage_places.csv";
  if (std::filesystem::exists(places)) steps.push_back({places, MakeStoragePlaceImport});
  steps.push_back({order->folder + "/movements.csv", MakeMovementImport});
  steps.push_back({order->folder + "/reports.csv", MakeReportImport});
  for (const Step& step : {Step{order->folder + "/counts.csv", MakeCountImport},
                           Step{order->folder + "/requisitions.csv", MakeRequisitionImport},
                           Step{order->folder + "/deliveries.csv", MakeDeliveryImport}}) {
    if (std::filesystem::exists(step.path)) steps.push_back(step);
  }
  // After the facilities that they are of.
  const std::string installations = order->folder + "/installations.csv";
  if (std::filesystem::exists(installations)) {
    steps.insert(steps.begin() + 2, {installations, MakeInstallationImport});
  }
  // Folders of before there were storage classes have none.
  const std::string classes = order->folder + "/storage_classes.csv";
  if (std::filesystem::exists(classes)) {
    steps.insert(steps.begin(), {classes, MakeStorageClassImport});
  }
  return ImportAll(steps, *order, context);
}

}  // namespace

void AddImportCommands(CLI::App* app, Context* context) {
  CLI::App* import = app->add_subcommand("import", "Record whole CSV files; again adds nothing");
  import->require_subcommand(1);
  AddKind(import, "items", "Items of the catalogue", MakeItemImport, context);
  AddKind(import, "storage-classes", "How items are kept", MakeStorageClassImport, context);
  AddFacilityImport(import, context);
  AddKind(import, "storage-places", "Where stock lies", MakeStoragePlaceImport, context);
  AddKind(import, "installations", "Power, cold, tanks, water and contacts of facilities",
          MakeInstallationImport, context);
  AddKind(import, "movements", "Stock movements that happened", MakeMovementImport, context);
  AddKind(import, "counts", "What was counted", MakeCountImport, context);
  AddKind(import, "reports", "Status reports", MakeReportImport, context);
  AddKind(import, "requisitions", "What facilities ask for", MakeRequisitionImport, context);
  AddKind(import, "deliveries", "What should come to facilities", MakeDeliveryImport, context);
  AddCatalogueImport(import, context);
  AddLedgerImport(import, context);
  auto order = std::make_shared<TableImportOrder>();
  CLI::App* starter = import->add_subcommand(
      "starter",
      "storage classes, items, facilities, installations, storage places, movements, "
      "reports, counts, requisitions, deliveries of a folder");
  starter->add_option("folder", order->folder, "Folder with the files")->required();
  AddOptions(starter, order.get());
  // Several files: each one's rejects and remarks go beside it.
  for (const char* of_one_file : {"--rejects", "--remarks"}) {
    starter->remove_option(starter->get_option(of_one_file));
  }
  starter->footer("Example:\n  waystation import starter deploy/starter");
  starter->callback([=] { context->action = [=] { return ImportStarter(order.get(), context); }; });
}

}  // namespace waystation::cli
