// Levels as rows: kept up to date at fold time, read at any time.
#ifndef SERVICES_HEADQUARTERS_STORE_LEVEL_ROWS_H_
#define SERVICES_HEADQUARTERS_STORE_LEVEL_ROWS_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/headquarters/domain/level.h"
#include "services/headquarters/store/row_codec.h"
#include "storage/rows.h"

namespace waystation::headquarters {

absl::StatusOr<std::optional<Level>> LoadLevel(const storage::RowReader& rows,
                                               absl::string_view facility, absl::string_view item);

absl::StatusOr<std::optional<Record>> LoadRecord(const storage::RowReader& rows,
                                                 absl::string_view facility);

// Adds `flow` to the lot's total and to its day. Rows that come to nothing are deleted. The date of
// a lot is the earliest that any of its legs said: inventory only ever moves it earlier.
absl::Status AddFlow(storage::RowWriter& rows, absl::string_view facility, absl::string_view item,
                     absl::string_view lot, int64_t expiry_day, int64_t day, const Flow& flow);

// Computes the item's level again and writes it with its indexes. With kTouched the item's book has
// changed; with kDayOnly only the facility's record day has, and what an item that is out once ran
// out on is not looked for again.
enum class Refresh { kTouched, kDayOnly };
absl::Status RefreshLevel(storage::RowWriter& rows, absl::string_view facility,
                          absl::string_view item, int64_t record_day, Refresh refresh);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_LEVEL_ROWS_H_
