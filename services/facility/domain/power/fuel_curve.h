// What a generator burns at a load.
#ifndef SERVICES_FACILITY_DOMAIN_POWER_FUEL_CURVE_H_
#define SERVICES_FACILITY_DOMAIN_POWER_FUEL_CURVE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/base/errors.h"

namespace waystation::facility {

struct FuelPoint {
  int32_t load_percent = 0;
  int64_t millilitres_per_hour = 0;
};

// As makers print it: litres an hour at 25, 50, 75 and 100 % of the rated load; tables of small
// sets often begin at 50 %.
struct FuelCurve {
  int64_t rated_watts = 0;
  std::vector<FuelPoint> points = {};
};

// Adds what keeps `curve` from being believed, worded "got X, want Y", with field paths below
// `path`: a rated load of 1 W to 10 MW; one to eight points, their loads rising to 100 %, their
// fuel never falling, each between 0.2 and 0.7 litres a kilowatt-hour of its load. No diesel set is
// better than that, and one that is worse is a misprint.
void CheckFuelCurve(const FuelCurve& curve, absl::string_view path,
                    std::vector<FieldViolation>& violations);
bool IsFuelCurve(const FuelCurve& curve);

// Millilitres an hour at a load, linear between the points, rounded up. At and below the lowest
// point's load it is that point's figure: a set that idles burns more than its share of the line to
// nothing. Nullopt: the load is below 0 or above the rated one, where no table says anything.
// REQUIRES: IsFuelCurve(curve).
std::optional<int64_t> MillilitresPerHour(const FuelCurve& curve, int64_t load_watts);

// The same of what has been burned, so that an overload is not left out: above the rated load the
// full-load figure in proportion to the load, rounded up. REQUIRES: IsFuelCurve(curve).
int64_t BurnedMillilitresPerHour(const FuelCurve& curve, int64_t load_watts);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_POWER_FUEL_CURVE_H_
