#ifndef TESTS_SUPPORT_TURNED_CLOCK_H_
#define TESTS_SUPPORT_TURNED_CLOCK_H_

#include <functional>
#include <mutex>

#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/judged_clock.h"

namespace waystation::test {

// A machine's clock in the hands of a test: time passes when the test says so, and the clock is
// turned beside it. Thread-safe.
class TurnedClock : public runtime::Clock {
 public:
  explicit TurnedClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }
  // Time passes, and the clock with it.
  void Pass(absl::Duration duration) {
    std::lock_guard<std::mutex> lock(mutex_);
    now_ += duration;
    passed_ += duration;
  }
  // The clock is set; no time passes.
  void Turn(absl::Time now) {
    std::lock_guard<std::mutex> lock(mutex_);
    now_ = now;
  }
  // For JudgedClock: how much time passed.
  std::function<absl::Time()> passing() const {
    return [this] {
      std::lock_guard<std::mutex> lock(mutex_);
      return absl::UnixEpoch() + passed_;
    };
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
  absl::Duration passed_ = absl::ZeroDuration();
};

// All that a process has of clocks, over a turned one. A new one is a restart.
struct JudgedProcess {
  JudgedProcess(const TurnedClock* machine, absl::Time build)
      : clock(machine), judged({&clock, machine->passing(), build, nullptr}) {}

  runtime::SettableClock clock;
  runtime::JudgedClock judged;
};

}  // namespace waystation::test

#endif  // TESTS_SUPPORT_TURNED_CLOCK_H_
