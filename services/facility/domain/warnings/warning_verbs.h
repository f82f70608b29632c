// What people say about a warning. Pure. REQUIRES of all: a request without violations.
#ifndef SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_VERBS_H_
#define SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_VERBS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "services/facility/domain/facility.h"
#include "waystation/facility/v1/warning.pb.h"

namespace waystation::facility {

// WarningSeen, WarningStarted, WarningClosed: one event. NOT_KNOWN {resource} when there is no such
// warning; WRONG_STATE {resource, state} when it can't be said of it any more.
absl::StatusOr<Events> DecideSeen(const std::optional<v1::Warning>& existing,
                                  const v1::MarkSeenRequest& request,
                                  const CommandContext& context);
absl::StatusOr<Events> DecideDoing(const std::optional<v1::Warning>& existing,
                                   const v1::StartDoingRequest& request,
                                   const CommandContext& context);
absl::StatusOr<Events> DecideCloseWarning(const std::optional<v1::Warning>& existing,
                                          const v1::CloseWarningRequest& request,
                                          const CommandContext& context);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_VERBS_H_
