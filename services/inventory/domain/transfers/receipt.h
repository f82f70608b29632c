// What comes of a transfer, at the receiver or back at the sender, and what is taken back of it.
// Prepare… and Decide… as in transfer.h.
#ifndef SERVICES_INVENTORY_DOMAIN_TRANSFERS_RECEIPT_H_
#define SERVICES_INVENTORY_DOMAIN_TRANSFERS_RECEIPT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/transfers/transit.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// A receipt or a return as it was asked for; both have the same form.
struct Arriving {
  const google::protobuf::RepeatedPtrField<v1::ReceivedLine>& lines;
  std::string etag;
  bool complete = false;
  std::optional<google::protobuf::Timestamp> happened_time = {};
  std::string recorded_by = {};
  std::string witnessed_by = {};
  std::string note = {};
  // At the sender, not at the receiver.
  bool returned = false;
};

Arriving ArrivingOf(const v1::ReceiveTransferRequest& request);
Arriving ArrivingOf(const v1::ReturnTransferRequest& request);

// A receipt that the transfer has counted and that the book has not.
struct CountedReceipt {
  v1::Transfer transfer = {};
  // Nothing where nothing came.
  std::optional<v1::Movement> movement = {};
  // How many differences the transfer had before.
  int differences_before = 0;
};

// Errors: ETAG_MISMATCH; of a return WRONG_STATE; INVALID_FIELD for lines that the waybill does not
// have and for what can't be short.
absl::StatusOr<CountedReceipt> PrepareReceipt(const Arriving& arriving, v1::Transfer transfer,
                                              const DecideContext& context);

// `state`: for the movement; looked at only where there is one. `last_number`: of the facility's
// goods receipts. Errors: those of a fact in MovementService.CreateMovement.
absl::StatusOr<TransferEvents> DecideReceipt(const Arriving& arriving, CountedReceipt counted,
                                             MovementState state, int64_t last_number,
                                             int64_t today, const DecideContext& context);

// What the transfer is once `reversal` has taken back a movement of it. TRANSFER_NOT_REVERSIBLE
// unless the movement is one of its receipts, with no difference answered by moving stock, not
// settled by a later dispatch, and the transfer not closed.
absl::StatusOr<v1::Event> DecideReceiptReversed(const v1::Movement& original, v1::Transfer transfer,
                                                int64_t today, const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_TRANSFERS_RECEIPT_H_
