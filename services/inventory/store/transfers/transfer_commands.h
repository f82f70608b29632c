// The commands of transfers: load, decide, and what the accepted entry answers, as in
// store/commands.h. ReceiveTransfer writes the scope of the receiver, all others that of the
// sender; each reads what it needs of both. That is safe because all scopes of the log have one
// writer, which decides one command after the other, each on the rows with those before it.
#ifndef SERVICES_INVENTORY_STORE_TRANSFERS_TRANSFER_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_TRANSFERS_TRANSFER_COMMANDS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/store/list.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// REQUIRES of all: the request is valid (handler/validation.h). Errors: those of the RPC.
absl::StatusOr<storage::Decision> CreateTransfer(const storage::RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::CreateTransferRequest& request);
absl::StatusOr<storage::Decision> PickTransfer(const storage::RowReader& rows,
                                               const storage::DecideContext& context,
                                               const v1::PickTransferRequest& request);
absl::StatusOr<storage::Decision> DispatchTransfer(const storage::RowReader& rows,
                                                   const storage::DecideContext& context,
                                                   const v1::DispatchTransferRequest& request);
absl::StatusOr<storage::Decision> ReceiveTransfer(const storage::RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const v1::ReceiveTransferRequest& request);
absl::StatusOr<storage::Decision> ReturnTransfer(const storage::RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::ReturnTransferRequest& request);
absl::StatusOr<storage::Decision> CancelTransfer(const storage::RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::CancelTransferRequest& request);
absl::StatusOr<storage::Decision> AnswerDifference(const storage::RowReader& rows,
                                                   const storage::DecideContext& context,
                                                   const v1::AnswerDifferenceRequest& request);
absl::StatusOr<storage::Decision> CloseTransfer(const storage::RowReader& rows,
                                                const storage::DecideContext& context,
                                                const v1::CloseTransferRequest& request);

// What a reversal of `original` makes of its transfer: the event beside that of the movement.
absl::StatusOr<v1::Event> ReverseReceipt(const storage::RowReader& rows,
                                         const v1::Movement& original,
                                         const DecideContext& context);

// The answer from the entry alone. Leaves the receipt as it is.
absl::Status Answer(const storage::Outcome& outcome, v1::CreateTransferResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::PickTransferResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::DispatchTransferResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::ReceiveTransferResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::ReturnTransferResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CancelTransferResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::AnswerDifferenceResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CloseTransferResponse* response);

// The transfer as it is answered at `now`.
absl::StatusOr<v1::Transfer> TransferAt(const storage::RowReader& rows, v1::Transfer transfer,
                                        absl::Time now);

// As the lists of store/list.h.
absl::StatusOr<std::string> ListTransfers(const storage::RowReader& rows,
                                          const v1::ListTransfersRequest& request, const Page& page,
                                          absl::Time now, v1::ListTransfersResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_TRANSFERS_TRANSFER_COMMANDS_H_
