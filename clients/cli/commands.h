// The commands, one function per noun. Each adds its subcommands to `app` and lets them set
// `context->action`. REQUIRES: `app` and `context` outlive the parsed command.
#ifndef CLIENTS_CLI_COMMANDS_H_
#define CLIENTS_CLI_COMMANDS_H_

#include <memory>

namespace CLI {
class App;
}

namespace waystation::cli {

class Context;

void AddItemCommands(CLI::App* app, Context* context);
void AddStorageClassCommands(CLI::App* app, Context* context);
void AddPlaceCommands(CLI::App* app, Context* context);
// excursions.
void AddExcursionCommands(CLI::App* place, Context* context);
void AddFacilityCommands(CLI::App* app, Context* context);
void AddInstallationCommands(CLI::App* app, Context* context);
void AddWarningCommands(CLI::App* app, Context* context);
void AddShiftCommands(CLI::App* app, Context* context);
// receive, issue, adjust, waste.
void AddStockWriteCommands(CLI::App* stock, Context* context);
// quarantine, release, damage, return.
void AddStockConditionCommands(CLI::App* stock, Context* context);
// unpack, pack.
void AddKitCommands(CLI::App* stock, Context* context);
// show, balance, propose.
void AddStockReadCommands(CLI::App* stock, Context* context);
// scan.
void AddScanCommands(CLI::App* stock, Context* context);
// tanks, dips, post-dip.
void AddTankCommands(CLI::App* stock, Context* context);
// label.
void AddLabelCommands(CLI::App* stock, Context* context);
void AddMovementCommands(CLI::App* app, Context* context);
void AddExceptionCommands(CLI::App* app, Context* context);
void AddCountCommands(CLI::App* app, Context* context);
void AddRequisitionCommands(CLI::App* app, Context* context);
void AddDeliveryCommands(CLI::App* app, Context* context);
void AddTransferCommands(CLI::App* app, Context* context);
// Blank papers to print.
void AddFormCommands(CLI::App* app, Context* context);
// The running register and handovers of controlled items.
void AddRegisterCommands(CLI::App* app, Context* context);
void AddHandoverCommands(CLI::App* app, Context* context);
void AddReservationCommands(CLI::App* app, Context* context);
void AddRecallCommands(CLI::App* app, Context* context);
void AddSupplyCommands(CLI::App* app, Context* context);
void AddReportCommands(CLI::App* app, Context* context);
// morning, expiry, stock-outs, min-max.
void AddStockReportCommands(CLI::App* report, Context* context);
// stock-card, consumption, donor.
void AddLedgerReportCommands(CLI::App* report, Context* context);
void AddImportCommands(CLI::App* app, Context* context);
void AddClockCommands(CLI::App* app, Context* context);
void AddBackupCommands(CLI::App* app, Context* context);
void AddServerCommands(CLI::App* app, Context* context);
void AddOutboxCommands(CLI::App* app, Context* context);

// The whole command line.
std::unique_ptr<CLI::App> BuildApp(Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_COMMANDS_H_
