#include "services/runtime/executor.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "services/runtime/limits.h"

namespace waystation::runtime {
namespace {

constexpr absl::Duration kLongestWait = absl::Hours(1);

}  // namespace

Executor::Executor(int threads, size_t max_queued, std::function<absl::Time()> now)
    : max_queued_(max_queued), now_(std::move(now)) {
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Executor::~Executor() { Stop(); }

bool Executor::Run(Task task) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopped_ || queue_.size() >= max_queued_) return false;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

Executor::TimerId Executor::RunAfter(absl::Duration delay, Task task) {
  return AddTimer(delay, std::move(task), kMaxTimers);
}

Executor::TimerId Executor::RunAfterAlways(absl::Duration delay, Task task) {
  return AddTimer(delay, std::move(task), std::numeric_limits<size_t>::max());
}

Executor::TimerId Executor::AddTimer(absl::Duration delay, Task task, size_t max_timers) {
  const absl::Time instant = Now() + std::max(delay, absl::ZeroDuration());
  TimerId id = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopped_ || timers_.size() >= max_timers) return 0;
    id = ++last_timer_;
    timers_.emplace(std::make_pair(instant, id), std::move(task));
    timer_instants_.emplace(id, instant);
  }
  wake_.notify_one();
  return id;
}

bool Executor::Cancel(TimerId id) {
  Task task;  // Destroyed outside the lock: what it holds may call back.
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = timer_instants_.find(id);
  if (found == timer_instants_.end()) return false;
  auto timer = timers_.find({found->second, id});
  task = std::move(timer->second);
  timers_.erase(timer);
  timer_instants_.erase(found);
  return true;
}

void Executor::TakeDueTimers() {
  const absl::Time now = Now();
  while (!timers_.empty() && timers_.begin()->first.first <= now) {
    queue_.push_back(std::move(timers_.begin()->second));
    timer_instants_.erase(timers_.begin()->first.second);
    timers_.erase(timers_.begin());
  }
}

void Executor::Work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    TakeDueTimers();
    if (!queue_.empty()) {
      Task task = std::move(queue_.front());
      queue_.pop_front();
      // Whoever waits must take over the rest, and watch the next timer.
      if (!queue_.empty() || !timers_.empty()) wake_.notify_one();
      lock.unlock();
      task();
      task = nullptr;
      lock.lock();
      continue;
    }
    if (stopped_) return;
    if (timers_.empty()) {
      wake_.wait(lock);
    } else {
      const absl::Duration left = timers_.begin()->first.first - Now();
      wake_.wait_for(lock, absl::ToChronoMicroseconds(std::min(left, kLongestWait)) +
                               std::chrono::microseconds(1));
    }
  }
}

void Executor::TimeMoved() {
  // With the lock, so that nobody is between looking and waiting.
  std::lock_guard<std::mutex> lock(mutex_);
  wake_.notify_all();
}

void Executor::Stop() {
  std::map<std::pair<absl::Time, TimerId>, Task> dropped;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
    dropped.swap(timers_);
    timer_instants_.clear();
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace waystation::runtime
