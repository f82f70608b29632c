// Requisitions and expected deliveries: events to rows.
#ifndef SERVICES_INVENTORY_STORE_REQUESTS_FOLD_REQUESTS_H_
#define SERVICES_INVENTORY_STORE_REQUESTS_FOLD_REQUESTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// REQUIRES: the event is one of a requisition or an expected delivery.
absl::Status FoldRequest(storage::RowWriter& rows, const v1::Event& event);

// The id under a number of the series, or the number "REQ-0001"; numbers of all series are kept
// alike. `facility` may be kAllFacilities.
absl::Status PutNumber(storage::RowWriter& rows, absl::string_view facility,
                       absl::string_view series, int64_t number, const std::string& id);
absl::Status PutNumber(storage::RowWriter& rows, absl::string_view facility,
                       absl::string_view series, const std::string& text, const std::string& id);

// What a posted movement brought counts for the requisition and the delivery that it names; a
// reversal takes it back from them.
absl::Status FoldReceived(storage::RowWriter& rows, const v1::Movement& movement);

// What the event says; nullptr when it is about something else.
const v1::Requisition* RequisitionOf(const v1::Event& event);
const v1::ExpectedDelivery* ExpectedDeliveryOf(const v1::Event& event);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REQUESTS_FOLD_REQUESTS_H_
