// From events to the rows of warnings.
#ifndef SERVICES_FACILITY_STORE_FOLD_WARNINGS_H_
#define SERVICES_FACILITY_STORE_FOLD_WARNINGS_H_

#include "absl/status/status.h"
#include "storage/projector.h"
#include "storage/rows.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {

// The warning as it is from now on, where the lists find it, and its change in the history.
absl::Status FoldWarningChange(storage::RowWriter& rows, const storage::EntryContext& context,
                               const v1::WarningChange& change);

// Keeps which limits were known.
void NoteKnownLimits(storage::RowWriter& rows, const v1::AutonomyDerived& derived);

// When the warnings of the entry's facility have to be looked at again, by all that the entry says.
// Once an entry, after its last event.
absl::Status ScheduleReview(storage::RowWriter& rows, const storage::EntryContext& context);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_FOLD_WARNINGS_H_
