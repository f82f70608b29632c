#include "services/facility/domain/stops/service_day.h"

#include <algorithm>

namespace waystation::facility {
namespace {

constexpr int32_t kLastYear = 9999;

absl::CivilDay ToCivilDay(const common::v1::CivilDate& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

}  // namespace

bool IsDay(const common::v1::CivilDate& date) {
  if (date.year() < 1 || date.year() > kLastYear) return false;
  // What is no day comes back as another one.
  const absl::CivilDay day = ToCivilDay(date);
  return day.month() == date.month() && day.day() == date.day();
}

int64_t DayNumber(const common::v1::CivilDate& date) {
  return ToCivilDay(date) - absl::CivilDay(1970, 1, 1);
}

common::v1::CivilDate ToDate(absl::CivilDay day) {
  common::v1::CivilDate date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilDay ServiceDayOf(absl::Time time, absl::TimeZone zone, int32_t start_minutes) {
  const absl::CivilDay day(absl::ToCivilMinute(time, zone) - start_minutes);
  // The first hours of year 1 belong to no day that can be named.
  return std::max(day, absl::CivilDay(1, 1, 1));
}

}  // namespace waystation::facility
