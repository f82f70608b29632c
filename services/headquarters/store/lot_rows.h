// What is of each lot of an item at a facility, and which lots of an item are recalled: one row
// each, since every level that is computed reads all of it.
#ifndef SERVICES_HEADQUARTERS_STORE_LOT_ROWS_H_
#define SERVICES_HEADQUARTERS_STORE_LOT_ROWS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/headquarters/domain/level.h"
#include "storage/rows.h"

namespace waystation::headquarters {

// By lot; those that hold something, usable or not.
using Lots = std::map<std::string, LotStock, std::less<>>;

// LOG_DAMAGED when the bytes are not such a row; so below.
absl::StatusOr<Lots> LoadLots(const storage::RowReader& rows, absl::string_view facility,
                              absl::string_view item);

// No row when none holds anything; those that hold nothing are left out.
void PutLots(storage::RowWriter& rows, absl::string_view facility, absl::string_view item,
             const Lots& lots);

// Open recalls of an item: {lot, whole name of the recall} to the day of UTC on which it was
// recorded.
using LotRecalls = std::map<std::pair<std::string, std::string>, int64_t>;

absl::StatusOr<LotRecalls> LoadLotRecalls(const storage::RowReader& rows, absl::string_view item);

// No row for none.
void PutLotRecalls(storage::RowWriter& rows, absl::string_view item, const LotRecalls& recalls);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_LOT_ROWS_H_
