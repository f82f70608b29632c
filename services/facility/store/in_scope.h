// What every command of this service does around its decision.
#ifndef SERVICES_FACILITY_STORE_IN_SCOPE_H_
#define SERVICES_FACILITY_STORE_IN_SCOPE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/domain/facility.h"
#include "storage/committer.h"

namespace waystation::facility {

CommandContext ContextOf(const storage::DecideContext& context);

// All events of a command are about the facility `name`, which is their scope.
absl::StatusOr<storage::Decision> InScope(absl::string_view name,
                                          const absl::StatusOr<Events>& events);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_IN_SCOPE_H_
