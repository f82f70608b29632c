#include "services/inventory/domain/places/storage_place.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::Violations;

constexpr char kStoragePlacePattern[] = "facilities/*/storagePlaces/*";

}  // namespace

Violations Validate(const v1::CreateStoragePlaceRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckId(violations, "storage_place_id", request.storage_place_id());
  CheckStoragePlace(violations, "storage_place", request.storage_place());
  return violations;
}

Violations Validate(const v1::GetStoragePlaceRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kStoragePlacePattern);
  return violations;
}

Violations Validate(const v1::ListStoragePlacesRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::UpdateStoragePlaceRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "storage_place.name", request.storage_place().name(),
                     kStoragePlacePattern);
  if (request.update_mask().paths().empty()) {
    runtime::AddViolation(violations, "update_mask.paths", "none",
                          "at least one field of StoragePlace");
  }
  return violations;
}

Violations Validate(const v1::DecideExposureRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckName(violations, "item", request.item(), "items/*");
  runtime::CheckId(violations, "place", request.place());
  runtime::CheckText(violations, "lot", request.lot(), 1, kMaxLotCharacters);
  runtime::CheckText(violations, "decided_by", request.decided_by(), 1, kMaxRecordedByCharacters);
  runtime::CheckText(violations, "note", request.note(), 1, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::ListExcursionsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  if (!request.place().empty()) runtime::CheckId(violations, "place", request.place());
  runtime::CheckTimestamp(violations, "start_time", request.has_start_time(), request.start_time(),
                          runtime::Presence::kOptional);
  runtime::CheckTimestamp(violations, "end_time", request.has_end_time(), request.end_time(),
                          runtime::Presence::kOptional);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

}  // namespace waystation::inventory
