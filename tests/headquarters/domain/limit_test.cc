#include "services/headquarters/domain/limit.h"

#include "gtest/gtest.h"
#include "services/headquarters/domain/ending_tally.h"

namespace waystation::headquarters {
namespace {

constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kNowUs = 20'000 * 1'440 * kMinute;

google::protobuf::Timestamp At(int64_t us) {
  google::protobuf::Timestamp time;
  time.set_seconds(us / 1'000'000);
  time.set_nanos(static_cast<int32_t>(us % 1'000'000 * 1'000));
  return time;
}

// A fridge to be emptied in an hour and safe for two, of readings that count for 30 minutes more.
facility::v1::AutonomyLimit Fridge() {
  facility::v1::AutonomyLimit told;
  told.set_kind(facility::v1::LIMIT_KIND_COLD_CHAIN);
  told.set_subject("fridge-1");
  *told.mutable_act_by_time() = At(kNowUs + 60 * kMinute);
  *told.mutable_ends_time() = At(kNowUs + 120 * kMinute);
  *told.mutable_known_until_time() = At(kNowUs + 30 * kMinute);
  told.set_safe_because(facility::v1::SAFE_BECAUSE_SOURCE_ENDS);
  return told;
}

// Reported half an hour ago, hourly.
Contact InTouch() {
  return {.report_time_us = kNowUs - 30 * kMinute, .report_interval_us = 60 * kMinute};
}

facility::v1::AutonomyLimit Unknown(facility::v1::UnknownReason reason) {
  facility::v1::AutonomyLimit told;
  told.set_kind(facility::v1::LIMIT_KIND_COLD_CHAIN);
  told.set_subject("fridge-1");
  told.set_unknown(reason);
  return told;
}

TEST(LimitTest, AValueIsReadAgainstTheClock) {
  facility::v1::AutonomyLimit told = Fridge();
  *told.mutable_known_until_time() = At(kNowUs + 600 * kMinute);
  const Limit limit = ToldAgain({}, told, InTouch(), kNowUs);
  EXPECT_EQ(limit.observed_us, kNowUs + 540 * kMinute);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs).state, v1::ENDING_STATE_LASTS);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs + 60 * kMinute - 1).state, v1::ENDING_STATE_LASTS);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs + 60 * kMinute).state, v1::ENDING_STATE_DUE);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs + 120 * kMinute - 1).state, v1::ENDING_STATE_DUE);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs + 120 * kMinute).state, v1::ENDING_STATE_ENDED);
}

TEST(LimitTest, PastItsReadingsItIsUnknownWhateverItsTimesSay) {
  const Limit limit = ToldAgain({}, Fridge(), InTouch(), kNowUs);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs + 30 * kMinute).state, v1::ENDING_STATE_LASTS);
  // Another of the facility's values came later: it is this one that is too old.
  Contact later = InTouch();
  later.report_time_us = kNowUs + 20 * kMinute;
  const LimitReading reading = ReadLimit(limit, later, kNowUs + 30 * kMinute + 1);
  EXPECT_EQ(reading.state, v1::ENDING_STATE_UNKNOWN);
  EXPECT_EQ(reading.unknown, v1::ENDING_UNKNOWN_READING_TOO_OLD);
  EXPECT_EQ(reading.unknown_since_us, kNowUs + 30 * kMinute);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs + 30 * kMinute + 1).unknown,
            v1::ENDING_UNKNOWN_SILENT);
}

TEST(LimitTest, TheLastValueStaysWhenItBecomesUnknown) {
  const Limit before = ToldAgain({}, Fridge(), InTouch(), kNowUs);
  const Limit limit =
      ToldAgain(before, Unknown(facility::v1::UNKNOWN_REASON_OVERLOADED), InTouch(), kNowUs + 5);
  EXPECT_EQ(limit.ends_us, before.ends_us);
  EXPECT_EQ(limit.safe_because, facility::v1::SAFE_BECAUSE_SOURCE_ENDS);
  LimitReading reading = ReadLimit(limit, InTouch(), kNowUs + 10);
  EXPECT_EQ(reading.state, v1::ENDING_STATE_UNKNOWN);
  EXPECT_EQ(reading.unknown, v1::ENDING_UNKNOWN_NOT_DERIVED);
  EXPECT_EQ(reading.unknown_since_us, kNowUs + 5);
  // Told so again, for another reason: unknown since the first time.
  const Limit again =
      ToldAgain(limit, Unknown(facility::v1::UNKNOWN_REASON_NO_READING), InTouch(), kNowUs + 9);
  EXPECT_EQ(again.unknown_since_us, kNowUs + 5);
  EXPECT_EQ(
      ReadLimit(ToldAgain(again, Fridge(), InTouch(), kNowUs + 10), InTouch(), kNowUs + 10).state,
      v1::ENDING_STATE_LASTS);
}

