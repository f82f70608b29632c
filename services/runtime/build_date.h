#ifndef SERVICES_RUNTIME_BUILD_DATE_H_
#define SERVICES_RUNTIME_BUILD_DATE_H_

#include "absl/time/time.h"

namespace waystation::runtime {

// The beginning, in UTC, of the day on which the build was configured (SOURCE_DATE_EPOCH, where the
// environment sets it): no true clock is before it. A day, so that a build repeated on the same day
// is the same.
absl::Time BuildDate();

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_BUILD_DATE_H_
