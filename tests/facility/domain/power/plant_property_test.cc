// Derived values never promise more than the simulation gives, and not much less.
// WAYSTATION_OPERATIONS (a plant for every ten) and WAYSTATION_SEED say how many and which.
#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/facility/domain/power/fuel.h"
#include "services/facility/domain/power/supply.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/domain/power/plant_simulation.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::facility {
namespace {

constexpr int64_t kDefaultOperations = 10'000;
constexpr int64_t kOperationsOfPlant = 10;
// Simulated no further than this: derived values above it are not looked at.
constexpr int64_t kLimitMinutes = 4'000;

class RandomPlant {
 public:
  explicit RandomPlant(uint64_t seed) : random_(seed) {
    moment_ = {At(0) + absl::Minutes(random_.Below(1'440)),
               absl::Minutes(240 + random_.Below(900))};
    alone_ = random_.OneIn(2);
    const int64_t circuits = 1 + random_.Below(3);
    for (int64_t i = 0; i < circuits; ++i) AddCircuit(i);
    for (int64_t i = 0; i < (alone_ ? circuits : 1 + random_.Below(3)); ++i) AddTank(i);
    for (int64_t i = 0; i < (alone_ ? circuits : 1 + random_.Below(4)); ++i) AddGenerator(i);
    if (!alone_ && random_.OneIn(2)) AddUse();
    if (random_.OneIn(2)) AddGrid();
    for (int64_t i = 0; i < circuits; ++i) {
      if (random_.OneIn(3)) AddBattery(i);
    }
  }

  const PowerPlant& plant() const { return plant_; }
  const Moment& moment() const { return moment_; }
  // Each circuit has a set, a tank and a battery of its own.
  bool alone() const { return alone_; }

 private:
  absl::Time Ago(int64_t minutes) {
    return moment_.as_of - absl::Minutes(random_.Below(minutes + 1));
  }
  absl::Time Recently() { return Ago(absl::ToInt64Minutes(moment_.interval)); }

  void AddCircuit(int64_t i) {
    Circuit circuit = {.id = absl::StrCat("c", i)};
    // One reading when the interval begins, so that the load is known throughout. None is 0: that
    // says nothing of what a set will bear, which the table tests have.
    circuit.load_watts.push_back({1 + random_.Below(12'000), moment_.as_of - moment_.interval});
    for (int64_t more = random_.Below(4); more > 0; --more) {
      circuit.load_watts.push_back({1 + random_.Below(12'000), Recently()});
    }
    plant_.circuits.push_back(circuit);
  }

  void AddTank(int64_t i) {
    Tank tank = {.id = absl::StrCat("t", i), .heel_millilitres = random_.Below(20'000)};
    tank.dip_millilitres = Reading{random_.Below(300'000), Recently()};
    plant_.tanks.push_back(tank);
  }

  FuelCurve RandomCurve() {
    FuelCurve curve = {.rated_watts = 4'000 + random_.Below(60'000)};
    int64_t least = 0;
    for (const int32_t load : {25, 50, 75, 100}) {
      // 0.25 to 0.69 litres a kilowatt-hour, and never less than at the load before.
      const int64_t watts = curve.rated_watts * load / 100;
      least = std::max(least + 1, watts * (25 + random_.Below(45 - load / 5)) / 100 + 1);
      if (load > 25 || !random_.OneIn(5)) curve.points.push_back({load, least});
    }
    return curve;
  }

  void AddGenerator(int64_t i) {
    Generator set = {.id = absl::StrCat("g", i), .curve = RandomCurve()};
    set.tank = alone_ ? plant_.tanks[i].id : random_.OneOf(plant_.tanks).id;
    for (const Circuit& circuit : plant_.circuits) {
      if (alone_ ? circuit.id == absl::StrCat("c", i) : random_.OneIn(2)) {
        set.circuits.push_back(circuit.id);
      }
    }
    if (set.circuits.empty()) set.circuits.push_back(plant_.circuits[0].id);
    set.state_observed = Recently();
    set.starts_by_itself = random_.OneIn(2);
    if (random_.OneIn(2)) {
      const absl::Time started = Ago(1'000);
      set.runs.push_back({started - absl::Minutes(200), started - absl::Minutes(100)});
      set.runs.push_back({.started = started});
      if (random_.OneIn(3)) set.runs[1].ended = started + (moment_.as_of - started) / 2;
      if (set.runs[1].ended.has_value()) {
        set.runs[1].ended =
            absl::FromUnixSeconds(absl::ToUnixSeconds(*set.runs[1].ended) / 60 * 60);
      }
    }
    if (random_.OneIn(2)) set.run_minutes_per_day = random_.Below(1'441);
    plant_.generators.push_back(set);
  }

  void AddUse() {
    plant_.fuel_uses.push_back({.id = "heating",
                                .tank = random_.OneOf(plant_.tanks).id,
                                .millilitres_per_day = random_.Below(100'000)});
  }

  void AddGrid() {
    plant_.grids = {Grid{.id = "feeder"}};
    for (const Circuit& circuit : plant_.circuits) {
      if (random_.OneIn(2)) plant_.grids[0].circuits.push_back(circuit.id);
    }
    const absl::Time observed = Recently();
    plant_.grids[0].state =
        GridState{!random_.OneIn(3), observed - absl::Minutes(random_.Below(600)), observed};
    for (int64_t cuts = random_.Below(3); cuts > 0; --cuts) {
      const absl::Time starts =
          moment_.as_of + absl::Minutes(random_.Below(1'000)) - absl::Minutes(300);
      plant_.grids[0].cuts.push_back({starts, starts + absl::Minutes(random_.Below(400))});
    }
  }

  void AddBattery(int64_t i) {
    Battery battery = {.id = absl::StrCat("b", i), .circuits = {plant_.circuits[i].id}};
    if (!alone_ && random_.OneIn(2)) battery.circuits.push_back(random_.OneOf(plant_.circuits).id);
    if (battery.circuits.size() == 2 && battery.circuits[0] == battery.circuits[1]) {
      battery.circuits.pop_back();
    }
    // Read now: what it lost since is for the table tests.
    battery.watt_hours = Reading{random_.Below(40'000), moment_.as_of};
    plant_.batteries.push_back(battery);
  }

  testing::Random random_;
  Moment moment_;
  PowerPlant plant_;
  bool alone_ = false;
};

// Minutes of hours and their rates are each rounded once: what that costs at most.
int64_t RoundingMinutes(int64_t minutes) { return 3 + minutes / 100; }

// Far enough to tell whether a derived value is within the bounds.
int64_t LimitFor(int64_t minutes) { return minutes + 2 * RoundingMinutes(minutes) + 10; }

int64_t CheckHours(const RandomPlant& random, const PlantSimulation& simulation) {
  int64_t known = 0;
  for (const Generator& set : random.plant().generators) {
    const FuelHours running = HoursIfRunning(random.plant(), set.id, random.moment());
    const FuelHours started = HoursIfStarted(random.plant(), set.id, random.moment());
    EXPECT_TRUE(running.unknown != Unknown::kNone || started.unknown != Unknown::kNone);
    for (const FuelHours* hours : {&running, &started}) {
      if (hours->unknown != Unknown::kNone || hours->minutes >= kLimitMinutes) continue;
      ++known;
      const int64_t truth = simulation.MinutesOf(set.id, LimitFor(hours->minutes));
      EXPECT_LE(hours->minutes, truth) << set.id;
      // Without another on its tank it is exact but for rounding.
      if (random.alone()) {
        EXPECT_GE(hours->minutes, truth - RoundingMinutes(truth)) << set.id;
      }
    }
  }
  return known;
}

int64_t CheckPower(const RandomPlant& random, const PlantSimulation& simulation) {
  int64_t known = 0;
  for (const Circuit& circuit : random.plant().circuits) {
    const CircuitSupply supply = SupplyOf(random.plant(), circuit.id, random.moment());
    if (supply.unknown != Unknown::kNone || !supply.powered) continue;
    const int64_t minutes = absl::ToInt64Minutes(supply.ends - random.moment().as_of);
    if (minutes >= kLimitMinutes) continue;
    ++known;
    const int64_t truth = simulation.MinutesOfPower(circuit.id, LimitFor(minutes));
    EXPECT_LE(minutes, truth) << circuit.id;
    const bool overloaded =
        std::any_of(supply.working.missing.begin(), supply.working.missing.end(),
                    [](const Missing& missing) { return missing.reason == Unknown::kOverloaded; });
    // A set that should have started when the battery took over is not promised to start later.
    const bool failed_to_start = supply.cause == SupplyEnd::kBattery;
    if (random.alone() && !overloaded && !failed_to_start) {
      EXPECT_GE(minutes, truth - RoundingMinutes(truth)) << circuit.id;
    }
  }
  return known;
}

int64_t CheckDays(const RandomPlant& random, const PlantSimulation& simulation) {
  const FuelDays days = FuelDaysOf(random.plant(), random.moment());
  if (days.unknown != Unknown::kNone || days.minutes >= kLimitMinutes) return 0;
  const int64_t truth = simulation.MinutesOfAllFuel(LimitFor(days.minutes));
  EXPECT_LE(days.minutes, truth);
  EXPECT_GE(days.minutes, truth - RoundingMinutes(truth));
  return 1;
}

TEST(PlantProperty, NothingIsPromisedThatAMinuteByMinuteSimulationDoesNotGive) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t plants = std::max<int64_t>(
      storage::testing::TestOperations(kDefaultOperations) / kOperationsOfPlant, 1);
  int64_t hours = 0;
  int64_t power = 0;
  int64_t days = 0;
  for (int64_t i = 0; i < plants && !HasFailure(); ++i) {
    SCOPED_TRACE(absl::StrCat("WAYSTATION_OPERATIONS=1 WAYSTATION_SEED=", seed + i));
    const RandomPlant random(seed + i);
    const PlantSimulation simulation(random.plant(), random.moment().as_of,
                                     random.moment().interval);
    hours += CheckHours(random, simulation);
    power += CheckPower(random, simulation);
    days += CheckDays(random, simulation);
  }
  printf("%lld plants: %lld fuel hours, %lld supplies, %lld fuel days compared\n",
         static_cast<long long>(plants), static_cast<long long>(hours),
         static_cast<long long>(power), static_cast<long long>(days));
  if (plants >= 100) {
    EXPECT_GT(hours, plants / 4);
    EXPECT_GT(power, plants / 4);
    EXPECT_GT(days, plants / 4);
  }
}

}  // namespace
}  // namespace waystation::facility
