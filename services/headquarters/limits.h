// Every limit of the headquarters service, in one place.
#ifndef SERVICES_HEADQUARTERS_LIMITS_H_
#define SERVICES_HEADQUARTERS_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace waystation::headquarters {

// Days that daily use is taken from, the facility's last record day included.
inline constexpr int64_t kUseWindowDays = 30;

// From so many in-stock days on the daily use is strong evidence.
inline constexpr int64_t kStrongEvidenceDays = 14;

// Rows of an index that one page looks at before it ends early with a token. A filter that few rows
// pass makes short pages, never a slow call.
inline constexpr int64_t kRowsScannedPerPage = 1'000;

// Levels of vital items that one page of overviews looks at before it ends early with a token; the
// facility it is at is always finished.
inline constexpr int64_t kLevelsScannedPerOverviewPage = 10'000;

// Values that one filter field may list.
inline constexpr int kFilterValuesMax = 50;

// Bytes of a category name in a filter.
inline constexpr size_t kCategoryBytesMax = 63;

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_LIMITS_H_
