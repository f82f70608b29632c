#include "services/facility/domain/power/fuel_curve.h"

#include <algorithm>

#include "services/facility/domain/fixed_point.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

constexpr int64_t kLeastLoadPercent = 25;

// Hundredths of watts, so that a percentage of the rated load is whole.
int64_t LoadOfPoint(const FuelCurve& curve, const FuelPoint& point) {
  return curve.rated_watts * point.load_percent;
}

}  // namespace

bool IsFuelCurve(const FuelCurve& curve) {
  if (curve.rated_watts < 1 || curve.rated_watts > kMaxPowerW) return false;
  if (curve.points.empty() || curve.points.back().load_percent < 1) return false;
  FuelPoint before = {-1, 1};
  for (const FuelPoint& point : curve.points) {
    if (point.load_percent <= before.load_percent || point.load_percent > kMaxLoadPercent ||
        point.millilitres_per_hour < before.millilitres_per_hour ||
        point.millilitres_per_hour > kMaxFuelMlPerHour) {
      return false;
    }
    before = point;
  }
  return true;
}

std::optional<int64_t> MillilitresPerHour(const FuelCurve& curve, int64_t load_watts) {
  if (load_watts < 0 || load_watts > curve.rated_watts) return std::nullopt;
  const int64_t load = std::max(load_watts * 100, curve.rated_watts * kLeastLoadPercent);
  const auto above =
      std::find_if(curve.points.begin(), curve.points.end(),
                   [&](const FuelPoint& point) { return LoadOfPoint(curve, point) >= load; });
  if (above == curve.points.begin()) return above->millilitres_per_hour;
  const FuelPoint& below = *(above - 1);
  if (above == curve.points.end()) {
    return MultiplyDivideUp(below.millilitres_per_hour, load, LoadOfPoint(curve, below));
  }
  const int64_t rise = above->millilitres_per_hour - below.millilitres_per_hour;
  return below.millilitres_per_hour +
         MultiplyDivideUp(rise, load - LoadOfPoint(curve, below),
                          LoadOfPoint(curve, *above) - LoadOfPoint(curve, below));
}

int64_t BurnedMillilitresPerHour(const FuelCurve& curve, int64_t load_watts) {
  if (load_watts > curve.rated_watts) {
    return MultiplyDivideUp(*MillilitresPerHour(curve, curve.rated_watts), load_watts,
                            curve.rated_watts);
  }
  return *MillilitresPerHour(curve, std::max<int64_t>(load_watts, 0));
}

}  // namespace waystation::facility
