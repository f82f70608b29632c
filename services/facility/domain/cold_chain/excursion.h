// How long a fridge was out of its range. Damage is cumulative, so minutes are summed; freezing
// spoils at once, so it is told apart.
#ifndef SERVICES_FACILITY_DOMAIN_COLD_CHAIN_EXCURSION_H_
#define SERVICES_FACILITY_DOMAIN_COLD_CHAIN_EXCURSION_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "services/facility/domain/cold_chain/fridge.h"
#include "services/facility/domain/working.h"

namespace waystation::facility {

// All minutes are rounded up. A minute may be in more than one of them: below the range and
// freezing; and where roundings meet.
struct Excursions {
  int64_t above_minutes = 0;
  int64_t below_minutes = 0;     // Freezing or not.
  int64_t freezing_minutes = 0;  // At the freezing threshold or below.
  // Nothing tells what it was: never counted as within the range.
  int64_t unknown_minutes = 0;
  std::optional<int64_t> lowest_millicelsius = {};
  std::optional<int64_t> highest_millicelsius = {};
  int64_t readings = 0;

  friend bool operator==(const Excursions&, const Excursions&) = default;
};

// From `from` to `to`, against the range. Between two readings no further apart than `max_gap` the
// temperature is on the line between them. What is longer, the time before the first reading and
// that after the last are unknown; but after a reading out of range it is taken to have stayed so
// for `max_gap`, or until `to`: nobody saw it come back. Only readings between `from` and `to` are
// looked at. A reading that is out of range counts for a minute at least, though it be the only
// one. REQUIRES: from <= to.
Excursions ExcursionsOf(const StorageRange& range, const std::vector<Reading>& readings,
                        absl::Time from, absl::Time to, absl::Duration max_gap);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_COLD_CHAIN_EXCURSION_H_
