#include "services/headquarters/store/lot_rows.h"

#include <algorithm>
#include <optional>

#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/row_codec.h"
#include "storage/base/status_macros.h"

namespace waystation::headquarters {

absl::StatusOr<Lots> LoadLots(const storage::RowReader& rows, absl::string_view facility,
                              absl::string_view item) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(LotsKey(facility, item)));
  if (!row.has_value()) return Lots();
  return DecodeLots(*row);
}

void PutLots(storage::RowWriter& rows, absl::string_view facility, absl::string_view item,
             const Lots& lots) {
  const bool any = std::any_of(lots.begin(), lots.end(),
                               [](const auto& lot) { return lot.second.holds_something(); });
  if (any) {
    rows.Put(LotsKey(facility, item), Encode(lots));
  } else {
    rows.Delete(LotsKey(facility, item));
  }
}

absl::StatusOr<LotRecalls> LoadLotRecalls(const storage::RowReader& rows, absl::string_view item) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(LotRecallsKey(item)));
  if (!row.has_value()) return LotRecalls();
  return DecodeLotRecalls(*row);
}

void PutLotRecalls(storage::RowWriter& rows, absl::string_view item, const LotRecalls& recalls) {
  if (recalls.empty()) {
    rows.Delete(LotRecallsKey(item));
  } else {
    rows.Put(LotRecallsKey(item), Encode(recalls));
  }
}

}  // namespace waystation::headquarters
