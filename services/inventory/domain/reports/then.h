// What was expected, asked for and open at a past time, told from what is stored now and its
// history.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_THEN_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_THEN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::inventory {

// By item: what came for a request after the time in question.
using ReceivedSince = std::map<std::string, int64_t>;

// As it was, without what answers derive; nullopt: nobody had recorded it yet. Dates that were
// confirmed and then changed count as confirmed only where it is known since when they were.
std::optional<v1::ExpectedDelivery> DeliveryAt(v1::ExpectedDelivery delivery, absl::Time time,
                                               const ReceivedSince& since);
std::optional<v1::Requisition> RequisitionAt(v1::Requisition requisition, absl::Time time,
                                             const ReceivedSince& since);

// As it was while it was open, its quantities those of now; nullopt: it was not open.
std::optional<v1::Exception> OpenAt(v1::Exception exception, absl::Time time);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_THEN_H_
