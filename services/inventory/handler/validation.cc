#include "services/inventory/handler/validation.h"

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/catalogue/item.h"
#include "services/inventory/domain/catalogue/storage_class.h"
#include "services/inventory/gs1/parse.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::Presence;
using runtime::Violations;

constexpr char kItemPattern[] = "items/*";
constexpr char kStorageClassPattern[] = "storageClasses/*";
constexpr char kMovementPattern[] = "facilities/*/movements/*";
constexpr char kExceptionPattern[] = "facilities/*/exceptions/*";

// An enum that may be left out.
template <typename Enum>
void CheckOptionalEnum(Violations& violations, absl::string_view field, Enum value,
                       bool (*is_valid)(int value)) {
  if (value != Enum{}) runtime::CheckEnum(violations, field, value, is_valid);
}

}  // namespace

void CheckPlace(Violations& violations, const std::string& field, const std::string& place) {
  if (!place.empty()) runtime::CheckId(violations, field, place);
}

Violations Validate(const v1::CreateItemRequest& request) {
  Violations violations;
  runtime::CheckId(violations, "item_id", request.item_id());
  CheckItem(violations, "item", request.item());
  return violations;
}

Violations Validate(const v1::GetItemRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kItemPattern);
  return violations;
}

Violations Validate(const v1::ListItemsRequest& request) {
  Violations violations;
  runtime::CheckText(violations, "text", request.text(), 0, kMaxSearchCharacters);
  if (!request.category().empty()) {
    runtime::CheckId(violations, "category", request.category());
  }
  CheckOptionalEnum(violations, "vital_class", request.vital_class(), v1::VitalClass_IsValid);
  CheckOptionalEnum(violations, "facility_kind", request.facility_kind(),
                    facility::v1::FacilityKind_IsValid);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::UpdateItemRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "item.name", request.item().name(), kItemPattern);
  if (request.update_mask().paths().empty()) {
    runtime::AddViolation(violations, "update_mask.paths", "none", "at least one field of Item");
  }
  return violations;
}

Violations Validate(const v1::MergeItemRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kItemPattern);
  runtime::CheckName(violations, "into", request.into(), kItemPattern);
  runtime::CheckText(violations, "reason", request.reason(), 1, kMaxRemarkCharacters);
  runtime::CheckText(violations, "merged_by", request.merged_by(), 1, kMaxMergedByCharacters);
  return violations;
}

Violations Validate(const v1::CreateStorageClassRequest& request) {
  Violations violations;
  runtime::CheckId(violations, "storage_class_id", request.storage_class_id());
  CheckStorageClass(violations, "storage_class", request.storage_class());
  return violations;
}

Violations Validate(const v1::GetStorageClassRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kStorageClassPattern);
  return violations;
}

Violations Validate(const v1::ListStorageClassesRequest& request) {
  Violations violations;
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::UpdateStorageClassRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "storage_class.name", request.storage_class().name(),
                     kStorageClassPattern);
  if (request.update_mask().paths().empty()) {
    runtime::AddViolation(violations, "update_mask.paths", "none",
                          "at least one field of StorageClass");
  }
  return violations;
}

Violations Validate(const v1::GetMovementRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kMovementPattern);
  return violations;
}

Violations Validate(const v1::ListMovementsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  if (!request.item().empty()) {
    runtime::CheckName(violations, "item", request.item(), kItemPattern);
  }
  runtime::CheckDate(violations, "from_date", request.has_from_date(), request.from_date(),
                     Presence::kOptional);
  runtime::CheckDate(violations, "to_date", request.has_to_date(), request.to_date(),
                     Presence::kOptional);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  if (violations.empty() && request.has_from_date() && request.has_to_date() &&
      DayNumber(request.to_date()) < DayNumber(request.from_date())) {
    runtime::AddViolation(violations, "to_date", DateText(DayNumber(request.to_date())),
                          "a day not before from_date");
  }
  return violations;
}

Violations Validate(const v1::ReverseMovementRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kMovementPattern);
  runtime::CheckEnum(violations, "intent", request.intent(), v1::Intent_IsValid);
  runtime::CheckText(violations, "recorded_by", request.recorded_by(), 0, kMaxRecordedByCharacters);
  runtime::CheckText(violations, "note", request.note(), 0, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::ProposeIssueRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckName(violations, "item", request.item(), kItemPattern);
  if (!request.place().empty()) runtime::CheckId(violations, "place", request.place());
  if (request.quantity() < 1) {
    runtime::AddViolation(violations, "quantity", std::to_string(request.quantity()),
                          "a whole number of base units greater than 0");
  }
  runtime::CheckTimestamp(violations, "happened_time", request.has_happened_time(),
                          request.happened_time(), Presence::kOptional);
  return violations;
}

Violations Validate(const v1::ListStockRequest& request) {
  Violations violations;
  if (request.facility().empty() && request.item().empty()) {
    runtime::AddViolation(violations, "facility", "neither facility nor item", "one or both");
  }
  if (!request.facility().empty()) {
    runtime::CheckName(violations, "facility", request.facility(), kFacilityPattern);
  }
  if (!request.item().empty()) {
    runtime::CheckName(violations, "item", request.item(), kItemPattern);
  }
  runtime::CheckDate(violations, "as_of_date", request.has_as_of_date(), request.as_of_date(),
                     Presence::kOptional);
  CheckOptionalEnum(violations, "condition", request.condition(), v1::Condition_IsValid);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::GetStockBalanceRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "facility", request.facility(), kFacilityPattern);
  runtime::CheckName(violations, "item", request.item(), kItemPattern);
  runtime::CheckDate(violations, "date", request.has_date(), request.date(), Presence::kOptional);
  return violations;
}

Violations Validate(const v1::ResolveScanRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  if (request.scans_size() < 1 || request.scans_size() > kMaxScans) {
    runtime::AddViolation(violations, "scans", std::to_string(request.scans_size()),
                          "1 to " + std::to_string(kMaxScans) + " scans of one pack");
  }
  for (int i = 0; i < request.scans_size(); ++i) {
    const size_t bytes = request.scans(i).size();
    if (bytes >= 1 && bytes <= gs1::kMaxScanBytes) continue;
    runtime::AddViolation(violations, "scans[" + std::to_string(i) + "]",
                          std::to_string(bytes) + " bytes",
                          "1 to " + std::to_string(gs1::kMaxScanBytes));
  }
  return violations;
}

Violations Validate(const v1::GetExceptionRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kExceptionPattern);
  return violations;
}

Violations Validate(const v1::ListExceptionsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  CheckOptionalEnum(violations, "state", request.state(), v1::ExceptionState_IsValid);
  CheckOptionalEnum(violations, "kind", request.kind(), v1::ExceptionKind_IsValid);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::ResolveExceptionRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kExceptionPattern);
  runtime::CheckEnum(violations, "resolution", request.resolution(), v1::Resolution_IsValid);
  const int min_note = request.resolution() == v1::RESOLUTION_CLOSE ? 1 : 0;
  runtime::CheckText(violations, "note", request.note(), min_note, kMaxNoteCharacters);
  return violations;
}

}  // namespace waystation::inventory
