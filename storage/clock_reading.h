#ifndef STORAGE_CLOCK_READING_H_
#define STORAGE_CLOCK_READING_H_

#include <algorithm>

#include "absl/time/time.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::storage {

// The time at which a group is run, and whether the clock it comes from is to be believed. Judged
// by services/runtime/judged_clock.h; storage only marks what is recorded under a suspect clock.
struct ClockReading {
  // A good clock: a time converts by itself.
  ClockReading(absl::Time time) : now(time), clock(time) {}  // NOLINT(google-explicit-constructor)

  // The time to decide and to record by. Under a suspect clock the last trusted time plus what has
  // passed since as far as the machine was on: the true time is that or later.
  absl::Time now;
  // What the clock says, believed or not; `now` unless suspect.
  absl::Time clock;
  common::v1::ClockState state = common::v1::CLOCK_STATE_GOOD;

  bool suspect() const { return state != common::v1::CLOCK_STATE_GOOD; }
  // The stricter reading for promises: no time that may already be over is taken for one to come.
  absl::Time latest() const { return std::max(now, clock); }
};

}  // namespace waystation::storage

#endif  // STORAGE_CLOCK_READING_H_
