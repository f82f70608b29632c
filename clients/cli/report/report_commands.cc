#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/context.h"

namespace waystation::cli {

void AddReportCommands(CLI::App* app, Context* context) {
  CLI::App* report = app->add_subcommand(
      "report", "Reports of a facility, as of any day; with --output csv for a spreadsheet");
  report->require_subcommand(1);
  AddStockReportCommands(report, context);
  AddLedgerReportCommands(report, context);
}

}  // namespace waystation::cli
