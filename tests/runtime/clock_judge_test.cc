#include "services/runtime/clock_judge.h"

#include <gtest/gtest.h>

#include "absl/time/civil_time.h"
#include "services/runtime/build_date.h"
#include "services/runtime/limits.h"

namespace waystation::runtime {
namespace {

absl::Time At(int year, int month, int day, int hour = 0) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), absl::UTCTimeZone());
}

TEST(JudgeClock, ByTheLastEntryTheBuildDateAndWhatOthersKnow) {
  constexpr absl::Duration kTick = absl::Microseconds(1);
  const absl::Time build = At(2026, 11, 1);
  const absl::Time last = At(2027, 3, 1, 12);
  const absl::Time never = absl::InfinitePast();
  struct Case {
    const char* name;
    absl::Time clock;
    absl::Time at_least;
    absl::Time elsewhere;
    common::v1::ClockState want;
  };
  const Case cases[] = {
      {"exactly so", last, last, never, common::v1::CLOCK_STATE_GOOD},
      {"a little behind", last - kClockFarBehind, last, never, common::v1::CLOCK_STATE_GOOD},
      {"far behind", last - kClockFarBehind - kTick, last, never, common::v1::CLOCK_STATE_BEHIND},
      {"an hour behind: a zone's summer time taken for the clock's", last - absl::Hours(1), last,
       never, common::v1::CLOCK_STATE_BEHIND},
      {"an hour ahead: no more than an hour's rest", last + absl::Hours(1), last, never,
       common::v1::CLOCK_STATE_GOOD},
      {"booted in 2000", At(2000, 1, 1), last, never, common::v1::CLOCK_STATE_BEFORE_BUILD},
      {"booted in 1970 with nothing recorded", absl::UnixEpoch(), never, never,
       common::v1::CLOCK_STATE_BEFORE_BUILD},
      {"on the day of the build", build, never, never, common::v1::CLOCK_STATE_GOOD},
      {"before the day of the build", build - kTick, never, never,
       common::v1::CLOCK_STATE_BEFORE_BUILD},
      {"30 days' rest", last + kClockFarAhead, last, never, common::v1::CLOCK_STATE_GOOD},
      {"more", last + kClockFarAhead + kTick, last, never, common::v1::CLOCK_STATE_AHEAD},
      {"booted in 2040", At(2040, 1, 1), last, never, common::v1::CLOCK_STATE_AHEAD},
      {"2040 with nothing recorded", At(2040, 1, 1), never, never, common::v1::CLOCK_STATE_GOOD},
      {"others have recorded since", last + absl::Hours(24 * 60), last, last + absl::Hours(24 * 60),
       common::v1::CLOCK_STATE_GOOD},
      {"others are ahead of this clock", last, last, last + absl::Hours(5),
       common::v1::CLOCK_STATE_GOOD},
      {"others don't excuse a step back", last - absl::Hours(5), last, last - absl::Hours(5),
       common::v1::CLOCK_STATE_BEHIND},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(JudgeClock(c.clock, {c.at_least, c.elsewhere, build}), c.want) << c.name;
  }
}

TEST(BuildDate, IsADayThatHasBegun) {
  EXPECT_GT(BuildDate(), At(2026, 1, 1));
  EXPECT_EQ(BuildDate(), absl::FromCivil(absl::ToCivilDay(BuildDate(), absl::UTCTimeZone()),
                                         absl::UTCTimeZone()));
}

}  // namespace
}  // namespace waystation::runtime
