#ifndef SERVICES_HEADQUARTERS_STORE_FOLD_FACILITY_H_
#define SERVICES_HEADQUARTERS_STORE_FOLD_FACILITY_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/projector.h"

namespace waystation::headquarters {

// Log facility/main into facilities as they are, the limits of their autonomy as last told, and of
// their status what an overview shows: the last report, access, power and beds, each the value with
// the latest effective time, whenever it came.
class FacilityFold : public storage::EventFold {
 public:
  absl::Status Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                    absl::string_view event) const override;
  std::vector<uint8_t> Tables() const override;
};

// Headquarters' own log, which holds nothing beyond its birth: any event is from a newer program.
class OwnFold : public storage::EventFold {
 public:
  absl::Status Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                    absl::string_view event) const override;
  std::vector<uint8_t> Tables() const override;
};

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_FOLD_FACILITY_H_
