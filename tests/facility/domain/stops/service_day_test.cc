#include "services/facility/domain/stops/service_day.h"

#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

common::v1::CivilDate Date(int year, int month, int day) {
  common::v1::CivilDate date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(IsDay, DaysThatExist) {
  for (const auto& day : {Date(1, 1, 1), Date(2024, 2, 29), Date(9999, 12, 31)}) {
    EXPECT_TRUE(IsDay(day)) << day.ShortDebugString();
  }
  for (const auto& day : {Date(0, 0, 0), Date(2026, 2, 29), Date(2026, 13, 1), Date(2026, 3, 0),
                          Date(10000, 1, 1), Date(-1, 1, 1), Date(2026, 1, INT32_MAX)}) {
    EXPECT_FALSE(IsDay(day)) << day.ShortDebugString();
  }
}

TEST(DayNumber, CountsFrom1970) {
  EXPECT_EQ(DayNumber(Date(1970, 1, 1)), 0);
  EXPECT_EQ(DayNumber(Date(1969, 12, 31)), -1);
  EXPECT_EQ(DayNumber(Date(2026, 3, 10)), 20'522);
}

TEST(ServiceDayOf, BeginsWhenTheWorkingDayDoes) {
  struct Case {
    const char* name;
    absl::Time time;
    int32_t start_minutes;
    absl::CivilDay day;
  };
  // Four hours east of Greenwich.
  const absl::TimeZone zone = absl::FixedTimeZone(4 * 60 * 60);
  const Case cases[] = {
      {"midnight", At(20), 0, absl::CivilDay(2026, 3, 11)},
      {"a second before midnight", At(19, 59, 59), 0, absl::CivilDay(2026, 3, 10)},
      {"as it begins", At(1), 300, absl::CivilDay(2026, 3, 10)},
      {"a second before", At(0, 59, 59), 300, absl::CivilDay(2026, 3, 9)},
      {"after midnight", At(20), 300, absl::CivilDay(2026, 3, 10)},
      {"the last minute of all", At(19, 58, 59), 1439, absl::CivilDay(2026, 3, 9)},
      {"before the first year", absl::FromUnixSeconds(-62'135'596'800), 1439,
       absl::CivilDay(1, 1, 1)}};
  for (const Case& c : cases) {
    EXPECT_EQ(ServiceDayOf(c.time, zone, c.start_minutes), c.day) << c.name;
  }
}

}  // namespace
}  // namespace waystation::facility
