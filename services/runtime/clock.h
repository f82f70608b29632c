#ifndef SERVICES_RUNTIME_CLOCK_H_
#define SERVICES_RUNTIME_CLOCK_H_

#include <mutex>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/clock_marks.h"
#include "storage/clock_reading.h"

namespace waystation::runtime {

// The time by which a process decides. Deadlines and intervals of waiting do not use it: they are
// SteadyNow's. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;

  // Now(), and whether the clock it comes from is to be believed. One that nobody judges always is.
  virtual storage::ClockReading Read() const { return Now(); }

  // What the process records and follows is what a clock is judged by (judged_clock.h); these do
  // nothing for one that nobody judges.
  // A log was opened; called for each, the first time it opens.
  virtual void LogOpened(const storage::ClockEvidence&) {}
  // A group was recorded by this reading.
  virtual void EntryRecorded(const storage::ClockReading&) {}
  // A followed log, timed by another machine, holds an entry of this time.
  virtual void EntryFollowed(absl::Time) {}
  // A person says that it is right as it is.
  virtual void Confirmed() {}
};

// The machine's.
class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// For the intervals of waiting: goes on evenly from an arbitrary start, whatever is done to the
// machine's clock. Not a time of day.
absl::Time SteadyNow();

// The same, and goes on while the machine sleeps: how much time has passed, not how long was
// worked.
absl::Time PassingNow();

// The moment of SteadyNow at which the machine's clock would say `time`, as both stand now: for a
// deadline that came as a time of day.
absl::Time SteadyDeadline(absl::Time time);

// The machine's until set. For exercises and tests.
class SettableClock : public Clock {
 public:
  // `machine` must outlive it; null: the machine's own.
  explicit SettableClock(const Clock* machine = nullptr) : machine_(machine) {}

  absl::Time Now() const override;

  // Now() is `time` at this moment. It goes on from there, or stays there when `frozen`. May go
  // back: record times do not follow it (storage/committer.h).
  void Set(absl::Time time, bool frozen);

  // The machine's again.
  void Reset();

  // Since Set: what it says is a person's word.
  bool is_set() const;

  // It was set to stand still.
  bool frozen() const;

  // Now() less the machine's time.
  absl::Duration offset() const;

 private:
  absl::Time MachineNow() const { return machine_ == nullptr ? absl::Now() : machine_->Now(); }

  const Clock* const machine_;
  mutable std::mutex mutex_;
  bool set_ = false;
  absl::Duration offset_ = absl::ZeroDuration();
  absl::Time frozen_at_ = absl::InfinitePast();  // InfinitePast: it goes.
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_CLOCK_H_
