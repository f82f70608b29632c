#include "services/headquarters/domain/reading.h"

#include "gtest/gtest.h"
#include "services/headquarters/domain/day.h"
#include "services/headquarters/domain/vital_tally.h"

namespace waystation::headquarters {
namespace {

constexpr int64_t kD = 20'000;

Level Lasting(int64_t run_out_day) {
  return {.record_day = kD,
          .usable = 1,
          .consumed = 1,
          .in_stock_days = 1,
          .standing = Standing::kLasts,
          .run_out_day = run_out_day};
}

TEST(ReadingTest, DaysLeftCountDownWithoutAnyRecomputation) {
  const Level level = Lasting(kD + 3);
  for (int64_t passed = 0; passed <= 3; ++passed) {
    const Reading reading = ReadLevel(level, kD + passed);
    EXPECT_EQ(reading.state, v1::SUPPLY_STATE_LASTS);
    EXPECT_EQ(reading.days_left, 3 - passed);
  }
}

TEST(ReadingTest, SilentForAWeekPastTheRunOutIsUnknownNotZero) {
  const Reading reading = ReadLevel(Lasting(kD + 3), kD + 7);
  EXPECT_EQ(reading.state, v1::SUPPLY_STATE_UNKNOWN);
  EXPECT_FALSE(reading.days_left.has_value());
}

TEST(ReadingTest, SilentForAWeekBeforeTheRunOutStillLasts) {
  EXPECT_EQ(ReadLevel(Lasting(kD + 10), kD + 7).days_left, 3);
}

TEST(ReadingTest, OutStaysOut) {
  const Level out{.record_day = kD, .standing = Standing::kOut, .run_out_day = kD - 4};
  EXPECT_EQ(ReadLevel(out, kD + 100).state, v1::SUPPLY_STATE_OUT);
}

TEST(ReadingTest, UnusedIsUnknownOnceItsLastLotHasExpired) {
  const Level unused{.record_day = kD,
                     .usable = 1,
                     .in_stock_days = 30,
                     .standing = Standing::kUnused,
                     .usable_until_day = kD + 5};
  EXPECT_EQ(ReadLevel(unused, kD + 5).state, v1::SUPPLY_STATE_UNUSED);
  EXPECT_EQ(ReadLevel(unused, kD + 6).state, v1::SUPPLY_STATE_UNKNOWN);
}

TEST(ReadingTest, AClockThatWentBackDoesNotMakeStockLastLonger) {
  EXPECT_EQ(ReadLevel(Lasting(kD + 3), kD - 20).days_left, 3);
}

TEST(VitalTallyTest, OutBindsBeforeAnEarlierRunOut) {
  VitalTally tally;
  const Level passed = Lasting(kD - 9);
  tally.Add("passed", passed, ReadLevel(passed, kD + 1));
  EXPECT_EQ(tally.binding()->item, "passed");
  const Level out{.record_day = kD, .standing = Standing::kOut, .run_out_day = kD - 1};
  tally.Add("out", out, ReadLevel(out, kD + 1));
  const Level soon = Lasting(kD + 2);
  tally.Add("soon", soon, ReadLevel(soon, kD + 1));
  EXPECT_EQ(tally.binding()->item, "out");
  EXPECT_EQ(tally.counts().vital_count(), 3);
  EXPECT_EQ(tally.counts().out_count(), 1);
  EXPECT_EQ(tally.counts().unknown_count() + tally.counts().under_3_days_count(), 2);
}

TEST(VitalTallyTest, EachItemIsInOneCount) {
  VitalTally tally;
  for (int64_t days : {0, 2, 3, 6, 7, 80}) {
    const Level level = Lasting(kD + days);
    tally.Add("i" + std::to_string(days), level, ReadLevel(level, kD));
  }
  const Level unused{
      .record_day = kD, .usable = 1, .in_stock_days = 3, .standing = Standing::kUnused};
  tally.Add("unused", unused, ReadLevel(unused, kD));
  EXPECT_EQ(tally.counts().under_3_days_count(), 2);
  EXPECT_EQ(tally.counts().under_7_days_count(), 2);
  EXPECT_EQ(tally.counts().later_count(), 2);
  EXPECT_EQ(tally.counts().open_count(), 1);
  EXPECT_EQ(tally.counts().vital_count(), 7);
  EXPECT_EQ(tally.binding()->item, "i0");
}

TEST(DayTest, RoundTripsToTheEndOfTheCalendar) {
  for (int64_t day : {int64_t{0}, int64_t{-1}, int64_t{19'782}, kLastDay}) {
    EXPECT_EQ(DayOfDate(DateOfDay(day)), day);
  }
  EXPECT_EQ(DateOfDay(kLastDay).year(), 9999);
  EXPECT_EQ(DateOfDay(kLastDay).month(), 12);
  EXPECT_EQ(DateOfDay(kLastDay).day(), 31);
}

}  // namespace
}  // namespace waystation::headquarters
