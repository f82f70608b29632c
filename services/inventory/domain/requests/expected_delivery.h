#ifndef SERVICES_INVENTORY_DOMAIN_REQUESTS_EXPECTED_DELIVERY_H_
#define SERVICES_INVENTORY_DOMAIN_REQUESTS_EXPECTED_DELIVERY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/requests/verb.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"

namespace waystation::inventory {

// One for each verb; REQUIRES: the request is valid, and the delivery is the one it names, as
// stored. `today` is the civil day of context.now in the facility's zone; the event keeps it.
// Errors in the order of the contract.
absl::StatusOr<v1::Event> DecideCreateExpectedDelivery(
    const v1::CreateExpectedDeliveryRequest& request, const NewcomerState& state, int64_t today,
    const DecideContext& context);
absl::StatusOr<v1::Event> DecideConfirmExpectedDelivery(
    const v1::ConfirmExpectedDeliveryRequest& request, v1::ExpectedDelivery delivery, int64_t today,
    const DecideContext& context);
absl::StatusOr<v1::Event> DecideRescheduleExpectedDelivery(
    const v1::RescheduleExpectedDeliveryRequest& request, v1::ExpectedDelivery delivery,
    int64_t today, const DecideContext& context);
absl::StatusOr<v1::Event> DecideCancelExpectedDelivery(
    const v1::CancelExpectedDeliveryRequest& request, v1::ExpectedDelivery delivery, int64_t today,
    const DecideContext& context);
absl::StatusOr<v1::Event> DecideCloseExpectedDelivery(
    const v1::CloseExpectedDeliveryRequest& request, v1::ExpectedDelivery delivery, int64_t today,
    const DecideContext& context);

// Whether it is still to come.
bool IsExpected(const v1::ExpectedDelivery& delivery);

// The stored delivery as it is answered: with what is missing, how much of it has come, and by how
// many days it is overdue on `day`.
v1::ExpectedDelivery WithStanding(v1::ExpectedDelivery delivery, int64_t day);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REQUESTS_EXPECTED_DELIVERY_H_
