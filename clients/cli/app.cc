#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/context.h"

namespace waystation::cli {

std::unique_ptr<CLI::App> BuildApp(Context* context) {
  auto app = std::make_unique<CLI::App>(
      "Waystation: stock, status and supply of field hospitals and kitchens.", "waystation");
  GlobalOptions* options = &context->options;
  app->add_option("--server", options->server, "The server, host:port")
      ->envname("WAYSTATION_SERVER")
      ->capture_default_str();
  app->add_option("--output", options->output,
                  "table for people, json for programs, csv of reports")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->capture_default_str();
  app->add_option("--language", options->language, "Language of names: az, hy, ru or en")
      ->check(CLI::IsMember({"az", "hy", "ru", "en"}))
      ->capture_default_str();
  app->add_option("--principal", options->principal, "Who sends it, an opaque id [the profile's]");
  app->add_option("--acting-for", options->acting_for, "On whose behalf, an opaque id");
  app->add_option("--timeout", options->timeout_s, "Seconds for one command with all its retries")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app->add_option("--profile-dir", options->profile_folder,
                  "Where your id and the outbox are kept [~/.config/waystation]");
  app->footer(
      "Exit codes: 0 done, 1 wrong command line, 2 refused, 3 not found, 4 conflict,\n"
      "5 no answer (a command is kept in the outbox), 6 import in part.\n"
      "Example:\n  waystation supply overview");
  app->fallthrough();
  app->require_subcommand(1);
  AddItemCommands(app.get(), context);
  AddStorageClassCommands(app.get(), context);
  AddFacilityCommands(app.get(), context);
  AddPlaceCommands(app.get(), context);
  AddInstallationCommands(app.get(), context);
  AddWarningCommands(app.get(), context);
  AddShiftCommands(app.get(), context);
  CLI::App* stock = app->add_subcommand("stock", "What is where, and what moves it");
  stock->require_subcommand(1);
  AddStockWriteCommands(stock, context);
  AddStockConditionCommands(stock, context);
  AddKitCommands(stock, context);
  AddStockReadCommands(stock, context);
  AddScanCommands(stock, context);
  AddTankCommands(stock, context);
  AddLabelCommands(stock, context);
  AddMovementCommands(app.get(), context);
  AddExceptionCommands(app.get(), context);
  AddCountCommands(app.get(), context);
  AddRequisitionCommands(app.get(), context);
  AddDeliveryCommands(app.get(), context);
  AddTransferCommands(app.get(), context);
  AddFormCommands(app.get(), context);
  AddRegisterCommands(app.get(), context);
  AddHandoverCommands(app.get(), context);
  AddReservationCommands(app.get(), context);
  AddRecallCommands(app.get(), context);
  AddSupplyCommands(app.get(), context);
  AddReportCommands(app.get(), context);
  AddImportCommands(app.get(), context);
  AddClockCommands(app.get(), context);
  AddBackupCommands(app.get(), context);
  AddServerCommands(app.get(), context);
  AddOutboxCommands(app.get(), context);
  return app;
}

}  // namespace waystation::cli
