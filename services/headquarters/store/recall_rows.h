// Recalled lots as rows: which lots of an item no level may count as usable.
#ifndef SERVICES_HEADQUARTERS_STORE_RECALL_ROWS_H_
#define SERVICES_HEADQUARTERS_STORE_RECALL_ROWS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/headquarters/domain/level.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/recall.pb.h"

namespace waystation::headquarters {

// The lots of the item that are recalled now, by recalls recorded up to `day`.
absl::StatusOr<RecalledLots> LoadRecalledLots(const storage::RowReader& rows,
                                              absl::string_view item, int64_t day);

// Notes the recall as it is from now on, and computes the item's level again wherever it is kept.
absl::Status FoldRecall(storage::RowWriter& rows, const inventory::v1::Recall& recall);

// What was recalled of an alias is of the item that it stands for, whose levels are computed again.
absl::Status RenameRecalled(storage::RowWriter& rows, const std::string& alias,
                            const std::string& kept);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_RECALL_ROWS_H_
