// Transfers: from rows to what the rules and the answers need.
#ifndef SERVICES_INVENTORY_STORE_TRANSFERS_LOAD_TRANSFERS_H_
#define SERVICES_INVENTORY_STORE_TRANSFERS_LOAD_TRANSFERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/inventory/domain/transfers/transfer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// By name, whose last part may be a number in small letters ("wb-0001"); NOT_KNOWN with the name
// when there is none. As stored: without what answers derive. REQUIRES: a well-formed name.
absl::StatusOr<v1::Transfer> RequireTransfer(const storage::RowReader& rows,
                                             const std::string& name);

// What a new transfer from `parent` needs.
absl::StatusOr<NewTransferState> LoadNewTransfer(const storage::RowReader& rows,
                                                 const std::string& parent,
                                                 const v1::Transfer& transfer);

// What posting a movement of a transfer needs at the facility at the beginning of its name.
// NOT_KNOWN when that is not known.
absl::StatusOr<MovementState> LoadTransferMovement(const storage::RowReader& rows,
                                                   const v1::Movement& movement,
                                                   const DecideContext& context);

// The same with whose the lots are.
absl::StatusOr<SenderState> LoadSender(const storage::RowReader& rows, const v1::Movement& movement,
                                       const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_TRANSFERS_LOAD_TRANSFERS_H_
