// A warning's changes as events.
#ifndef SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_CHANGE_H_
#define SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_CHANGE_H_

#include <string>

#include "absl/time/time.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {

// The event of a change. `changed_by` is empty where the service itself says so.
v1::Event WarningEvent(v1::WarningChangeKind kind, const v1::Warning& warning, absl::Time now,
                       const std::string& changed_by);

// What such an event holds; nullptr for any other event.
const v1::WarningChange* WarningChangeOf(const v1::Event& event);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_CHANGE_H_
