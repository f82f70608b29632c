// Counts: events to rows.
#ifndef SERVICES_INVENTORY_STORE_COUNTS_FOLD_COUNTS_H_
#define SERVICES_INVENTORY_STORE_COUNTS_FOLD_COUNTS_H_

#include "absl/status/status.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// What a posted movement says of counts: a new one, the end of one, what re-derives their
// differences, the shortfalls that they end.
absl::Status FoldCounts(storage::RowWriter& rows, const v1::MovementPosted& posted);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_COUNTS_FOLD_COUNTS_H_
