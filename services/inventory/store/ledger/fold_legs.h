// From legs to balances; a part of InventoryFold.
#ifndef SERVICES_INVENTORY_STORE_LEDGER_FOLD_LEGS_H_
#define SERVICES_INVENTORY_STORE_LEDGER_FOLD_LEGS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// Positions and their days, gross inflow, and what is known of the lots.
absl::Status FoldLegs(storage::RowWriter& rows, absl::string_view facility,
                      const v1::Movement& movement);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_LEDGER_FOLD_LEGS_H_
