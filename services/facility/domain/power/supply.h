// Until when a circuit has power.
#ifndef SERVICES_FACILITY_DOMAIN_POWER_SUPPLY_H_
#define SERVICES_FACILITY_DOMAIN_POWER_SUPPLY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/power/power_plant.h"
#include "services/facility/domain/working.h"

namespace waystation::facility {

// What ends the supply, or ended it.
enum class SupplyEnd {
  kNone,
  kGridHours,   // An announced cut of the grid, or the end of its usual hours.
  kNextReport,  // Nobody has said anything about the grid beyond this.
  kFuel,
  kBattery,
  kSun,  // Only solar panels feed it, and they promise nothing.
  kCut,  // It is without power.
};

// Its other members mean something only when `unknown` is kNone.
struct CircuitSupply {
  Unknown unknown = Unknown::kNone;
  // Some source feeds it at moment.as_of.
  bool powered = false;
  // With power: one that feeds it has done so without a break since then, as far as is known.
  absl::Time powered_since = absl::InfinitePast();
  // From then on no source is promised (not rounded); without power: since then it has had none.
  absl::Time ends = absl::InfinitePast();
  SupplyEnd cause = SupplyEnd::kNone;
  std::string source = {};  // The generator or battery that is the last to go, by its id.
  Working working = {};
};

// The earliest time from which no source of the circuit is promised. What is promised:
// - the grid, while it was last said to be on, until the first of: the next announced cut; the end
//   of its usual hours; the end of the interval since it was last seen. A cut that has begun since
//   it was seen has happened, and nobody knows whether it came back;
// - a generator that runs, while its tank lasts (HoursIfAllStart). It has no end at the next
//   report: its people are beside it;
// - a battery, for its charge at the load of its circuits, begun when those two end. One that
//   feeds several circuits may be drained by another, and one that was read before they came on may
//   have been drained then: it counts from its reading on;
// - a generator that starts by itself and stands, begun when all those end, for what its tank then
//   still has (HoursFromStart), when the circuit has power now, and not from a battery alone:
//   otherwise it has failed to start. One that feeds several circuits may be started for another
//   and counts from now on;
// - not a generator that a person has to start, and not the sun of the next hour.
// A source of which nothing was said within the interval promises nothing, and is told as missing.
// Unknown: kNotRegistered when nothing feeds such a circuit; kNoReading, kReadingTooOld when no
// source is known to feed it and not all are known not to; kCutTimeNotKnown.
CircuitSupply SupplyOf(const PowerPlant& plant, absl::string_view circuit, const Moment& moment);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_POWER_SUPPLY_H_
