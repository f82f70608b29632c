// Fridges for tests.
#ifndef TESTS_FACILITY_DOMAIN_COLD_CHAIN_FRIDGES_H_
#define TESTS_FACILITY_DOMAIN_COLD_CHAIN_FRIDGES_H_

#include "absl/time/time.h"
#include "services/facility/domain/cold_chain/fridge.h"
#include "services/facility/domain/power/supply.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {

// Vaccines: 2 to 8 °C, frozen at -0.5 °C and below. It keeps ten hours from 5 °C, and moving what
// is in it takes an hour and a half. Read at 4 °C at 23:00 and midnight.
inline Fridge VaccineFridge() {
  Fridge fridge = {.id = "f1", .circuit = "ward"};
  fridge.range = {2'000, 8'000, -500};
  fridge.holdover_minutes = 600;
  fridge.holdover_from_millicelsius = 5'000;
  fridge.readings_millicelsius = {{4'000, At(0)}, {4'000, At(0) - absl::Hours(1)}};
  fridge.minutes_to_move = 90;
  return fridge;
}

inline CircuitSupply PoweredUntil(absl::Time ends) {
  CircuitSupply supply;
  supply.powered = true;
  supply.ends = ends;
  supply.cause = SupplyEnd::kFuel;
  return supply;
}

inline CircuitSupply CutSince(absl::Time since) {
  CircuitSupply supply;
  supply.ends = since;
  supply.cause = SupplyEnd::kCut;
  return supply;
}

inline Moment FridgeMoment(absl::Time as_of) { return {as_of, absl::Hours(12)}; }

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_DOMAIN_COLD_CHAIN_FRIDGES_H_
