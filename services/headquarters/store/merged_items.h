// Items that became aliases: all that was ever said of one is said of the kept item, so that each
// facility has one level for both.
#ifndef SERVICES_HEADQUARTERS_STORE_MERGED_ITEMS_H_
#define SERVICES_HEADQUARTERS_STORE_MERGED_ITEMS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::headquarters {

// The id of the item, or of the one that it stands for.
absl::StatusOr<std::string> KeptId(const storage::RowReader& rows, std::string item);

// Moves the books and what is expected of the alias to the kept item.
absl::Status FoldItemMerged(storage::RowWriter& rows, const inventory::v1::ItemMerged& merged);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_MERGED_ITEMS_H_
