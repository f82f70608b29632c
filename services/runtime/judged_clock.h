#ifndef SERVICES_RUNTIME_JUDGED_CLOCK_H_
#define SERVICES_RUNTIME_JUDGED_CLOCK_H_

#include <functional>
#include <mutex>

#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/clock_judge.h"

namespace waystation::runtime {

// A clock that is judged at every reading by what the process has recorded and the time that has
// passed since (clock_judge.h). While it is suspect the time is the last trusted one plus what has
// passed; a clock that is set right is believed again at the next reading, a step that is right by
// a person's word from Confirmed() on. What an exercise's clock was set to is a person's word too.
//
// It remembers nothing beyond the process: what a restart must know is in the logs
// (storage/clock_marks.h), and comes by LogOpened. Thread-safe.
class JudgedClock : public Clock {
 public:
  struct Options {
    const SettableClock* clock = nullptr;  // Must outlive it.
    // How much time passes, whatever is done to the clock.
    std::function<absl::Time()> passing = PassingNow;
    absl::Time build = absl::InfinitePast();
    // Hears of every change between good and suspect, and between ways of being suspect, on the
    // thread that read; not during the first opening of the logs. May be null. Must not read this
    // clock.
    std::function<void(const storage::ClockReading&)> changed;
  };
  explicit JudgedClock(Options options);

  absl::Time Now() const override { return Read().now; }
  storage::ClockReading Read() const override;
  void LogOpened(const storage::ClockEvidence& evidence) override;
  void EntryRecorded(const storage::ClockReading& reading) override;
  void EntryFollowed(absl::Time record_time) override;
  void Confirmed() override;

  // The last trusted time that was recorded, by readings that were good; InfinitePast before any.
  absl::Time last_entry() const;
  absl::Time build() const { return options_.build; }

 private:
  // A time, and the moment of `passing` at which it was known to have come.
  struct Anchor {
    absl::Time time = absl::InfinitePast();
    absl::Time moment;

    absl::Time At(absl::Time now) const { return time + (now - moment); }
    // Moves up to `to`, never back.
    void Raise(absl::Time to, absl::Time now) {
      if (to > At(now)) *this = {to, now};
    }
  };

  storage::ClockReading ReadLocked() const;

  const Options options_;
  mutable std::mutex mutex_;
  Anchor own_;
  Anchor elsewhere_;
  absl::Time last_entry_ = absl::InfinitePast();
  mutable common::v1::ClockState told_ = common::v1::CLOCK_STATE_GOOD;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_JUDGED_CLOCK_H_
