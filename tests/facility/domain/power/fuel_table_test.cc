// Every row of published tables of generators, which lie beside the repository in ../shared/data
// (or WAYSTATION_REAL_DATA) with their source; skipped where they are not. What the guide says of
// them is computed here.
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/facility/domain/power/fuel_curve.h"
#include "services/facility/domain/register/fuel_curve.h"

namespace waystation::facility {
namespace {

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// "12.3" litres as millilitres.
int64_t Millilitres(absl::string_view litres) {
  double value = 0;
  EXPECT_TRUE(absl::SimpleAtod(litres, &value)) << litres;
  return std::llround(value * 1'000);
}

// Columns: genset_kw, then one a load.
std::vector<FuelCurve> ReadCurves(const std::string& name, const std::vector<int32_t>& loads) {
  const char* folder = std::getenv("WAYSTATION_REAL_DATA");
  const std::string text = ReadText(
      absl::StrCat(folder == nullptr ? "../shared/data" : folder, "/generator_fuel/", name));
  std::vector<FuelCurve> curves;
  std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipWhitespace());
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> cells = absl::StrSplit(lines[i], ',');
    if (cells.size() != loads.size() + 1) {
      ADD_FAILURE() << lines[i];
      continue;
    }
    FuelCurve curve = {.rated_watts = Millilitres(cells[0])};  // Thousandths of kilowatts.
    for (size_t load = 0; load < loads.size(); ++load) {
      curve.points.push_back({loads[load], Millilitres(cells[load + 1])});
    }
    curves.push_back(curve);
  }
  return curves;
}

std::vector<FuelCurve> LargeSets() {
  return ReadCurves("diesel_genset_l_per_h.csv", {25, 50, 75, 100});
}

std::vector<FuelCurve> AllSets() {
  std::vector<FuelCurve> all = LargeSets();
  for (const FuelCurve& small : ReadCurves("small_sets_l_per_h.csv", {50, 75, 100})) {
    all.push_back(small);
  }
  return all;
}

// Nobody has to confirm a maker's table.
void ExpectRegistrable(const FuelCurve& set) {
  EXPECT_TRUE(IsFuelCurve(set)) << set.rated_watts;
  v1::Generator generator;
  generator.set_rated_power_w(set.rated_watts);
  for (const FuelPoint& point : set.points) {
    v1::FuelPoint& registered = *generator.add_fuel_curve();
    registered.set_load_percent(point.load_percent);
    registered.set_fuel_ml_per_hour(point.millilitres_per_hour);
  }
  std::vector<FieldViolation> violations;
  CheckFuelCurve(violations, absl::StrCat(set.rated_watts, " W"), generator);
  for (const FieldViolation& violation : violations) {
    ADD_FAILURE() << violation.field << ": " << violation.description;
  }
}

TEST(FuelTable, AtItsLoadsEachRowIsTheTableAndBetweenThemWithinItsBounds) {
  const std::vector<FuelCurve> sets = AllSets();
  if (sets.empty()) GTEST_SKIP() << "no generator_fuel beside the repository";
  EXPECT_EQ(sets.size(), 28u);
  for (const FuelCurve& set : sets) {
    ExpectRegistrable(set);
    for (const FuelPoint& point : set.points) {
      EXPECT_EQ(MillilitresPerHour(set, set.rated_watts * point.load_percent / 100),
                point.millilitres_per_hour);
    }
    for (int64_t load = 0; load < set.rated_watts * set.points[0].load_percent / 100;
         load += 1 + set.rated_watts / 997) {
      EXPECT_EQ(MillilitresPerHour(set, load), set.points[0].millilitres_per_hour);
    }
    for (size_t i = 1; i < set.points.size(); ++i) {
      const FuelPoint& below = set.points[i - 1];
      const FuelPoint& above = set.points[i];
      int64_t last = below.millilitres_per_hour;
      for (int64_t load = set.rated_watts * below.load_percent / 100;
           load <= set.rated_watts * above.load_percent / 100; load += 1 + set.rated_watts / 997) {
        const int64_t rate = MillilitresPerHour(set, load).value_or(-1);
        EXPECT_GE(rate, last) << set.rated_watts << " W at " << load;
        EXPECT_LE(rate, above.millilitres_per_hour) << set.rated_watts << " W at " << load;
        last = rate;
      }
    }
  }
}

// How wrong the litres an hour are that a constant litres a kilowatt-hour gives, that of the load
// in `constant_of`: percent of the table's figure at `point`, least first.
std::vector<double> ErrorsOfAConstant(const std::vector<FuelCurve>& sets, size_t constant_of,
                                      size_t point) {
  std::vector<double> errors;
  for (const FuelCurve& set : sets) {
    const FuelPoint& from = set.points[constant_of];
    const FuelPoint& at = set.points[point];
    const double constant = static_cast<double>(from.millilitres_per_hour) / from.load_percent;
    errors.push_back(100 * (constant * at.load_percent / at.millilitres_per_hour - 1));
  }
  std::sort(errors.begin(), errors.end());
  return errors;
}

TEST(FuelTable, TheGuideTellsTheErrorOfAConstantAsItIs) {
  const std::vector<FuelCurve> sets = LargeSets();
  if (sets.empty()) GTEST_SKIP() << "no generator_fuel beside the repository";
  const std::string guide = ReadText("services/facility/DERIVED.md");
  ASSERT_FALSE(guide.empty()) << "to be run in the repository's folder";
  for (const size_t constant_of : {3u, 2u}) {
    for (size_t point = 0; point < 4; ++point) {
      if (point == constant_of) continue;
      const std::vector<double> errors = ErrorsOfAConstant(sets, constant_of, point);
      const std::string line = absl::StrFormat("| %d %% | %d %% | %+.1f %% | %+.1f %% | %+.1f %% |",
                                               sets[0].points[constant_of].load_percent,
                                               sets[0].points[point].load_percent, errors.front(),
                                               errors[errors.size() / 2], errors.back());
      EXPECT_NE(guide.find(line), std::string::npos) << "the guide should say\n" << line;
    }
  }
}

}  // namespace
}  // namespace waystation::facility
