#include "clients/cli/supply/ending_text.h"

#include "clients/cli/text/times.h"
#include "gtest/gtest.h"

namespace waystation::cli {
namespace {

using headquarters::v1::Ending;
using headquarters::v1::EndingGroup;

// 12:00 in Baku.
const absl::Time kAsked = absl::FromCivil(absl::CivilMinute(2027, 6, 30, 8), absl::UTCTimeZone());

Ending FridgeEnding(absl::Duration act_by, absl::Duration ends) {
  Ending ending;
  ending.set_facility("facilities/a");
  ending.set_time_zone("Asia/Baku");
  ending.set_kind(headquarters::v1::ENDING_KIND_COLD_CHAIN);
  ending.set_subject("fridge-1");
  ending.set_state(headquarters::v1::ENDING_STATE_LASTS);
  *ending.mutable_act_by_time() = ToProto(kAsked + act_by);
  *ending.mutable_ends_time() = ToProto(kAsked + ends);
  ending.set_safe_because(facility::v1::SAFE_BECAUSE_SOURCE_ENDS);
  ending.set_supply_end(facility::v1::SUPPLY_END_FUEL);
  return ending;
}

EndingGroup GroupOf(const Ending& ending) {
  EndingGroup group;
  *group.mutable_first() = ending;
  group.set_count(1);
  return group;
}

TEST(EndingTextTest, HowLongItLastsIsShortAndTimesAreThoseOfTheFacility) {
  EXPECT_EQ(ShowLasts(FridgeEnding(absl::Minutes(239), absl::Hours(4)), kAsked), "3 h");
  EXPECT_EQ(ShowWhen(FridgeEnding(absl::Hours(3), absl::Hours(4))), "2027-06-30 15:00");
  Ending power = FridgeEnding(absl::Hours(3), absl::Hours(4));
  power.set_state(headquarters::v1::ENDING_STATE_NO_END);
  EXPECT_EQ(ShowLasts(power, kAsked), "no end");
}

TEST(EndingTextTest, WhoMustActIsToldInASentence) {
  Context context;
  Ending fridge = FridgeEnding(absl::Hours(3), absl::Hours(4));
  EXPECT_EQ(ExplainGroup(GroupOf(fridge), kAsked, &context),
            "fridge fridge-1 is safe until 16:00, act by 15:00 (in 3 h): it warms once fuel ends");
  fridge.set_state(headquarters::v1::ENDING_STATE_DUE);
  EXPECT_EQ(ShowLasts(fridge, kAsked), "ACT NOW");
  fridge = FridgeEnding(absl::Hours(-3), absl::Hours(-2));
  fridge.set_state(headquarters::v1::ENDING_STATE_ENDED);
  fridge.set_safe_because(facility::v1::SAFE_BECAUSE_OUT_OF_RANGE);
  EXPECT_EQ(ExplainGroup(GroupOf(fridge), kAsked, &context),
            "nobody can vouch for fridge fridge-1 since 10:00 (ENDED 2 h ago): it is out of its "
            "range");
  // A day on, and a year.
  fridge = FridgeEnding(absl::Hours(13), absl::Hours(24 * 400));
  EXPECT_EQ(ExplainGroup(GroupOf(fridge), kAsked, &context),
            "fridge fridge-1 is safe until 2028-08-03, act by 07-01 01:00 (in 13 h): it warms once "
            "fuel ends");
  // Nothing to do yet.
  EXPECT_EQ(ExplainGroup(GroupOf(FridgeEnding(absl::Hours(30), absl::Hours(40))), kAsked, &context),
            "");
  EXPECT_EQ(ExplainGroup({}, kAsked, &context), "");
}

TEST(EndingTextTest, WhatIsUnknownIsToldWithItsLastValue) {
  Context context;
  Ending fridge = FridgeEnding(absl::Hours(3), absl::Hours(4));
  fridge.set_state(headquarters::v1::ENDING_STATE_UNKNOWN);
  fridge.set_unknown(headquarters::v1::ENDING_UNKNOWN_SILENT);
  fridge.mutable_value_age()->set_seconds(5 * 3600);
  EXPECT_EQ(ShowLasts(fridge, kAsked), "UNKNOWN");
  EXPECT_EQ(ExplainGroup(GroupOf(fridge), kAsked, &context),
            "fridge fridge-1 is UNKNOWN: the facility is silent; was 2027-06-30 15:00, as told 5 h "
            "ago");
}

TEST(EndingTextTest, ASupplyLastsItsDay) {
  Context context;
  Ending ending = FridgeEnding(absl::Hours(12), absl::Hours(12));
  ending.set_kind(headquarters::v1::ENDING_KIND_SUPPLY);
  ending.set_subject("insulin");
  *ending.mutable_run_out_date() = ToProto(absl::CivilDay(2027, 6, 30));
  EXPECT_EQ(ShowWhen(ending), "end of 2027-06-30");
  EXPECT_EQ(ShowThing(ending, &context), "insulin");
  ending.set_state(headquarters::v1::ENDING_STATE_ENDED);
  EXPECT_EQ(ShowWhen(ending), "2027-06-30");
}

}  // namespace
}  // namespace waystation::cli
