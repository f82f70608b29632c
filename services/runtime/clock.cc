#include "services/runtime/clock.h"

#include <time.h>

#include <chrono>

namespace waystation::runtime {

absl::Time SteadyNow() {
  return absl::UnixEpoch() + absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

absl::Time PassingNow() {
  timespec passed = {};
  clock_gettime(CLOCK_BOOTTIME, &passed);
  return absl::TimeFromTimespec(passed);
}

absl::Time SteadyDeadline(absl::Time time) { return SteadyNow() + (time - absl::Now()); }

absl::Time SettableClock::Now() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return frozen_at_ != absl::InfinitePast() ? frozen_at_ : MachineNow() + offset_;
}

void SettableClock::Set(absl::Time time, bool frozen) {
  std::lock_guard<std::mutex> lock(mutex_);
  set_ = true;
  offset_ = time - MachineNow();
  frozen_at_ = frozen ? time : absl::InfinitePast();
}

void SettableClock::Reset() {
  std::lock_guard<std::mutex> lock(mutex_);
  set_ = false;
  offset_ = absl::ZeroDuration();
  frozen_at_ = absl::InfinitePast();
}

bool SettableClock::is_set() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return set_;
}

bool SettableClock::frozen() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return frozen_at_ != absl::InfinitePast();
}

absl::Duration SettableClock::offset() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return frozen_at_ != absl::InfinitePast() ? frozen_at_ - MachineNow() : offset_;
}

}  // namespace waystation::runtime
