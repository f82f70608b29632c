// Whole numbers that can't overflow, rounded the way that the name says.
#ifndef SERVICES_FACILITY_DOMAIN_FIXED_POINT_H_
#define SERVICES_FACILITY_DOMAIN_FIXED_POINT_H_

#include <cstdint>

#include "absl/time/time.h"

namespace waystation::facility {

// a·b÷c, exact in between, rounded down (up): towards less (more), negative results too. What does
// not fit is the nearest that does. REQUIRES: c > 0.
int64_t MultiplyDivideDown(int64_t a, int64_t b, int64_t c);
int64_t MultiplyDivideUp(int64_t a, int64_t b, int64_t c);

// The nearest that fits.
int64_t AddClamped(int64_t a, int64_t b);
int64_t SubtractClamped(int64_t a, int64_t b);

// Whole minutes of a duration; an endless one is the most that fits.
int64_t MinutesDown(absl::Duration duration);
int64_t MinutesUp(absl::Duration duration);

// The whole minute (of UTC) at or before `time`.
absl::Time MinuteDown(absl::Time time);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_FIXED_POINT_H_
