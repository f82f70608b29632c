// How warm a fridge was by its readings, and when that was out of the range of a storage class.
#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_FRIDGE_CURVE_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_FRIDGE_CURVE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::inventory {

struct FridgeReading {
  absl::Time time;
  int64_t millicelsius = 0;
};

// From a time on, up to another.
struct TimeSpan {
  absl::Time from;
  absl::Time to;

  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};
// In order, apart from each other.
using TimeSpans = std::vector<TimeSpan>;

// What a class says of temperatures; unset: no bound.
struct FridgeLimits {
  std::optional<int64_t> min = {};
  std::optional<int64_t> max = {};
  bool freeze_sensitive = false;
  // Warm up to this is allowed for so long; unset: for no time.
  std::optional<int64_t> allowed_up_to = {};
  int64_t allowed_minutes = 0;
};

FridgeLimits LimitsOf(const v1::StorageClass& storage_class);

// Whether any reading between these is out of the limits.
bool IsOut(const FridgeLimits& limits, int64_t least, int64_t most);

// The part of a curve between two times: on the line between two temperatures.
struct CurvePiece {
  TimeSpan span;
  int64_t first = 0;
  int64_t last = 0;
};

// Between readings no further apart than `interval` on the line between them; after another one as
// it was, for one interval, up to the next reading and to `now`. REQUIRES: readings in order.
std::vector<CurvePiece> CurveOf(const std::vector<FridgeReading>& readings, absl::Duration interval,
                                absl::Time now);

// When no piece of the curve tells, from the first reading up to `now`: after a reading out of
// any of the limits its interval is told, after one within all nothing is.
TimeSpans UnknownSpans(const std::vector<FridgeReading>& readings, absl::Duration interval,
                       absl::Time now, const std::vector<FridgeLimits>& limits);

// When it was out of its range, each way.
struct OutOfRange {
  TimeSpans warm;    // Above the range.
  TimeSpans hot;     // Of these: above what is allowed for any time.
  TimeSpans cold;    // Below the range.
  TimeSpans frozen;  // Below zero, where frost spoils it.
};

OutOfRange OutOf(const FridgeLimits& limits, const std::vector<CurvePiece>& curve);

TimeSpans Intersection(const TimeSpans& a, const TimeSpans& b);
TimeSpans Union(const TimeSpans& a, const TimeSpans& b);
OutOfRange Within(const OutOfRange& out, const TimeSpans& spans);
// Out of the range in any way.
TimeSpans AnyWay(const OutOfRange& out);

// Whole seconds, a begun one too.
int64_t SecondsOf(const TimeSpans& spans);
// When so much of the spans is over; nullopt: they are shorter.
std::optional<absl::Time> WhenSpent(const TimeSpans& spans, absl::Duration spent);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_FRIDGE_CURVE_H_
