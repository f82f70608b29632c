#include "services/headquarters/domain/day.h"

#include "absl/time/civil_time.h"

namespace waystation::headquarters {

int64_t DayOfDate(const common::v1::CivilDate& date) {
  return absl::CivilDay(date.year(), date.month(), date.day()) - absl::CivilDay(1970, 1, 1);
}

common::v1::CivilDate DateOfDay(int64_t day) {
  const absl::CivilDay civil = absl::CivilDay(1970, 1, 1) + day;
  common::v1::CivilDate date;
  date.set_year(static_cast<int32_t>(civil.year()));
  date.set_month(civil.month());
  date.set_day(civil.day());
  return date;
}

}  // namespace waystation::headquarters
