// From events to the rows of handovers and tasks.
#ifndef SERVICES_FACILITY_STORE_FOLD_HANDOVERS_H_
#define SERVICES_FACILITY_STORE_FOLD_HANDOVERS_H_

#include "absl/status/status.h"
#include "storage/projector.h"
#include "storage/rows.h"
#include "waystation/facility/v1/handover.pb.h"

namespace waystation::facility {

void PutHandover(storage::RowWriter& rows, const v1::Handover& handover);

// A new one, where the lists find it, and the tasks that it is the first to have.
absl::Status FoldHandover(storage::RowWriter& rows, const storage::EntryContext& context,
                          const v1::Handover& handover);

absl::Status FoldCompleted(storage::RowWriter& rows, const v1::HandoverTask& task);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_FOLD_HANDOVERS_H_
