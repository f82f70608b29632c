#include "services/facility/domain/cold_chain/safe_until.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/facility/domain/cold_chain/trend.h"
#include "tests/facility/domain/cold_chain/fridges.h"

namespace waystation::facility {
namespace {

void ExpectSafe(const Fridge& fridge, const CircuitSupply& supply, absl::Time as_of,
                absl::Time until, SafeBecause because) {
  const SafeUntil safe = SafeUntilOf(fridge, supply, FridgeMoment(as_of));
  EXPECT_EQ(safe.unknown, Unknown::kNone);
  EXPECT_EQ(safe.safe_until, until) << absl::FormatTime(safe.safe_until, absl::UTCTimeZone());
  EXPECT_EQ(static_cast<int>(safe.because), static_cast<int>(because));
  ASSERT_TRUE(safe.act_by.has_value());
  EXPECT_EQ(*safe.act_by, until - absl::Minutes(90));
}

TEST(SafeUntil, IsTheEndOfTheSourceOrTheCutAndTheHoldover) {
  ExpectSafe(VaccineFridge(), PoweredUntil(At(6, 0, 59)), At(2), At(16), SafeBecause::kSourceEnds);
  ExpectSafe(VaccineFridge(), CutSince(At(1)), At(2), At(11), SafeBecause::kCut);
  // Over already: nobody can vouch for it.
  ExpectSafe(VaccineFridge(), CutSince(At(1)), At(11, 30), At(11), SafeBecause::kCut);
  Fridge plain = VaccineFridge();
  plain.holdover_minutes = std::nullopt;
  ExpectSafe(plain, CutSince(At(1)), At(2), At(1), SafeBecause::kCut);
  plain.minutes_to_move = std::nullopt;
  EXPECT_FALSE(SafeUntilOf(plain, CutSince(At(1)), FridgeMoment(At(2))).act_by.has_value());
}

TEST(SafeUntil, AWarmFridgeKeepsItsShareOfTheHoldover) {
  Fridge fridge = VaccineFridge();
  // One degree of the three that ten hours are for: 200 minutes.
  fridge.readings_millicelsius = {{7'000, At(0)}};
  ExpectSafe(fridge, PoweredUntil(At(6)), At(2), At(9, 20), SafeBecause::kWarm);
  // Read after the cut: from the reading on.
  fridge.readings_millicelsius = {{7'000, At(3)}};
  ExpectSafe(fridge, CutSince(At(2)), At(4), At(6, 20), SafeBecause::kWarm);
  // Whatever it is, ten hours.
  fridge.holdover_from_millicelsius = std::nullopt;
  ExpectSafe(fridge, CutSince(At(2)), At(4), At(12), SafeBecause::kCut);
}

TEST(SafeUntil, ReadingsThatRiseReachTheLimitSooner) {
  Fridge fridge = VaccineFridge();
  // From 4.0 at midnight to 5.0 at 01:00: three degrees more by 04:00.
  fridge.readings_millicelsius.push_back({5'000, At(1)});
  ExpectSafe(fridge, PoweredUntil(At(6)), At(2), At(4), SafeBecause::kRising);
  const SafeUntil safe = SafeUntilOf(fridge, PoweredUntil(At(6)), FridgeMoment(At(2)));
  EXPECT_THAT(safe.working.steps,
              ::testing::IsSupersetOf({Term{Quantity::kRiseMillicelsius, fridge.id, 1'000},
                                       Term{Quantity::kRiseMinutes, fridge.id, 60},
                                       Term{Quantity::kCrossingMinutes, fridge.id, 180}}));
  // A door that stood open at 00:30 is forgotten: 0.6 in the hour from midnight counts. From 4.6 to
  // 8 it takes 3,400 · 60 / 600 = 340 minutes.
  fridge.readings_millicelsius = {{4'000, At(0)}, {6'000, At(0, 30)}, {4'600, At(1)}};
  ExpectSafe(fridge, PoweredUntil(At(6)), At(2), At(6, 40), SafeBecause::kRising);
}

TEST(SafeUntil, ARiseLeavesLessOfTheHoldoverWhenPowerEnds) {
  Fridge fridge = VaccineFridge();
  // 0.5 an hour: 8.0 at 08:00. But at 05:00, when power ends, it is 6.5: half of the three degrees
  // and so of ten hours would be left, till 10:00; the rise is sooner.
  fridge.readings_millicelsius = {{4'000, At(0)}, {4'500, At(1)}};
  ExpectSafe(fridge, PoweredUntil(At(5)), At(2), At(8), SafeBecause::kRising);
  // Of two hours one is left.
  fridge.holdover_minutes = 120;
  ExpectSafe(fridge, PoweredUntil(At(5)), At(2), At(6), SafeBecause::kWarm);
}

TEST(SafeUntil, OutOfRangeIsToldWhateverThePower) {
  Fridge fridge = VaccineFridge();
  CircuitSupply nothing_known;
  nothing_known.unknown = Unknown::kNoReading;
  EXPECT_EQ(SafeUntilOf(fridge, nothing_known, FridgeMoment(At(2))).unknown, Unknown::kNoReading);
  fridge.readings_millicelsius.push_back({8'001, At(1)});
  ExpectSafe(fridge, nothing_known, At(2), At(0), SafeBecause::kOutOfRange);
  // In range again later: what it was is for its excursions.
  fridge.readings_millicelsius.push_back({4'000, At(1, 30)});
  ExpectSafe(fridge, CutSince(At(1)), At(2), At(11), SafeBecause::kCut);
  for (const int64_t cold : {1'999, -500}) {
    fridge.readings_millicelsius = {{cold, At(1, 10)}, {cold, At(1)}};
    ExpectSafe(fridge, PoweredUntil(At(6)), At(2), At(1), SafeBecause::kOutOfRange);
  }
  fridge.range.min_millicelsius = std::nullopt;
  ExpectSafe(fridge, PoweredUntil(At(6)), At(2), At(1), SafeBecause::kOutOfRange);
}

TEST(SafeUntil, ASilentFridgeIsUnknown) {
  const Fridge fridge = VaccineFridge();
  const auto at = [&](absl::Time as_of) {
    return SafeUntilOf(fridge, PoweredUntil(as_of + absl::Hours(1)), FridgeMoment(as_of)).unknown;
  };
  EXPECT_EQ(at(At(12)), Unknown::kNone);
  EXPECT_EQ(at(At(12) + absl::Microseconds(1)), Unknown::kReadingTooOld);
  EXPECT_EQ(at(At(0) - absl::Hours(2)), Unknown::kNoReading);
  Fridge without_limits = fridge;
  without_limits.range = {};
  EXPECT_EQ(SafeUntilOf(without_limits, PoweredUntil(At(6)), FridgeMoment(At(2))).unknown,
            Unknown::kNotRegistered);
}

TEST(SafeUntil, AFallIsToldBeside) {
  Fridge fridge = VaccineFridge();
  fridge.readings_millicelsius.push_back({3'000, At(1)});
  const SafeUntil safe = SafeUntilOf(fridge, PoweredUntil(At(6)), FridgeMoment(At(2)));
  EXPECT_EQ(safe.because, SafeBecause::kSourceEnds);
  EXPECT_EQ(safe.falls_out_at, At(2));
}

TEST(Trend, TheSteepestRiseToTheNewestReadingCounts) {
  struct Case {
    std::vector<Reading> readings;
    std::optional<absl::Time> crossing;
  };
  const Case cases[] = {
      {{}, std::nullopt},
      {{{4'000, At(0)}}, std::nullopt},
      {{{5'000, At(0)}, {4'000, At(1)}}, std::nullopt},
      {{{4'000, At(0)}, {4'000, At(1)}}, std::nullopt},
      // 1 degree in 3 hours; 1 in 1: the steeper.
      {{{4'000, At(0)}, {4'000, At(2)}, {5'000, At(3)}}, At(6)},
      // Nine minutes measure the thermometer; ten count: 3 degrees more at 0.5 in 10 minutes.
      {{{4'500, At(1)}, {5'000, At(1, 9)}}, std::nullopt},
      {{{4'500, At(1)}, {5'000, At(1, 10)}}, At(2, 10)},
      // Older than six hours.
      {{{4'000, At(1)}, {5'000, At(7, 1)}}, std::nullopt},
      {{{4'000, At(1)}, {5'000, At(7)}}, At(7) + absl::Hours(18)},
      // At the limit: any moment.
      {{{4'000, At(1)}, {8'000, At(2)}}, At(2)},
      // After the time asked about.
      {{{4'000, At(0)}, {4'000, At(1)}, {7'000, At(20, 1)}}, std::nullopt},
  };
  for (const Case& c : cases) {
    const std::optional<Crossing> crossing = RisesAbove(c.readings, 8'000, At(20));
    ASSERT_EQ(crossing.has_value(), c.crossing.has_value()) << &c - cases;
    if (crossing.has_value()) {
      EXPECT_EQ(crossing->time, *c.crossing) << &c - cases;
    }
  }
}

TEST(SafeUntil, LargestNumbersOverflowNothing) {
  Fridge fridge = VaccineFridge();
  fridge.range = {INT64_MIN, INT64_MAX, INT64_MIN};
  fridge.holdover_minutes = INT64_MAX;
  fridge.holdover_from_millicelsius = INT64_MIN;
  fridge.minutes_to_move = INT64_MAX;
  fridge.readings_millicelsius = {
      {INT64_MIN + 1, absl::InfinitePast()}, {INT64_MIN + 1, At(0)}, {INT64_MAX, At(1)}};
  EXPECT_EQ(SafeUntilOf(fridge, CutSince(At(1)), FridgeMoment(At(2))).unknown, Unknown::kNone);
}

}  // namespace
}  // namespace waystation::facility
