#ifndef SERVICES_FACILITY_STORE_HANDOVER_COMMANDS_H_
#define SERVICES_FACILITY_STORE_HANDOVER_COMMANDS_H_

#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/facility/v1/handover.pb.h"

namespace waystation::facility {

// As in command.h.
absl::StatusOr<storage::Decision> Decide(const v1::CreateHandoverRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::AcceptHandoverRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);
absl::StatusOr<storage::Decision> Decide(const v1::CompleteTaskRequest& request,
                                         const storage::RowReader& rows,
                                         const storage::DecideContext& context);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_HANDOVER_COMMANDS_H_
