// From what facilities measure and have installed to rows; a part of FacilityFold.
#ifndef SERVICES_INVENTORY_STORE_PLACES_FOLD_READINGS_H_
#define SERVICES_INVENTORY_STORE_PLACES_FOLD_READINGS_H_

#include "absl/status/status.h"
#include "storage/rows.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::inventory {

// Levels of tanks and temperatures of fridges; what else is reported is passed over.
absl::Status FoldReadings(storage::RowWriter& rows, const facility::v1::StatusReported& event);

// Tanks and fridges; others are passed over.
void FoldInstallation(storage::RowWriter& rows, const facility::v1::Installation& installation);
void FoldInstallationRemoved(storage::RowWriter& rows,
                             const facility::v1::Installation& installation);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_FOLD_READINGS_H_
