#include "services/facility/domain/warnings/wanted_readings.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"

namespace waystation::facility {
namespace {

void Want(v1::Measure measure, const std::string& subject, v1::WarningCause& cause) {
  v1::WantedReading& wanted = *cause.add_wanted();
  wanted.set_measure(measure);
  wanted.set_subject(subject);
}

// "FLUID_DIESEL" of "diesel".
std::string FluidNameOf(const std::string& word) {
  return absl::StrCat("FLUID_", absl::AsciiStrToUpper(word));
}

void WantDips(const Register& installed, const std::string& fluid, v1::WarningCause& cause) {
  for (const v1::Installation& each : installed) {
    if (!each.has_tank() || v1::Fluid_Name(each.tank().fluid()) != fluid) continue;
    Want(v1::MEASURE_TANK_LEVEL_ML, InstallationIdOf(each.name()), cause);
  }
}

template <typename Source>
bool Feeds(const Source& source, const std::string& circuit) {
  return std::find(source.circuits().begin(), source.circuits().end(), circuit) !=
         source.circuits().end();
}

// Of the circuit, and of those that feed it.
void WantSources(const Register& installed, std::string circuit, v1::WarningCause& cause) {
  for (size_t steps = 0; !circuit.empty() && steps <= installed.size(); ++steps) {
    for (const v1::Installation& each : installed) {
      if (!Feeds(each.grid_feeder(), circuit) && !Feeds(each.generator(), circuit)) continue;
      Want(v1::MEASURE_SOURCE_STATE, InstallationIdOf(each.name()), cause);
    }
    const v1::Installation* found = FindInstallation(installed, circuit);
    circuit = found == nullptr ? "" : found->circuit().parent();
  }
  if (cause.wanted().empty()) Want(v1::MEASURE_POWER_SOURCE, "", cause);
}

void WantOfGenerator(const Register& installed, const std::string& id, v1::UnknownReason unknown,
                     v1::WarningCause& cause) {
  if (unknown == v1::UNKNOWN_REASON_OVERLOADED) return Want(v1::MEASURE_LOAD_W, id, cause);
  const v1::Installation* generator = FindInstallation(installed, id);
  if (generator == nullptr || generator->generator().tank().empty()) return;
  Want(v1::MEASURE_TANK_LEVEL_ML, generator->generator().tank(), cause);
}

void WantOfFridge(const Register& installed, const std::string& id, v1::UnknownReason unknown,
                  v1::WarningCause& cause) {
  const v1::Installation* fridge = FindInstallation(installed, id);
  if (unknown == v1::UNKNOWN_REASON_CUT_TIME_NOT_KNOWN && fridge != nullptr) {
    return WantSources(installed, fridge->fridge().circuit(), cause);
  }
  Want(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, id, cause);
}

}  // namespace

void AddWanted(const v1::AutonomyLimit& limit, v1::UnknownReason unknown, const Register& installed,
               v1::WarningCause& cause) {
  switch (limit.kind()) {
    case v1::LIMIT_KIND_GENERATOR_FUEL:
      return WantOfGenerator(installed, limit.subject(), unknown, cause);
    case v1::LIMIT_KIND_FUEL:
      return WantDips(installed, FluidNameOf(limit.subject()), cause);
    case v1::LIMIT_KIND_POWER:
      return WantSources(installed, limit.subject(), cause);
    case v1::LIMIT_KIND_COLD_CHAIN:
      return WantOfFridge(installed, limit.subject(), unknown, cause);
    case v1::LIMIT_KIND_WATER:
      WantDips(installed, v1::Fluid_Name(v1::FLUID_DRINKING_WATER), cause);
      if (cause.wanted().empty()) Want(v1::MEASURE_WATER_LEVEL_ML, "", cause);
      return;
    default:
      return;
  }
}

}  // namespace waystation::facility
