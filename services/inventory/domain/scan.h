// What a label means to a facility's stock.
#ifndef SERVICES_INVENTORY_DOMAIN_SCAN_H_
#define SERVICES_INVENTORY_DOMAIN_SCAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/lot.h"
#include "services/inventory/gs1/label.h"
#include "waystation/inventory/v1/scan.pb.h"

namespace waystation::inventory {

// The label that the scans make together, with a GTIN. INVALID_FIELD: all that can't be read, or
// what contradicts, or that none has a GTIN.
absl::StatusOr<gs1::Label> ReadScans(const v1::ResolveScanRequest& request, int current_year);

// The lot under which the stock is kept: the label's, or that of its date; empty when it has
// neither.
std::string LotOfLabel(const gs1::Label& label);

// What the facility has recorded of that lot.
struct LotRecord {
  // nullopt: never was there.
  std::optional<LotDate> date = {};
  // Held, in whatever condition, and of that in usable condition.
  int64_t quantity = 0;
  int64_t usable = 0;
};

// In the order of their numbers. `day`: the facility's today.
std::vector<v1::ScanFinding> FindingsOf(const gs1::Label& label, const LotRecord& record,
                                        int64_t day);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_SCAN_H_
