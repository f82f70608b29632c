#include "services/facility/domain/power/supply.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "services/facility/domain/fixed_point.h"
#include "services/facility/domain/power/fuel.h"
#include "services/facility/domain/power/load.h"

namespace waystation::facility {
namespace {

// Looks at the circuit's sources one after another.
class SupplyWalk {
 public:
  SupplyWalk(const PowerPlant& plant, absl::string_view circuit, const Moment& moment)
      : plant_(plant), circuit_(circuit), moment_(moment) {
    supply_.working.as_of = moment.as_of;
  }

  CircuitSupply Walk() {
    for (const Grid& grid : plant_.grids) {
      if (Feeds(plant_, grid.circuits, circuit_)) LookAtGrid(grid);
    }
    for (const Generator& generator : plant_.generators) {
      if (Feeds(plant_, generator.circuits, circuit_)) LookAtGenerator(generator);
    }
    for (const Solar& solar : plant_.solar) {
      if (Feeds(plant_, solar.circuits, circuit_)) LookAtSolar(solar);
    }
    const bool without_battery = on_;
    for (const Battery& battery : plant_.batteries) {
      if (Feeds(plant_, battery.circuits, circuit_)) AddBattery(battery);
    }
    if (without_battery) AddStandby();
    return Conclude();
  }

 private:
  bool FeedsThisAlone(const std::vector<std::string>& circuits) const {
    return circuits.size() == 1 && circuits[0] == circuit_;
  }

  // A source that feeds the circuit now and has since `since`, until `ends`.
  void IsOn(absl::Time since, absl::Time ends, SupplyEnd cause, const std::string& source) {
    sources_ = true;
    powered_since_ = std::min(powered_since_, since);
    ends = std::max(ends, moment_.as_of);
    if (on_ && ends <= supply_.ends) return;
    on_ = true;
    Extend(ends, cause, source);
  }

  // A source that does not, since `since`; nullopt: that is not known.
  void IsOff(std::optional<absl::Time> since) {
    sources_ = true;
    off_since_ = std::max(off_since_, since.value_or(absl::InfinitePast()));
  }

  void IsUnknown(Quantity quantity, const std::string& source, Unknown reason) {
    sources_ = true;
    unknown_ = reason;
    supply_.working.Miss(quantity, source, reason);
  }

  void Extend(absl::Time ends, SupplyEnd cause, const std::string& source) {
    supply_.ends = ends;
    supply_.cause = cause;
    supply_.source = source;
  }

  // The first cut that began after the grid was seen.
  std::optional<absl::Time> CutSince(const Grid& grid, absl::Time observed) const {
    std::optional<absl::Time> first;
    for (const Cut& cut : grid.cuts) {
      if (cut.starts <= observed || cut.starts > moment_.as_of) continue;
      first = std::min(first.value_or(cut.starts), cut.starts);
    }
    return first;
  }

  void LookAtGrid(const Grid& grid) {
    const std::optional<GridState>& state = grid.state;
    std::optional<Reading> reading;
    if (state.has_value()) reading = Reading{state->on ? 1 : 0, state->observed};
    const Unknown unknown = JudgeReading(reading, moment_);
    if (unknown != Unknown::kNone) return IsUnknown(Quantity::kGridState, grid.id, unknown);
    supply_.working.Use(Quantity::kGridState, grid.id, *reading);
    if (!state->on) return IsOff(state->since);
    const std::optional<absl::Time> cut = CutSince(grid, state->observed);
    if (cut.has_value()) return IsOff(cut);
    absl::Time ends = state->observed + moment_.interval;
    SupplyEnd cause = SupplyEnd::kNextReport;
    for (const Cut& cut : grid.cuts) {
      if (cut.ends <= moment_.as_of || cut.starts > ends) continue;
      ends = std::max(cut.starts, moment_.as_of);
      cause = SupplyEnd::kGridHours;
    }
    supply_.working.Step(Quantity::kGridMinutesLeft, grid.id, MinutesDown(ends - moment_.as_of));
    IsOn(state->since, ends, cause, grid.id);
  }

  void LookAtGenerator(const Generator& generator) {
    const RunState state = RunStateOf(generator, moment_);
    if (state == RunState::kUnknown) {
      return IsUnknown(
          Quantity::kGeneratorState, generator.id,
          generator.state_observed.has_value() ? Unknown::kReadingTooOld : Unknown::kNoReading);
    }
    supply_.working.Use(Quantity::kGeneratorState, generator.id,
                        {state == RunState::kRunning ? 1 : 0, *generator.state_observed});
    if (state == RunState::kStopped) {
      std::optional<absl::Time> since;
      for (const Run& run : generator.runs) {
        if (run.ended.has_value() && *run.ended <= moment_.as_of) {
          since = std::max(since.value_or(*run.ended), *run.ended);
        }
      }
      return IsOff(since);
    }
    const FuelHours hours = HoursIfAllStart(plant_, generator.id, moment_);
    supply_.working.Append(hours.working);
    // It runs, so the circuit has power; for how long nobody can tell.
    if (hours.unknown != Unknown::kNone) {
      supply_.working.Miss(Quantity::kLastsMinutes, generator.id, hours.unknown);
    }
    IsOn(LatestRunOf(generator, moment_.as_of)->started,
         hours.unknown == Unknown::kNone ? hours.ends : moment_.as_of, SupplyEnd::kFuel,
         generator.id);
  }

