#include "services/facility/domain/cold_chain/excursion.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/facility/domain/cold_chain/fridges.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::facility {
namespace {

Excursions Of(const std::vector<Reading>& readings, absl::Time from, absl::Time to) {
  return ExcursionsOf({2'000, 8'000, -500}, readings, from, to, absl::Hours(2));
}

TEST(Excursions, AreTheTimeOutOfTheRangeOnTheLineBetweenReadings) {
  // 7 to 9 within an hour: half of it above. Then a whole hour, then 9 to 5: a quarter of an hour.
  const std::vector<Reading> warm = {
      {7'000, At(1)}, {9'000, At(2)}, {9'000, At(3)}, {5'000, At(4)}};
  Excursions all = Of(warm, At(1), At(4));
  EXPECT_EQ(all.above_minutes, 105);
  EXPECT_EQ(all.below_minutes, 0);
  EXPECT_EQ(all.unknown_minutes, 0);
  EXPECT_EQ(all.lowest_millicelsius, 5'000);
  EXPECT_EQ(all.highest_millicelsius, 9'000);
  EXPECT_EQ(all.readings, 4);
  // 3 to -2 within 50 minutes: below 2 for 40 of them; at -0.5 and below from 35 on, and the
  // thousandth of a degree above it: 15 minutes and 0.01, rounded up.
  all = Of({{3'000, At(1)}, {-2'000, At(1, 50)}}, At(1), At(1, 50));
  EXPECT_EQ(all.below_minutes, 40);
  EXPECT_EQ(all.freezing_minutes, 16);
  EXPECT_EQ(all.above_minutes, 0);
  // At its limits it is within the range.
  all = Of({{2'000, At(1)}, {8'000, At(2)}, {8'000, At(3)}}, At(1), At(3));
  EXPECT_EQ(all, (Excursions{0, 0, 0, 0, 2'000, 8'000, 3}));
}

TEST(Excursions, WhatNobodyReadIsUnknown) {
  EXPECT_EQ(Of({}, At(1), At(4)).unknown_minutes, 180);
  // An hour before the first, three hours between, two after the last.
  EXPECT_EQ(Of({{4'000, At(1)}, {4'000, At(4)}}, At(0), At(6)),
            (Excursions{0, 0, 0, 360, 4'000, 4'000, 2}));
  // Too warm at 01:00, then silence for three hours: two as if it stayed so, one unknown.
  EXPECT_EQ(Of({{9'000, At(1)}, {4'000, At(4)}}, At(1), At(4)),
            (Excursions{120, 0, 0, 60, 4'000, 9'000, 2}));
  // Frozen, and nothing since.
  EXPECT_EQ(Of({{-500, At(1)}}, At(1), At(5)), (Excursions{0, 120, 120, 120, -500, -500, 1}));
  // Readings beyond the time asked about are not looked at.
  EXPECT_EQ(Of({{9'000, At(0)}, {4'000, At(2)}, {9'000, At(5)}}, At(1), At(3)),
            (Excursions{0, 0, 0, 120, 4'000, 4'000, 1}));
}

TEST(Excursions, OneReadingOutOfRangeIsAMinute) {
  EXPECT_EQ(Of({{8'001, At(1)}}, At(1), At(1)), (Excursions{1, 0, 0, 0, 8'001, 8'001, 1}));
  EXPECT_EQ(Of({{-501, At(1)}, {4'000, At(1)}}, At(1), At(1)),
            (Excursions{0, 1, 1, 0, -501, 4'000, 2}));
}

TEST(Excursions, WithoutALimitNothingIsBeyondIt) {
  EXPECT_EQ(ExcursionsOf({}, {{90'000, At(1)}, {-90'000, At(2)}}, At(1), At(2), absl::Hours(2)),
            (Excursions{0, 0, 0, 0, -90'000, 90'000, 2}));
  const Excursions largest =
      ExcursionsOf({INT64_MAX, INT64_MIN, INT64_MAX}, {{INT64_MAX, At(1)}, {INT64_MIN, At(2)}},
                   At(1), At(2), absl::Hours(2));
  EXPECT_LE(largest.above_minutes, 60);
}

struct Minutes {
  int64_t above = 0;
  int64_t below = 0;
  int64_t freezing = 0;
  int64_t unknown = 0;
};

// Minute by minute, each as in its middle.
Minutes CountMinutes(const std::vector<Reading>& readings, absl::Time from, absl::Time to,
                     absl::Duration max_gap) {
  Minutes minutes;
  for (absl::Time t = from + absl::Seconds(30); t < to; t += absl::Minutes(1)) {
    const Reading* before = nullptr;
    const Reading* after = nullptr;
    for (const Reading& reading : readings) {
      if (reading.observed <= t) before = &reading;
      if (reading.observed > t && after == nullptr) after = &reading;
    }
    if (before == nullptr) {
      ++minutes.unknown;
      continue;
    }
    double now = static_cast<double>(before->value);
    if (after != nullptr && after->observed - before->observed <= max_gap) {
      now += static_cast<double>(after->value - before->value) *
             absl::FDivDuration(t - before->observed, after->observed - before->observed);
    } else if (t - before->observed > max_gap || (now >= 2'000 && now <= 8'000)) {
      ++minutes.unknown;
      continue;
    }
    minutes.above += now > 8'000 ? 1 : 0;
    minutes.below += now < 2'000 ? 1 : 0;
    minutes.freezing += now <= -500 ? 1 : 0;
  }
  return minutes;
}

TEST(ExcursionsProperty, NoMinuteThatASimulationCountsIsLeftOut) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t fridges = storage::testing::TestOperations(10'000) / 5;
  for (int64_t i = 0; i <= fridges && !HasFailure(); ++i) {
    SCOPED_TRACE(absl::StrCat("WAYSTATION_OPERATIONS=1 WAYSTATION_SEED=", seed + i));
    testing::Random random(seed + i);
    const absl::Duration max_gap = absl::Minutes(60 + random.Below(120));
    std::vector<Reading> readings;
    absl::Time t = At(0) + absl::Minutes(random.Below(100));
    for (int64_t more = random.Below(20); more > 0; --more) {
      readings.push_back({random.Below(16'000) - 4'000, t});
      t += absl::Minutes(1 + random.Below(130));
    }
    const Excursions told = ExcursionsOf({2'000, 8'000, -500}, readings, At(0), t, max_gap);
    const Minutes truth = CountMinutes(readings, At(0), t, max_gap);
    // Each line may begin and end within a minute whose middle is on the other side.
    const int64_t roundings = static_cast<int64_t>(readings.size()) + 1;
    EXPECT_GE(told.above_minutes + roundings, truth.above);
    EXPECT_LE(told.above_minutes, truth.above + roundings);
    EXPECT_GE(told.below_minutes + roundings, truth.below);
    EXPECT_LE(told.below_minutes, truth.below + roundings);
    EXPECT_GE(told.freezing_minutes + roundings, truth.freezing);
    EXPECT_LE(told.freezing_minutes, truth.freezing + roundings);
    EXPECT_EQ(told.unknown_minutes, truth.unknown);
  }
}

}  // namespace
}  // namespace waystation::facility
