#include "services/facility/domain/cold_chain/excursion.h"

#include <algorithm>
#include <cstddef>

#include "services/facility/domain/fixed_point.h"

namespace waystation::facility {
namespace {

// One side of the range: how far a temperature is beyond it, above 0 when it is.
class Limit {
 public:
  static Limit Above(std::optional<int64_t> max) { return Limit(max, 1); }
  static Limit Below(std::optional<int64_t> min) { return Limit(min, -1); }
  // At the threshold it freezes: a thousandth of a degree more is the limit.
  static Limit Freezing(std::optional<int64_t> threshold) {
    if (threshold.has_value()) threshold = AddClamped(*threshold, 1);
    return Limit(threshold, -1);
  }

  // Of the time between two readings the part beyond the limit.
  void AddLine(const Reading& a, const Reading& b) {
    if (!limit_.has_value()) return;
    const int64_t begin = Excess(a);
    const int64_t end = Excess(b);
    const absl::Duration between = b.observed - a.observed;
    if (begin <= 0 && end <= 0) return;
    if (begin > 0 && end > 0) {
      outside_ += between;
      return;
    }
    const int64_t outside = std::max(begin, end);
    const int64_t whole = SubtractClamped(outside, std::min(begin, end));
    outside_ += absl::Microseconds(MultiplyDivideUp(
        absl::ToInt64Microseconds(absl::Ceil(between, absl::Microseconds(1))), outside, whole));
  }

  // Time after a reading of which nothing is known: counted while it was beyond the limit.
  void AddSilence(const Reading& a, absl::Duration counted) {
    if (IsBeyond(a)) outside_ += counted;
  }

  void AddReading(const Reading& reading) { seen_ = seen_ || IsBeyond(reading); }

  bool IsBeyond(const Reading& reading) const { return limit_.has_value() && Excess(reading) > 0; }

  int64_t minutes() const { return std::max<int64_t>(MinutesUp(outside_), seen_ ? 1 : 0); }

 private:
  Limit(std::optional<int64_t> limit, int64_t sign) : limit_(limit), sign_(sign) {}

  int64_t Excess(const Reading& reading) const {
    return sign_ > 0 ? SubtractClamped(reading.value, *limit_)
                     : SubtractClamped(*limit_, reading.value);
  }

  std::optional<int64_t> limit_;
  int64_t sign_;
  absl::Duration outside_;
  bool seen_ = false;
};

std::vector<Reading> InOrder(const std::vector<Reading>& readings, absl::Time from, absl::Time to) {
  std::vector<Reading> ordered;
  for (const Reading& reading : readings) {
    if (reading.observed >= from && reading.observed <= to) ordered.push_back(reading);
  }
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Reading& a, const Reading& b) { return a.observed < b.observed; });
  return ordered;
}

}  // namespace

Excursions ExcursionsOf(const StorageRange& range, const std::vector<Reading>& readings,
                        absl::Time from, absl::Time to, absl::Duration max_gap) {
  Limit limits[] = {Limit::Above(range.max_millicelsius), Limit::Below(range.min_millicelsius),
                    Limit::Freezing(range.freezes_at_millicelsius)};
  Excursions excursions;
  absl::Duration unknown;
  const std::vector<Reading> ordered = InOrder(readings, from, to);
  unknown += (ordered.empty() ? to : ordered.front().observed) - from;
  for (size_t i = 0; i < ordered.size(); ++i) {
    const Reading& reading = ordered[i];
    const bool last = i + 1 == ordered.size();
    const absl::Duration until_next = (last ? to : ordered[i + 1].observed) - reading.observed;
    const absl::Duration counted = std::min(until_next, max_gap);
    bool beyond = false;
    for (Limit& limit : limits) {
      limit.AddReading(reading);
      beyond = beyond || limit.IsBeyond(reading);
      if (!last && until_next <= max_gap) {
        limit.AddLine(reading, ordered[i + 1]);
      } else {
        limit.AddSilence(reading, counted);
      }
    }
    if (last || until_next > max_gap) {
      unknown += beyond ? until_next - counted : until_next;
    }
    excursions.lowest_millicelsius =
        std::min(excursions.lowest_millicelsius.value_or(reading.value), reading.value);
    excursions.highest_millicelsius =
        std::max(excursions.highest_millicelsius.value_or(reading.value), reading.value);
  }
  excursions.above_minutes = limits[0].minutes();
  excursions.below_minutes = limits[1].minutes();
  excursions.freezing_minutes = limits[2].minutes();
  excursions.unknown_minutes = MinutesUp(unknown);
  excursions.readings = static_cast<int64_t>(ordered.size());
  return excursions;
}

}  // namespace waystation::facility
