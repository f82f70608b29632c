// What the sender says to a difference. Prepare… and Decide… as in transfer.h.
#ifndef SERVICES_INVENTORY_DOMAIN_TRANSFERS_ANSWER_H_
#define SERVICES_INVENTORY_DOMAIN_TRANSFERS_ANSWER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/transfers/receipt.h"
#include "services/inventory/domain/transfers/transit.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// An answer moves at most what of the waybill's line is still in transit: more may have come since.
absl::StatusOr<CountedReceipt> PrepareAnswer(const v1::AnswerDifferenceRequest& request,
                                             v1::Transfer transfer, const DecideContext& context);

// `state`: for the movement at the sender; looked at only where there is one.
absl::StatusOr<TransferEvents> DecideAnswer(CountedReceipt counted, MovementState state,
                                            int64_t today, const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_TRANSFERS_ANSWER_H_
