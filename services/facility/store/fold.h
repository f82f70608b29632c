#ifndef SERVICES_FACILITY_STORE_FOLD_H_
#define SERVICES_FACILITY_STORE_FOLD_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/projector.h"

namespace waystation::facility {

// From the events of "facility/main" to the rows of tables.h: the only writer of those. Stateless,
// so one serves all threads. FOLDER_NEWER for an event that this program does not know, LOG_DAMAGED
// for one that can't be read or is about a facility that was never created.
class FacilityFold : public storage::EventFold {
 public:
  absl::Status Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                    absl::string_view event) const override;
  std::vector<uint8_t> Tables() const override;
};

// How far `rows` hold "facility/main"; 0 when not at all. What an answer rests on.
absl::StatusOr<int64_t> AppliedRevision(const storage::RowReader& rows);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_FOLD_H_
