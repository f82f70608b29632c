#include "services/runtime/judged_clock.h"

#include <algorithm>
#include <utility>

namespace waystation::runtime {

JudgedClock::JudgedClock(Options options) : options_(std::move(options)) {
  own_.moment = elsewhere_.moment = options_.passing();
}

storage::ClockReading JudgedClock::ReadLocked() const {
  storage::ClockReading reading(options_.clock->Now());
  if (options_.clock->is_set()) return reading;
  const absl::Time moment = options_.passing();
  ClockKnowledge known;
  known.at_least = own_.At(moment);
  known.elsewhere = elsewhere_.At(moment);
  known.build = options_.build;
  reading.state = JudgeClock(reading.clock, known);
  if (reading.suspect()) {
    // With nothing recorded yet the build date is all there is to go by.
    reading.now = known.at_least == absl::InfinitePast() ? known.build : known.at_least;
  }
  return reading;
}

storage::ClockReading JudgedClock::Read() const {
  storage::ClockReading reading(absl::InfinitePast());
  {
    std::lock_guard<std::mutex> lock(mutex_);
    reading = ReadLocked();
    if (std::exchange(told_, reading.state) == reading.state) return reading;
  }
  if (options_.changed) options_.changed(reading);
  return reading;
}

void JudgedClock::LogOpened(const storage::ClockEvidence& evidence) {
  std::lock_guard<std::mutex> lock(mutex_);
  const absl::Time moment = options_.passing();
  own_.Raise(evidence.own, moment);
  elsewhere_.Raise(evidence.followed, moment);
  last_entry_ = std::max(last_entry_, evidence.own);
}

void JudgedClock::EntryRecorded(const storage::ClockReading& reading) {
  // A suspect reading is made of what is known already. One taken before a confirmation must not
  // undo it when its group is done after.
  if (reading.suspect()) return;
  std::lock_guard<std::mutex> lock(mutex_);
  own_.Raise(reading.now, options_.passing());
  last_entry_ = reading.now;
}

void JudgedClock::EntryFollowed(absl::Time record_time) {
  std::lock_guard<std::mutex> lock(mutex_);
  elsewhere_.Raise(record_time, options_.passing());
}

void JudgedClock::Confirmed() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    own_ = {options_.clock->Now(), options_.passing()};
  }
  Read();
}

absl::Time JudgedClock::last_entry() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return last_entry_;
}

}  // namespace waystation::runtime
