#include "services/facility/store/handover_commands.h"

#include "services/facility/domain/handovers/handover.h"
#include "services/facility/domain/names.h"
#include "services/facility/store/decision.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_handovers.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {

using storage::DecideContext;
using storage::Decision;
using storage::RowReader;

absl::StatusOr<Decision> Decide(const v1::CreateHandoverRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  RETURN_IF_ERROR(GetFacility(rows, request.parent()).status());
  ASSIGN_OR_RETURN(const ToHandOver open, LoadToHandOver(rows, request.parent()));
  return InScope(request.parent(), DecideHandover(open, request, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::AcceptHandoverRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto handover, LoadHandover(rows, request.name()));
  return InScope(FacilityName(FacilityIdOf(request.name())),
                 DecideAccept(handover, request, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::CompleteTaskRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto task, LoadTask(rows, request.name()));
  return InScope(FacilityName(FacilityIdOf(request.name())),
                 DecideComplete(task, request, ContextOf(context)));
}

}  // namespace waystation::facility