TEST(LimitTest, OfASilentOrClosedFacilityNothingIsKnown) {
  const Limit known = ToldAgain({}, Fridge(), InTouch(), kNowUs);
  Contact closed = InTouch();
  closed.closed = true;
  const Limit shut = InContact(known, closed, kNowUs + 7);
  EXPECT_EQ(shut.unknown_since_us, kNowUs + 7);
  EXPECT_EQ(ReadLimit(shut, closed, kNowUs + 8).unknown, v1::ENDING_UNKNOWN_CLOSED);
  EXPECT_EQ(InContact(shut, InTouch(), kNowUs + 9), known);

  Contact silent = InTouch();
  silent.said_silent = true;
  const Limit quiet = InContact(known, silent, kNowUs + 40 * kMinute);
  // Its readings counted no longer than this, whenever the silence was recorded.
  EXPECT_EQ(quiet.unknown_since_us, kNowUs + 30 * kMinute);
  EXPECT_EQ(ReadLimit(quiet, silent, kNowUs).unknown, v1::ENDING_UNKNOWN_SILENT)
      << "a clock that went back ends no silence";
}

TEST(LimitTest, WithoutAnEndItIsThereAndNoMore) {
  facility::v1::AutonomyLimit told;
  told.set_kind(facility::v1::LIMIT_KIND_POWER);
  told.set_supply_end(facility::v1::SUPPLY_END_NEXT_REPORT);
  const Limit limit = ToldAgain({}, told, InTouch(), kNowUs);
  EXPECT_EQ(limit.known_until_us, kNowUs + 30 * kMinute);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs).state, v1::ENDING_STATE_NO_END);
  EXPECT_EQ(ReadLimit(limit, InTouch(), kNowUs + 31 * kMinute).state, v1::ENDING_STATE_UNKNOWN);
}

TEST(EndingTallyTest, WhatIsKnownComesBeforeWhatIsNot) {
  EndingTally tally;
  EXPECT_FALSE(tally.first().has_value());
  tally.Add({v1::ENDING_KIND_POWER, "main", v1::ENDING_STATE_NO_END, kNoTime});
  EXPECT_EQ(tally.first()->state, v1::ENDING_STATE_NO_END);
  tally.Add({v1::ENDING_KIND_COLD_CHAIN, "fridge-2", v1::ENDING_STATE_UNKNOWN, kNowUs});
  tally.Add({v1::ENDING_KIND_COLD_CHAIN, "fridge-1", v1::ENDING_STATE_UNKNOWN, kNowUs - 5});
  EXPECT_EQ(tally.first()->subject, "fridge-1");
  tally.Add({v1::ENDING_KIND_WATER, "", v1::ENDING_STATE_LASTS, kNowUs + 50});
  tally.Add({v1::ENDING_KIND_FUEL, "diesel", v1::ENDING_STATE_ENDED, kNowUs - 1});
  tally.Add({v1::ENDING_KIND_FUEL, "petrol", v1::ENDING_STATE_DUE, kNowUs});
  EXPECT_EQ(tally.first()->subject, "diesel");
  EXPECT_EQ(tally.count(), 6);
  EXPECT_EQ(tally.unknown_count(), 2);
}

TEST(EndingTallyTest, ASupplyEndsAfterItsRunOutDayAndOutBeforeIt) {
  Level level{.usable = 1, .standing = Standing::kLasts, .run_out_day = 20'003};
  EXPECT_EQ(EndOfSupplyDay(level), 20'004);
  level.standing = Standing::kOut;
  EXPECT_EQ(EndOfSupplyDay(level), 20'003);
  level = {.usable = 1, .standing = Standing::kUnused};
  EXPECT_FALSE(EndOfSupplyDay(level).has_value());
}

}  // namespace
}  // namespace waystation::headquarters
