#ifndef SERVICES_INVENTORY_STORE_REPORTS_FOLD_FLOWS_H_
#define SERVICES_INVENTORY_STORE_REPORTS_FOLD_FLOWS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// Adds the legs of a posted movement of the facility (its id) to flows, and notes the days beside
// its own on which they count; `revision` of the entry that posted it. REQUIRES: of a reversal, the
// movement that it takes back has a row.
absl::Status FoldFlows(storage::RowWriter& rows, absl::string_view facility,
                       const v1::Movement& movement, int64_t revision);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REPORTS_FOLD_FLOWS_H_
