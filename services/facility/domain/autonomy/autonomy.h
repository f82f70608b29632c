// How long a facility lasts: everything put together, as the contract tells it.
#ifndef SERVICES_FACILITY_DOMAIN_AUTONOMY_AUTONOMY_H_
#define SERVICES_FACILITY_DOMAIN_AUTONOMY_AUTONOMY_H_

#include <optional>

#include "absl/time/time.h"
#include "services/facility/domain/autonomy/inputs.h"
#include "services/facility/domain/facility.h"
#include "waystation/facility/v1/autonomy.pb.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {

// As of inputs.as_of, by its clock: readings after it are passed over.
v1::Autonomy DeriveAutonomy(const AutonomyInputs& inputs);

// AutonomyDerived, when the limits are others than those last told; nullptr: none were.
std::optional<v1::Event> AutonomyEvent(const AutonomyInputs& inputs,
                                       const v1::AutonomyDerived* last);

// Of a registered fridge between two times. Both from `inputs`, whose records reach that far.
v1::Excursions DeriveExcursions(const AutonomyInputs& inputs, const v1::Installation& fridge,
                                absl::Time from, absl::Time to);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_AUTONOMY_AUTONOMY_H_
