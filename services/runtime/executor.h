#ifndef SERVICES_RUNTIME_EXECUTOR_H_
#define SERVICES_RUNTIME_EXECUTOR_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/runtime/clock.h"

namespace waystation::runtime {

// A bounded pool of threads for reads, and the timers of the process. Thread-safe. Tasks may add
// tasks. A task that waits for another task may wait for ever: don't.
class Executor {
 public:
  using Task = std::function<void()>;
  using TimerId = uint64_t;  // 0 is never one.

  // `now` is the time by which timers run: SteadyNow, or a test's own.
  Executor(int threads, size_t max_queued, std::function<absl::Time()> now = SteadyNow);
  // Stops as by Stop().
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Runs `task` on a thread of the pool. False, without running it, when the queue is full or the
  // executor stopped.
  bool Run(Task task);

  // Runs `task` on a thread of the pool when `delay` has passed, also when the queue is full then:
  // what waits for a timer must not be lost. 0, without running it, when there are too many timers
  // or the executor stopped.
  TimerId RunAfter(absl::Duration delay, Task task);

  // The same without the limit on timers, for the process's own few, whose loss would stop it: 0
  // only when the executor stopped.
  TimerId RunAfterAlways(absl::Duration delay, Task task);

  // True when the timer had not run out: its task will not run. False when the task ran, runs or
  // will run; 0 and unknown ids are false.
  bool Cancel(TimerId id);

  // The time by which timers run.
  absl::Time Now() const { return now_(); }

  // Looks at the timers again: a test has moved its time.
  void TimeMoved();

  // Runs what is queued, drops the timers, joins the threads. REQUIRES: not called by a task.
  void Stop();

 private:
  void Work();
  TimerId AddTimer(absl::Duration delay, Task task, size_t max_timers);
  // Moves what has run out to the queue. REQUIRES: mutex_ is held.
  void TakeDueTimers();

  const size_t max_queued_;
  const std::function<absl::Time()> now_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;
  std::map<std::pair<absl::Time, TimerId>, Task> timers_;
  std::map<TimerId, absl::Time> timer_instants_;
  TimerId last_timer_ = 0;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_EXECUTOR_H_
