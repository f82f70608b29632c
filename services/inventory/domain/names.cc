#include "services/inventory/domain/names.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/inventory/limits.h"
#include "storage/base/digest.h"

namespace waystation::inventory {
namespace {

constexpr size_t kMaxIdBytes = 63;

std::optional<std::string> SingleId(absl::string_view name, absl::string_view collection) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 || parts[0] != collection || !IsId(parts[1])) return std::nullopt;
  return std::string(parts[1]);
}

std::optional<std::pair<std::string, std::string>> FacilityChildIds(absl::string_view name,
                                                                    absl::string_view collection) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "facilities" || parts[2] != collection || !IsId(parts[1]) ||
      !IsId(parts[3])) {
    return std::nullopt;
  }
  return std::make_pair(std::string(parts[1]), std::string(parts[3]));
}

}  // namespace

bool IsId(absl::string_view text) {
  if (text.empty() || text.size() > kMaxIdBytes || text.front() == '-' || text.back() == '-') {
    return false;
  }
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
  }
  return true;
}

std::string ItemName(absl::string_view item_id) { return absl::StrCat("items/", item_id); }

std::string StorageClassName(absl::string_view storage_class_id) {
  return absl::StrCat("storageClasses/", storage_class_id);
}

std::string FacilityName(absl::string_view facility_id) {
  return absl::StrCat("facilities/", facility_id);
}

std::string MovementName(absl::string_view facility_id, absl::string_view movement_id) {
  return absl::StrCat("facilities/", facility_id, "/movements/", movement_id);
}

std::string ExceptionName(absl::string_view facility_id, absl::string_view exception_id) {
  return absl::StrCat("facilities/", facility_id, "/exceptions/", exception_id);
}

std::string RequisitionName(absl::string_view facility_id, absl::string_view requisition_id) {
  return absl::StrCat("facilities/", facility_id, "/requisitions/", requisition_id);
}

std::string CountName(absl::string_view facility_id, absl::string_view count_id) {
  return absl::StrCat("facilities/", facility_id, "/counts/", count_id);
}

std::string ExpectedDeliveryName(absl::string_view facility_id, absl::string_view delivery_id) {
  return absl::StrCat("facilities/", facility_id, "/expectedDeliveries/", delivery_id);
}

std::string TransferName(absl::string_view facility_id, absl::string_view transfer_id) {
  return absl::StrCat("facilities/", facility_id, "/transfers/", transfer_id);
}

std::string ReservationName(absl::string_view facility_id, absl::string_view reservation_id) {
  return absl::StrCat("facilities/", facility_id, "/reservations/", reservation_id);
}

std::string StoragePlaceName(absl::string_view facility_id, absl::string_view place) {
  return absl::StrCat("facilities/", facility_id, "/storagePlaces/", place);
}

std::string RecallName(absl::string_view recall_id) { return absl::StrCat("recalls/", recall_id); }

std::optional<std::string> ItemId(absl::string_view name) { return SingleId(name, "items"); }

std::optional<std::string> FacilityId(absl::string_view name) {
  return SingleId(name, "facilities");
}

std::optional<std::string> RecallId(absl::string_view name) { return SingleId(name, "recalls"); }

std::optional<std::pair<std::string, std::string>> MovementIds(absl::string_view name) {
  return FacilityChildIds(name, "movements");
}

std::optional<std::pair<std::string, std::string>> ExceptionIds(absl::string_view name) {
  return FacilityChildIds(name, "exceptions");
}

std::optional<std::pair<std::string, std::string>> RequisitionIds(absl::string_view name) {
  return FacilityChildIds(name, "requisitions");
}

std::optional<std::pair<std::string, std::string>> CountIds(absl::string_view name) {
  return FacilityChildIds(name, "counts");
}

std::optional<std::pair<std::string, std::string>> ExpectedDeliveryIds(absl::string_view name) {
  return FacilityChildIds(name, "expectedDeliveries");
}

std::optional<std::pair<std::string, std::string>> TransferIds(absl::string_view name) {
  return FacilityChildIds(name, "transfers");
}

std::optional<std::pair<std::string, std::string>> ReservationIds(absl::string_view name) {
  return FacilityChildIds(name, "reservations");
}

std::optional<std::pair<std::string, std::string>> StoragePlaceIds(absl::string_view name) {
  return FacilityChildIds(name, "storagePlaces");
}

std::string DerivedId(absl::string_view request_id, absl::string_view role) {
  const storage::Digest digest = storage::Sha256({request_id, "/", role});
  return absl::BytesToHexString(storage::DigestBytes(digest)).substr(0, kDerivedIdDigits);
}

}  // namespace waystation::inventory
