// What feeds a facility, as plain values: what is installed, and what was last said of it. The
// times of all that was said are no later than the time that is asked about, or it is passed over.
#ifndef SERVICES_FACILITY_DOMAIN_POWER_POWER_PLANT_H_
#define SERVICES_FACILITY_DOMAIN_POWER_POWER_PLANT_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/power/fuel_curve.h"
#include "services/facility/domain/working.h"

namespace waystation::facility {

// What came in since the dip counts only once it is dipped: a delivery note is no fuel.
struct Tank {
  std::string id;
  // What no pump reaches.
  int64_t heel_millilitres = 0;
  std::optional<Reading> dip_millilitres = {};
};

// What uses a tank's fuel beside generators: vehicles, heating, cooking.
struct FuelUse {
  std::string id;
  std::string tank = {};
  // Nullopt: not known, and then nothing tells how long the tank lasts.
  std::optional<int64_t> millilitres_per_day = {};
};

// Nullopt: it ran on, as far as is known.
struct Run {
  absl::Time started;
  std::optional<absl::Time> ended = {};
};

struct Generator {
  std::string id;
  FuelCurve curve = {};
  std::string tank = {};
  std::vector<std::string> circuits = {};
  // That it was seen to run: at least all that reach into the time since the tank's dip, and the
  // last one.
  std::vector<Run> runs = {};
  // When nobody saw it stand: counted as burned, never as power.
  std::vector<Run> possible_runs = {};
  // When someone last said whether it runs.
  std::optional<absl::Time> state_observed = {};
  // Starts without a person when its circuits have no other source.
  bool starts_by_itself = false;
  // Measured at the set; a reading holds until the next one or for the interval. Empty: the sum of
  // its circuits' loads, all of each.
  std::vector<Reading> load_watts = {};
  // How long it is expected to run each day; nullopt: all day.
  std::optional<int64_t> run_minutes_per_day = {};
};

// Its load is what was read of it, all below it included; without a reading the sum of those that
// it feeds.
struct Circuit {
  std::string id;
  // The circuit that feeds it; empty: sources do. No circuit feeds itself.
  std::string parent = {};
  std::vector<Reading> load_watts = {};
};

struct Cut {
  absl::Time starts;
  absl::Time ends;
};

struct GridState {
  bool on = false;
  // On, or off, since then.
  absl::Time since;
  absl::Time observed;
};

struct Grid {
  std::string id = {};
  std::vector<std::string> circuits = {};
  std::optional<GridState> state = {};
  // When it is not expected to be on: what was announced, and the hours outside its usual ones.
  std::vector<Cut> cuts = {};
};

struct Solar {
  std::string id;
  std::vector<std::string> circuits = {};
  std::optional<Reading> watts = {};
};

struct Battery {
  std::string id;
  std::vector<std::string> circuits = {};
  // What can be taken out at the time of the reading.
  std::optional<Reading> watt_hours = {};
};

// Ids are unique within each list.
struct PowerPlant {
  std::vector<Tank> tanks = {};
  std::vector<FuelUse> fuel_uses = {};
  std::vector<Generator> generators = {};
  std::vector<Circuit> circuits = {};
  std::vector<Grid> grids = {};
  std::vector<Solar> solar = {};
  std::vector<Battery> batteries = {};
  // Of the whole facility: no circuit has more, so it stands in for what was not read.
  std::vector<Reading> load_watts = {};
};

template <typename T>
const T* FindById(const std::vector<T>& all, absl::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

inline bool IsOneOf(const std::vector<std::string>& circuits, absl::string_view circuit) {
  return std::any_of(circuits.begin(), circuits.end(),
                     [&](const std::string& one) { return one == circuit; });
}

// Whether a source of `circuits` feeds the circuit, directly or over those above it.
inline bool Feeds(const PowerPlant& plant, const std::vector<std::string>& circuits,
                  absl::string_view circuit) {
  if (IsOneOf(circuits, circuit)) return true;
  const Circuit* found = FindById(plant.circuits, circuit);
  return found != nullptr && !found->parent.empty() && Feeds(plant, circuits, found->parent);
}

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_POWER_POWER_PLANT_H_
