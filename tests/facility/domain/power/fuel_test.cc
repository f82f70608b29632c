#include "services/facility/domain/power/fuel.h"

#include "gtest/gtest.h"
#include "services/facility/domain/power/load.h"
#include "tests/facility/domain/power/plants.h"

namespace waystation::facility {
namespace {

TEST(FuelHours, OfARunningSetAreWhatIsLeftAtTheLoadOfNow) {
  // Burned since midnight: 2 h · 3,400. Left: 200,000 - 20,000 - 6,800. 173,200 · 60 / 3,400 =
  // 3,056.47.
  const FuelHours hours = HoursIfRunning(OneSet(), "g1", MomentAt(At(2)));
  ASSERT_EQ(hours.unknown, Unknown::kNone);
  EXPECT_EQ(hours.usable_millilitres, 173'200);
  EXPECT_EQ(hours.millilitres_per_hour, 3'400);
  EXPECT_EQ(hours.minutes, 3'056);
  EXPECT_EQ(hours.ends, At(2) + absl::Minutes(3'056));
  const std::vector<Term> steps = {{Quantity::kTankHeelMillilitres, "day", 20'000},
                                   {Quantity::kBurnedSinceDipMillilitres, "g1", 6'800},
                                   {Quantity::kDrawnSinceDipMillilitres, "day", 0},
                                   {Quantity::kUsableFuelMillilitres, "day", 173'200},
                                   {Quantity::kLoadWatts, "g1", 10'000},
                                   {Quantity::kGeneratorMillilitresPerHour, "g1", 3'400},
                                   {Quantity::kOtherUseMillilitresPerHour, "day", 0},
                                   {Quantity::kFuelMillilitresPerHour, "day", 3'400},
                                   {Quantity::kLastsMinutes, "g1", 3'056}};
  EXPECT_EQ(hours.working.steps, steps);
  EXPECT_EQ(hours.working.as_of, At(2));
  ASSERT_EQ(hours.working.readings.size(), 3u);
  EXPECT_EQ(hours.working.readings[0].term, (Term{Quantity::kTankDipMillilitres, "day", 200'000}));
  EXPECT_EQ(hours.working.readings[0].age_minutes, 120);
}

TEST(FuelHours, IfStartedIsAnotherQuestion) {
  // Nothing burned: 180,000 · 60 / 3,400 = 3,176.47.
  const FuelHours hours = HoursIfStarted(OneSetStanding(), "g1", MomentAt(At(2)));
  ASSERT_EQ(hours.unknown, Unknown::kNone);
  EXPECT_EQ(hours.minutes, 3'176);
  EXPECT_EQ(HoursIfStarted(OneSet(), "g1", MomentAt(At(2))).unknown, Unknown::kAlreadyRunning);
  EXPECT_EQ(HoursIfRunning(OneSetStanding(), "g1", MomentAt(At(2))).unknown, Unknown::kNotRunning);
}

TEST(FuelHours, AnotherSetOnTheTankTakesItsShare) {
  PowerPlant plant = OneSet();
  plant.circuits.push_back({.id = "theatre", .load_watts = {{2'000, At(0)}}});
  Generator second = plant.generators[0];
  second.id = "g2";
  second.circuits = {"theatre"};
  plant.generators.push_back(second);
  // Below 25 %: 2,300. Left: 180,000 - 2 · (3,400 + 2,300) = 168,600; · 60 / 5,700 = 1,774.74.
  const FuelHours first = HoursIfRunning(plant, "g1", MomentAt(At(2)));
  EXPECT_EQ(first.usable_millilitres, 168'600);
  EXPECT_EQ(first.minutes, 1'774);
  // Both are the same 29 hours, not 58.
  EXPECT_EQ(HoursIfRunning(plant, "g2", MomentAt(At(2))).minutes, 1'774);
  // g2 stands: g1 alone 173,200 · 60 / 3,400; g2, if it were started beside it, 173,200 · 60 /
  // 5,700.
  plant.generators[1].runs.clear();
  EXPECT_EQ(HoursIfRunning(plant, "g1", MomentAt(At(2))).minutes, 3'056);
  EXPECT_EQ(HoursIfStarted(plant, "g2", MomentAt(At(2))).minutes, 1'823);
  // Nobody knows whether g2 runs: it is taken to, and to have since the dip.
  plant.generators[1].state_observed = std::nullopt;
  EXPECT_EQ(HoursIfRunning(plant, "g1", MomentAt(At(2))).minutes, 1'774);
  EXPECT_EQ(HoursIfStarted(plant, "g2", MomentAt(At(2))).unknown, Unknown::kNoReading);
  // It starts by itself: so it is when asked until when g1 is promised.
  plant.generators[1].state_observed = At(0);
  plant.generators[1].starts_by_itself = true;
  EXPECT_EQ(HoursIfAllStart(plant, "g1", MomentAt(At(2))).minutes, 1'823);
  // g2 from 04:00 on: 173,200 - 2 · 3,400 = 166,400; · 60 / 5,700 = 1,751.58.
  const FuelHours later = HoursFromStart(plant, "g2", At(4), MomentAt(At(2)));
  EXPECT_EQ(later.minutes, 1'751);
  EXPECT_EQ(later.ends, At(4) + absl::Minutes(1'751));
}

TEST(FuelHours, WhatIsDrawnBesideCountsAsItIsExpected) {
  PowerPlant plant = OneSetStanding();
  plant.fuel_uses.push_back({.id = "heating", .tank = "day", .millilitres_per_day = 24'000});
  // Expected since midnight: 2,000. 178,000 · 60 / (3,400 + 1,000) = 2,427.27.
  EXPECT_EQ(HoursIfStarted(plant, "g1", MomentAt(At(2))).minutes, 2'427);
  EXPECT_EQ(UsableFuelOf(plant, "day", MomentAt(At(2))).millilitres, 178'000);
  plant.fuel_uses[0].millilitres_per_day = std::nullopt;
  EXPECT_EQ(HoursIfStarted(plant, "g1", MomentAt(At(2))).unknown, Unknown::kNotRegistered);
}

TEST(FuelHours, WithoutALoadItIsFullLoad) {
  PowerPlant plant = OneSetStanding();
  plant.circuits[0].load_watts = {{10'000, At(0) - absl::Hours(11)}};
  // The reading is too old since 01:00. 180,000 · 60 / 6,100 = 1,770.49.
  const FuelHours hours = HoursIfStarted(plant, "g1", MomentAt(At(2)));
  EXPECT_EQ(hours.minutes, 1'770);
  ASSERT_EQ(hours.working.missing.size(), 1u);
  EXPECT_EQ(hours.working.missing[0].quantity, Quantity::kLoadWatts);
  EXPECT_EQ(hours.working.missing[0].reason, Unknown::kReadingTooOld);
  // Measured at the set itself: 180,000 · 60 / 2,300 = 4,695.65.
  plant.generators[0].load_watts = {{4'000, At(1)}};
  EXPECT_EQ(HoursIfStarted(plant, "g1", MomentAt(At(2))).minutes, 4'695);
}

TEST(FuelHours, BurnedSinceTheDipIsByTheLoadOfEachPart) {
  PowerPlant plant = OneSet();
  plant.circuits[0].load_watts = {{20'000, At(3)}, {10'000, At(1)}};
  // 00:00 to 01:00 no load known: 6,100; to 03:00 at 10 kW: 2 · 3,400; to 04:00 at 20 kW: 6,100.
  EXPECT_EQ(BurnedMillilitres(plant, plant.generators[0], At(0), MomentAt(At(4))), 19'000);
  // It stood from 02:30 to 03:30: 6,100 + 1.5 · 3,400 + 0.5 · 6,100.
  plant.generators[0].runs = {{.started = At(0), .ended = At(2, 30)}, {.started = At(3, 30)}};
  EXPECT_EQ(BurnedMillilitres(plant, plant.generators[0], At(0), MomentAt(At(4))), 14'250);
  // From 00:30 on half an hour less; a second is rounded up to a whole one: 3,400 / 3,600.
  EXPECT_EQ(BurnedMillilitres(plant, plant.generators[0], At(0, 30), MomentAt(At(4))), 11'200);
  EXPECT_EQ(BurnedMillilitres(plant, plant.generators[0], At(2, 29, 59), MomentAt(At(2, 40))), 1);
}

TEST(FuelHours, ASetThatWasNotHeardOfHasRunSinceItLastWas) {
  PowerPlant plant = OneSet();
  Generator& set = plant.generators[0];
  const auto burned = [&] { return BurnedMillilitres(plant, set, At(0), MomentAt(At(2))); };
  // Standing, as was last said 13 hours ago: two hours at 3,400 since the dip.
  set.runs = {{.started = At(0) - absl::Hours(20), .ended = At(0) - absl::Hours(15)}};
  set.state_observed = At(0) - absl::Hours(11);
  EXPECT_EQ(burned(), 6'800);
  // Once, though its run goes on.
  set.runs = {{.started = At(0) - absl::Hours(20)}};
  EXPECT_EQ(burned(), 6'800);
  // Heard of after the time asked about: not known then.
  set.state_observed = At(3);
  set.runs.clear();
  EXPECT_EQ(burned(), 6'800);
  set.state_observed = At(1);
  EXPECT_EQ(burned(), 0);
}

TEST(FuelHours, SilentPlacesAndSetsThatMayTripAreUnknown) {
  const PowerPlant plant = OneSet();
  EXPECT_EQ(HoursIfRunning(plant, "g1", MomentAt(At(12))).unknown, Unknown::kNone);
  const FuelHours silent = HoursIfRunning(plant, "g1", MomentAt(At(12) + absl::Microseconds(1)));
  EXPECT_EQ(silent.unknown, Unknown::kReadingTooOld);
  EXPECT_EQ(silent.minutes, 0);
  EXPECT_EQ(HoursIfRunning(plant, "g7", MomentAt(At(2))).unknown, Unknown::kNotRegistered);
  PowerPlant changed = plant;
  changed.tanks[0].dip_millilitres = std::nullopt;
  EXPECT_EQ(HoursIfRunning(changed, "g1", MomentAt(At(2))).unknown, Unknown::kNoReading);
  changed = plant;
  changed.tanks[0].dip_millilitres->observed = At(3);  // After the time asked about.
  EXPECT_EQ(HoursIfRunning(changed, "g1", MomentAt(At(2))).unknown, Unknown::kNoReading);
  changed = plant;
  changed.generators[0].curve.points.clear();
  EXPECT_EQ(HoursIfRunning(changed, "g1", MomentAt(At(2))).unknown, Unknown::kBadCurve);
  changed = plant;
  changed.circuits[0].load_watts[0].value = 20'001;
  EXPECT_EQ(HoursIfRunning(changed, "g1", MomentAt(At(2))).unknown, Unknown::kOverloaded);
  changed = plant;
  changed.tanks[0].dip_millilitres->value =
      21'000;  // Below what has been burned: nothing, not less.
  EXPECT_EQ(HoursIfRunning(changed, "g1", MomentAt(At(2))).unknown, Unknown::kNone);
  EXPECT_EQ(HoursIfRunning(changed, "g1", MomentAt(At(2))).minutes, 0);
}

TEST(FuelDays, AreOverEverythingThatUsesTheFuel) {
  PowerPlant plant = OneSetStanding();
  plant.generators[0].run_minutes_per_day = 600;
  plant.tanks.push_back({.id = "drums", .heel_millilitres = 0});
  plant.tanks[1].dip_millilitres = Reading{400'000, At(1)};
  plant.fuel_uses = {{.id = "vehicles", .tank = "drums", .millilitres_per_day = 48'000},
                     {.id = "heating", .tank = "day", .millilitres_per_day = 24'000},
                     {.id = "cooking", .tank = "day", .millilitres_per_day = 12'000}};
  // Used since the dips: drums 1 h of 48,000 a day = 2,000; day 2 h of 36,000 = 3,000.
  // Usable: 398,000 + 177,000. A day: 10 h · 3,400 + 48,000 + 24,000 + 12,000 = 118,000.
  // 575,000 · 1,440 / 118,000 = 7,016.95 minutes: 4 days and 20 hours.
  const FuelDays days = FuelDaysOf(plant, MomentAt(At(2)));
  ASSERT_EQ(days.unknown, Unknown::kNone);
  EXPECT_EQ(days.usable_millilitres, 575'000);
  EXPECT_EQ(days.millilitres_per_day, 118'000);
  EXPECT_EQ(days.minutes, 7'016);
  EXPECT_FALSE(days.tanks_left_out);
  // Without a figure for its hours it runs all day: 81,600 + 84,000.
  plant.generators[0].run_minutes_per_day = std::nullopt;
  EXPECT_EQ(FuelDaysOf(plant, MomentAt(At(2))).millilitres_per_day, 165'600);
  // A tank that was not dipped counts for nothing, and it is said.
  plant.tanks[1].dip_millilitres = std::nullopt;
  EXPECT_EQ(FuelDaysOf(plant, MomentAt(At(2))).usable_millilitres, 177'000);
  EXPECT_TRUE(FuelDaysOf(plant, MomentAt(At(2))).tanks_left_out);
  plant.tanks[0].dip_millilitres = std::nullopt;
  EXPECT_EQ(FuelDaysOf(plant, MomentAt(At(2))).unknown, Unknown::kNoReading);
}

TEST(FuelDays, WithoutASetThatHasNoTankAndSaySo) {
  PowerPlant plant = OneSetStanding();
  plant.generators.push_back({.id = "g2"});
  // 180,000 · 1,440 / (24 · 3,400) = 3,176.47: as without it, though its curve is none.
  const FuelDays days = FuelDaysOf(plant, MomentAt(At(2)));
  EXPECT_EQ(days.unknown, Unknown::kNone);
  EXPECT_EQ(days.minutes, 3'176);
  ASSERT_EQ(days.working.missing.size(), 1u);
  EXPECT_EQ(days.working.missing[0].quantity, Quantity::kGeneratorMillilitresPerDay);
  EXPECT_EQ(days.working.missing[0].subject, "g2");
  EXPECT_EQ(days.working.missing[0].reason, Unknown::kNotRegistered);
  // Nothing else uses the fuel.
  plant.generators[0].tank.clear();
  EXPECT_EQ(FuelDaysOf(plant, MomentAt(At(2))).unknown, Unknown::kNotRegistered);
  EXPECT_EQ(FuelDaysOf(plant, MomentAt(At(2))).working.missing.size(), 2u);
}

TEST(FuelDays, WithoutAFigureOrAUseAreUnknown) {
  PowerPlant plant = OneSetStanding();
  plant.fuel_uses = {{.id = "vehicles", .tank = "day"}};
  EXPECT_EQ(FuelDaysOf(plant, MomentAt(At(2))).unknown, Unknown::kNotRegistered);
  plant.fuel_uses.clear();
  plant.generators.clear();
  EXPECT_EQ(FuelDaysOf(plant, MomentAt(At(2))).unknown, Unknown::kNoUse);
  EXPECT_EQ(FuelDaysOf(PowerPlant(), MomentAt(At(2))).unknown, Unknown::kNotRegistered);
}

TEST(FuelHours, LargestNumbersOverflowNothing) {
  PowerPlant plant = OneSetStanding();
  plant.tanks[0].dip_millilitres->value = INT64_MAX;
  plant.tanks[0].heel_millilitres = INT64_MIN;
  EXPECT_EQ(HoursIfStarted(plant, "g1", MomentAt(At(2))).minutes, kMaxPromiseMinutes);
  plant.tanks[0].heel_millilitres = INT64_MAX;
  plant.circuits[0].load_watts[0].value = INT64_MAX;
  plant.fuel_uses = {{.id = "vehicles", .tank = "day", .millilitres_per_day = INT64_MAX}};
  plant.generators[0].runs = {{.started = absl::InfinitePast()}};
  EXPECT_EQ(HoursIfRunning(plant, "g1", MomentAt(At(2))).unknown, Unknown::kOverloaded);
  EXPECT_EQ(UsableFuelOf(plant, "day", MomentAt(At(2))).millilitres, 0);
  EXPECT_EQ(FuelDaysOf(plant, MomentAt(At(2))).minutes, 0);
}

}  // namespace
}  // namespace waystation::facility
