#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/register/fuel_curve.h"
#include "services/facility/domain/times.h"
#include "services/facility/handler/validate.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

using runtime::AddViolation;
using runtime::CheckRange;

constexpr char kTelephoneCharacters[] = "0123456789+-() ";

void CheckCount(Violations& violations, const std::string& field, int count, int least, int most) {
  if (count >= least && count <= most) return;
  AddViolation(violations, field, absl::StrCat(count, " of them"),
               absl::StrCat(least, " to ", most));
}

// The id of another installation; empty is none.
void CheckReference(Violations& violations, const std::string& field, const std::string& id) {
  if (!id.empty()) runtime::CheckId(violations, field, id);
}

template <typename Source>
void CheckCircuits(Violations& violations, const std::string& path, const Source& source) {
  CheckCount(violations, path + ".circuits", source.circuits_size(), 0, kMaxCircuits);
  std::set<std::string> seen;
  for (int i = 0; i < source.circuits_size(); ++i) {
    const std::string field = absl::StrCat(path, ".circuits[", i, "]");
    runtime::CheckId(violations, field, source.circuits(i));
    if (!seen.insert(source.circuits(i)).second) {
      AddViolation(violations, field, source.circuits(i), "each circuit once");
    }
  }
}

void CheckKind(Violations& violations, const std::string& path, const v1::Generator& generator) {
  const size_t before = violations.size();
  CheckRange(violations, path + ".rated_power_w", generator.rated_power_w(), 1, kMaxPowerW);
  CheckCount(violations, path + ".fuel_curve", generator.fuel_curve_size(), 1, kMaxFuelPoints);
  for (int i = 0; i < generator.fuel_curve_size() && i < kMaxFuelPoints; ++i) {
    const v1::FuelPoint& point = generator.fuel_curve(i);
    const std::string field = absl::StrCat(path, ".fuel_curve[", i, "]");
    CheckRange(violations, field + ".load_percent", point.load_percent(), 0, kMaxLoadPercent);
    CheckRange(violations, field + ".fuel_ml_per_hour", point.fuel_ml_per_hour(), 1,
               kMaxFuelMlPerHour);
  }
  if (violations.size() == before) CheckFuelCurve(violations, path, generator);
  CheckReference(violations, path + ".tank", generator.tank());
  CheckCircuits(violations, path, generator);
  CheckRange(violations, path + ".run_minutes_per_day", generator.run_minutes_per_day(), 0,
             kMinutesPerDay);
}

void CheckWindows(Violations& violations, const std::string& path, const v1::GridFeeder& feeder) {
  CheckCount(violations, path + ".expected_supply", feeder.expected_supply_size(), 0,
             kMaxDailyWindows);
  int32_t end = 0;
  for (int i = 0; i < feeder.expected_supply_size() && i < kMaxDailyWindows; ++i) {
    const v1::DailyWindow& window = feeder.expected_supply(i);
    const std::string field = absl::StrCat(path, ".expected_supply[", i, "]");
    // Windows that touch are one.
    CheckRange(violations, field + ".start_minutes", window.start_minutes(), i == 0 ? 0 : end + 1,
               kMinutesPerDay - 1);
    CheckRange(violations, field + ".end_minutes", window.end_minutes(),
               int64_t{window.start_minutes()} + 1, kMinutesPerDay);
    end = std::min(window.end_minutes(), kMinutesPerDay);
  }
}

void CheckCuts(Violations& violations, const std::string& path, const v1::GridFeeder& feeder) {
  CheckCount(violations, path + ".announced_cuts", feeder.announced_cuts_size(), 0,
             kMaxAnnouncedCuts);
  for (int i = 0; i < feeder.announced_cuts_size() && i < kMaxAnnouncedCuts; ++i) {
    const v1::AnnouncedCut& cut = feeder.announced_cuts(i);
    const std::string field = absl::StrCat(path, ".announced_cuts[", i, "]");
    const size_t before = violations.size();
    runtime::CheckTimestamp(violations, field + ".start_time", cut.has_start_time(),
                            cut.start_time(), runtime::Presence::kRequired);
    runtime::CheckTimestamp(violations, field + ".end_time", cut.has_end_time(), cut.end_time(),
                            runtime::Presence::kRequired);
    if (violations.size() == before && ToMicros(cut.end_time()) <= ToMicros(cut.start_time())) {
      AddViolation(violations, field + ".end_time", "a time no later than start_time",
                   "a time after it");
    }
    runtime::CheckText(violations, field + ".announced_by", cut.announced_by(), 1,
                       kMaxAnnouncerCharacters);
  }
}

