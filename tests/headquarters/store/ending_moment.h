// When the tests of what ends read: in zones that need no zone database.
#ifndef TESTS_HEADQUARTERS_STORE_ENDING_MOMENT_H_
#define TESTS_HEADQUARTERS_STORE_ENDING_MOMENT_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/headquarters/store/facts.h"

namespace waystation::headquarters::testing {

// "east" and "west"; any other is where the day is furthest ahead.
inline absl::TimeZone ZoneOf(const std::string& name) {
  if (name == "east") return absl::FixedTimeZone(4 * 3600);
  return absl::FixedTimeZone(name == "west" ? -5 * 3600 : 14 * 3600);
}

inline int64_t DayIn(const std::string& zone, absl::Time time) {
  return absl::ToCivilDay(time, ZoneOf(zone)) - absl::CivilDay(1970, 1, 1);
}

inline absl::Time DayStartIn(const std::string& zone, int64_t day) {
  return absl::FromCivil(absl::CivilDay(1970, 1, 1) + day, ZoneOf(zone));
}

inline ReadMoment EndingMomentAt(absl::Time now) {
  ReadMoment moment;
  moment.now = now;
  moment.today = [now](const std::string& zone) { return DayIn(zone, now); };
  moment.day_start = DayStartIn;
  return moment;
}

}  // namespace waystation::headquarters::testing

#endif  // TESTS_HEADQUARTERS_STORE_ENDING_MOMENT_H_
