#include "services/facility/domain/power/load.h"

#include <algorithm>
#include <set>

#include "services/facility/domain/fixed_point.h"

namespace waystation::facility {
namespace {

// When the load may be another than just before: a reading comes, or grows too old.
void AddLoadChanges(const std::vector<Reading>& readings, const Moment& moment,
                    std::set<absl::Time>& changes) {
  for (const Reading& reading : readings) {
    if (reading.observed > moment.as_of) continue;
    changes.insert(reading.observed);
    changes.insert(reading.observed + moment.interval + absl::Nanoseconds(1));
  }
}

std::set<absl::Time> LoadChanges(const PowerPlant& plant, const Generator& generator,
                                 const Moment& moment) {
  std::set<absl::Time> changes;
  AddLoadChanges(generator.load_watts, moment, changes);
  if (!generator.load_watts.empty()) return changes;
  AddLoadChanges(plant.load_watts, moment, changes);
  for (const Circuit& circuit : plant.circuits) AddLoadChanges(circuit.load_watts, moment, changes);
  return changes;
}

// Millilitres an hour times seconds, for a part of a run without changes of load.
int64_t BurnedInPart(const PowerPlant& plant, const Generator& generator, absl::Time from,
                     absl::Time to, const Moment& moment) {
  const std::optional<int64_t> load = LoadOf(plant, generator, {from, moment.interval}, nullptr);
  const int64_t rate =
      BurnedMillilitresPerHour(generator.curve, load.value_or(generator.curve.rated_watts));
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(to - from, absl::Seconds(1)));
  return MultiplyDivideUp(rate, seconds, 1);
}

// As recorded; of a set of which nobody has said anything for longer than the interval, moreover
// one from when it was last heard of on.
std::vector<Run> RunsOf(const Generator& generator, const Moment& moment) {
  std::vector<Run> runs = generator.runs;
  runs.insert(runs.end(), generator.possible_runs.begin(), generator.possible_runs.end());
  if (RunStateOf(generator, moment) != RunState::kUnknown) return runs;
  const absl::Time said = generator.state_observed.value_or(absl::InfiniteFuture());
  const absl::Time known = said <= moment.as_of ? said : absl::InfinitePast();
  for (Run& run : runs) run.ended = std::min(run.ended.value_or(known), known);
  runs.push_back({.started = known});
  return runs;
}

// No load was read while nothing fed it; what a set will bear nobody knows by that.
std::optional<int64_t> UnlessNothing(std::optional<int64_t> load_watts) {
  if (load_watts.has_value() && *load_watts <= 0) return std::nullopt;
  return load_watts;
}

// Where one circuit's load comes from is told in `working`, or that it is not known.
std::optional<int64_t> LoadOfCircuit(const PowerPlant& plant, const std::string& id,
                                     const Moment& moment, Working& working) {
  const Circuit* circuit = FindById(plant.circuits, id);
  const Reading* reading =
      circuit == nullptr ? nullptr : NewestReading(circuit->load_watts, moment.as_of);
  const Unknown unknown =
      circuit == nullptr ? Unknown::kNotRegistered : JudgeReading(reading, moment);
  if (unknown == Unknown::kNone) {
    working.Use(Quantity::kLoadWatts, id, *reading);
    return std::max<int64_t>(reading->value, 0);
  }
  int64_t sum = 0;
  bool any = false;
  for (const Circuit& below : plant.circuits) {
    if (below.parent != id) continue;
    any = true;
    const std::optional<int64_t> load = LoadOfCircuit(plant, below.id, moment, working);
    if (!load.has_value()) return std::nullopt;
    sum = AddClamped(sum, *load);
  }
  if (any) return sum;
  working.Miss(Quantity::kLoadWatts, id, unknown);
  return std::nullopt;
}

// Whether another one in the list feeds it: its load is in that one's.
bool IsBelowAnother(const PowerPlant& plant, const std::vector<std::string>& circuits,
                    const std::string& id) {
  const Circuit* circuit = FindById(plant.circuits, id);
  return circuit != nullptr && !circuit->parent.empty() && Feeds(plant, circuits, circuit->parent);
}

std::optional<int64_t> SumOfCircuits(const PowerPlant& plant,
                                     const std::vector<std::string>& circuits, const Moment& moment,
                                     Working& working) {
  int64_t sum = 0;
  bool all = !circuits.empty();
  for (const std::string& id : circuits) {
    if (IsBelowAnother(plant, circuits, id)) continue;
    const std::optional<int64_t> load = LoadOfCircuit(plant, id, moment, working);
    all = all && load.has_value();
    sum = AddClamped(sum, load.value_or(0));
  }
  return all ? std::optional<int64_t>(sum) : std::nullopt;
}

}  // namespace

