#ifndef SERVICES_HEADQUARTERS_STORE_FOLD_INVENTORY_H_
#define SERVICES_HEADQUARTERS_STORE_FOLD_INVENTORY_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/projector.h"

namespace waystation::headquarters {

// Log inventory/main into items, lots, days, levels and open exceptions. A level is written when
// its item moves, and again when the facility's record day advances, whatever moved: its window and
// what has expired count from that day.
class InventoryFold : public storage::EventFold {
 public:
  absl::Status Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                    absl::string_view event) const override;
  std::vector<uint8_t> Tables() const override;
};

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_FOLD_INVENTORY_H_
