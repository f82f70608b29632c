#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_REVERSAL_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_REVERSAL_H_

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// Decides to take a movement back: a movement of kind REVERSAL with the inverse of every leg that
// still counts, each on its own day. A cover that the original brought counts while its shortfall
// has it; the covers that others brought to the original's shortfalls are undone too.
//
// Errors, in this order: WRONG_STATE (held or dropped), REVERSAL_NOT_REVERSIBLE, ALREADY_REVERSED;
// for an ORDER NOT_ENOUGH_STOCK when some day would end below nothing (a fact opens a shortfall
// instead, on the day of the leg that takes the stock away); QUANTITY_OVERFLOW; for an ORDER
// NOT_ENOUGH_STOCK when what it would take away is promised (a fact shrinks the promise instead).
absl::StatusOr<v1::MovementPosted> DecideReverseMovement(const v1::ReverseMovementRequest& request,
                                                         const ReversalState& state,
                                                         const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_REVERSAL_H_
