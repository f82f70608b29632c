// What is kept of an item at a facility as one row of item_facility, so that a line looks it up
// once.
#ifndef SERVICES_INVENTORY_STORE_LEDGER_ITEM_AT_FACILITY_H_
#define SERVICES_INVENTORY_STORE_LEDGER_ITEM_AT_FACILITY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"

namespace waystation::inventory {

struct ItemAtFacility {
  int64_t gross_inflow = 0;     // Base units that ever came into its positions, less taken back.
  int64_t open_shortfalls = 0;  // Rows of open_shortfall.
  int64_t holdings = 0;         // Rows of holding: reservations that still promise some of it.
};

// Ids, not names. All nothing when there is no row; INTERNAL when it is damaged.
absl::StatusOr<ItemAtFacility> GetItemAtFacility(const storage::RowReader& rows,
                                                 absl::string_view item,
                                                 absl::string_view facility);
void PutItemAtFacility(storage::RowWriter& rows, absl::string_view item, absl::string_view facility,
                       const ItemAtFacility& kept);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_LEDGER_ITEM_AT_FACILITY_H_