const Run* LatestRunOf(const Generator& generator, absl::Time time) {
  const Run* latest = nullptr;
  for (const Run& run : generator.runs) {
    if (run.started <= time && (latest == nullptr || run.started >= latest->started)) latest = &run;
  }
  return latest;
}

RunState RunStateOf(const Generator& generator, const Moment& moment) {
  if (!generator.state_observed.has_value() || *generator.state_observed > moment.as_of ||
      moment.as_of - *generator.state_observed > moment.interval) {
    return RunState::kUnknown;
  }
  const Run* run = LatestRunOf(generator, moment.as_of);
  if (run == nullptr) return RunState::kStopped;
  return run->ended.has_value() && *run->ended <= moment.as_of ? RunState::kStopped
                                                               : RunState::kRunning;
}

std::optional<int64_t> LoadOfCircuits(const PowerPlant& plant,
                                      const std::vector<std::string>& circuits,
                                      const Moment& moment, Working* working) {
  Working own = {.as_of = moment.as_of};
  std::optional<int64_t> load = SumOfCircuits(plant, circuits, moment, own);
  const Reading* all = NewestReading(plant.load_watts, moment.as_of);
  if (!load.has_value() && JudgeReading(all, moment) == Unknown::kNone) {
    own.Use(Quantity::kLoadWatts, "", *all);
    load = std::max<int64_t>(all->value, 0);
  }
  if (working != nullptr) working->Append(own);
  return load;
}

std::optional<int64_t> LoadOf(const PowerPlant& plant, const Generator& generator,
                              const Moment& moment, Working* working) {
  if (generator.load_watts.empty()) {
    return UnlessNothing(LoadOfCircuits(plant, generator.circuits, moment, working));
  }
  const Reading* reading = NewestReading(generator.load_watts, moment.as_of);
  const Unknown unknown = JudgeReading(reading, moment);
  if (unknown != Unknown::kNone) {
    if (working != nullptr) working->Miss(Quantity::kLoadWatts, generator.id, unknown);
    return std::nullopt;
  }
  if (working != nullptr) working->Use(Quantity::kLoadWatts, generator.id, *reading);
  return UnlessNothing(reading->value);
}

int64_t BurnedMillilitres(const PowerPlant& plant, const Generator& generator, absl::Time from,
                          const Moment& moment) {
  const std::set<absl::Time> changes = LoadChanges(plant, generator, moment);
  int64_t millilitres_per_hour_seconds = 0;
  for (const Run& run : RunsOf(generator, moment)) {
    absl::Time begin = std::max(run.started, from);
    const absl::Time end = std::min(run.ended.value_or(moment.as_of), moment.as_of);
    while (begin < end) {
      const auto next = changes.upper_bound(begin);
      const absl::Time part_end = next == changes.end() ? end : std::min(*next, end);
      millilitres_per_hour_seconds = AddClamped(
          millilitres_per_hour_seconds, BurnedInPart(plant, generator, begin, part_end, moment));
      begin = part_end;
    }
  }
  return MultiplyDivideUp(millilitres_per_hour_seconds, 1, 3'600);
}

}  // namespace waystation::facility
