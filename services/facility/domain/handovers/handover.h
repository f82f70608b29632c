// Handovers between shifts and the tasks that they pass on. Pure. REQUIRES of all: a request
// without violations.
#ifndef SERVICES_FACILITY_DOMAIN_HANDOVERS_HANDOVER_H_
#define SERVICES_FACILITY_DOMAIN_HANDOVERS_HANDOVER_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/domain/facility.h"
#include "waystation/facility/v1/handover.pb.h"

namespace waystation::facility {

// What a facility hands over beside what people say.
struct ToHandOver {
  // Not closed, the binding one first.
  std::vector<v1::Warning> warnings;
  // Not done, the oldest first.
  std::vector<v1::HandoverTask> tasks;
};

// HandoverCreated. INVALID_FIELD when the principal would hand over to itself, or there would be
// too many tasks; otherwise never refused. Output-only fields of the request are passed over.
absl::StatusOr<Events> DecideHandover(const ToHandOver& open,
                                      const v1::CreateHandoverRequest& request,
                                      const CommandContext& context);

// HandoverAccepted. NOT_KNOWN; WRONG_STATE when it is accepted; INVALID_FIELD for anybody else than
// who takes over.
absl::StatusOr<Events> DecideAccept(const std::optional<v1::Handover>& existing,
                                    const v1::AcceptHandoverRequest& request,
                                    const CommandContext& context);

// TaskCompleted. NOT_KNOWN; WRONG_STATE when it is done.
absl::StatusOr<Events> DecideComplete(const std::optional<v1::HandoverTask>& existing,
                                      const v1::CompleteTaskRequest& request,
                                      const CommandContext& context);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_HANDOVERS_HANDOVER_H_
