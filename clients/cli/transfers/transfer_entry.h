// What the commands of transfers share.
#ifndef CLIENTS_CLI_TRANSFERS_TRANSFER_ENTRY_H_
#define CLIENTS_CLI_TRANSFERS_TRANSFER_ENTRY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/context.h"
#include "clients/cli/stock/movement_text.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace CLI {
class App;
}

namespace waystation::cli {

// What the options of one command hold; lives as long as the command line.
struct TransferEntry {
  std::string name;
  std::string from;
  std::string to;
  std::string at;
  LineText line;
  std::vector<std::string> lines;
  std::vector<std::string> lots;
  std::string requisition;
  std::string delivery;
  std::string leaves;
  std::string arrives;
  std::string vehicle;
  std::string carrier;
  std::string when = "now";
  std::string by;
  std::string witnessed_by;
  std::string note;
  std::string etag;
  std::string answer;
  int difference = 0;
  std::vector<std::string> states;
  bool order = false;
  bool complete = false;
  bool incoming = false;
  bool open_differences = false;
  bool all = false;
  bool text = false;
  int limit = 50;
};

// "facilities/f/transfers/wb-0001" as typed.
absl::StatusOr<std::string> TransferName(const TransferEntry& entry);
absl::StatusOr<inventory::v1::Transfer> ReadTransfer(const TransferEntry& entry, Context* context);

// --recorded-by and --note.
void AddRemark(CLI::App* command, TransferEntry* entry);

// pick, dispatch, receive, return, answer, cancel, close; show and waybill.
void AddTransferVerbs(CLI::App* noun, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TRANSFERS_TRANSFER_ENTRY_H_
