#ifndef SERVICES_INVENTORY_STORE_FOLD_H_
#define SERVICES_INVENTORY_STORE_FOLD_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/projector.h"

namespace waystation::inventory {

// The one path from events of log inventory/main to rows.
class InventoryFold : public storage::EventFold {
 public:
  InventoryFold() = default;

  absl::Status Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                    absl::string_view event) const override;
  std::vector<uint8_t> Tables() const override;
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_FOLD_H_
