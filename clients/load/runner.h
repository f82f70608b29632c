// Keeps calls in flight and times them.
#ifndef CLIENTS_LOAD_RUNNER_H_
#define CLIENTS_LOAD_RUNNER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/load/workload.h"

namespace waystation::load {

struct RunPlan {
  std::string server;
  int in_flight = 1;
  int connections = 1;
  // Calls that end before it are not counted. Zero with `operations`.
  absl::Duration warm_up = absl::ZeroDuration();
  // Ends by time, or when `operations` (if above 0) calls have been made.
  absl::Duration duration = absl::ZeroDuration();
  int64_t operations = 0;
  // What each call's answer must hold, such as facilities that were just made.
  std::vector<client::AfterToken> after = {};
};

struct RunResult {
  int64_t calls = 0;  // Answered well, in the measured time.
  int64_t errors = 0;
  std::string first_error;
  int64_t answer_bytes = 0;
  absl::Duration took;
  // Of the well answered calls, sorted, from sending to the whole answer.
  std::vector<int64_t> latencies_us;

  // The latency that a share (0 to 1) of the calls did not exceed; 0 without calls.
  int64_t PercentileUs(double share) const;
  double CallsPerSecond() const;
};

// Sends as soon as an answer has come, so exactly `in_flight` calls are under way. An empty answer
// is an error. Ends early when nothing but errors comes back. Not ok when a call can't be made.
absl::StatusOr<RunResult> RunLoad(const RunPlan& plan, const Workload& workload);

}  // namespace waystation::load

#endif  // CLIENTS_LOAD_RUNNER_H_
