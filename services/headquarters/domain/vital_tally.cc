#include "services/headquarters/domain/vital_tally.h"

#include <tuple>

namespace waystation::headquarters {
namespace {

void Count(const Reading& reading, v1::VitalCounts& counts) {
  counts.set_vital_count(counts.vital_count() + 1);
  switch (reading.state) {
    case v1::SUPPLY_STATE_OUT:
      counts.set_out_count(counts.out_count() + 1);
      return;
    case v1::SUPPLY_STATE_LASTS:
      if (*reading.days_left < 3) {
        counts.set_under_3_days_count(counts.under_3_days_count() + 1);
      } else if (*reading.days_left < 7) {
        counts.set_under_7_days_count(counts.under_7_days_count() + 1);
      } else {
        counts.set_later_count(counts.later_count() + 1);
      }
      return;
    case v1::SUPPLY_STATE_UNUSED:
    case v1::SUPPLY_STATE_NO_EVIDENCE:
      counts.set_open_count(counts.open_count() + 1);
      return;
    default:
      counts.set_unknown_count(counts.unknown_count() + 1);
  }
}

auto Rank(const Reading& reading, int64_t run_out_day) {
  return std::tuple(reading.state != v1::SUPPLY_STATE_OUT, run_out_day);
}

}  // namespace

void VitalTally::Add(const std::string& item, const Level& level, const Reading& reading) {
  Count(reading, counts_);
  if (level.run_out_day == kNoDay) return;
  if (binding_.has_value() &&
      Rank(binding_->reading, binding_->run_out_day) <= Rank(reading, level.run_out_day)) {
    return;
  }
  binding_ = Binding{.item = item, .reading = reading, .run_out_day = level.run_out_day};
}

}  // namespace waystation::headquarters
