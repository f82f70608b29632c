#include "services/facility/domain/register/instrument.h"

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"

namespace waystation::facility {
namespace {

struct Scale {
  int64_t minimum = 0;
  int64_t maximum = 0;
};

std::optional<Scale> ScaleOf(v1::Measure measure, const v1::Installation& installation) {
  if (measure == v1::MEASURE_TANK_LEVEL_ML && installation.has_tank()) {
    return Scale{0, installation.tank().capacity_ml()};
  }
  if (measure == v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS && installation.has_fridge()) {
    return Scale{installation.fridge().instrument_minimum_millicelsius(),
                 installation.fridge().instrument_maximum_millicelsius()};
  }
  return std::nullopt;
}

}  // namespace

bool HasInstrument(v1::Measure measure) {
  return measure == v1::MEASURE_TANK_LEVEL_ML ||
         measure == v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS;
}

absl::Status CheckInstruments(const v1::ReportStatusRequest& request, const Register& installed) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < request.values_size(); ++i) {
    const v1::StatusValue& value = request.values(i);
    const v1::Installation* subject = FindInstallation(installed, value.subject());
    if (subject == nullptr) continue;
    const std::optional<Scale> scale = ScaleOf(value.measure(), *subject);
    if (!scale.has_value()) continue;
    if (value.amount() >= scale->minimum && value.amount() <= scale->maximum) continue;
    violations.push_back(
        {absl::StrCat("values[", i, "].amount"),
         absl::StrCat("got ", value.amount(), ", want ", scale->minimum, " to ", scale->maximum,
                      ", all that ", value.subject(), " can show")});
  }
  return InvalidFields(violations);
}

}  // namespace waystation::facility
