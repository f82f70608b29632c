// Recalls: events to rows, and what movements mean for them.
#ifndef SERVICES_INVENTORY_STORE_RECALLS_FOLD_RECALLS_H_
#define SERVICES_INVENTORY_STORE_RECALLS_FOLD_RECALLS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// The lots are blocked, and of each facility that ever had one it is kept what it had written off
// by then.
absl::Status FoldRecallCreated(storage::RowWriter& rows, const v1::Recall& recall);
// The lots are free of this recall.
// The lots that are called back of an item are those of the one that it was merged into, by ids.
absl::Status FoldRecallsMerged(storage::RowWriter& rows, absl::string_view alias,
                               absl::string_view kept);
absl::Status FoldRecallWithdrawn(storage::RowWriter& rows, const v1::Recall& recall);
absl::Status FoldRecallAcknowledged(storage::RowWriter& rows, const v1::RecallAcknowledged& event);

// What the legs of a posted movement add to the flows of their lots.
absl::Status FoldLotFlows(storage::RowWriter& rows, absl::string_view facility,
                          const v1::Movement& movement);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RECALLS_FOLD_RECALLS_H_
