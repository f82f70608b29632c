// What an answer rests on.
#ifndef SERVICES_FACILITY_HANDLER_BASIS_H_
#define SERVICES_FACILITY_HANDLER_BASIS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/rows.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

// The log, how far it has been read, and the server's clock.
absl::Status FillBasis(const storage::RowReader& rows, absl::Time now, v1::StatusBasis* basis);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_HANDLER_BASIS_H_
