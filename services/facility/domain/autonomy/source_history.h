// What reports say of when a source of power gave any. What was seen holds until someone sees it
// otherwise, for the report interval. When it changed in between nobody knows unless it is told:
// for fuel the worst is that it ran, for what hangs on it that it stood.
#ifndef SERVICES_FACILITY_DOMAIN_AUTONOMY_SOURCE_HISTORY_H_
#define SERVICES_FACILITY_DOMAIN_AUTONOMY_SOURCE_HISTORY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/facility/domain/autonomy/inputs.h"
#include "services/facility/domain/power/power_plant.h"

namespace waystation::facility {

// Someone saw that it was on, or off.
struct Sighting {
  bool on = false;
  absl::Time observed;
  // Since when, as they knew it; no later than observed.
  std::optional<absl::Time> since = {};
};

// Earlier ones first. What was said of the generator or grid feeder itself, and what a report of
// the facility's power source says of it: "grid" that the only feeder is on; "generator" that the
// feeders are off and the only generator is on; "solar", "battery" and "none" that all are off.
std::vector<Sighting> SightingsOf(const AutonomyInputs& inputs, const RecordIndex& records,
                                  const v1::Installation& source);

// Since when it is off at the latest: as told, otherwise since it was last seen on. Nullopt: it is
// on, or was never seen on and nobody told.
std::optional<absl::Time> OffSince(const std::vector<Sighting>& sightings);

// Since when it is on, each sighting no further than `interval` from the next. REQUIRES: it is on.
absl::Time OnSince(const std::vector<Sighting>& sightings, absl::Duration interval);

// Fills in the runs that were seen, those that are possible, and when it was last heard of. A set
// that was off twice within `interval` did not run between. Before `known_from`, and before it was
// first heard of, it may have run.
void FillRuns(const std::vector<Sighting>& sightings, absl::Duration interval,
              absl::Time known_from, Generator& generator);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_AUTONOMY_SOURCE_HISTORY_H_
