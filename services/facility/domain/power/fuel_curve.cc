#include "services/facility/domain/power/fuel_curve.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/fixed_point.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

// Millilitres a watt-hour are litres a kilowatt-hour; tenths of them.
constexpr int64_t kLeastTenths = 2;
constexpr int64_t kMostTenths = 7;

// Hundredths of watts, so that a percentage of the rated load is whole.
int64_t LoadOfPoint(const FuelCurve& curve, const FuelPoint& point) {
  return curve.rated_watts * point.load_percent;
}

void CheckFuelPoint(const FuelCurve& curve, size_t index, absl::string_view path,
                    std::vector<FieldViolation>& violations) {
  const FuelPoint& point = curve.points[index];
  const std::string at = absl::StrCat(path, ".points[", index, "]");
  const FuelPoint before = index == 0 ? FuelPoint{} : curve.points[index - 1];
  const bool last = index + 1 == curve.points.size();
  if (point.load_percent <= before.load_percent || point.load_percent > 100 ||
      (last && point.load_percent != 100)) {
    violations.push_back(
        {absl::StrCat(at, ".load_percent"),
         absl::StrCat("got ", point.load_percent, ", want ",
                      last ? "100 in the last point"
                           : absl::StrCat("more than ", before.load_percent, ", at most 100"))});
    return;
  }
  if (point.millilitres_per_hour < before.millilitres_per_hour) {
    violations.push_back({absl::StrCat(at, ".millilitres_per_hour"),
                          absl::StrCat("got ", point.millilitres_per_hour, ", want at least ",
                                       before.millilitres_per_hour, ", as at the load before")});
    return;
  }
  const int64_t least = (LoadOfPoint(curve, point) * kLeastTenths + 999) / 1'000;
  const int64_t most = LoadOfPoint(curve, point) * kMostTenths / 1'000;
  if (point.millilitres_per_hour < least || point.millilitres_per_hour > most) {
    violations.push_back({absl::StrCat(at, ".millilitres_per_hour"),
                          absl::StrCat("got ", point.millilitres_per_hour, ", want ", least, " to ",
                                       most, ": 0.2 to 0.7 litres a kilowatt-hour of that load")});
  }
}

}  // namespace

void CheckFuelCurve(const FuelCurve& curve, absl::string_view path,
                    std::vector<FieldViolation>& violations) {
  if (curve.rated_watts < 1 || curve.rated_watts > kMaxRatedWatts) {
    violations.push_back({absl::StrCat(path, ".rated_watts"),
                          absl::StrCat("got ", curve.rated_watts, ", want 1 to ", kMaxRatedWatts)});
    return;
  }
  if (curve.points.empty() || curve.points.size() > kMaxFuelPoints) {
    violations.push_back(
        {absl::StrCat(path, ".points"),
         absl::StrCat("got ", curve.points.size(), ", want 1 to ", kMaxFuelPoints)});
    return;
  }
  for (size_t i = 0; i < curve.points.size(); ++i) CheckFuelPoint(curve, i, path, violations);
}

bool IsFuelCurve(const FuelCurve& curve) {
  std::vector<FieldViolation> violations;
  CheckFuelCurve(curve, "", violations);
  return violations.empty();
}

std::optional<int64_t> MillilitresPerHour(const FuelCurve& curve, int64_t load_watts) {
  if (load_watts < 0 || load_watts > curve.rated_watts) return std::nullopt;
  const int64_t load = load_watts * 100;
  const auto above =
      std::find_if(curve.points.begin(), curve.points.end(),
                   [&](const FuelPoint& point) { return LoadOfPoint(curve, point) >= load; });
  if (above == curve.points.begin()) return above->millilitres_per_hour;
  const FuelPoint& below = *(above - 1);
  const int64_t rise = above->millilitres_per_hour - below.millilitres_per_hour;
  return below.millilitres_per_hour +
         MultiplyDivideUp(rise, load - LoadOfPoint(curve, below),
                          LoadOfPoint(curve, *above) - LoadOfPoint(curve, below));
}

int64_t BurnedMillilitresPerHour(const FuelCurve& curve, int64_t load_watts) {
  if (load_watts > curve.rated_watts) {
    return MultiplyDivideUp(curve.points.back().millilitres_per_hour, load_watts,
                            curve.rated_watts);
  }
  return *MillilitresPerHour(curve, std::max<int64_t>(load_watts, 0));
}

}  // namespace waystation::facility
