#include "services/runtime/clock.h"

#include <chrono>

namespace waystation::runtime {

absl::Time SteadyNow() {
  return absl::UnixEpoch() + absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

absl::Time SettableClock::Now() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return frozen_at_ != absl::InfinitePast() ? frozen_at_ : absl::Now() + offset_;
}

void SettableClock::Set(absl::Time time, bool frozen) {
  std::lock_guard<std::mutex> lock(mutex_);
  offset_ = time - absl::Now();
  frozen_at_ = frozen ? time : absl::InfinitePast();
}

void SettableClock::Reset() {
  std::lock_guard<std::mutex> lock(mutex_);
  offset_ = absl::ZeroDuration();
  frozen_at_ = absl::InfinitePast();
}

absl::Duration SettableClock::offset() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return frozen_at_ != absl::InfinitePast() ? frozen_at_ - absl::Now() : offset_;
}

}  // namespace waystation::runtime
