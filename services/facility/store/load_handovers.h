#ifndef SERVICES_FACILITY_STORE_LOAD_HANDOVERS_H_
#define SERVICES_FACILITY_STORE_LOAD_HANDOVERS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/domain/handovers/handover.h"
#include "storage/rows.h"

namespace waystation::facility {

// What the facility hands over now. `facility` is its full name.
absl::StatusOr<ToHandOver> LoadToHandOver(const storage::RowReader& rows,
                                          absl::string_view facility);

// By full name, its tasks as they are now; nullopt when there is none.
absl::StatusOr<std::optional<v1::Handover>> LoadHandover(const storage::RowReader& rows,
                                                         absl::string_view name);

absl::StatusOr<std::optional<v1::HandoverTask>> LoadTask(const storage::RowReader& rows,
                                                         absl::string_view name);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_LOAD_HANDOVERS_H_
