// Transfers: events to rows.
#ifndef SERVICES_INVENTORY_STORE_TRANSFERS_FOLD_TRANSFERS_H_
#define SERVICES_INVENTORY_STORE_TRANSFERS_FOLD_TRANSFERS_H_

#include "absl/status/status.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// The event's transfer is the whole of it, whichever of the two facilities' scopes it is of.
// REQUIRES: the event is one of a transfer.
absl::Status FoldTransfer(storage::RowWriter& rows, const v1::Event& event);

// The number of a goods receipt, where the movement has one.
absl::Status FoldGoodsReceiptNumber(storage::RowWriter& rows, const v1::Movement& movement);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_TRANSFERS_FOLD_TRANSFERS_H_
