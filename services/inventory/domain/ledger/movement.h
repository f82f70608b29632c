#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_MOVEMENT_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_MOVEMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// Decides a new movement of the facility: MovementPosted, or MovementHeld for a fact whose document
// number was used before. REQUIRES: the request is valid and `state` was loaded for it.
//
// Errors, in this order; those from WRONG_STATE on only for an ORDER, a fact is flagged instead
// (but a move into "main" from a place that neither is named nor follows is PLACE_NOT_NAMED of
// both):
//   NOT_KNOWN               facility, item; for an ORDER a named lot that goes out, a named
//                           requisition, expected delivery, reservation
//                                                       -> REFERENCE_NOT_KNOWN
//   QUANTITY_OVERFLOW
//   WRONG_STATE             facility not open           -> FACILITY_NOT_OPEN
//                           reservation has ended       -> counts for no promise
//                           a place is closed           -> PLACE_NOT_OPEN
//   TIME_OUT_OF_RANGE                                   -> FUTURE_TIME, TIME_TOO_OLD
//   DOCUMENT_NUMBER_REPEATED                            -> held
//   SECOND_SIGNATURE_MISSING, SIGNER_NOT_DIFFERENT      -> SIGNATURE_OUTSTANDING
//   LOT_DATE_DISAGREES                                  -> the stricter date, and the flag
//   LOT_EXPIRED             issued, packed past use-by  -> EXPIRED_LOT_USED
//   LOT_RECALLED            used without last_resort    -> RECALLED_LOT_USED
//   KIT_CONTENT_DIFFERS     from the packing list       -> KIT_CONTENT_DIFFERS
//   PLACE_NOT_NAMED         several hold it             -> taken from "main"
//   STOCK_BLOCKED           out of its range too long   -> BLOCKED_STOCK_USED
//   NOT_ENOUGH_STOCK                                    -> SHORTFALL, posted as a difference; of a
//                                                       release RELEASE_EXCEEDS_QUARANTINE
//                           or it is promised           -> RESERVATION_SHRUNK; so of an order in
//                                                       an emergency
// Both intents: use of stock that is not usable (which an ORDER can't ask for) opens
// UNUSABLE_STOCK_USED, a donated lot with little time left SHORT_SHELF_LIFE, a receipt of a
// recalled lot RECALLED_LOT_RECEIVED, and what comes to lie too warm or too cold
// STORED_OUT_OF_RANGE.
absl::StatusOr<v1::Event> DecideCreateMovement(const v1::CreateMovementRequest& request,
                                               MovementState state, const DecideContext& context);

// The same of a movement that another rule has made, with its name and all that only the server
// fills in.
absl::StatusOr<v1::Event> DecideMovement(v1::Movement movement, MovementState state,
                                         const DecideContext& context);

// Posts a movement that was held, as a fact, under the name that it has. Neither its document
// number nor the 64-bit range of ids is looked at again.
absl::StatusOr<v1::MovementPosted> PostHeldMovement(const v1::Movement& held,
                                                    const std::string& owner,
                                                    const MovementState& state,
                                                    const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_MOVEMENT_H_
