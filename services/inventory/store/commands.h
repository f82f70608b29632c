// The commands: load, decide, and what the accepted entry answers. Each pair of functions serves
// one writing RPC, and tests and simulations without a server.
#ifndef SERVICES_INVENTORY_STORE_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::inventory {

// What the rules may know of a command.
DecideContext ContextOf(const storage::DecideContext& context);
// The first event of an accepted entry: its only one, but for what moves stock of a transfer.
absl::StatusOr<v1::Event> EventOf(const storage::Outcome& outcome);

// REQUIRES of all: the request is valid (handler/validation.h). Errors: those of the RPC.
absl::StatusOr<storage::Decision> CreateItem(const storage::RowReader& rows,
                                             const v1::CreateItemRequest& request);
absl::StatusOr<storage::Decision> UpdateItem(const storage::RowReader& rows,
                                             const v1::UpdateItemRequest& request);
absl::StatusOr<storage::Decision> CreateStorageClass(const storage::RowReader& rows,
                                                     const v1::CreateStorageClassRequest& request);
absl::StatusOr<storage::Decision> UpdateStorageClass(const storage::RowReader& rows,
                                                     const v1::UpdateStorageClassRequest& request);
absl::StatusOr<storage::Decision> CreateMovement(const storage::RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::CreateMovementRequest& request);
absl::StatusOr<storage::Decision> ReverseMovement(const storage::RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const v1::ReverseMovementRequest& request);
absl::StatusOr<storage::Decision> ResolveException(const storage::RowReader& rows,
                                                   const storage::DecideContext& context,
                                                   const v1::ResolveExceptionRequest& request);

// The answer from the entry alone, so that a repeated request is answered as the first was. Leaves
// the receipt as it is.
absl::Status Answer(const storage::Outcome& outcome, v1::CreateItemResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::UpdateItemResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CreateStorageClassResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::UpdateStorageClassResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CreateMovementResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::ReverseMovementResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::ResolveExceptionResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_COMMANDS_H_
