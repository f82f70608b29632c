#ifndef SERVICES_RUNTIME_CLOCK_H_
#define SERVICES_RUNTIME_CLOCK_H_

#include <mutex>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace waystation::runtime {

// The time by which a process decides. Deadlines and intervals of waiting do not use it: they are
// the machine's. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The machine's.
class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// For the intervals of waiting: goes on evenly from an arbitrary start, whatever is done to the
// machine's clock. Not a time of day.
absl::Time SteadyNow();

// The machine's until set. For exercises and tests.
class SettableClock : public Clock {
 public:
  absl::Time Now() const override;

  // Now() is `time` at this moment. It goes on from there, or stays there when `frozen`. May go
  // back: record times do not follow it (storage/committer.h).
  void Set(absl::Time time, bool frozen);

  // The machine's again.
  void Reset();

  // Now() less the machine's time.
  absl::Duration offset() const;

 private:
  mutable std::mutex mutex_;
  absl::Duration offset_ = absl::ZeroDuration();
  absl::Time frozen_at_ = absl::InfinitePast();  // InfinitePast: it goes.
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_CLOCK_H_
