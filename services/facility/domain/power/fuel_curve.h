// What a generator burns at a load.
#ifndef SERVICES_FACILITY_DOMAIN_POWER_FUEL_CURVE_H_
#define SERVICES_FACILITY_DOMAIN_POWER_FUEL_CURVE_H_

#include <cstdint>
#include <optional>
#include <vector>

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

// Whether it can be computed with: a rated load, points whose loads rise and reach above nothing,
// and whose fuel never falls; all within the limits of the register. Whether it is likely is asked
// when it is registered (CheckFuelCurve).
bool IsFuelCurve(const FuelCurve& curve);

// Millilitres an hour at a load, linear between the points, rounded up. Below 25 % of the rated
// load it is the figure at 25 %, and below the lowest point that point's: a set that idles burns
// more than its share of the line to nothing. Above the highest point its figure in proportion to
// the load. Nullopt: the load is below 0 or above the rated one, where no table says anything.
// REQUIRES: IsFuelCurve(curve).
std::optional<int64_t> MillilitresPerHour(const FuelCurve& curve, int64_t load_watts);

// The same of what has been burned, so that an overload is not left out: above the rated load the
// full-load figure in proportion to the load, rounded up. REQUIRES: IsFuelCurve(curve).
int64_t BurnedMillilitresPerHour(const FuelCurve& curve, int64_t load_watts);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_POWER_FUEL_CURVE_H_
