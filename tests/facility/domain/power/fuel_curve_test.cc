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

TEST(FuelCurve, BelowAQuarterItIsTheQuartersFigureAndAboveTheLastPointInProportion) {
  const FuelCurve curve = {20'000, {{0, 1'000}, {50, 3'000}}};
  ASSERT_TRUE(IsFuelCurve(curve));
  EXPECT_EQ(MillilitresPerHour(curve, 0), 2'000);       // 1,000 + 2,000 / 2
  EXPECT_EQ(MillilitresPerHour(curve, 5'000), 2'000);   // 25 %
  EXPECT_EQ(MillilitresPerHour(curve, 10'000), 3'000);  // 50 %
  EXPECT_EQ(MillilitresPerHour(curve, 15'000), 4'500);  // 3,000 · 15 / 10
  EXPECT_EQ(MillilitresPerHour(curve, 20'000), 6'000);
  EXPECT_EQ(MillilitresPerHour(curve, 20'001), std::nullopt);
  EXPECT_EQ(BurnedMillilitresPerHour(curve, 40'000), 12'000);
  // A point above full load: full load lies between.
  const FuelCurve beyond = {20'000, {{100, 6'000}, {110, 7'000}}};
  EXPECT_EQ(MillilitresPerHour(beyond, 20'000), 6'000);
}

TEST(FuelCurve, WhatCantBeComputedWithIsNone) {
  const FuelCurve cases[] = {
      {0, {{100, 6'100}}},
      {20'000, {}},
      {20'000, {{0, 6'100}}},
      {20'000, {{111, 6'100}}},
      {20'000, {{50, 3'400}, {50, 3'400}, {100, 6'100}}},
      {20'000, {{50, 6'200}, {100, 6'100}}},
      {20'000, {{50, 0}, {100, 6'100}}},
      {INT64_MAX, {{100, INT64_MAX}}},
      {1'000, {{INT32_MIN, INT64_MIN}, {100, 300}}},
  };
  for (const FuelCurve& curve : cases) EXPECT_FALSE(IsFuelCurve(curve)) << curve.rated_watts;
  // Unlikely, but someone has confirmed it.
  EXPECT_TRUE(IsFuelCurve({20'000, {{100, 3'999}}}));
}

TEST(FuelCurve, NumbersAtTheirLimitsOverflowNothing) {
  const FuelCurve largest = {100'000'000, {{1, 1}, {100, 1'000'000'000}}};
  ASSERT_TRUE(IsFuelCurve(largest));
  EXPECT_EQ(MillilitresPerHour(largest, 100'000'000), 1'000'000'000);
  EXPECT_EQ(BurnedMillilitresPerHour(largest, INT64_MAX), INT64_MAX);
}

}  // namespace
}  // namespace waystation::facility
