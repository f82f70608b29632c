#include "services/inventory/domain/places/fridge_curve.h"

#include <algorithm>

#include "absl/numeric/int128.h"

namespace waystation::inventory {
namespace {

// So that a reading counts at once, when it is recorded as soon as it was taken.
constexpr absl::Duration kLeastHold = absl::Seconds(1);

void Append(TimeSpans& spans, const TimeSpan& span) {
  if (span.to <= span.from) return;
  if (!spans.empty() && span.from <= spans.back().to) {
    spans.back().to = std::max(spans.back().to, span.to);
    return;
  }
  spans.push_back(span);
}

// From the start of a piece to where it comes to `bound`: `part` of the `whole` way.
absl::Duration Way(const CurvePiece& piece, int64_t part, int64_t whole, bool rounded_up) {
  const absl::int128 length = absl::ToInt64Microseconds(piece.span.to - piece.span.from);
  const absl::int128 product = length * part + (rounded_up ? whole - 1 : 0);
  return absl::Microseconds(static_cast<int64_t>(product / whole));
}

// Where the piece, both temperatures times `sign`, is above the bound: never less than it is.
TimeSpan Above(const CurvePiece& piece, int64_t bound, int64_t sign) {
  const int64_t first = sign * piece.first;
  const int64_t last = sign * piece.last;
  const absl::Time from = piece.span.from;
  if (first > bound && last > bound) return piece.span;
  if (first <= bound && last <= bound) return {from, from};
  if (first > bound) return {from, from + Way(piece, first - bound, first - last, true)};
  return {from + Way(piece, bound - first, last - first, false), piece.span.to};
}

TimeSpans AllAbove(const std::vector<CurvePiece>& curve, int64_t bound) {
  TimeSpans spans;
  for (const CurvePiece& piece : curve) Append(spans, Above(piece, bound, 1));
  return spans;
}

TimeSpans AllBelow(const std::vector<CurvePiece>& curve, int64_t bound) {
  TimeSpans spans;
  for (const CurvePiece& piece : curve) Append(spans, Above(piece, -bound, -1));
  return spans;
}

bool IsNear(const std::vector<FridgeReading>& readings, size_t i, absl::Duration interval) {
  return i + 1 < readings.size() && readings[i + 1].time - readings[i].time <= interval;
}

}  // namespace

FridgeLimits LimitsOf(const v1::StorageClass& storage_class) {
  FridgeLimits limits;
  if (storage_class.has_min_temperature_millicelsius()) {
    limits.min = storage_class.min_temperature_millicelsius();
  }
  if (storage_class.has_max_temperature_millicelsius()) {
    limits.max = storage_class.max_temperature_millicelsius();
  }
  limits.freeze_sensitive = storage_class.freeze_sensitive();
  if (storage_class.has_out_of_range()) {
    limits.allowed_up_to = storage_class.out_of_range().max_temperature_millicelsius();
    limits.allowed_minutes = storage_class.out_of_range().max_minutes();
  }
  return limits;
}

bool IsOut(const FridgeLimits& limits, int64_t least, int64_t most) {
  return (limits.max.has_value() && most > *limits.max) ||
         (limits.min.has_value() && least < *limits.min) || (limits.freeze_sensitive && least < 0);
}

std::vector<CurvePiece> CurveOf(const std::vector<FridgeReading>& readings, absl::Duration interval,
                                absl::Time now) {
  std::vector<CurvePiece> curve;
  for (size_t i = 0; i < readings.size(); ++i) {
    const FridgeReading& reading = readings[i];
    if (IsNear(readings, i, interval)) {
      curve.push_back({{reading.time, readings[i + 1].time},
                       reading.millicelsius,
                       readings[i + 1].millicelsius});
      continue;
    }
    const absl::Time held = std::min(reading.time + interval, now);
    curve.push_back({{reading.time, std::max(held, reading.time + kLeastHold)},
                     reading.millicelsius,
                     reading.millicelsius});
  }
  return curve;
}

TimeSpans UnknownSpans(const std::vector<FridgeReading>& readings, absl::Duration interval,
                       absl::Time now, const std::vector<FridgeLimits>& limits) {
  TimeSpans spans;
  for (size_t i = 0; i < readings.size(); ++i) {
    if (IsNear(readings, i, interval)) continue;
    const bool held = std::any_of(
        limits.begin(), limits.end(),
        [read = readings[i].millicelsius](const auto& l) { return IsOut(l, read, read); });
    const absl::Time from = readings[i].time + (held ? interval : absl::ZeroDuration());
    const absl::Time to = i + 1 < readings.size() ? readings[i + 1].time : now;
    // The next reading is not due yet.
    if (i + 1 == readings.size() && now <= readings[i].time + interval) continue;
    Append(spans, {from, to});
  }
  return spans;
}

OutOfRange OutOf(const FridgeLimits& limits, const std::vector<CurvePiece>& curve) {
  OutOfRange out;
  if (limits.max.has_value()) {
    out.warm = AllAbove(curve, *limits.max);
    out.hot = limits.allowed_up_to.has_value()
                  ? AllAbove(curve, std::max(*limits.allowed_up_to, *limits.max))
                  : out.warm;
  }
  if (limits.min.has_value()) out.cold = AllBelow(curve, *limits.min);
  if (limits.freeze_sensitive) out.frozen = AllBelow(curve, 0);
  return out;
}

TimeSpans Intersection(const TimeSpans& a, const TimeSpans& b) {
  TimeSpans both;
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    Append(both, {std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)});
    if (a[i].to < b[j].to) {
      ++i;
    } else {
      ++j;
    }
  }
  return both;
}

TimeSpans Union(const TimeSpans& a, const TimeSpans& b) {
  TimeSpans all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end(),
            [](const TimeSpan& x, const TimeSpan& y) { return x.from < y.from; });
  TimeSpans joined;
  for (const TimeSpan& span : all) Append(joined, span);
  return joined;
}

OutOfRange Within(const OutOfRange& out, const TimeSpans& spans) {
  return {.warm = Intersection(out.warm, spans),
          .hot = Intersection(out.hot, spans),
          .cold = Intersection(out.cold, spans),
          .frozen = Intersection(out.frozen, spans)};
}

TimeSpans AnyWay(const OutOfRange& out) { return Union(Union(out.warm, out.cold), out.frozen); }

int64_t SecondsOf(const TimeSpans& spans) {
  absl::Duration all;
  for (const TimeSpan& span : spans) all += span.to - span.from;
  return absl::ToInt64Seconds(absl::Ceil(all, absl::Seconds(1)));
}

std::optional<absl::Time> WhenSpent(const TimeSpans& spans, absl::Duration spent) {
  absl::Duration left = std::max(spent, absl::ZeroDuration());
  for (const TimeSpan& span : spans) {
    const absl::Duration length = span.to - span.from;
    if (length > left) return span.from + left;
    left -= length;
  }
  return std::nullopt;
}

}  // namespace waystation::inventory
