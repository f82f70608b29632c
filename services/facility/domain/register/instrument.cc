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
  absl::string_view what;
};

std::optional<Scale> ScaleOfBeds(const v1::Facility& facility, const v1::StatusValue& value) {
  for (const v1::BedCapacity& beds : facility.beds()) {
    if (beds.type() == value.subject()) return Scale{0, beds.capacity(), "all beds of type "};
  }
  return std::nullopt;
}

std::optional<Scale> ScaleOf(v1::Measure measure, const v1::Installation& installation) {
  if (measure == v1::MEASURE_TANK_LEVEL_ML && installation.has_tank()) {
    return Scale{0, installation.tank().capacity_ml(), "all that fits into "};
  }
  if (measure == v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS && installation.has_fridge()) {
    return Scale{installation.fridge().instrument_minimum_millicelsius(),
                 installation.fridge().instrument_maximum_millicelsius(), "what can be read at "};
  }
  return std::nullopt;
}

}  // namespace

bool HasInstrument(v1::Measure measure) {
  return measure == v1::MEASURE_TANK_LEVEL_ML ||
         measure == v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS;
}

absl::Status CheckReadable(const v1::ReportStatusRequest& request, const v1::Facility& facility,
                           const Register& installed) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < request.values_size(); ++i) {
    const v1::StatusValue& value = request.values(i);
    const v1::Installation* subject = FindInstallation(installed, value.subject());
    std::optional<Scale> scale;
    if (value.measure() == v1::MEASURE_BEDS_FREE) {
      scale = ScaleOfBeds(facility, value);
    } else if (subject != nullptr) {
      scale = ScaleOf(value.measure(), *subject);
    }
    if (!scale.has_value()) continue;
    if (value.amount() >= scale->minimum && value.amount() <= scale->maximum) continue;
    violations.push_back({absl::StrCat("values[", i, "].amount"),
                          absl::StrCat("got ", value.amount(), ", want ", scale->minimum, " to ",
                                       scale->maximum, ", ", scale->what, value.subject())});
  }
  return InvalidFields(violations);
}

}  // namespace waystation::facility
