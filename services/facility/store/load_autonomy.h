// Reads what autonomy is derived from.
#ifndef SERVICES_FACILITY_STORE_LOAD_AUTONOMY_H_
#define SERVICES_FACILITY_STORE_LOAD_AUTONOMY_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/autonomy/inputs.h"
#include "storage/rows.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {

// Everything that was observed up to `as_of`, as far back as it is looked at: AutonomyInputs. At
// most kMaxAutonomyRecords values, the latest; and as many kMaxSourceRecords of sources of power.
absl::StatusOr<AutonomyInputs> LoadAutonomyInputs(const storage::RowReader& rows,
                                                  const v1::Facility& facility, absl::Time as_of);

// The fridge's readings between the times alone, instead of all records.
absl::StatusOr<AutonomyInputs> LoadFridgeReadings(const storage::RowReader& rows,
                                                  const v1::Facility& facility,
                                                  absl::string_view fridge, absl::Time from,
                                                  absl::Time to);

// The last AutonomyDerived; nullopt: there was none.
absl::StatusOr<std::optional<v1::AutonomyDerived>> LoadLastAutonomy(const storage::RowReader& rows,
                                                                    absl::string_view facility);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_LOAD_AUTONOMY_H_
