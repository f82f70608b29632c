// How long fuel lasts. Formula: hours = (dip - heel - use since the dip) / litres an hour at the
// load, by the generator's own curve. Everything used is rounded up, everything left down.
#ifndef SERVICES_FACILITY_DOMAIN_POWER_FUEL_H_
#define SERVICES_FACILITY_DOMAIN_POWER_FUEL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/power/power_plant.h"
#include "services/facility/domain/working.h"

namespace waystation::facility {

// Its numbers mean something only when `unknown` is kNone.
struct UsableFuel {
  Unknown unknown = Unknown::kNone;
  int64_t millilitres = 0;  // Rounded down, never below 0.
  Working working = {};
};

// What a tank still gives at moment.as_of: the dip less the heel, less what its generators burned
// since, less what its other uses take in that time. Unknown without a dip in the interval, when
// another use has no figure, when a generator's curve is none.
UsableFuel UsableFuelOf(const PowerPlant& plant, absl::string_view tank, const Moment& moment);

// How long, from moment.as_of on. Its numbers mean something only when `unknown` is kNone.
struct FuelHours {
  Unknown unknown = Unknown::kNone;
  int64_t usable_millilitres = 0;
  int64_t millilitres_per_hour = 0;
  int64_t minutes = 0;  // Rounded down.
  absl::Time ends = absl::InfinitePast();
  Working working = {};
};

// How long a generator that runs goes on at the load of now, beside all else that its tank feeds:
// the running sets, and those of which nobody knows whether they run, each at its load (full load
// where none is known: no more is ever burned), and the other uses. Unknown: as UsableFuelOf;
// kReadingTooOld or kNoReading when nobody said of late whether it runs; kNotRunning; kOverloaded.
FuelHours HoursIfRunning(const PowerPlant& plant, absl::string_view generator,
                         const Moment& moment);

// How long one that stands would go if it were started now, beside the same. The two are answers to
// two questions about one tank: they are never added. kAlreadyRunning when it runs.
FuelHours HoursIfStarted(const PowerPlant& plant, absl::string_view generator,
                         const Moment& moment);

// As HoursIfRunning, when every other set on the tank that starts by itself does so now.
FuelHours HoursIfAllStart(const PowerPlant& plant, absl::string_view generator,
                          const Moment& moment);

// How long a set that starts by itself goes when it starts at `start`, no earlier than as_of, and
// until then the tank feeds the same as for HoursIfAllStart; `ends` is from then on.
FuelHours HoursFromStart(const PowerPlant& plant, absl::string_view generator, absl::Time start,
                         const Moment& moment);

// Days over everything that uses the fuel. Its numbers mean something only when `unknown` is kNone.
struct FuelDays {
  Unknown unknown = Unknown::kNone;
  int64_t usable_millilitres = 0;
  int64_t millilitres_per_day = 0;
  int64_t minutes = 0;  // Rounded down.
  // A tank without a dip in the interval counts for nothing, and it is told here: at least so long.
  bool tanks_left_out = false;
  absl::Time ends = absl::InfinitePast();
  Working working = {};
};

// All usable fuel of the plant's tanks over what a day takes: each generator for the hours it is
// expected to run (all day where nobody says) at its load, vehicles, heating, cooking. A use is
// rounded up. A set without a tank is left out, for nobody knows what it burns, and told as
// missing. REQUIRES: the tanks hold one fuel, which can be carried from one to another. Unknown
// when no tank has a dip in the interval, a use has no figure, a curve is none; kNotRegistered when
// only sets without a tank may use it; kNoUse when nothing does.
FuelDays FuelDaysOf(const PowerPlant& plant, const Moment& moment);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_POWER_FUEL_H_
