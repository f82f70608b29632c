// Generators, tanks and readings for tests. The set is the 20 kW one of common
// tables: 2.3, 3.4, 4.9 and 6.1 litres an hour at 25, 50, 75 and 100 % of its load.
#ifndef TESTS_FACILITY_DOMAIN_POWER_PLANTS_H_
#define TESTS_FACILITY_DOMAIN_POWER_PLANTS_H_

#include <string>

#include "absl/time/time.h"
#include "services/facility/domain/power/power_plant.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {

inline FuelCurve Curve20() {
  return {20'000, {{25, 2'300}, {50, 3'400}, {75, 4'900}, {100, 6'100}}};
}

// Reports count for twelve hours.
inline Moment MomentAt(absl::Time as_of) { return {as_of, absl::Hours(12)}; }

// One tank of 200 litres at midnight, of which 20 can't be pumped; one set on it that feeds the
// ward and has run since midnight, at 10 kW.
inline PowerPlant OneSet() {
  PowerPlant plant;
  plant.tanks.push_back({.id = "day", .heel_millilitres = 20'000});
  plant.tanks[0].dip_millilitres = Reading{200'000, At(0)};
  plant.circuits.push_back({.id = "ward", .load_watts = {{10'000, At(0)}}});
  Generator set = {.id = "g1", .curve = Curve20(), .tank = "day", .circuits = {"ward"}};
  set.runs.push_back({.started = At(0)});
  set.state_observed = At(0);
  plant.generators.push_back(set);
  return plant;
}

// The same, standing since midnight.
inline PowerPlant OneSetStanding() {
  PowerPlant plant = OneSet();
  plant.generators[0].runs = {{.started = At(0) - absl::Hours(5), .ended = At(0)}};
  return plant;
}

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_DOMAIN_POWER_PLANTS_H_
