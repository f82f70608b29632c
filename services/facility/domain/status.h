#ifndef SERVICES_FACILITY_DOMAIN_STATUS_H_
#define SERVICES_FACILITY_DOMAIN_STATUS_H_

#include <vector>

#include "absl/time/time.h"
#include "services/facility/domain/silence.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

// What is known at `now` of a facility whose current values are `current` (in order of measure and
// subject, at most one of each). Of a silent facility every value is unknown, however new it looks
// beside the others. Flags are computed from `current` and the facility's beds alone, so they are
// the same whatever the order in which the reports came.
v1::FacilityStatus BuildStatus(const v1::Facility& facility, const Contact& contact,
                               const std::vector<v1::StatusRecord>& current, absl::Time now);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_STATUS_H_
