#ifndef SERVICES_HEADQUARTERS_HANDLER_BASIS_H_
#define SERVICES_HEADQUARTERS_HANDLER_BASIS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/headquarters/store/facts.h"
#include "services/runtime/store_host.h"
#include "storage/rows.h"
#include "waystation/headquarters/v1/source.pb.h"

namespace waystation::headquarters {

// The followed logs by name.
inline constexpr char kInventoryLog[] = "inventory/main";
inline constexpr char kFacilityLog[] = "facility/main";

// How the followed logs stand, with the revisions that `rows` hold: exactly what an answer from
// `rows` rests on.
absl::StatusOr<v1::Basis> MakeBasis(runtime::StoreHost& host, const storage::RowReader& rows,
                                    absl::Time now);

// The same moment as `basis`, for the join.
ReadMoment MakeMoment(absl::Time now, const v1::Basis& basis);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_HANDLER_BASIS_H_
