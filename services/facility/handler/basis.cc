#include "services/facility/handler/basis.h"

#include "services/facility/domain/times.h"
#include "services/facility/store/fold.h"
#include "services/facility/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {

absl::Status FillBasis(const storage::RowReader& rows, absl::Time now, v1::StatusBasis* basis) {
  ASSIGN_OR_RETURN(const int64_t revision, AppliedRevision(rows));
  basis->set_log(kLogName);
  basis->set_revision(revision);
  *basis->mutable_read_time() = ToTimestamp(ToMicros(now));
  return absl::OkStatus();
}

}  // namespace waystation::facility
