// The sender's verbs of a transfer: planned, picked, dispatched, cancelled, closed.
//
// A verb that moves stock has two parts: Prepare… checks what the transfer itself says and makes
// the movement, for which the store then loads the book; Decide… posts it. REQUIRES of all: the
// request is valid, and the transfer is the one it names, as stored. `today` is the civil day of
// context.now at the receiver; the event keeps it. Errors in the order of the contract.
#ifndef SERVICES_INVENTORY_DOMAIN_TRANSFERS_TRANSFER_H_
#define SERVICES_INVENTORY_DOMAIN_TRANSFERS_TRANSFER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/transfers/transit.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// For a new transfer.
struct NewTransferState {
  std::optional<FacilityFacts> from = {};
  std::optional<FacilityFacts> to = {};
  // The last number of the sender's waybills; 0: none yet.
  int64_t last_number = 0;
  // The first resource that it names and that is not known, the facilities apart; empty: all are.
  std::string not_known = {};
  // What it names of the receiver, with their ids.
  std::string requisition = {};
  std::string expected_delivery = {};
};

// {item name, lot} -> whose it is, as kept at the sender.
using LotOwners = std::map<std::pair<std::string, std::string>, std::string>;

// What the sender's book says, for the movement that was prepared.
struct SenderState {
  MovementState movement = {};
  LotOwners owners = {};
};

absl::StatusOr<TransferEvents> DecideCreateTransfer(const v1::CreateTransferRequest& request,
                                                    const NewTransferState& state, int64_t today,
                                                    const DecideContext& context);

// Makes the ORDER that would take the lots, so that picking promises what can be dispatched.
absl::StatusOr<v1::Movement> PreparePick(const v1::PickTransferRequest& request,
                                         const v1::Transfer& transfer,
                                         const DecideContext& context);
absl::StatusOr<TransferEvents> DecidePick(const v1::PickTransferRequest& request,
                                          v1::Transfer transfer, v1::Movement movement,
                                          SenderState state, int64_t today,
                                          const DecideContext& context);

// `to`: the receiver, as far as it is known.
absl::StatusOr<v1::Movement> PrepareDispatch(const v1::DispatchTransferRequest& request,
                                             const v1::Transfer& transfer,
                                             const std::optional<FacilityFacts>& to,
                                             const DecideContext& context);
absl::StatusOr<TransferEvents> DecideDispatch(const v1::DispatchTransferRequest& request,
                                              v1::Transfer transfer, v1::Movement movement,
                                              SenderState state, int64_t today,
                                              const DecideContext& context);

absl::StatusOr<TransferEvents> DecideCancelTransfer(const v1::CancelTransferRequest& request,
                                                    v1::Transfer transfer, int64_t today,
                                                    const DecideContext& context);
absl::StatusOr<TransferEvents> DecideCloseTransfer(const v1::CloseTransferRequest& request,
                                                   v1::Transfer transfer, int64_t today,
                                                   const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_TRANSFERS_TRANSFER_H_
