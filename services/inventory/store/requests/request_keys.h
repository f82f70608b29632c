// Keys of requisitions and expected deliveries; the grammar is in store/tables.h.
#ifndef SERVICES_INVENTORY_STORE_REQUESTS_REQUEST_KEYS_H_
#define SERVICES_INVENTORY_STORE_REQUESTS_REQUEST_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::inventory {

// The scope of lists over all facilities; no facility has such an id.
inline constexpr absl::string_view kAllFacilities = "-";

// Ids, not names. A prefix is a key with its last parts left off.
std::string NumberPrefix(absl::string_view facility, absl::string_view series);
std::string NumberKey(absl::string_view facility, absl::string_view series, int64_t number);
std::string LastNumberKey(absl::string_view facility, absl::string_view series);
std::string RequisitionKey(absl::string_view facility, absl::string_view requisition);
std::string RequisitionTimePrefix(absl::string_view scope);
std::string RequisitionTimeKey(absl::string_view scope, const v1::Requisition& requisition);
std::string ExpectedDeliveryKey(absl::string_view facility, absl::string_view delivery);
std::string DeliveryDayPrefix(absl::string_view scope);
std::string DeliveryDayKey(absl::string_view scope, const v1::ExpectedDelivery& delivery);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REQUESTS_REQUEST_KEYS_H_
