// The commands about storage places and about stock that was out of its range; as store/commands.h.
#ifndef SERVICES_INVENTORY_STORE_PLACES_PLACE_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_PLACES_PLACE_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::inventory {

absl::StatusOr<storage::Decision> CreateStoragePlace(const storage::RowReader& rows,
                                                     const storage::DecideContext& context,
                                                     const v1::CreateStoragePlaceRequest& request);
absl::StatusOr<storage::Decision> UpdateStoragePlace(const storage::RowReader& rows,
                                                     const storage::DecideContext& context,
                                                     const v1::UpdateStoragePlaceRequest& request);
absl::StatusOr<storage::Decision> DecideExposure(const storage::RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::DecideExposureRequest& request);

absl::Status Answer(const storage::Outcome& outcome, v1::CreateStoragePlaceResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::UpdateStoragePlaceResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::DecideExposureResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_PLACE_COMMANDS_H_
