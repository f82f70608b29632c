#include "tests/facility/domain/power/plant_simulation.h"

#include <algorithm>

namespace waystation::facility {
namespace {

constexpr double kSimulatedDayMinutes = 1'440;
// A drop, for what floating numbers lose.
constexpr double kDrop = 1e-6;

bool RanAt(const Generator& generator, absl::Time time) {
  return std::any_of(generator.runs.begin(), generator.runs.end(), [&](const Run& run) {
    return run.started <= time && (!run.ended.has_value() || *run.ended > time);
  });
}

template <typename T>
size_t PositionOf(const std::vector<T>& all, const std::string& id) {
  size_t position = 0;
  while (all.at(position).id != id) ++position;
  return position;
}

}  // namespace

PlantSimulation::PlantSimulation(const PowerPlant& plant, absl::Time as_of, absl::Duration interval)
    : plant_(plant), as_of_(as_of), interval_(interval) {
  for (size_t i = 0; i < plant.circuits.size(); ++i) watts_.push_back(Watts(i, as_of));
  for (const Generator& generator : plant.generators) {
    sets_.push_back({PositionOf(plant.tanks, generator.tank), Positions(generator.circuits)});
    start_.running.push_back(RanAt(generator, as_of));
  }
  for (size_t i = 0; i < sets_.size(); ++i) {
    sets_[i].millilitres_per_minute = MillilitresPerMinute(i, as_of);
  }
  for (const Battery& battery : plant.batteries) {
    on_battery_.push_back(Positions(battery.circuits));
    start_.batteries.push_back(static_cast<double>(battery.watt_hours->value));
  }
  if (!plant.grids.empty()) on_grid_ = Positions(plant.grids[0].circuits);
  uses_millilitres_per_minute_.resize(plant.tanks.size());
  for (const FuelUse& use : plant.fuel_uses) {
    uses_millilitres_per_minute_[PositionOf(plant.tanks, use.tank)] +=
        static_cast<double>(*use.millilitres_per_day) / kSimulatedDayMinutes;
  }
  BurnUntilNow();
}

void PlantSimulation::BurnUntilNow() {
  for (size_t tank = 0; tank < plant_.tanks.size(); ++tank) {
    const Tank& one = plant_.tanks[tank];
    double fuel = static_cast<double>(one.dip_millilitres->value - one.heel_millilitres);
    for (absl::Time t = one.dip_millilitres->observed; t < as_of_; t += absl::Minutes(1)) {
      fuel -= uses_millilitres_per_minute_[tank];
      for (size_t i = 0; i < sets_.size(); ++i) {
        if (sets_[i].tank == tank && RanAt(plant_.generators[i], t)) {
          fuel -= MillilitresPerMinute(i, t);
        }
      }
    }
    start_.tanks.push_back(std::max(fuel, 0.0));
  }
}

std::vector<size_t> PlantSimulation::Positions(const std::vector<std::string>& circuits) const {
  std::vector<size_t> positions;
  for (const std::string& id : circuits) positions.push_back(PositionOf(plant_.circuits, id));
  return positions;
}

double PlantSimulation::Watts(size_t circuit, absl::Time time) const {
  double watts = 0;
  absl::Time newest = absl::InfinitePast();
  for (const Reading& reading : plant_.circuits[circuit].load_watts) {
    if (reading.observed > time || reading.observed < newest) continue;
    newest = reading.observed;
    watts = static_cast<double>(reading.value);
  }
  return watts;
}

double PlantSimulation::MillilitresPerMinute(size_t generator, absl::Time time) const {
  const FuelCurve& curve = plant_.generators[generator].curve;
  const std::vector<FuelPoint>& points = curve.points;
  double watts = 0;
  for (const size_t circuit : sets_[generator].circuits) watts += Watts(circuit, time);
  const double percent = watts / static_cast<double>(curve.rated_watts) * 100;
  double hourly = static_cast<double>(points.back().millilitres_per_hour) * percent / 100;
  for (size_t i = points.size(); i-- > 0;) {
    const double figure = static_cast<double>(points[i].millilitres_per_hour);
    if (percent > points[i].load_percent) break;
    hourly = figure;
    if (i == 0 || percent <= points[i - 1].load_percent) continue;
    const double below = static_cast<double>(points[i - 1].millilitres_per_hour);
    hourly = below + (figure - below) * (percent - points[i - 1].load_percent) /
                         (points[i].load_percent - points[i - 1].load_percent);
  }
  return hourly / 60;
}

void PlantSimulation::Burn(State& state) const {
  for (size_t i = 0; i < state.tanks.size(); ++i) {
    state.tanks[i] = std::max(0.0, state.tanks[i] - uses_millilitres_per_minute_[i]);
  }
  for (size_t i = 0; i < sets_.size(); ++i) {
    if (!state.running[i]) continue;
    double& tank = state.tanks[sets_[i].tank];
    if (tank + kDrop < sets_[i].millilitres_per_minute) state.running[i] = false;
    tank = std::max(0.0, tank - sets_[i].millilitres_per_minute);
  }
}

int64_t PlantSimulation::MinutesOf(const std::string& generator, int64_t limit) const {
  const size_t set = PositionOf(plant_.generators, generator);
  State state = start_;
  state.running[set] = true;
  for (int64_t minute = 0; minute < limit; ++minute) {
    Burn(state);
    if (!state.running[set]) return minute;
  }
  return limit;
}

bool PlantSimulation::GridIsOn(int64_t minute) const {
  if (plant_.grids.empty() || !plant_.grids[0].state->on) return false;
  const absl::Time time = as_of_ + absl::Minutes(minute);
  if (time >= plant_.grids[0].state->observed + interval_) return false;
  return std::none_of(plant_.grids[0].cuts.begin(), plant_.grids[0].cuts.end(),
                      [&](const Cut& cut) {
                        const bool seen = cut.starts <= plant_.grids[0].state->observed;
                        return cut.starts <= time && (cut.ends > as_of_ || !seen);
                      });
}

std::vector<bool> PlantSimulation::Dark(State& state, int64_t minute) const {
  std::vector<bool> dark(watts_.size(), true);
  if (GridIsOn(minute)) {
    for (const size_t circuit : on_grid_) dark[circuit] = false;
  }
  for (size_t i = 0; i < sets_.size(); ++i) {
    if (!state.running[i]) continue;
    for (const size_t circuit : sets_[i].circuits) dark[circuit] = false;
  }
  for (size_t i = 0; i < on_battery_.size(); ++i) {
    double need = 0;
    for (const size_t circuit : on_battery_[i]) need += dark[circuit] ? watts_[circuit] / 60 : 0;
    if (need == 0 || state.batteries[i] + kDrop < need) continue;
    state.batteries[i] -= need;
    for (const size_t circuit : on_battery_[i]) dark[circuit] = false;
  }
  for (size_t i = 0; i < sets_.size(); ++i) {
    if (!plant_.generators[i].starts_by_itself || state.running[i] ||
        std::none_of(sets_[i].circuits.begin(), sets_[i].circuits.end(),
                     [&](size_t circuit) { return dark[circuit]; }) ||
        state.tanks[sets_[i].tank] + kDrop < sets_[i].millilitres_per_minute) {
      continue;
    }
    state.running[i] = true;
    for (const size_t circuit : sets_[i].circuits) dark[circuit] = false;
  }
  return dark;
}

int64_t PlantSimulation::MinutesOfPower(const std::string& circuit, int64_t limit) const {
  const size_t position = PositionOf(plant_.circuits, circuit);
  State state = start_;
  for (int64_t minute = 0; minute < limit; ++minute) {
    // A set whose fuel ends within the minute has gone when it begins.
    State tried = state;
    Dark(tried, minute);
    Burn(tried);
    for (size_t i = 0; i < sets_.size(); ++i) {
      state.running[i] = state.running[i] && tried.running[i];
    }
    if (Dark(state, minute)[position]) return minute;
    Burn(state);
  }
  return limit;
}

int64_t PlantSimulation::MinutesOfAllFuel(int64_t limit) const {
  double fuel = 0;
  double need = 0;
  for (size_t i = 0; i < start_.tanks.size(); ++i) {
    fuel += start_.tanks[i];
    need += uses_millilitres_per_minute_[i];
  }
  for (size_t i = 0; i < sets_.size(); ++i) {
    need += sets_[i].millilitres_per_minute *
            static_cast<double>(plant_.generators[i].run_minutes_per_day.value_or(1'440)) /
            kSimulatedDayMinutes;
  }
  int64_t minute = 0;
  for (; minute < limit && fuel + kDrop >= need; ++minute) fuel -= need;
  return minute;
}

}  // namespace waystation::facility
