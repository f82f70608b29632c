#ifndef SERVICES_HEADQUARTERS_DOMAIN_DAY_H_
#define SERVICES_HEADQUARTERS_DOMAIN_DAY_H_

#include <cstdint>

#include "waystation/common/v1/civil_date.pb.h"

namespace waystation::headquarters {

// Days since 1970-01-01. REQUIRES: a date that exists (the followed service has checked it).
int64_t DayOfDate(const common::v1::CivilDate& date);

// The inverse. REQUIRES: a day of the years 1 to 9999.
common::v1::CivilDate DateOfDay(int64_t day);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_DAY_H_
