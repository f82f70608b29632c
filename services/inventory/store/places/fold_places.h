// From storage places and exposures to rows; a part of InventoryFold.
#ifndef SERVICES_INVENTORY_STORE_PLACES_FOLD_PLACES_H_
#define SERVICES_INVENTORY_STORE_PLACES_FOLD_PLACES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::inventory {

absl::Status FoldStoragePlace(storage::RowWriter& rows, const v1::StoragePlaceChanged& event);

// The readings of a fridge, weighed.
absl::Status FoldReadingsWeighed(storage::RowWriter& rows, const v1::ReadingsWeighed& event);

// Notes that something came or went where a fridge or tank measures it.
absl::Status NoteMeasuredPlaces(storage::RowWriter& rows, absl::string_view facility,
                                const v1::Movement& movement);

// As the lot stands from now on.
absl::Status FoldLotExposure(storage::RowWriter& rows, absl::string_view facility,
                             const v1::LotExposure& lot);
absl::Status FoldLotExposures(storage::RowWriter& rows, absl::string_view facility,
                              const google::protobuf::RepeatedPtrField<v1::LotExposure>& lots);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_FOLD_PLACES_H_
