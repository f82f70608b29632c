// Merging items: the command, what its entry answers, and what follows in each book by itself.
#ifndef SERVICES_INVENTORY_STORE_CATALOGUE_MERGE_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_CATALOGUE_MERGE_COMMANDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// REQUIRES: the request is valid (handler/validation.h). Errors: those of the RPC.
absl::StatusOr<storage::Decision> MergeItem(const storage::RowReader& rows,
                                            const storage::DecideContext& context,
                                            const v1::MergeItemRequest& request);
// The answer from the entry alone. Leaves the receipt as it is.
absl::Status Answer(const storage::Outcome& outcome, v1::MergeItemResponse* response);

// Moves what the facility has of the alias (ids).
absl::StatusOr<storage::Decision> MoveMergedStock(const storage::RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const std::string& alias,
                                                  const std::string& facility);
// One command for each book in which something of an alias is left, at most `max`; a
// runtime::DueSource.
std::vector<storage::Command> MergedStockCommands(const storage::RowReader& rows, absl::Time now,
                                                  int max);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CATALOGUE_MERGE_COMMANDS_H_
