// What becomes of a facility's warnings by themselves: raised, updated, escalated, closed.
#ifndef SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_PLAN_H_
#define SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_PLAN_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/facility.h"
#include "services/facility/domain/warnings/warning_signs.h"

namespace waystation::facility {

// The changes that are due at `now`, in order; names of new warnings are derived from the request
// that the entry belongs to. What moved by less than a minute is no change.
Events DueWarningEvents(const WarningInputs& inputs, absl::Time now, absl::string_view request_id);

// From which microsecond on something is due, as things are at `now`; nullopt: nothing by time.
std::optional<int64_t> NextWarningTime(const WarningInputs& inputs, absl::Time now);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_PLAN_H_
