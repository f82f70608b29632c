// The command of counts: load, decide, and what the accepted entry answers, as in store/commands.h.
#ifndef SERVICES_INVENTORY_STORE_COUNTS_COUNT_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_COUNTS_COUNT_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/count.pb.h"

namespace waystation::inventory {

// REQUIRES: the request is valid (handler/validation.h). Errors: those of the RPC.
absl::StatusOr<storage::Decision> CreateCount(const storage::RowReader& rows,
                                              const storage::DecideContext& context,
                                              const v1::CreateCountRequest& request);

// The answer from the entry alone. Leaves the receipt as it is.
absl::Status Answer(const storage::Outcome& outcome, v1::CreateCountResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_COUNTS_COUNT_COMMANDS_H_
