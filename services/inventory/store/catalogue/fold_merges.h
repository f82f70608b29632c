// From merges to rows; a part of InventoryFold.
#ifndef SERVICES_INVENTORY_STORE_CATALOGUE_FOLD_MERGES_H_
#define SERVICES_INVENTORY_STORE_CATALOGUE_FOLD_MERGES_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// `revision`: of the entry; so below.
absl::Status FoldItemMerged(storage::RowWriter& rows, const v1::ItemMerged& merged,
                            int64_t revision);
absl::Status FoldMergedStockMoved(storage::RowWriter& rows, const v1::MergedStockMoved& moved);
// Notes what a movement brings back of an alias. Only what was in transit, and what is taken back,
// can be of one: all else names the kept item.
absl::Status NoteMergedBooks(storage::RowWriter& rows, absl::string_view facility,
                             const v1::MovementPosted& posted, int64_t revision);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CATALOGUE_FOLD_MERGES_H_
