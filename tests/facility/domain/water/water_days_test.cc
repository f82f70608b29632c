#include "services/facility/domain/water/water_days.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::facility {
namespace {

Moment WaterMoment(absl::Time as_of) { return {as_of, absl::Hours(12)}; }

// 30 m³ read at midnight, of which 2 can't be used.
WaterStore HospitalWater() {
  WaterStore store;
  store.level_millilitres = Reading{30'000'000, At(0)};
  store.unusable_millilitres = 2'000'000;
  store.inpatients = HeadCount{40, At(1)};
  store.outpatients_per_day = HeadCount{100, At(1)};
  store.operations_per_day = HeadCount{6, At(1)};
  store.staff = HeadCount{50, At(1)};
  store.residents = HeadCount{0, std::nullopt};
  return store;
}

TEST(WaterDays, AreWhatIsLeftOverWhatPatientsAndStaffNeed) {
  // 40 · 60 + 100 · 5 + 6 · 100 + 50 · 15 = 4,250 litres a day. Since midnight 2 h of them:
  // 354,166.67 ml. 28,000,000 - 354,167 = 27,645,833; · 1,440 / 4,250,000 = 9,367.05 minutes: 6.5
  // days.
  const WaterDays days = WaterDaysOf(HospitalWater(), WaterMoment(At(2)));
  ASSERT_EQ(days.unknown, Unknown::kNone);
  EXPECT_EQ(days.millilitres_per_day, 4'250'000);
  EXPECT_EQ(days.usable_millilitres, 27'645'833);
  EXPECT_EQ(days.minutes, 9'367);
  EXPECT_EQ(days.ends, At(2) + absl::Minutes(9'367));
  const std::vector<Term> steps = {{Quantity::kDemandMillilitresPerDay, "inpatients", 2'400'000},
                                   {Quantity::kDemandMillilitresPerDay, "outpatients", 500'000},
                                   {Quantity::kDemandMillilitresPerDay, "operations", 600'000},
                                   {Quantity::kDemandMillilitresPerDay, "staff", 750'000},
                                   {Quantity::kResidents, "residents", 0},
                                   {Quantity::kDemandMillilitresPerDay, "residents", 0},
                                   {Quantity::kDemandMillilitresPerDay, "", 4'250'000},
                                   {Quantity::kUnusableWaterMillilitres, "", 2'000'000},
                                   {Quantity::kUsedSinceReadingMillilitres, "", 354'167},
                                   {Quantity::kUsableWaterMillilitres, "", 27'645'833},
                                   {Quantity::kLastsMinutes, "", 9'367}};
  EXPECT_EQ(days.working.steps, steps);
  ASSERT_FALSE(days.working.readings.empty());
  EXPECT_EQ(days.working.readings[0].term,
            (Term{Quantity::kWaterLevelMillilitres, "", 30'000'000}));
  EXPECT_EQ(days.working.readings[0].age_minutes, 120);
}

TEST(WaterDays, WithoutALevelOrACountAreUnknown) {
  const WaterStore whole = HospitalWater();
  EXPECT_EQ(WaterDaysOf(whole, WaterMoment(At(12))).unknown, Unknown::kNone);
  EXPECT_EQ(WaterDaysOf(whole, WaterMoment(At(12, 0, 1))).unknown, Unknown::kReadingTooOld);
  WaterStore store = whole;
  store.level_millilitres = std::nullopt;
  EXPECT_EQ(WaterDaysOf(store, WaterMoment(At(2))).unknown, Unknown::kNoReading);
  for (std::optional<HeadCount> WaterStore::*count :
       {&WaterStore::inpatients, &WaterStore::outpatients_per_day, &WaterStore::operations_per_day,
        &WaterStore::staff, &WaterStore::residents}) {
    store = whole;
    store.*count = std::nullopt;
    const WaterDays days = WaterDaysOf(store, WaterMoment(At(2)));
    EXPECT_EQ(days.unknown, Unknown::kNoReading);
    EXPECT_EQ(days.minutes, 0);
    EXPECT_EQ(days.working.missing.size(), 1u);
  }
  store = whole;
  store.staff = HeadCount{50, At(0) - absl::Hours(11)};
  EXPECT_EQ(WaterDaysOf(store, WaterMoment(At(2))).unknown, Unknown::kReadingTooOld);
}

TEST(WaterDays, NobodyUsesItAndLargestNumbers) {
  WaterStore store = HospitalWater();
  for (std::optional<HeadCount>* count :
       {&store.inpatients, &store.outpatients_per_day, &store.operations_per_day, &store.staff}) {
    *count = HeadCount{0, At(1)};
  }
  EXPECT_EQ(WaterDaysOf(store, WaterMoment(At(2))).unknown, Unknown::kNoUse);
  store.staff = HeadCount{1, At(1)};
  store.level_millilitres->value = INT64_MAX;
  EXPECT_EQ(WaterDaysOf(store, WaterMoment(At(2))).minutes, kMaxPromiseMinutes);
  store.residents = HeadCount{INT64_MAX, std::nullopt};
  store.unusable_millilitres = INT64_MAX;
  EXPECT_EQ(WaterDaysOf(store, WaterMoment(At(2))).minutes, 0);
  store.level_millilitres->value = INT64_MIN;
  EXPECT_EQ(WaterDaysOf(store, WaterMoment(At(2))).minutes, 0);
}

TEST(WaterFigures, AreOneOfEachGroupWithItsSource) {
  for (size_t i = 0; i < std::size(kWaterFigures); ++i) {
    EXPECT_EQ(static_cast<size_t>(kWaterFigures[i].group), i);
    EXPECT_LE(kWaterFigures[i].least_millilitres, kWaterFigures[i].most_millilitres);
    EXPECT_FALSE(kWaterFigures[i].source.empty());
  }
  EXPECT_EQ(std::size(kWaterFigures), 5u);
}

TEST(WaterProperty, NothingIsPromisedThatAMinuteByMinuteSimulationDoesNotGive) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t stores = storage::testing::TestOperations(10'000) / 5;
  for (int64_t i = 0; i <= stores && !HasFailure(); ++i) {
    SCOPED_TRACE(absl::StrCat("WAYSTATION_OPERATIONS=1 WAYSTATION_SEED=", seed + i));
    testing::Random random(seed + i);
    WaterStore store;
    store.level_millilitres = Reading{random.Below(20'000'000), At(0)};
    store.unusable_millilitres = random.Below(2'000'000);
    const int64_t people[] = {random.Below(60), random.Below(200), random.Below(20),
                              random.Below(80), 1 + random.Below(100)};
    store.inpatients = HeadCount{people[0], At(0)};
    store.outpatients_per_day = HeadCount{people[1], At(0)};
    store.operations_per_day = HeadCount{people[2], At(0)};
    store.staff = HeadCount{people[3], At(0)};
    store.residents = HeadCount{people[4], std::nullopt};
    const int64_t age_minutes = random.Below(720);
    const WaterDays days = WaterDaysOf(store, WaterMoment(At(0) + absl::Minutes(age_minutes)));
    ASSERT_EQ(days.unknown, Unknown::kNone);
    // Litres a head, as the sources print them.
    const double litres = 60.0 * people[0] + 5.0 * people[1] + 100.0 * people[2] +
                          15.0 * people[3] + 15.0 * people[4];
    double left = (store.level_millilitres->value - store.unusable_millilitres) / 1'000.0;
    int64_t minutes = -age_minutes;
    for (; left + 1e-6 >= litres / 1'440; ++minutes) left -= litres / 1'440;
    EXPECT_LE(days.minutes, std::max<int64_t>(minutes, 0));
    EXPECT_GE(days.minutes, minutes - 2);
  }
}

}  // namespace
}  // namespace waystation::facility
