// Commands about warnings, and what other commands and time change of them.
#ifndef SERVICES_FACILITY_STORE_WARNING_COMMANDS_H_
#define SERVICES_FACILITY_STORE_WARNING_COMMANDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/facility.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/facility/v1/warning.pb.h"

namespace waystation::facility {

// As in command.h.
absl::StatusOr<storage::Decision> Decide(const v1::MarkSeenRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::StartDoingRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::CloseWarningRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);

// Adds what the events change of the warnings of the facility "facilities/{facility}". Nothing
// while the clock is suspect: the next tick under a clock that is believed finds it.
absl::Status AddWarnings(const storage::RowReader& rows, absl::string_view facility,
                         const storage::DecideContext& context, Events& events);

// Appends the facilities whose warnings have to be looked at by `now`, the earliest first, until
// there are `max` commands.
void AddDueReviews(const storage::RowReader& rows, absl::Time now, int max,
                   std::vector<storage::Command>& commands);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_WARNING_COMMANDS_H_
