#include "services/facility/domain/fixed_point.h"

#include <algorithm>

namespace waystation::facility {
namespace {

__extension__ using WideAmount = __int128;

int64_t ClampWide(WideAmount amount) {
  return static_cast<int64_t>(
      std::clamp(amount, static_cast<WideAmount>(INT64_MIN), static_cast<WideAmount>(INT64_MAX)));
}

WideAmount DivideWideDown(WideAmount amount, int64_t by) {
  const WideAmount quotient = amount / by;
  return amount % by < 0 ? quotient - 1 : quotient;
}

}  // namespace

int64_t MultiplyDivideDown(int64_t a, int64_t b, int64_t c) {
  return ClampWide(DivideWideDown(static_cast<WideAmount>(a) * b, c));
}

int64_t MultiplyDivideUp(int64_t a, int64_t b, int64_t c) {
  return ClampWide(-DivideWideDown(-(static_cast<WideAmount>(a) * b), c));
}

int64_t AddClamped(int64_t a, int64_t b) { return ClampWide(static_cast<WideAmount>(a) + b); }

int64_t SubtractClamped(int64_t a, int64_t b) { return ClampWide(static_cast<WideAmount>(a) - b); }

int64_t MinutesDown(absl::Duration duration) {
  return absl::ToInt64Minutes(absl::Floor(duration, absl::Minutes(1)));
}

int64_t MinutesUp(absl::Duration duration) {
  return absl::ToInt64Minutes(absl::Ceil(duration, absl::Minutes(1)));
}

absl::Time MinuteDown(absl::Time time) {
  return absl::UnixEpoch() + absl::Floor(time - absl::UnixEpoch(), absl::Minutes(1));
}

}  // namespace waystation::facility
