// Levels as rows: kept up to date at fold time, read at any time.
#ifndef SERVICES_HEADQUARTERS_STORE_LEVEL_ROWS_H_
#define SERVICES_HEADQUARTERS_STORE_LEVEL_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/headquarters/domain/level.h"
#include "services/headquarters/store/lot_rows.h"
#include "services/headquarters/store/row_codec.h"
#include "storage/rows.h"

namespace waystation::headquarters {

absl::StatusOr<std::optional<Level>> LoadLevel(const storage::RowReader& rows,
                                               absl::string_view facility, absl::string_view item);

// The level as it was at the end of a past record day, with all that is recorded so far: what
// happened later is taken back, and so is what was recalled after `as_of_day`. nullopt when the
// item had never been in stock by then. Adds the rows it looked at to `rows_read`: those of later
// days count, so far back costs more.
absl::StatusOr<std::optional<Level>> LoadLevelAsOf(const storage::RowReader& rows,
                                                   absl::string_view facility,
                                                   absl::string_view item, int64_t record_day,
                                                   int64_t as_of_day, int64_t& rows_read);

// The facility's last record day not after `day`; nullopt when nothing was recorded for so early.
absl::StatusOr<std::optional<int64_t>> RecordDayAsOf(const storage::RowReader& rows,
                                                     absl::string_view facility, int64_t day);

absl::StatusOr<std::optional<Record>> LoadRecord(const storage::RowReader& rows,
                                                 absl::string_view facility);

// The row of a vital level by which what runs out first is listed; empty: it has no run-out.
std::string EndingIndexKey(absl::string_view facility, absl::string_view item, const Level& level);

// Why a level is computed again.
enum class Refresh {
  kTouched,    // The item's book has changed.
  kTakenBack,  // Moreover nothing usable was, or is left of, some day of it.
  // Only the facility's record day has: what an item that is out once ran out on is not looked for
  // again.
  kDayOnly,
};

// Adds `flow` to the lot's day, and to the lot in `lots`, which the caller puts back. A row that
// comes to nothing is deleted. kTakenBack when the day's was, or holds nothing of usable stock. The
// date of a lot is the earliest that any of its legs said: inventory only ever moves it earlier.
absl::StatusOr<Refresh> AddFlow(storage::RowWriter& rows, absl::string_view facility,
                                absl::string_view item, absl::string_view lot, int64_t expiry_day,
                                int64_t day, const Flow& flow, Lots& lots);

// Whether an item is vital at some kind of facility. Levels of such items are kept twice, at every
// facility (tables 12, 13), so that an overview reads no others; which of them are vital at its own
// kind of facility it finds when it reads.
enum class Vital { kYes, kNo };

// Notes what the item is now; its levels that exist follow.
absl::Status NoteVital(storage::RowWriter& rows, absl::string_view item, Vital vital);

// Computes the item's level again and writes it with its indexes. `touched_day` is the earliest day
// on which its book has changed.
absl::Status RefreshLevel(storage::RowWriter& rows, absl::string_view facility,
                          absl::string_view item, int64_t record_day, Refresh refresh,
                          int64_t touched_day = kNoDay);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_LEVEL_ROWS_H_
