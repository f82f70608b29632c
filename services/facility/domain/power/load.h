// Whether a generator runs, at what load, and what it burned.
#ifndef SERVICES_FACILITY_DOMAIN_POWER_LOAD_H_
#define SERVICES_FACILITY_DOMAIN_POWER_LOAD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/facility/domain/power/power_plant.h"
#include "services/facility/domain/working.h"

namespace waystation::facility {

enum class RunState { kUnknown, kStopped, kRunning };

// As last said, for the interval; after it, or if nobody ever said, unknown.
RunState RunStateOf(const Generator& generator, const Moment& moment);

// The run that began last up to `time`; nullptr: none did.
const Run* LatestRunOf(const Generator& generator, absl::Time time);

// The sum of the circuits' loads in force at `moment`; the load of the whole facility when one is
// not known: the circuit is not registered or neither it nor all that it feeds have a reading;
// nullopt when that is not known either. Readings used are added to `working` unless it is null.
std::optional<int64_t> LoadOfCircuits(const PowerPlant& plant,
                                      const std::vector<std::string>& circuits,
                                      const Moment& moment, Working* working);
// Of a generator, or of the circuits that it feeds; nullopt also when that is nothing: it was read
// without power. Sets that feed one circuit together are each
// charged with all of it: how they share it nobody promises.
std::optional<int64_t> LoadOf(const PowerPlant& plant, const Generator& generator,
                              const Moment& moment, Working* working);

// What it burned from `from` to moment.as_of, by its runs and the load in force in each part of
// them, at full load where none is known; rounded up, and runs that overlap count twice. A set of
// which it is not known whether it runs has run since it was last heard of.
// REQUIRES: IsFuelCurve(generator.curve).
int64_t BurnedMillilitres(const PowerPlant& plant, const Generator& generator, absl::Time from,
                          const Moment& moment);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_POWER_LOAD_H_
