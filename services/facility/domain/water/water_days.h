// How long water lasts. Formula: days = (level - what no tap reaches - use since) / demand of a
// day; demand = the people of each group times its figure (water_demand.h). Use is rounded up, what
// is left down.
#ifndef SERVICES_FACILITY_DOMAIN_WATER_WATER_DAYS_H_
#define SERVICES_FACILITY_DOMAIN_WATER_WATER_DAYS_H_

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "services/facility/domain/water/water_demand.h"
#include "services/facility/domain/working.h"

namespace waystation::facility {

// How many there are, as last reported, or as a fixed fact that does not age.
struct HeadCount {
  int64_t count = 0;
  std::optional<absl::Time> observed = {};
};

// What came in since the level was read counts only once it is read again. Nullopt: nobody says,
// and then nothing tells how long the water lasts; a group that the place does not have is 0.
struct WaterStore {
  std::optional<Reading> level_millilitres = {};
  int64_t unusable_millilitres = 0;
  std::optional<HeadCount> inpatients = {};
  std::optional<HeadCount> outpatients_per_day = {};
  std::optional<HeadCount> operations_per_day = {};
  std::optional<HeadCount> staff = {};
  std::optional<HeadCount> residents = {};
};

// Its numbers mean something only when `unknown` is kNone.
struct WaterDays {
  Unknown unknown = Unknown::kNone;
  int64_t usable_millilitres = 0;
  int64_t millilitres_per_day = 0;
  int64_t minutes = 0;  // Rounded down.
  absl::Time ends = absl::InfinitePast();
  Working working = {};
};

// Use is spread evenly over the day, before as_of and after. Unknown without a level and every
// count in the interval; kNoUse when there is nobody.
WaterDays WaterDaysOf(const WaterStore& store, const Moment& moment);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WATER_WATER_DAYS_H_
