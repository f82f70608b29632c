#include "services/facility/domain/autonomy/source_history.h"

#include <algorithm>
#include <cstddef>

#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"

namespace waystation::facility {
namespace {

// What the facility's power source tells of one installation; nullopt: nothing.
std::optional<bool> IsOnBy(v1::PowerSource source, const v1::Installation& installation,
                           bool only_one) {
  const bool feeder = installation.has_grid_feeder();
  switch (source) {
    case v1::POWER_SOURCE_GRID:
      return feeder && only_one ? std::optional<bool>(true) : std::nullopt;
    case v1::POWER_SOURCE_GENERATOR:
      if (feeder) return false;
      return only_one ? std::optional<bool>(true) : std::nullopt;
    case v1::POWER_SOURCE_SOLAR:
    case v1::POWER_SOURCE_BATTERY:
    case v1::POWER_SOURCE_NONE:
      return false;
    default:
      return std::nullopt;
  }
}

// Where the runs of seen and of unseen time go.
class RunWalk {
 public:
  RunWalk(absl::Duration interval, Generator& generator)
      : interval_(interval), generator_(generator) {}

  void Begin(const Sighting& first) {
    const absl::Time from = Since(first, absl::InfinitePast());
    Possible(absl::InfinitePast(), from);
    if (first.on) generator_.runs.push_back({.started = from});
  }

  void Next(const Sighting& before, const Sighting& now) {
    const bool missed = now.observed - before.observed > interval_;
    if (before.on && now.on) return;
    if (before.on) {
      End(before.observed, now);
    } else if (now.on) {
      const absl::Time started = Since(now, before.observed);
      // Without a word since when, it may have started right after it was last seen off.
      Possible(before.observed, now.since.has_value() && !missed ? before.observed : started);
      generator_.runs.push_back({.started = started});
    } else {
      // Who tells since when it is off tells that it ran before.
      if (missed || now.since.has_value()) {
        Possible(before.observed, Since(now, before.observed));
      }
      // A later word may put the end of the run before it earlier.
      if (now.since.has_value() && !generator_.runs.empty()) Shorten(*now.since);
    }
  }

 private:
  // When its state began, no earlier than `earliest`; unless told it was so only when it was seen.
  static absl::Time Since(const Sighting& sighting, absl::Time earliest) {
    return std::max(sighting.since.value_or(sighting.observed), earliest);
  }

  void Possible(absl::Time from, absl::Time to) {
    if (from < to) generator_.possible_runs.push_back({from, to});
  }

  // It was last seen on at `last_on`, and is off now.
  void End(absl::Time last_on, const Sighting& now) {
    generator_.runs.back().ended = last_on;
    if (!now.since.has_value()) return Possible(last_on, now.observed);
    if (*now.since > last_on) {
      generator_.runs.back().ended = *now.since;
    } else {
      Shorten(*now.since);
    }
  }

  // Someone says that it went off earlier than it was seen to: what burned stays burned.
  void Shorten(absl::Time end) {
    Run& run = generator_.runs.back();
    if (!run.ended.has_value() || *run.ended <= end) return;
    const absl::Time shorter = std::max(end, run.started);
    Possible(shorter, *run.ended);
    run.ended = shorter;
  }

  const absl::Duration interval_;
  Generator& generator_;
};

}  // namespace

std::vector<Sighting> SightingsOf(const AutonomyInputs& inputs, const RecordIndex& records,
                                  const v1::Installation& source) {
  std::vector<Sighting> sightings;
  const bool only_one = std::count_if(inputs.installed.begin(), inputs.installed.end(),
                                      [&](const v1::Installation& each) {
                                        return each.kind_case() == source.kind_case();
                                      }) == 1;
  for (const v1::StatusRecord* record : records.Of(v1::MEASURE_POWER_SOURCE, "")) {
    const std::optional<bool> on = IsOnBy(record->value().power_source(), source, only_one);
    if (on.has_value()) sightings.push_back({*on, FromTimestamp(record->effective_time())});
  }
  for (const v1::StatusRecord* record :
       records.Of(v1::MEASURE_SOURCE_STATE, InstallationIdOf(source.name()))) {
    Sighting& sighting = sightings.emplace_back();
    sighting.on = record->value().source_state() == v1::SOURCE_STATE_ON;
    sighting.observed = FromTimestamp(record->effective_time());
    if (record->value().has_since_time()) {
      sighting.since = std::min(FromTimestamp(record->value().since_time()), sighting.observed);
    }
  }
  // What is said of the source itself outweighs what is said of the facility at the same time.
  std::stable_sort(sightings.begin(), sightings.end(),
                   [](const Sighting& a, const Sighting& b) { return a.observed < b.observed; });
  return sightings;
}

std::optional<absl::Time> OffSince(const std::vector<Sighting>& sightings) {
  std::optional<absl::Time> told;
  absl::Time first_off = absl::InfiniteFuture();
  // Told to be off only after it was seen off is no word on when it went.
  const auto as_told = [&] { return told.has_value() && *told <= first_off ? told : std::nullopt; };
  for (auto sighting = sightings.rbegin(); sighting != sightings.rend(); ++sighting) {
    if (sighting->on) {
      if (sighting == sightings.rbegin()) return std::nullopt;
      return as_told().value_or(sighting->observed);
    }
    first_off = sighting->observed;
    if (sighting->since.has_value())
      told = std::min(told.value_or(*sighting->since), *sighting->since);
  }
  return as_told();
}

absl::Time OnSince(const std::vector<Sighting>& sightings, absl::Duration interval) {
  absl::Time since = sightings.back().observed;
  absl::Time next = since;
  for (auto sighting = sightings.rbegin(); sighting != sightings.rend(); ++sighting) {
    if (!sighting->on || next - sighting->observed > interval) return since;
    next = sighting->observed;
    since = std::min(since, sighting->since.value_or(sighting->observed));
  }
  return since;
}

void FillRuns(const std::vector<Sighting>& sightings, absl::Duration interval,
              absl::Time known_from, Generator& generator) {
  if (sightings.empty()) return;
  RunWalk walk(interval, generator);
  walk.Begin(sightings.front());
  for (size_t i = 1; i < sightings.size(); ++i) walk.Next(sightings[i - 1], sightings[i]);
  if (known_from > absl::InfinitePast()) {
    generator.possible_runs.push_back({absl::InfinitePast(), known_from});
  }
  generator.state_observed = sightings.back().observed;
}

}  // namespace waystation::facility
