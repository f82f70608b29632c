#include "services/facility/domain/register/fuel_curve.h"

#include "gtest/gtest.h"

namespace waystation::facility {
namespace {

struct Curve {
  const char* what;
  int64_t rated_power_w;
  std::vector<std::pair<int, int64_t>> points;  // Percent, ml/h.
  bool confirmed;
  std::vector<std::string> fields;
};

TEST(FuelCurveTest, RefusesWhatFallsAndAsksAboutTheUnusual) {
  const char kAsked[] = "g.outside_usual_range_confirmed";
  const Curve kCurves[] = {
      {"an ordinary set", 50'000, {{25, 5000}, {50, 8000}, {100, 14'000}}, false, {}},
      {"the same at two loads", 50'000, {{50, 8000}, {60, 8000}}, false, {}},
      {"exactly 0.2", 10'000, {{100, 2000}}, false, {}},
      {"a millilitre less", 10'000, {{100, 1999}}, false, {kAsked}},
      {"exactly 0.7", 10'000, {{100, 7000}}, false, {}},
      {"a millilitre more", 10'000, {{100, 7001}}, false, {kAsked}},
      {"a small petrol set", 1000, {{50, 500}, {100, 800}}, false, {kAsked}},
      {"which is so", 1000, {{50, 500}, {100, 800}}, true, {}},
      {"idling burns too", 10'000, {{0, 900}, {100, 3000}}, false, {}},
      {"fuel falls", 50'000, {{50, 8000}, {100, 7999}}, true, {"g.fuel_curve[1].fuel_ml_per_hour"}},
      {"load stands", 50'000, {{50, 8000}, {50, 9000}}, true, {"g.fuel_curve[1].load_percent"}},
      {"the largest numbers", 100'000'000, {{110, 1'000'000'000}}, false, {kAsked}},
  };
  for (const Curve& curve : kCurves) {
    SCOPED_TRACE(curve.what);
    v1::Generator generator;
    generator.set_rated_power_w(curve.rated_power_w);
    generator.set_outside_usual_range_confirmed(curve.confirmed);
    for (const auto& point : curve.points) {
      generator.add_fuel_curve()->set_load_percent(point.first);
      generator.mutable_fuel_curve()->rbegin()->set_fuel_ml_per_hour(point.second);
    }
    std::vector<FieldViolation> violations;
    CheckFuelCurve(violations, "g", generator);
    std::vector<std::string> fields;
    for (const FieldViolation& violation : violations) fields.push_back(violation.field);
    EXPECT_EQ(fields, curve.fields);
  }
}

}  // namespace
}  // namespace waystation::facility
