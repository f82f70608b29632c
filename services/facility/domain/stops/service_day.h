// Days that begin when a facility's working day does.
#ifndef SERVICES_FACILITY_DOMAIN_STOPS_SERVICE_DAY_H_
#define SERVICES_FACILITY_DOMAIN_STOPS_SERVICE_DAY_H_

#include <cstdint>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "waystation/common/v1/civil_date.pb.h"

namespace waystation::facility {

// A day that exists, year 1 to 9999.
bool IsDay(const common::v1::CivilDate& date);

// Days since 1970-01-01. REQUIRES: IsDay(date).
int64_t DayNumber(const common::v1::CivilDate& date);

common::v1::CivilDate ToDate(absl::CivilDay day);

// The service day that `time` falls into, where one begins `start_minutes` after midnight.
absl::CivilDay ServiceDayOf(absl::Time time, absl::TimeZone zone, int32_t start_minutes);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_STOPS_SERVICE_DAY_H_
