#include "services/facility/domain/cold_chain/trend.h"

#include <algorithm>

#include "services/facility/domain/fixed_point.h"

namespace waystation::facility {

std::optional<Crossing> RisesAbove(const std::vector<Reading>& readings, int64_t max_millicelsius,
                                   absl::Time as_of) {
  const Reading* newest = NewestReading(readings, as_of);
  if (newest == nullptr) return std::nullopt;
  const int64_t room = std::max<int64_t>(SubtractClamped(max_millicelsius, newest->value), 0);
  std::optional<Crossing> soonest;
  for (const Reading& earlier : readings) {
    const absl::Duration between = newest->observed - earlier.observed;
    if (between < kShortestRise || between > kTrendWindow) continue;
    const int64_t rise = SubtractClamped(newest->value, earlier.value);
    if (rise <= 0) continue;
    const int64_t seconds = MultiplyDivideDown(
        room, absl::ToInt64Seconds(absl::Floor(between, absl::Seconds(1))), rise);
    const absl::Time time = MinuteDown(newest->observed + absl::Seconds(seconds));
    if (!soonest.has_value() || time < soonest->time) {
      soonest = Crossing{time, rise, MinutesDown(between)};
    }
  }
  return soonest;
}

int64_t Projected(const Crossing& crossing, const Reading& newest, absl::Time time) {
  if (time <= newest.observed) return newest.value;
  return AddClamped(newest.value,
                    MultiplyDivideUp(crossing.rise_millicelsius, MinutesUp(time - newest.observed),
                                     crossing.rise_minutes));
}

std::optional<Crossing> FallsBelow(const std::vector<Reading>& readings, int64_t min_millicelsius,
                                   absl::Time as_of) {
  std::vector<Reading> mirrored = readings;
  for (Reading& reading : mirrored) reading.value = SubtractClamped(0, reading.value);
  std::optional<Crossing> crossing =
      RisesAbove(mirrored, SubtractClamped(0, min_millicelsius), as_of);
  if (crossing.has_value()) crossing->rise_millicelsius = -crossing->rise_millicelsius;
  return crossing;
}

}  // namespace waystation::facility
