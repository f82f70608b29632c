// When a fridge leaves its range if it goes on as its readings do.
//
// The rise that counts is the steepest from any earlier reading of the last six hours to the newest
// one, and it is drawn on from the newest. Not a regression nor the median of all slopes (Theil and
// Sen): both are near zero while most readings are from before the cut, when it matters. Only rises
// that end in the newest reading count, so a door that stood open an hour ago is forgotten once the
// fridge is cooler again. Slopes are between readings at least ten minutes apart: closer ones
// measure the thermometer. The price is an alarm too early while a compressor pauses.
#ifndef SERVICES_FACILITY_DOMAIN_COLD_CHAIN_TREND_H_
#define SERVICES_FACILITY_DOMAIN_COLD_CHAIN_TREND_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "services/facility/domain/working.h"

namespace waystation::facility {

inline constexpr absl::Duration kTrendWindow = absl::Hours(6);
inline constexpr absl::Duration kShortestRise = absl::Minutes(10);

struct Crossing {
  absl::Time time;                // Rounded down to the whole minute.
  int64_t rise_millicelsius = 0;  // Below 0 for a fall.
  int64_t rise_minutes = 0;       // Rounded down.
};

// When readings that rise reach what is just above `max_millicelsius`; nullopt when they don't.
// REQUIRES: the newest reading up to `as_of` is no higher than that; it may be missing.
std::optional<Crossing> RisesAbove(const std::vector<Reading>& readings, int64_t max_millicelsius,
                                   absl::Time as_of);
// What it reads at `time` if it goes on rising so from its newest reading; rounded up.
int64_t Projected(const Crossing& crossing, const Reading& newest, absl::Time time);
// As RisesAbove, when readings that fall get below `min_millicelsius`.
std::optional<Crossing> FallsBelow(const std::vector<Reading>& readings, int64_t min_millicelsius,
                                   absl::Time as_of);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_COLD_CHAIN_TREND_H_
