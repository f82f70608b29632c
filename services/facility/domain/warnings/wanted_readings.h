#ifndef SERVICES_FACILITY_DOMAIN_WARNINGS_WANTED_READINGS_H_
#define SERVICES_FACILITY_DOMAIN_WARNINGS_WANTED_READINGS_H_

#include "services/facility/domain/register/register.h"
#include "waystation/facility/v1/warning.pb.h"

namespace waystation::facility {

// Adds the readings by which the limit, unknown for that reason, would be known: of a fridge its
// temperature, or the state of its circuit's sources where the time of a cut is wanted; of fuel the
// dips of its tanks, or a set's load where that is above its rating; of power the states of the
// circuit's sources; of water the level, or the dips of its tanks.
void AddWanted(const v1::AutonomyLimit& limit, v1::UnknownReason unknown, const Register& installed,
               v1::WarningCause& cause);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WARNINGS_WANTED_READINGS_H_
