// Barcodes in place of item, pack, lot and date.
#ifndef CLIENTS_CLI_STOCK_SCAN_H_
#define CLIENTS_CLI_STOCK_SCAN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/context.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/scan.pb.h"

namespace waystation::cli {

struct Scanned {
  // Without a link: no stock, no recorded date, and of the findings whether the label's date is
  // past.
  inventory::v1::ResolveScanResponse pack;
  // The item is as this profile last saw it.
  bool offline = false;
};

// What the scans of one pack say, from the server, or without a link from the items as last seen.
// Errors name `option`; one that no link and an unknown GTIN make together says that nothing is
// kept.
absl::StatusOr<Scanned> ReadScans(const std::string& option, const std::string& facility,
                                  const std::vector<std::string>& scans, Context* context);

// The line that records the scanned pack in a movement of this kind. `quantity` is empty for one
// pack (or as many as a pallet's label counts), digits for so many packs, or what ParseQuantity
// takes.
absl::StatusOr<inventory::v1::MovementLine> LineOfScan(const Scanned& scanned,
                                                       inventory::v1::MovementKind kind,
                                                       const std::string& quantity);

// What was read, in one line: "Paracetamol…, box of 100 = 100, lot B12, use by 2027-06-30".
std::string ShowScanned(const Scanned& scanned, Context* context);

// What a person should know before a movement of this kind, one line each.
std::vector<std::string> NotesOf(const Scanned& scanned, inventory::v1::MovementKind kind);

// One finding in words.
std::string ShowFinding(inventory::v1::ScanFinding finding,
                        const inventory::v1::ResolveScanResponse& pack);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_STOCK_SCAN_H_
