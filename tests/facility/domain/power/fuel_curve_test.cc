#include "services/facility/domain/power/fuel_curve.h"

#include "gtest/gtest.h"
#include "tests/facility/domain/power/plants.h"

namespace waystation::facility {
namespace {

TEST(FuelCurve, TheTablesFiguresAndTheLineBetweenThemRoundedUp) {
  struct Case {
    int64_t load_watts;
    int64_t millilitres_per_hour;
  };
  const Case cases[] = {
      {0, 2'300},       // A set that idles: the figure at 25 %.
      {4'999, 2'300},   // Below 25 % likewise.
      {5'000, 2'300},   // 25 %
      {5'001, 2'301},   // 2,300 + 1,100 · 1 / 5,000 = 2,300.22
      {7'500, 2'850},   // 2,300 + 1,100 / 2
      {10'000, 3'400},  // 50 %
      {12'000, 4'000},  // 3,400 + 1,500 · 2,000 / 5,000
      {15'000, 4'900},  // 75 %
      {17'777, 5'567},  // 4,900 + 1,200 · 2,777 / 5,000 = 5,566.48
      {20'000, 6'100},  // 100 %
  };
  for (const Case& c : cases) {
    EXPECT_EQ(MillilitresPerHour(Curve20(), c.load_watts), c.millilitres_per_hour) << c.load_watts;
    EXPECT_EQ(BurnedMillilitresPerHour(Curve20(), c.load_watts), c.millilitres_per_hour);
  }
  EXPECT_EQ(MillilitresPerHour(Curve20(), 20'001), std::nullopt);
  EXPECT_EQ(MillilitresPerHour(Curve20(), -1), std::nullopt);
  // 6,100 · 25,000 / 20,000
  EXPECT_EQ(BurnedMillilitresPerHour(Curve20(), 25'000), 7'625);
}

TEST(FuelCurve, ATableThatBeginsAtHalfLoadHasThatFigureBelow) {
  const FuelCurve small = {8'000, {{50, 1'480}, {75, 2'050}, {100, 2'610}}};
  ASSERT_TRUE(IsFuelCurve(small));
  EXPECT_EQ(MillilitresPerHour(small, 100), 1'480);
  EXPECT_EQ(MillilitresPerHour(small, 5'000), 1'765);  // 1,480 + 570 / 2
}

TEST(FuelCurve, WhatIsNoneIsSaidSo) {
  struct Case {
    FuelCurve curve;
    const char* field;
    const char* description;
  };
  const Case cases[] = {
      {{0, {{100, 6'100}}}, "c.rated_watts", "got 0, want 1 to 10000000"},
      {{20'000, {}}, "c.points", "got 0, want 1 to 8"},
      {{20'000, {{50, 3'400}, {50, 3'400}, {100, 6'100}}},
       "c.points[1].load_percent",
       "got 50, want more than 50, at most 100"},
      {{20'000, {{50, 3'400}}}, "c.points[0].load_percent", "got 50, want 100 in the last point"},
      {{20'000, {{50, 6'200}, {100, 6'100}}},
       "c.points[1].millilitres_per_hour",
       "got 6100, want at least 6200, as at the load before"},
      // 0.2 and 0.7 litres a kilowatt-hour of 20 kW.
      {{20'000, {{100, 3'999}}},
       "c.points[0].millilitres_per_hour",
       "got 3999, want 4000 to 14000: 0.2 to 0.7 litres a kilowatt-hour of that load"},
      {{20'000, {{100, 14'001}}},
       "c.points[0].millilitres_per_hour",
       "got 14001, want 4000 to 14000: 0.2 to 0.7 litres a kilowatt-hour of that load"},
      // A misprint that a copy of the table has: 750 kW at 25 %, where 61.7 litres are meant.
      {{750'000, {{25, 162'100}, {50, 103'700}, {75, 148'800}, {100, 202'100}}},
       "c.points[0].millilitres_per_hour",
       "got 162100, want 37500 to 131250: 0.2 to 0.7 litres a kilowatt-hour of that load"},
  };
  for (const Case& c : cases) {
    std::vector<FieldViolation> violations;
    CheckFuelCurve(c.curve, "c", violations);
    ASSERT_FALSE(violations.empty()) << c.description;
    EXPECT_EQ(violations[0].field, c.field);
    EXPECT_EQ(violations[0].description, c.description);
    EXPECT_FALSE(IsFuelCurve(c.curve));
  }
}

TEST(FuelCurve, NumbersAtTheirLimitsOverflowNothing) {
  const FuelCurve largest = {10'000'000, {{1, 70'000}, {100, 7'000'000}}};
  ASSERT_TRUE(IsFuelCurve(largest));
  EXPECT_EQ(MillilitresPerHour(largest, 10'000'000), 7'000'000);
  EXPECT_EQ(BurnedMillilitresPerHour(largest, INT64_MAX), 6'456'360'425'798'343'065);
  EXPECT_FALSE(IsFuelCurve({INT64_MAX, {{100, INT64_MAX}}}));
  EXPECT_FALSE(IsFuelCurve({1'000, {{INT32_MIN, INT64_MIN}, {100, 300}}}));
}

}  // namespace
}  // namespace waystation::facility
