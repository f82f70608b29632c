#include "clients/load/runner.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/synchronization/blocking_counter.h"
#include "clients/cpp/transport.h"
#include "clients/load/link.h"

namespace waystation::load {
namespace {

using Clock = std::chrono::steady_clock;

// So many errors without one good answer mean that none will come.
constexpr int64_t kHopelessErrors = 1000;

class Run {
 public:
  Run(const RunPlan& plan, const Workload& workload)
      : plan_(plan),
        workload_(workload),
        metadata_{kPrincipal, "", plan.after},
        begin_(Clock::now() + absl::ToChronoNanoseconds(plan.warm_up)),
        end_(plan.operations > 0 ? Clock::time_point::max()
                                 : begin_ + absl::ToChronoNanoseconds(plan.duration)),
        slots_(plan.in_flight) {}

  absl::StatusOr<RunResult> Execute() {
    std::vector<std::unique_ptr<Lane>> lanes;
    for (int i = 0; i < plan_.connections; ++i) {
      lanes.push_back(std::make_unique<Lane>(plan_.server));
    }
    for (int i = 0; i < plan_.in_flight; ++i) Send(*lanes[i % plan_.connections]);
    slots_.Wait();
    if (!failure_.ok()) return failure_;
    RunResult result;
    Clock::time_point last = begin_;
    for (const auto& lane : lanes) {
      result.errors += lane->result.errors;
      result.calls += lane->result.calls;
      result.answer_bytes += lane->result.answer_bytes;
      if (result.first_error.empty()) result.first_error = lane->result.first_error;
      result.latencies_us.insert(result.latencies_us.end(), lane->result.latencies_us.begin(),
                                 lane->result.latencies_us.end());
      last = std::max(last, lane->last);
    }
    std::sort(result.latencies_us.begin(), result.latencies_us.end());
    result.took = absl::FromChrono(std::min(last, end_) - begin_);
    return result;
  }

 private:
  // One connection with its thread, and what was heard on it.
  struct Lane {
    explicit Lane(const std::string& server) : transport(server) {}

    std::mutex mutex;
    RunResult result;
    Clock::time_point last;
    // Last: its thread ends before what it writes to.
    client::Transport transport;
  };

  // Sends the next call, or gives up the slot when there is none.
  void Send(Lane& lane) {
    const Clock::time_point sent = Clock::now();
    const int64_t index = next_++;
    const bool over = plan_.operations > 0 ? index >= plan_.operations : sent >= end_;
    if (over || hopeless_) return GiveUp();
    const absl::StatusOr<Call> call = workload_.Next(index);
    if (!call.ok()) {
      Fail(call.status());
      return GiveUp();
    }
    lane.transport.Call(call->method, call->request, metadata_, absl::Now() + kCallTimeout,
                        [this, &lane, sent](const absl::Status& status, std::string answer) {
                          Heard(lane, sent, status, answer);
                          Send(lane);
                        });
  }

  void GiveUp() { slots_.DecrementCount(); }

  void Heard(Lane& lane, Clock::time_point sent, const absl::Status& status,
             const std::string& answer) {
    const Clock::time_point now = Clock::now();
    if (now < begin_ || now > end_) return;
    std::lock_guard<std::mutex> lock(lane.mutex);
    lane.last = std::max(lane.last, now);
    if (!status.ok() || answer.empty()) {
      if (lane.result.errors++ == 0) {
        lane.result.first_error = status.ok() ? "an empty answer" : status.ToString();
      }
      if (lane.result.calls == 0 && lane.result.errors >= kHopelessErrors) hopeless_ = true;
      return;
    }
    ++lane.result.calls;
    lane.result.answer_bytes += static_cast<int64_t>(answer.size());
    lane.result.latencies_us.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(now - sent).count());
  }

  void Fail(const absl::Status& status) {
    std::lock_guard<std::mutex> lock(mutex_);
    failure_.Update(status);
    hopeless_ = true;
  }

  const RunPlan& plan_;
  const Workload& workload_;
  const client::CallMetadata metadata_;
  const Clock::time_point begin_;
  const Clock::time_point end_;
  std::atomic<int64_t> next_{0};
  std::atomic<bool> hopeless_{false};
  absl::BlockingCounter slots_;
  std::mutex mutex_;
  absl::Status failure_;
};

}  // namespace

int64_t RunResult::PercentileUs(double share) const {
  if (latencies_us.empty()) return 0;
  const auto at = static_cast<size_t>(share * static_cast<double>(latencies_us.size()));
  return latencies_us[std::min(at, latencies_us.size() - 1)];
}

double RunResult::CallsPerSecond() const {
  const double seconds = absl::ToDoubleSeconds(took);
  return seconds > 0 ? static_cast<double>(calls) / seconds : 0;
}

absl::StatusOr<RunResult> RunLoad(const RunPlan& plan, const Workload& workload) {
  return Run(plan, workload).Execute();
}

}  // namespace waystation::load
