// Whether a clock is to be believed: pure.
#ifndef SERVICES_RUNTIME_CLOCK_JUDGE_H_
#define SERVICES_RUNTIME_CLOCK_JUDGE_H_

#include "absl/time/time.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::runtime {

// What is known beside the clock itself.
struct ClockKnowledge {
  // The last trusted time recorded in any own log, plus what has passed since: the time that it is
  // at least. InfinitePast before anything was recorded.
  absl::Time at_least = absl::InfinitePast();
  // The same of followed logs, which other machines timed. It excuses a clock that is far past the
  // own entries (a headquarters alone records next to nothing), and accuses none.
  absl::Time elsewhere = absl::InfinitePast();
  // The day on which the program was built.
  absl::Time build = absl::InfinitePast();
};

// BEFORE_BUILD before `build`; else BEHIND when more than kClockFarBehind before `at_least`; else
// AHEAD when more than kClockFarAhead past the later of `at_least` and `elsewhere`, if anything was
// recorded at all; else GOOD.
common::v1::ClockState JudgeClock(absl::Time clock, const ClockKnowledge& known);

// "good", "behind", "before-build", "ahead": for log lines and metrics.
const char* ClockWord(common::v1::ClockState state);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_CLOCK_JUDGE_H_
