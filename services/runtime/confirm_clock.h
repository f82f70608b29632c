#ifndef SERVICES_RUNTIME_CONFIRM_CLOCK_H_
#define SERVICES_RUNTIME_CONFIRM_CLOCK_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/runtime/store_host.h"
#include "storage/base/errors.h"
#include "waystation/common/v1/clock.pb.h"

namespace waystation::runtime {

// What is wrong with the request by itself.
std::vector<FieldViolation> ValidateConfirmClock(const common::v1::ConfirmClockRequest& request);

// Who asks, and until when (a moment of SteadyNow).
struct ConfirmCall {
  std::string principal;
  std::string acting_for;
  absl::Time deadline;
};

// Records the confirmation of `clock` in the log of each host; each log accepts the request id
// once. With the first that has it the clock is believed, so that all later entries have good
// times; then the writers are asked for what is due. `done` is called once, on some thread, when
// every log has answered: with the first error, or ok and a receipt of each in `response`.
// TIME_OUT_OF_RANGE when `clock` is more than kClockFarBehind from what the person saw. REQUIRES: a
// request without violations; at least one host; hosts and `response` live until `done`.
void ConfirmInLogs(const std::vector<StoreHost*>& hosts,
                   const common::v1::ConfirmClockRequest& request, const ConfirmCall& call,
                   const storage::ClockReading& clock, common::v1::ConfirmClockResponse* response,
                   std::function<void(const absl::Status&)> done);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_CONFIRM_CLOCK_H_
