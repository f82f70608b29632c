// The commands of controlled items: load, decide, and what the accepted entry answers, as in
// store/commands.h.
#ifndef SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::inventory {

// REQUIRES of both: the request is valid (handler/validation.h). Errors: those of the RPC.
absl::StatusOr<storage::Decision> SignMovement(const storage::RowReader& rows,
                                               const storage::DecideContext& context,
                                               const v1::SignMovementRequest& request);
absl::StatusOr<storage::Decision> RecordHandover(const storage::RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::RecordHandoverRequest& request);

// The answer from the entry alone. Leaves the receipt as it is.
absl::Status Answer(const storage::Outcome& outcome, v1::SignMovementResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::RecordHandoverResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_COMMANDS_H_
