// Until when what is in a fridge is safe there, and by when it must be on its way.
#ifndef SERVICES_FACILITY_DOMAIN_COLD_CHAIN_SAFE_UNTIL_H_
#define SERVICES_FACILITY_DOMAIN_COLD_CHAIN_SAFE_UNTIL_H_

#include <optional>

#include "absl/time/time.h"
#include "services/facility/domain/cold_chain/fridge.h"
#include "services/facility/domain/power/supply.h"
#include "services/facility/domain/working.h"

namespace waystation::facility {

// What comes first.
enum class SafeBecause {
  kNone,
  kSourceEnds,  // The end of its circuit's supply, and the holdover.
  kCut,         // The time of the cut, and the holdover.
  kWarm,        // The same, less of the holdover: the fridge is warmer than it was rated at.
  kRising,      // Its readings reach the limit sooner.
  kOutOfRange,  // Its newest reading is out of the range: it is not safe now.
};

// Its other members mean something only when `unknown` is kNone, and those of the time asked about:
// a time that has passed says that nobody can vouch for it since.
struct SafeUntil {
  Unknown unknown = Unknown::kNone;
  SafeBecause because = SafeBecause::kNone;
  absl::Time safe_until = absl::InfinitePast();  // Rounded down to the whole minute.
  // safe_until less the time to move; nullopt when that is not known.
  std::optional<absl::Time> act_by = {};
  // When readings that fall get below the range. Told beside and not part of safe_until: a fridge
  // that cools back falls as fast.
  std::optional<absl::Time> falls_out_at = {};
  Working working = {};
};

// The earliest of
// - supply.ends + holdover, for a circuit with power when its sources end, without since the cut;
//   holdover counts from the moment of the cut. A fridge without a stated holdover has none;
// - the newest reading + holdover, when power came after it: nobody knows how much of it is spent;
// - for a fridge that is warmer than the holdover was rated at, as read or as its rise makes it by
//   supply.ends: from the later of the two the share of the holdover that is left to the limit,
//   holdover · (max - temperature) / (max - rated from), which a fridge that warms ever more slowly
//   keeps. Past an ice lining it warms faster; then its readings tell;
// - the crossing when readings rise (RisesAbove).
// Out of range now: safe until the last reading that was in range; where there is none, the first.
// Unknown without a reading in the interval, without limits, and as `supply` is. A fridge that is
// out of range is told so in any case. REQUIRES: `supply` is of its circuit, at the same moment.
SafeUntil SafeUntilOf(const Fridge& fridge, const CircuitSupply& supply, const Moment& moment);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_COLD_CHAIN_SAFE_UNTIL_H_
