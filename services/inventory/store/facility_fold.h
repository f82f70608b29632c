#ifndef SERVICES_INVENTORY_STORE_FACILITY_FOLD_H_
#define SERVICES_INVENTORY_STORE_FACILITY_FOLD_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/projector.h"

namespace waystation::inventory {

// From events of log facility/main to what this service needs of a facility: its name, state, time
// zone and report interval, its tanks and fridges, and what was measured in them.
class FacilityFold : public storage::EventFold {
 public:
  FacilityFold() = default;

  absl::Status Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                    absl::string_view event) const override;
  std::vector<uint8_t> Tables() const override;
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_FACILITY_FOLD_H_
