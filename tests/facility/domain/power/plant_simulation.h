// A facility's power, minute by minute: what burns, drains and goes out. It shares nothing with
// what it is held against but the plain structs; numbers are floating.
#ifndef TESTS_FACILITY_DOMAIN_POWER_PLANT_SIMULATION_H_
#define TESTS_FACILITY_DOMAIN_POWER_PLANT_SIMULATION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/facility/domain/power/power_plant.h"

namespace waystation::facility {

// What really happens is the worst that the plant's values allow: loads stay as last read, the grid
// goes at the first moment at which it may, and stays away.
class PlantSimulation {
 public:
  // As of `as_of`: fuel is what the dips said less what was burned and drawn since. REQUIRES: whole
  // minutes throughout; loads known since the dips; all that is named is there.
  PlantSimulation(const PowerPlant& plant, absl::Time as_of, absl::Duration interval);

  // How many whole minutes the set goes on from as_of, beside all that runs then; it is started
  // when it stands. At most `limit`.
  int64_t MinutesOf(const std::string& generator, int64_t limit) const;
  // How many minutes the circuit has power, everything that starts by itself starting when it must.
  int64_t MinutesOfPower(const std::string& circuit, int64_t limit) const;
  // How many minutes all fuel lasts, each use spread over the day.
  int64_t MinutesOfAllFuel(int64_t limit) const;

 private:
  // By position in the plant's lists.
  struct State {
    std::vector<double> tanks;
    std::vector<double> batteries;
    std::vector<bool> running;
  };
  struct Set {
    size_t tank = 0;
    std::vector<size_t> circuits;
    double millilitres_per_minute = 0;
  };

  double Watts(size_t circuit, absl::Time time) const;
  double MillilitresPerMinute(size_t generator, absl::Time time) const;
  std::vector<size_t> Positions(const std::vector<std::string>& circuits) const;
  void BurnUntilNow();
  // Burns a minute of what runs; what finds no fuel stops.
  void Burn(State& state) const;
  bool GridIsOn(int64_t minute) const;
  // By circuit, whether it has no power in the minute, once batteries and sets that start by
  // themselves have done what they can.
  std::vector<bool> Dark(State& state, int64_t minute) const;

  const PowerPlant& plant_;
  const absl::Time as_of_;
  const absl::Duration interval_;
  std::vector<Set> sets_;
  std::vector<size_t> on_grid_;
  std::vector<std::vector<size_t>> on_battery_;
  std::vector<double> watts_;
  std::vector<double> uses_millilitres_per_minute_;  // By tank.
  State start_;
};

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_DOMAIN_POWER_PLANT_SIMULATION_H_
