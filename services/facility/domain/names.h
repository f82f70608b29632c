// Resource names, and ids derived from request ids.
#ifndef SERVICES_FACILITY_DOMAIN_NAMES_H_
#define SERVICES_FACILITY_DOMAIN_NAMES_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace waystation::facility {

// 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'.
bool IsId(absl::string_view text);

// "facilities/{facility}": the name of a facility, and of the scope of all its records.
std::string FacilityName(absl::string_view facility_id);

// "facilities/{facility}/status".
std::string StatusName(absl::string_view facility_name);

// "facilities/{facility}/autonomy".
std::string AutonomyName(absl::string_view facility_name);

// "facilities/{facility}/statusReports/{report}", the report derived from the request that brought
// it: sending it again names the same one.
std::string ReportName(absl::string_view facility_name, absl::string_view request_id);

// "facilities/{facility}/warnings/{warning}", and its {warning}; empty when it is none.
std::string WarningName(absl::string_view facility_name, absl::string_view warning_id);
std::string WarningIdOf(absl::string_view name);

// "facilities/{facility}/handovers/{handover}" and "facilities/{facility}/tasks/{task}", and the
// last part of either; empty when it is none.
std::string HandoverName(absl::string_view facility_name, absl::string_view handover_id);
std::string HandoverIdOf(absl::string_view name);
std::string TaskName(absl::string_view facility_name, absl::string_view task_id);
std::string TaskIdOf(absl::string_view name);

// The {facility} of any name that begins with "facilities/{facility}"; empty when none does.
std::string FacilityIdOf(absl::string_view name);

// The {installation} of "facilities/{facility}/installations/{installation}"; empty when it is
// none.
std::string InstallationIdOf(absl::string_view name);

// "facilities/{facility}/installations/{installation}".
std::string InstallationName(absl::string_view facility_name, absl::string_view installation_id);

// The first hex digits (kDerivedIdDigits) of the SHA-256 over the parts.
std::string ShortDigest(std::initializer_list<absl::string_view> parts);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_NAMES_H_
