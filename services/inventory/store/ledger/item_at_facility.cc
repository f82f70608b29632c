#include "services/inventory/store/ledger/item_at_facility.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::StatusOr<ItemAtFacility> GetItemAtFacility(const storage::RowReader& rows,
                                                 absl::string_view item,
                                                 absl::string_view facility) {
  ItemAtFacility kept;
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(ItemFacilityKey(item, facility)));
  if (!row.has_value()) return kept;
  const absl::string_view bytes = *row;
  if (bytes.size() != 24) return DamagedRow();
  ASSIGN_OR_RETURN(kept.gross_inflow, DecodeInt64(bytes.substr(0, 8)));
  ASSIGN_OR_RETURN(kept.open_shortfalls, DecodeInt64(bytes.substr(8, 8)));
  ASSIGN_OR_RETURN(kept.holdings, DecodeInt64(bytes.substr(16)));
  return kept;
}

void PutItemAtFacility(storage::RowWriter& rows, absl::string_view item, absl::string_view facility,
                       const ItemAtFacility& kept) {
  rows.Put(ItemFacilityKey(item, facility),
           absl::StrCat(EncodeInt64(kept.gross_inflow), EncodeInt64(kept.open_shortfalls),
                        EncodeInt64(kept.holdings)));
}

}  // namespace waystation::inventory
