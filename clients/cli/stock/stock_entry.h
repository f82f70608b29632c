// What the commands share that record movements: their options, and how they are sent and shown.
#ifndef CLIENTS_CLI_STOCK_STOCK_ENTRY_H_
#define CLIENTS_CLI_STOCK_STOCK_ENTRY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/context.h"
#include "clients/cli/stock/movement_text.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace CLI {
class App;
}

namespace waystation::cli {

// What the options of one stock command hold; lives as long as the command line.
struct Entry {
  std::string at;
  LineText line;
  std::vector<std::string> scans;
  std::vector<std::string> lines;
  std::string from;
  std::string to;
  std::string purpose;
  std::string reason;
  std::string gain;
  std::string loss;
  std::string document;
  std::string requisition;
  std::string delivery;
  std::string reservation;
  std::string when = "now";
  std::string recorded_by;
  std::string witnessed_by;
  std::string decided_by;
  std::string last_resort;
  std::string donor;
  std::string asked_for;
  std::vector<std::string> label_languages;
  std::string donation_note;
  std::string note;
  bool order = false;
  bool emergency = false;
};

// Where, what, when, by whom; all that every movement has but the quantity.
void AddCommonOptions(CLI::App* command, Entry* entry);
void AddQuantityOption(CLI::App* command, Entry* entry);
// In place of item, lot and date; the pack is then what a quantity counts. REQUIRES: their options
// and that of the quantity were added.
void AddScanOption(CLI::App* command, Entry* entry);
// The second person, for what controlled items need two for.
void AddWitnessOption(CLI::App* command, Entry* entry);
// `help` says what the condition of the line means to the command.
void AddConditionOption(CLI::App* command, const std::string& help, Entry* entry);

// Fills in what every movement has, records it and prints what came of it. `verb` is the command's
// own name, for the outbox.
absl::Status Send(const Entry& entry, const std::string& verb, inventory::v1::Movement movement,
                  Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_STOCK_STOCK_ENTRY_H_
