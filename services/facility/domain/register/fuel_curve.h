// What is wrong with a generator's fuel curve. Exact, in whole numbers.
#ifndef SERVICES_FACILITY_DOMAIN_REGISTER_FUEL_CURVE_H_
#define SERVICES_FACILITY_DOMAIN_REGISTER_FUEL_CURVE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/base/errors.h"
#include "waystation/facility/v1/installation.pb.h"

namespace waystation::facility {

// Adds a violation for each point whose load does not rise, whose fuel falls, or which lies outside
// the usual range with nobody having confirmed it. `field` is the path of the generator. REQUIRES:
// each number is within its own limits.
void CheckFuelCurve(std::vector<FieldViolation>& violations, absl::string_view field,
                    const v1::Generator& generator);

// Whether the point burns 0.2 to 0.7 litres a kilowatt-hour, both included. At no load there is no
// kilowatt-hour, and nothing is unusual.
bool IsUsualFuelUse(int64_t rated_power_w, const v1::FuelPoint& point);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_REGISTER_FUEL_CURVE_H_
