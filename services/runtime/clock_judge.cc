#include "services/runtime/clock_judge.h"

#include <algorithm>

#include "services/runtime/limits.h"

namespace waystation::runtime {

common::v1::ClockState JudgeClock(absl::Time clock, const ClockKnowledge& known) {
  if (clock < known.build) return common::v1::CLOCK_STATE_BEFORE_BUILD;
  if (known.at_least == absl::InfinitePast()) return common::v1::CLOCK_STATE_GOOD;
  if (clock < known.at_least - kClockFarBehind) return common::v1::CLOCK_STATE_BEHIND;
  if (clock > std::max(known.at_least, known.elsewhere) + kClockFarAhead) {
    return common::v1::CLOCK_STATE_AHEAD;
  }
  return common::v1::CLOCK_STATE_GOOD;
}

const char* ClockWord(common::v1::ClockState state) {
  switch (state) {
    case common::v1::CLOCK_STATE_GOOD:
      return "good";
    case common::v1::CLOCK_STATE_BEHIND:
      return "behind";
    case common::v1::CLOCK_STATE_BEFORE_BUILD:
      return "before-build";
    case common::v1::CLOCK_STATE_AHEAD:
      return "ahead";
    default:
      return "unspecified";
  }
}

}  // namespace waystation::runtime
