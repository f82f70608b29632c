#include "services/facility/domain/cold_chain/safe_until.h"

#include <algorithm>
#include <cstdint>

#include "services/facility/domain/cold_chain/trend.h"
#include "services/facility/domain/fixed_point.h"

namespace waystation::facility {
namespace {

bool IsInRange(const StorageRange& range, int64_t millicelsius) {
  return millicelsius >= range.min_millicelsius.value_or(INT64_MIN) &&
         millicelsius <= range.max_millicelsius.value_or(INT64_MAX) &&
         (!range.freezes_at_millicelsius.has_value() ||
          millicelsius > *range.freezes_at_millicelsius);
}

// REQUIRES: the newest reading is out of range.
absl::Time LastInRange(const Fridge& fridge, absl::Time as_of) {
  absl::Time last = absl::InfinitePast();
  for (const Reading& reading : fridge.readings_millicelsius) {
    if (reading.observed <= as_of && IsInRange(fridge.range, reading.value)) {
      last = std::max(last, reading.observed);
    }
  }
  if (last != absl::InfinitePast()) return last;
  absl::Time first = as_of;
  for (const Reading& reading : fridge.readings_millicelsius) {
    first = std::min(first, reading.observed);
  }
  return first;
}

void SetEarlier(absl::Time time, SafeBecause because, SafeUntil& safe) {
  if (safe.because != SafeBecause::kNone && time >= safe.safe_until) return;
  safe.safe_until = MinuteDown(time);
  safe.because = because;
}

int64_t WarmHoldover(const Fridge& fridge, int64_t holdover_minutes, int64_t millicelsius) {
  if (!fridge.holdover_from_millicelsius.has_value() ||
      !fridge.range.max_millicelsius.has_value() ||
      millicelsius <= *fridge.holdover_from_millicelsius) {
    return holdover_minutes;
  }
  const int64_t rated_room =
      SubtractClamped(*fridge.range.max_millicelsius, *fridge.holdover_from_millicelsius);
  const int64_t room = SubtractClamped(*fridge.range.max_millicelsius, millicelsius);
  if (rated_room <= 0 || room <= 0) return 0;
  return MultiplyDivideDown(holdover_minutes, room, rated_room);
}

void LookAtSupply(const Fridge& fridge, const CircuitSupply& supply, const Reading& newest,
                  const std::optional<Crossing>& rises, SafeUntil& safe) {
  if (!fridge.holdover_minutes.has_value()) {
    safe.working.Miss(Quantity::kHoldoverMinutes, fridge.id, Unknown::kNotRegistered);
  }
  const int64_t holdover =
      std::clamp<int64_t>(fridge.holdover_minutes.value_or(0), 0, kMaxPromiseMinutes);
  safe.working.Step(Quantity::kHoldoverMinutes, fridge.id, holdover);
  SetEarlier(supply.ends + absl::Minutes(holdover),
             supply.powered ? SafeBecause::kSourceEnds : SafeBecause::kCut, safe);
  // Without power since it was read, it has spent some of what it holds.
  if (supply.powered && supply.powered_since > newest.observed) {
    SetEarlier(newest.observed + absl::Minutes(holdover), SafeBecause::kCut, safe);
  }
  const int64_t at_end = rises.has_value() ? Projected(*rises, newest, supply.ends) : newest.value;
  const int64_t warm = WarmHoldover(fridge, holdover, at_end);
  if (warm == holdover) return;
  safe.working.Step(Quantity::kWarmMillicelsius, fridge.id, at_end);
  safe.working.Step(Quantity::kWarmHoldoverMinutes, fridge.id, warm);
  SetEarlier(std::max(supply.ends, newest.observed) + absl::Minutes(warm), SafeBecause::kWarm,
             safe);
}

void LookAtRise(const Fridge& fridge, const Reading& newest, const Crossing& rises,
                SafeUntil& safe) {
  safe.working.Step(Quantity::kRiseMillicelsius, fridge.id, rises.rise_millicelsius);
  safe.working.Step(Quantity::kRiseMinutes, fridge.id, rises.rise_minutes);
  safe.working.Step(Quantity::kCrossingMinutes, fridge.id,
                    MinutesDown(rises.time - newest.observed));
  SetEarlier(rises.time, SafeBecause::kRising, safe);
}

void LookAtAll(const Fridge& fridge, const CircuitSupply& supply, const Reading& newest,
               SafeUntil& safe) {
  const absl::Time as_of = safe.working.as_of;
  std::optional<Crossing> rises;
  if (fridge.range.max_millicelsius.has_value()) {
    rises = RisesAbove(fridge.readings_millicelsius, *fridge.range.max_millicelsius, as_of);
  }
  LookAtSupply(fridge, supply, newest, rises, safe);
  if (rises.has_value()) LookAtRise(fridge, newest, *rises, safe);
  if (!fridge.range.min_millicelsius.has_value()) return;
  const std::optional<Crossing> falls =
      FallsBelow(fridge.readings_millicelsius, *fridge.range.min_millicelsius, as_of);
  if (falls.has_value()) safe.falls_out_at = falls->time;
}

}  // namespace

SafeUntil SafeUntilOf(const Fridge& fridge, const CircuitSupply& supply, const Moment& moment) {
  SafeUntil safe;
  safe.working.as_of = moment.as_of;
  const Reading* newest = NewestReading(fridge.readings_millicelsius, moment.as_of);
  safe.unknown = JudgeReading(newest, moment);
  if (safe.unknown != Unknown::kNone) {
    safe.working.Miss(Quantity::kFridgeMillicelsius, fridge.id, safe.unknown);
    return safe;
  }
  safe.working.Use(Quantity::kFridgeMillicelsius, fridge.id, *newest);
  if (!IsInRange(fridge.range, newest->value)) {
    SetEarlier(LastInRange(fridge, moment.as_of), SafeBecause::kOutOfRange, safe);
  } else if (!fridge.range.max_millicelsius.has_value() &&
             !fridge.range.min_millicelsius.has_value()) {
    safe.unknown = Unknown::kNotRegistered;
    return safe;
  } else {
    safe.working.Append(supply.working);
    safe.unknown = supply.unknown;
    if (safe.unknown != Unknown::kNone) return safe;
    LookAtAll(fridge, supply, *newest, safe);
  }
  if (fridge.minutes_to_move.has_value()) {
    const int64_t move = std::clamp<int64_t>(*fridge.minutes_to_move, 0, kMaxPromiseMinutes);
    safe.working.Step(Quantity::kTimeToMoveMinutes, fridge.id, move);
    safe.act_by = safe.safe_until - absl::Minutes(move);
  }
  return safe;
}

}  // namespace waystation::facility
