// From one item that a facility ever had to the next.
#ifndef SERVICES_INVENTORY_STORE_PLACES_EVERY_ITEM_H_
#define SERVICES_INVENTORY_STORE_PLACES_EVERY_ITEM_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "storage/rows.h"

namespace waystation::inventory {

// Calls `visit` with the name of each item that the facility's book ever had, without a look at
// what lies between.
template <typename Visit>
absl::Status ForEachItemEver(const storage::RowReader& rows, absl::string_view facility,
                             Visit visit) {
  const std::string prefix = DayPrefixOf(PositionPrefix(facility));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  while (cursor->Valid()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const std::string item = ReadPosition(key).item;
    if (!key.ok()) return DamagedRow();
    RETURN_IF_ERROR(visit(item));
    cursor = rows.Scan(storage::PrefixEnd(DayPrefixOf(PositionPrefix(facility, LastId(item)))),
                       storage::PrefixEnd(prefix));
  }
  return cursor->status();
}

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_EVERY_ITEM_H_