  void LookAtSolar(const Solar& solar) {
    const Unknown unknown = JudgeReading(solar.watts, moment_);
    if (unknown != Unknown::kNone) return IsUnknown(Quantity::kSolarWatts, solar.id, unknown);
    supply_.working.Use(Quantity::kSolarWatts, solar.id, *solar.watts);
    const std::optional<int64_t> load =
        LoadOfCircuits(plant_, solar.circuits, moment_, &supply_.working);
    if (!load.has_value()) {
      return IsUnknown(Quantity::kSolarWatts, solar.id, Unknown::kNoReading);
    }
    if (*load > 0 && solar.watts->value >= *load) {
      return IsOn(solar.watts->observed, moment_.as_of, SupplyEnd::kSun, solar.id);
    }
    IsOff(std::nullopt);
  }

  void AddBattery(const Battery& battery) {
    const Unknown unknown = JudgeReading(battery.watt_hours, moment_);
    if (unknown != Unknown::kNone) {
      return IsUnknown(Quantity::kBatteryWattHours, battery.id, unknown);
    }
    const Reading& charge = *battery.watt_hours;
    supply_.working.Use(Quantity::kBatteryWattHours, battery.id, charge);
    const std::optional<int64_t> load =
        LoadOfCircuits(plant_, battery.circuits, moment_, &supply_.working);
    if (load.value_or(0) <= 0) {
      return IsUnknown(Quantity::kLoadWatts, battery.id, Unknown::kNoUse);
    }
    const int64_t minutes =
        std::min(MultiplyDivideDown(charge.value, 60, *load), kMaxPromiseMinutes);
    supply_.working.Step(Quantity::kBatteryMinutes, battery.id, minutes);
    sources_ = true;
    const absl::Time base = on_ ? supply_.ends : off_since_;
    const bool full_then =
        FeedsThisAlone(battery.circuits) && (!on_ || powered_since_ <= charge.observed);
    const absl::Time begins = full_then ? std::max(base, charge.observed) : charge.observed;
    const absl::Time ends = begins + absl::Minutes(std::max<int64_t>(minutes, 0));
    if (ends > moment_.as_of && (!on_ || ends > supply_.ends)) {
      if (!on_) powered_since_ = charge.observed;
      on_ = true;
      Extend(ends, SupplyEnd::kBattery, battery.id);
    } else if (!on_) {
      IsOff(minutes > 0 ? ends : absl::InfinitePast());
    }
  }

  void AddStandby() {
    const absl::Time others_end = supply_.ends;
    for (const Generator& generator : plant_.generators) {
      if (!generator.starts_by_itself || !Feeds(plant_, generator.circuits, circuit_) ||
          RunStateOf(generator, moment_) != RunState::kStopped) {
        continue;
      }
      // Another circuit may need it sooner.
      const absl::Time begins = FeedsThisAlone(generator.circuits) ? others_end : moment_.as_of;
      const FuelHours hours = HoursFromStart(plant_, generator.id, begins, moment_);
      supply_.working.Append(hours.working);
      if (hours.unknown != Unknown::kNone) {
        supply_.working.Miss(Quantity::kLastsMinutes, generator.id, hours.unknown);
      } else if (hours.ends > supply_.ends) {
        Extend(hours.ends, SupplyEnd::kFuel, generator.id);
      }
    }
  }

  CircuitSupply Conclude() {
    supply_.powered = on_;
    if (on_) supply_.powered_since = powered_since_;
    if (!sources_) {
      supply_.unknown = Unknown::kNotRegistered;
    } else if (!on_ && unknown_ != Unknown::kNone) {
      supply_.unknown = unknown_;
    } else if (!on_ && off_since_ == absl::InfinitePast()) {
      supply_.unknown = Unknown::kCutTimeNotKnown;
    } else if (!on_) {
      Extend(std::min(off_since_, moment_.as_of), SupplyEnd::kCut, "");
    }
    if (supply_.unknown == Unknown::kNone) {
      supply_.working.Step(Quantity::kSupplyMinutesLeft, circuit_,
                           MinutesDown(supply_.ends - moment_.as_of));
    }
    return supply_;
  }

  const PowerPlant& plant_;
  const std::string circuit_;
  const Moment moment_;
  CircuitSupply supply_;
  bool sources_ = false;
  bool on_ = false;
  absl::Time off_since_ = absl::InfinitePast();
  absl::Time powered_since_ = absl::InfiniteFuture();
  Unknown unknown_ = Unknown::kNone;
};

template <typename Sources>
bool AnyFeeds(const Sources& sources, absl::string_view circuit) {
  return std::any_of(sources.begin(), sources.end(),
                     [&](const auto& source) { return IsOneOf(source.circuits, circuit); });
}

bool HasSource(const PowerPlant& plant, absl::string_view circuit) {
  return AnyFeeds(plant.grids, circuit) || AnyFeeds(plant.generators, circuit) ||
         AnyFeeds(plant.solar, circuit) || AnyFeeds(plant.batteries, circuit);
}

}  // namespace

CircuitSupply SupplyOf(const PowerPlant& plant, absl::string_view circuit, const Moment& moment) {
  // What has no source of its own has power as long as what feeds it.
  const Circuit* registered = FindById(plant.circuits, circuit);
  if (registered != nullptr && !registered->parent.empty() && !HasSource(plant, circuit)) {
    return SupplyOf(plant, registered->parent, moment);
  }
  return SupplyWalk(plant, circuit, moment).Walk();
}

}  // namespace waystation::facility
