#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_EXCEPTION_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_EXCEPTION_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// Decides how a person ends an exception: ExceptionClosed, or MovementPosted (with the exception
// closed in it, the first of its list) for a held movement.
// Errors, in this order: WRONG_STATE when it is closed already; INVALID_FIELD for POST of anything
// but a repeated document number; QUANTITY_OVERFLOW.
absl::StatusOr<v1::Event> DecideResolveException(const v1::ResolveExceptionRequest& request,
                                                 const ResolveState& state,
                                                 const DecideContext& context);

// How old an exception is at `now`, or was when it ended; never negative.
int64_t AgeSeconds(const v1::Exception& exception, absl::Time now);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_EXCEPTION_H_
