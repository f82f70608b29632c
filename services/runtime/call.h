#ifndef SERVICES_RUNTIME_CALL_H_
#define SERVICES_RUNTIME_CALL_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/runtime/revision_signal.h"
#include "services/runtime/store_host.h"
#include "services/runtime/validate.h"
#include "services/runtime/workflow/method.h"

namespace grpc {
class CallbackServerContext;
}  // namespace grpc

namespace waystation::runtime {

// Metadata keys.
inline constexpr char kPrincipalKey[] = "waystation-principal";
inline constexpr char kActingForKey[] = "waystation-acting-for";
inline constexpr char kAfterKey[] = "waystation-after";
inline constexpr char kDeviceTimeKey[] = "waystation-device-time";

// What a call brings beside its request.
struct CallContext {
  std::string principal;    // "anonymous" when not said.
  std::string acting_for;   // Empty when for itself.
  std::string device_time;  // As the device wrote it; not part of what is recorded.
  std::vector<std::pair<std::string, int64_t>> after;  // Log and revision.
  absl::Time deadline;  // A moment of SteadyNow: the caller's, or `default_deadline` from now.
};

// Adds violations named after the metadata keys ("metadata.waystation-after").
CallContext ReadCallContext(const grpc::CallbackServerContext& context,
                            absl::Duration default_deadline, Violations& violations);

// Calls `then` once: with ok when the host's rows hold every position in `after` (at once and on
// this thread if they do already), NOT_YET_FOLLOWED at `deadline`, OVERLOADED when the host drains.
// Blocks no thread. Positions in logs that the host neither owns nor follows are passed over.
void WhenFollowed(StoreHost* host, const std::vector<std::pair<std::string, int64_t>>& after,
                  absl::Time deadline, std::function<void(absl::Status)> then);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_CALL_H_
