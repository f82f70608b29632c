#include "services/facility/domain/register/fuel_curve.h"

#include "absl/strings/str_cat.h"

namespace waystation::facility {
namespace {

// Millilitres an hour times 1000 over watts times percent is tenths of a litre a kilowatt-hour.
constexpr int64_t kTenths = 1000;
constexpr int64_t kLeastTenths = 2;
constexpr int64_t kMostTenths = 7;

void CheckRising(std::vector<FieldViolation>& violations, const std::string& path,
                 const v1::FuelPoint& before, const v1::FuelPoint& point) {
  if (point.load_percent() <= before.load_percent()) {
    violations.push_back(
        {path + ".load_percent", absl::StrCat("got ", point.load_percent(), ", want more than ",
                                              before.load_percent(), ", the point's before it")});
  }
  if (point.fuel_ml_per_hour() < before.fuel_ml_per_hour()) {
    violations.push_back({path + ".fuel_ml_per_hour",
                          absl::StrCat("got ", point.fuel_ml_per_hour(), ", want at least ",
                                       before.fuel_ml_per_hour(), ", as at less load")});
  }
}

}  // namespace

void CheckFuelCurve(std::vector<FieldViolation>& violations, absl::string_view field,
                    const v1::Generator& generator) {
  bool usual = true;
  for (int i = 0; i < generator.fuel_curve_size(); ++i) {
    const v1::FuelPoint& point = generator.fuel_curve(i);
    if (i > 0) {
      CheckRising(violations, absl::StrCat(field, ".fuel_curve[", i, "]"),
                  generator.fuel_curve(i - 1), point);
    }
    if (generator.outside_usual_range_confirmed() || !usual) continue;
    usual = IsUsualFuelUse(generator.rated_power_w(), point);
    if (usual) continue;
    violations.push_back(
        {absl::StrCat(field, ".outside_usual_range_confirmed"),
         absl::StrCat("got false with ", point.fuel_ml_per_hour(), " ml an hour at ",
                      point.load_percent(), " % of ", generator.rated_power_w(),
                      " W, want 0.2 to 0.7 L/kWh, or true if it is so")});
  }
}

bool IsUsualFuelUse(int64_t rated_power_w, const v1::FuelPoint& point) {
  if (point.load_percent() == 0) return true;
  const int64_t burnt = point.fuel_ml_per_hour() * kTenths;
  const int64_t made = rated_power_w * point.load_percent();
  return burnt >= kLeastTenths * made && burnt <= kMostTenths * made;
}

}  // namespace waystation::facility