void CheckKind(Violations& violations, const std::string& path, const v1::GridFeeder& feeder) {
  CheckWindows(violations, path, feeder);
  CheckCuts(violations, path, feeder);
  CheckCircuits(violations, path, feeder);
}

void CheckKind(Violations& violations, const std::string& path, const v1::SolarArray& solar) {
  CheckRange(violations, path + ".peak_power_w", solar.peak_power_w(), 1, kMaxPowerW);
  CheckRange(violations, path + ".usable_battery_wh", solar.usable_battery_wh(), 0, kMaxEnergyWh);
  CheckCircuits(violations, path, solar);
}

void CheckKind(Violations& violations, const std::string& path, const v1::Circuit& circuit) {
  CheckReference(violations, path + ".parent", circuit.parent());
}

void CheckKind(Violations& violations, const std::string& path, const v1::Tank& tank) {
  runtime::CheckEnum(violations, path + ".fluid", tank.fluid(), v1::Fluid_IsValid);
  const size_t before = violations.size();
  CheckRange(violations, path + ".capacity_ml", tank.capacity_ml(), 1, kMaxVolumeMl);
  if (violations.size() == before) {
    CheckRange(violations, path + ".unusable_heel_ml", tank.unusable_heel_ml(), 0,
               tank.capacity_ml() - 1);
  }
}

// Both within what can be reported at all, and `minimum` at least `apart` below `maximum`.
void CheckTemperatures(Violations& violations, const std::string& path, int64_t minimum,
                       int64_t maximum, int64_t apart) {
  const size_t before = violations.size();
  CheckRange(violations, path + "_minimum_millicelsius", minimum, -kMaxTemperatureMillicelsius,
             kMaxTemperatureMillicelsius);
  CheckRange(violations, path + "_maximum_millicelsius", maximum, -kMaxTemperatureMillicelsius,
             kMaxTemperatureMillicelsius);
  if (violations.size() == before && maximum - minimum < apart) {
    AddViolation(violations, path + "_maximum_millicelsius", absl::StrCat(maximum),
                 absl::StrCat("at least ", minimum + apart));
  }
}

void CheckKind(Violations& violations, const std::string& path, const v1::Fridge& fridge) {
  CheckReference(violations, path + ".circuit", fridge.circuit());
  CheckTemperatures(violations, path + ".class", fridge.class_minimum_millicelsius(),
                    fridge.class_maximum_millicelsius(), 0);
  CheckTemperatures(violations, path + ".instrument", fridge.instrument_minimum_millicelsius(),
                    fridge.instrument_maximum_millicelsius(), 1);
  CheckRange(violations, path + ".holdover_minutes", fridge.holdover_minutes(), 0,
             kMaxHoldoverMinutes);
  CheckRange(violations, path + ".content_move_minutes", fridge.content_move_minutes(), 0,
             kMaxHoldoverMinutes);
  if (fridge.has_holdover_from_millicelsius()) {
    CheckRange(violations, path + ".holdover_from_millicelsius",
               fridge.holdover_from_millicelsius(), -kMaxTemperatureMillicelsius,
               fridge.class_maximum_millicelsius() - 1);
  }
  CheckRange(violations, path + ".freezes_at_millicelsius", fridge.freezes_at_millicelsius(),
             -kMaxTemperatureMillicelsius, kMaxTemperatureMillicelsius);
}

void CheckKind(Violations& violations, const std::string& path, const v1::FuelUse& use) {
  runtime::CheckEnum(violations, path + ".purpose", use.purpose(), v1::FuelPurpose_IsValid);
  runtime::CheckId(violations, path + ".tank", use.tank());
  CheckRange(violations, path + ".fuel_ml_per_day", use.fuel_ml_per_day(), 0, kMaxVolumeMl);
}

