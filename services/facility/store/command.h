// From a request to what is recorded: loads the scope, lets the domain decide, names the scope. For
// the writer; nothing here keeps the reader. REQUIRES: a request without violations.
#ifndef SERVICES_FACILITY_STORE_COMMAND_H_
#define SERVICES_FACILITY_STORE_COMMAND_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {

// One for each command; errors as in services/facility/domain/. The scope is the facility's name.
absl::StatusOr<storage::Decision> Decide(const v1::CreateFacilityRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::UpdateFacilityRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::OpenFacilityRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::CloseFacilityRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::MoveFacilityRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::ReportStatusRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::SetInstallationRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::RemoveInstallationRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::PlanStopsRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::RecordArrivalRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::RecordDepartureRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);

// The first event of an accepted entry, which every answer is made from: the same for the first
// answer and for a repeated one. REQUIRES: an accepted outcome.
absl::StatusOr<v1::Event> FirstEvent(const storage::Outcome& outcome);
// Any of its events; the first is 0.
absl::StatusOr<v1::Event> EventOf(const storage::Outcome& outcome, int position);

// The commands that are due at `now` by time alone: WentSilent, the earliest first, then what
// becomes of warnings, the earliest first. Their request ids say which silence or review they are
// about, so one polled twice is recorded once.
std::vector<storage::Command> DueCommands(const storage::RowReader& rows, absl::Time now, int max);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_COMMAND_H_
