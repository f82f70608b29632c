#include "services/headquarters/domain/reading.h"

#include <algorithm>

namespace waystation::headquarters {

Reading ReadLevel(const Level& level, int64_t today) {
  today = std::max(today, level.record_day);
  if (level.standing == Standing::kOut) return {.state = v1::SUPPLY_STATE_OUT, .days_left = {}};
  const int64_t end =
      level.standing == Standing::kLasts ? level.run_out_day : level.usable_until_day;
  if (end < today) return {.state = v1::SUPPLY_STATE_UNKNOWN, .days_left = {}};
  switch (level.standing) {
    case Standing::kLasts:
      return {.state = v1::SUPPLY_STATE_LASTS, .days_left = level.run_out_day - today};
    case Standing::kUnused:
      return {.state = v1::SUPPLY_STATE_UNUSED, .days_left = {}};
    default:
      return {.state = v1::SUPPLY_STATE_NO_EVIDENCE, .days_left = {}};
  }
}

v1::UseEvidence ToProto(Evidence evidence) {
  switch (evidence) {
    case Evidence::kNone:
      return v1::USE_EVIDENCE_NONE;
    case Evidence::kWeak:
      return v1::USE_EVIDENCE_WEAK;
    case Evidence::kStrong:
      return v1::USE_EVIDENCE_STRONG;
    case Evidence::kUnused:
      return v1::USE_EVIDENCE_UNUSED;
  }
  return v1::USE_EVIDENCE_UNSPECIFIED;
}

}  // namespace waystation::headquarters
