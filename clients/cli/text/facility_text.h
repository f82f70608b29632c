// Facilities and their status between people and messages.
#ifndef CLIENTS_CLI_TEXT_FACILITY_TEXT_H_
#define CLIENTS_CLI_TEXT_FACILITY_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::cli {

// Decimal degrees with up to six digits after the point, as millionths; not beyond +-`most`
// degrees.
absl::StatusOr<int64_t> ParseDegrees(absl::string_view text, int most);

// "39.912970".
std::string FormatDegrees(int64_t microdegrees);

// "inpatient=40".
absl::StatusOr<facility::v1::BedCapacity> ParseBeds(absl::string_view text);

// The value of a measure as text says it: an amount, a power source, an access, or a note.
// INVALID_ARGUMENT worded "got X, want Y".
absl::StatusOr<facility::v1::StatusValue> ParseStatusValue(facility::v1::Measure measure,
                                                           absl::string_view subject,
                                                           absl::string_view value);

// "beds-occupied:inpatient=34", "power-source=generator".
absl::StatusOr<facility::v1::StatusValue> ParseReport(absl::string_view text);

// In human units: "600 L" for 600,000 mL, "3.4 °C".
std::string FormatStatusValue(const facility::v1::StatusValue& value);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_FACILITY_TEXT_H_
