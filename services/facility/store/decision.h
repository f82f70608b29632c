// What all commands have in common.
#ifndef SERVICES_FACILITY_STORE_DECISION_H_
#define SERVICES_FACILITY_STORE_DECISION_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/domain/facility.h"
#include "storage/committer.h"

namespace waystation::facility {

CommandContext ContextOf(const storage::DecideContext& context);

// All events of a command are about the facility `name`, which is their scope.
absl::StatusOr<storage::Decision> InScope(absl::string_view name,
                                          const absl::StatusOr<Events>& events);

// A command by time alone, without its decision. Its request id says which due row of the facility
// it is about, so one polled twice is recorded once.
storage::Command TickCommand(absl::string_view method, absl::string_view facility, int64_t due_us,
                             int64_t revision);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_DECISION_H_
