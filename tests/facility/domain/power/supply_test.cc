#include "services/facility/domain/power/supply.h"

#include "gtest/gtest.h"
#include "tests/facility/domain/power/plants.h"

namespace waystation::facility {
namespace {

// The set stands; the grid has been on since 18:00 the day before, seen at midnight.
PowerPlant OnGrid() {
  PowerPlant plant = OneSetStanding();
  plant.grids = {Grid{.id = "feeder", .circuits = {"ward"}}};
  plant.grids[0].state = GridState{true, At(0) - absl::Hours(6), At(0)};
  return plant;
}

void ExpectSupply(const PowerPlant& plant, absl::Time as_of, absl::Time ends, SupplyEnd cause) {
  const CircuitSupply supply = SupplyOf(plant, "ward", MomentAt(as_of));
  EXPECT_EQ(supply.unknown, Unknown::kNone);
  EXPECT_EQ(supply.ends, ends) << absl::FormatTime(supply.ends, absl::UTCTimeZone());
  EXPECT_EQ(static_cast<int>(supply.cause), static_cast<int>(cause));
  EXPECT_EQ(supply.powered, cause != SupplyEnd::kCut);
}

TEST(Supply, OfTheGridEndsWithTheFirstOfWhatIsNotPromised) {
  PowerPlant plant = OnGrid();
  ExpectSupply(plant, At(2), At(12), SupplyEnd::kNextReport);
  plant.grids[0].cuts = {{At(9), At(11)}, {At(4), At(6)}, {At(0), At(1)}};
  ExpectSupply(plant, At(2), At(4), SupplyEnd::kGridHours);
  // It has begun since the grid was seen, and after it nobody knows whether it came back.
  ExpectSupply(plant, At(5), At(4), SupplyEnd::kCut);
  ExpectSupply(plant, At(6, 30), At(4), SupplyEnd::kCut);
  // Seen on within the cut: nothing is promised.
  plant.grids[0].state->observed = At(4, 30);
  ExpectSupply(plant, At(5), At(5), SupplyEnd::kGridHours);
  plant.grids[0].cuts.clear();
  plant.grids[0].state->observed = At(0);
  EXPECT_EQ(SupplyOf(plant, "ward", MomentAt(At(12, 1))).unknown, Unknown::kReadingTooOld);
}

TEST(Supply, OfARunningSetEndsWithItsFuel) {
  // As FuelHours: 3,056 minutes at 02:00.
  ExpectSupply(OneSet(), At(2), At(2) + absl::Minutes(3'056), SupplyEnd::kFuel);
  PowerPlant both = OneSet();
  both.grids = OnGrid().grids;
  ExpectSupply(both, At(2), At(2) + absl::Minutes(3'056), SupplyEnd::kFuel);
  // Nobody knows how much is in the tank: it has power, of which nothing is promised.
  both.tanks[0].dip_millilitres = std::nullopt;
  both.grids.clear();
  ExpectSupply(both, At(2), At(2), SupplyEnd::kFuel);
}

TEST(Supply, AStandbyCountsOnlyIfItStartsByItself) {
  PowerPlant plant = OnGrid();
  plant.grids[0].cuts = {{At(4), At(6)}};
  ExpectSupply(plant, At(2), At(4), SupplyEnd::kGridHours);
  plant.generators[0].starts_by_itself = true;
  // From 04:00 on 180,000 · 60 / 3,400 minutes.
  ExpectSupply(plant, At(2), At(4) + absl::Minutes(3'176), SupplyEnd::kFuel);
  // It feeds another circuit too, which may need it at once.
  plant.generators[0].circuits = {"ward", "theatre"};
  plant.circuits.push_back({.id = "theatre", .load_watts = {{0, At(0)}}});
  ExpectSupply(plant, At(2), At(2) + absl::Minutes(3'176), SupplyEnd::kFuel);
  // Without power it has failed to start.
  plant.grids[0].state = GridState{false, At(1), At(1, 30)};
  ExpectSupply(plant, At(2), At(1), SupplyEnd::kCut);
}

TEST(Supply, ABatteryBeginsWhenTheRestEnds) {
  PowerPlant plant = OnGrid();
  plant.grids[0].cuts = {{At(4), At(6)}};
  Battery battery = {.id = "b1", .circuits = {"ward"}};
  battery.watt_hours = Reading{25'000, At(1)};
  plant.batteries.push_back(battery);
  // 25 kWh at 10 kW: 150 minutes, from 04:00 on.
  ExpectSupply(plant, At(2), At(6, 30), SupplyEnd::kBattery);
  // Off since 01:30: read before, so full then.
  plant.grids[0].state = GridState{false, At(1, 30), At(1, 40)};
  ExpectSupply(plant, At(2), At(4), SupplyEnd::kBattery);
  // Read after the cut: what it had then.
  plant.batteries[0].watt_hours = Reading{5'000, At(2)};
  ExpectSupply(plant, At(2, 10), At(2, 30), SupplyEnd::kBattery);
  // Empty since 02:30 by that.
  ExpectSupply(plant, At(3), At(2, 30), SupplyEnd::kCut);
  // It feeds others: counted from its reading on, whatever else feeds this one.
  plant.grids[0].state = OnGrid().grids[0].state;
  plant.batteries[0].circuits = {"ward", "theatre"};
  plant.circuits.push_back({.id = "theatre", .load_watts = {{0, At(0)}}});
  ExpectSupply(plant, At(2, 10), At(4), SupplyEnd::kGridHours);
}

TEST(Supply, TheSunPromisesNothing) {
  PowerPlant plant;
  plant.circuits = {{.id = "ward", .load_watts = {{500, At(0)}}}};
  plant.solar = {{.id = "roof", .circuits = {"ward"}, .watts = Reading{800, At(1)}}};
  ExpectSupply(plant, At(2), At(2), SupplyEnd::kSun);
  plant.solar[0].watts = Reading{300, At(1)};
  EXPECT_EQ(SupplyOf(plant, "ward", MomentAt(At(2))).unknown, Unknown::kCutTimeNotKnown);
}

TEST(Supply, WithoutPowerItIsCutSinceTheLastSourceWent) {
  PowerPlant plant = OnGrid();
  plant.grids[0].state = GridState{false, At(1), At(1, 30)};
  plant.generators[0].runs.push_back({.started = At(1, 10), .ended = At(1, 50)});
  plant.generators[0].state_observed = At(1, 55);
  ExpectSupply(plant, At(2), At(1, 50), SupplyEnd::kCut);
  // Of the set nobody has said anything: it may run, so it is not known.
  plant.generators[0].state_observed = std::nullopt;
  EXPECT_EQ(SupplyOf(plant, "ward", MomentAt(At(2))).unknown, Unknown::kNoReading);
  EXPECT_EQ(SupplyOf(plant, "kitchen", MomentAt(At(2))).unknown, Unknown::kNotRegistered);
}

}  // namespace
}  // namespace waystation::facility
