#ifndef SERVICES_FACILITY_STORE_LOAD_WARNINGS_H_
#define SERVICES_FACILITY_STORE_LOAD_WARNINGS_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/domain/warnings/warning_signs.h"
#include "storage/rows.h"
#include "waystation/facility/v1/warning.pb.h"

namespace waystation::facility {

// All that the facility's warnings go by. `facility` was read from the same rows.
absl::StatusOr<WarningInputs> LoadWarningInputs(const storage::RowReader& rows,
                                                const v1::Facility& facility);

// By full name; nullopt when there is none.
absl::StatusOr<std::optional<v1::Warning>> LoadWarning(const storage::RowReader& rows,
                                                       absl::string_view name);

// All that became of it, the latest first; at most kMaxWarningChanges.
absl::StatusOr<std::vector<v1::WarningChange>> LoadWarningChanges(const storage::RowReader& rows,
                                                                  absl::string_view name);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_LOAD_WARNINGS_H_
