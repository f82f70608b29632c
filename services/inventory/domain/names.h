// Resource names and ids.
#ifndef SERVICES_INVENTORY_DOMAIN_NAMES_H_
#define SERVICES_INVENTORY_DOMAIN_NAMES_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace waystation::inventory {

// The scope of the catalogue; a facility's scope is its name.
inline constexpr absl::string_view kCatalogueScope = "catalogue";

// The place meant when a line names none.
inline constexpr absl::string_view kMainPlace = "main";
// The lot of stock that carries neither lot nor date.
inline constexpr absl::string_view kNoLot = "none";
// The lot of a shortfall when nothing there could be proposed.
inline constexpr absl::string_view kUnknownLot = "unknown";

// 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'.
bool IsId(absl::string_view text);

std::string ItemName(absl::string_view item_id);
std::string StorageClassName(absl::string_view storage_class_id);
std::string FacilityName(absl::string_view facility_id);
std::string MovementName(absl::string_view facility_id, absl::string_view movement_id);
std::string ExceptionName(absl::string_view facility_id, absl::string_view exception_id);
std::string RequisitionName(absl::string_view facility_id, absl::string_view requisition_id);
std::string RecallName(absl::string_view recall_id);
std::string CountName(absl::string_view facility_id, absl::string_view count_id);
std::string ExpectedDeliveryName(absl::string_view facility_id, absl::string_view delivery_id);
std::string TransferName(absl::string_view facility_id, absl::string_view transfer_id);
std::string StoragePlaceName(absl::string_view facility_id, absl::string_view place);
std::string ReservationName(absl::string_view facility_id, absl::string_view reservation_id);

// The id in a name of that form; nullopt when it is of another form.
std::optional<std::string> ItemId(absl::string_view name);
std::optional<std::string> FacilityId(absl::string_view name);
std::optional<std::string> RecallId(absl::string_view name);
// {facility id, own id}.
std::optional<std::pair<std::string, std::string>> MovementIds(absl::string_view name);
std::optional<std::pair<std::string, std::string>> ExceptionIds(absl::string_view name);
std::optional<std::pair<std::string, std::string>> RequisitionIds(absl::string_view name);
std::optional<std::pair<std::string, std::string>> CountIds(absl::string_view name);
std::optional<std::pair<std::string, std::string>> ExpectedDeliveryIds(absl::string_view name);
std::optional<std::pair<std::string, std::string>> TransferIds(absl::string_view name);
std::optional<std::pair<std::string, std::string>> StoragePlaceIds(absl::string_view name);
std::optional<std::pair<std::string, std::string>> ReservationIds(absl::string_view name);

// The id of what a command makes: the first 20 hex digits of SHA-256 over the request id and `role`
// ("movement", "exception/0"). The same request gives the same ids.
std::string DerivedId(absl::string_view request_id, absl::string_view role);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_NAMES_H_
