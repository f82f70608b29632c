#include "services/headquarters/domain/ending_tally.h"

#include <tuple>

namespace waystation::headquarters {
namespace {

int RankOf(v1::EndingState state) {
  switch (state) {
    case v1::ENDING_STATE_UNKNOWN:
      return 1;
    case v1::ENDING_STATE_NO_END:
      return 2;
    default:
      return 0;
  }
}

auto OrderOf(const EndingMark& mark) {
  return std::tuple(RankOf(mark.state), mark.time_us, static_cast<int>(mark.kind), mark.subject);
}

}  // namespace

EndingMark MarkOf(v1::EndingKind kind, const std::string& subject, const Limit& limit,
                  const LimitReading& reading) {
  return {.kind = kind,
          .subject = subject,
          .state = reading.state,
          .time_us = reading.state == v1::ENDING_STATE_UNKNOWN ? reading.unknown_since_us
                                                               : limit.act_by_us};
}

void EndingTally::Add(const EndingMark& mark) {
  ++count_;
  if (mark.state == v1::ENDING_STATE_UNKNOWN) ++unknown_count_;
  if (!first_.has_value() || OrderOf(mark) < OrderOf(*first_)) first_ = mark;
}

std::optional<int64_t> EndOfSupplyDay(const Level& level) {
  if (level.run_out_day == kNoDay) return std::nullopt;
  return level.standing == Standing::kOut ? level.run_out_day : level.run_out_day + 1;
}

v1::EndingState EndingStateOf(v1::SupplyState state) {
  switch (state) {
    case v1::SUPPLY_STATE_OUT:
      return v1::ENDING_STATE_ENDED;
    case v1::SUPPLY_STATE_LASTS:
      return v1::ENDING_STATE_LASTS;
    case v1::SUPPLY_STATE_UNUSED:
    case v1::SUPPLY_STATE_NO_EVIDENCE:
      return v1::ENDING_STATE_NO_END;
    default:
      return v1::ENDING_STATE_UNKNOWN;
  }
}

}  // namespace waystation::headquarters