void CheckKind(Violations& violations, const std::string& path, const v1::WaterSource& source) {
  runtime::CheckEnum(violations, path + ".kind", source.kind(), v1::WaterSourceKind_IsValid);
  CheckRange(violations, path + ".daily_yield_ml", source.daily_yield_ml(), 0, kMaxVolumeMl);
  CheckReference(violations, path + ".circuit", source.circuit());
}

void CheckKind(Violations& violations, const std::string& path, const v1::Contact& contact) {
  runtime::CheckEnum(violations, path + ".role", contact.role(), v1::ContactRole_IsValid);
  CheckCount(violations, path + ".telephones", contact.telephones_size(), 1, kMaxTelephones);
  for (int i = 0; i < contact.telephones_size() && i < kMaxTelephones; ++i) {
    const std::string& telephone = contact.telephones(i);
    const bool dialled = !telephone.empty() && telephone.size() <= kMaxTelephoneBytes &&
                         telephone.find_first_not_of(kTelephoneCharacters) == std::string::npos;
    if (dialled) continue;
    AddViolation(violations, absl::StrCat(path, ".telephones[", i, "]"), telephone,
                 "1 to 40 of 0-9, '+', '-', '(', ')' and blank");
  }
  CheckCount(violations, path + ".languages", contact.languages_size(), 0, kMaxLanguages);
  for (int i = 0; i < contact.languages_size() && i < kMaxLanguages; ++i) {
    runtime::CheckText(violations, absl::StrCat(path, ".languages[", i, "]"), contact.languages(i),
                       2, kMaxLanguageBytes);
  }
  runtime::CheckText(violations, path + ".hours", contact.hours(), 0, kMaxHoursCharacters);
}

void CheckOfItsKind(Violations& violations, const v1::Installation& installation) {
  switch (installation.kind_case()) {
    case v1::Installation::kGenerator:
      return CheckKind(violations, "installation.generator", installation.generator());
    case v1::Installation::kGridFeeder:
      return CheckKind(violations, "installation.grid_feeder", installation.grid_feeder());
    case v1::Installation::kSolarArray:
      return CheckKind(violations, "installation.solar_array", installation.solar_array());
    case v1::Installation::kCircuit:
      return CheckKind(violations, "installation.circuit", installation.circuit());
    case v1::Installation::kTank:
      return CheckKind(violations, "installation.tank", installation.tank());
    case v1::Installation::kFridge:
      return CheckKind(violations, "installation.fridge", installation.fridge());
    case v1::Installation::kWaterSource:
      return CheckKind(violations, "installation.water_source", installation.water_source());
    case v1::Installation::kContact:
      return CheckKind(violations, "installation.contact", installation.contact());
    case v1::Installation::kFuelUse:
      return CheckKind(violations, "installation.fuel_use", installation.fuel_use());
    case v1::Installation::KIND_NOT_SET:
      break;
  }
  AddViolation(violations, "installation", "no kind", "one of its kinds");
}

}  // namespace

Violations Validate(const v1::SetInstallationRequest& request) {
  Violations violations;
  const v1::Installation& installation = request.installation();
  runtime::CheckName(violations, "installation.name", installation.name(), kInstallationPattern);
  if (installation.display_names_size() > 0 || installation.has_contact()) {
    runtime::CheckLocalizedTexts(violations, "installation.display_names",
                                 installation.display_names());
  }
  CheckCount(violations, "installation.display_names", installation.display_names_size(), 0,
             kMaxDisplayNames);
  CheckOfItsKind(violations, installation);
  runtime::CheckText(violations, "installation.note", installation.note(), 0, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::RemoveInstallationRequest& request) {
  return NameViolations(request.name(), kInstallationPattern);
}

Violations Validate(const v1::GetInstallationRequest& request) {
  return NameViolations(request.name(), kInstallationPattern);
}

Violations Validate(const v1::ListInstallationsRequest& request) {
  return PageViolations(request.parent(), kFacilityPattern, request.page_size());
}

Violations Validate(const v1::ListInstallationChangesRequest& request) {
  return PageViolations(request.parent(), kInstallationPattern, request.page_size());
}

}  // namespace waystation::facility
