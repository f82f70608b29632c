// Movements that name what they are for: receipts the requisition they answer and the expected
// delivery they are of, issues a reservation.
#ifndef SERVICES_INVENTORY_DOMAIN_REQUESTS_REFERENCE_H_
#define SERVICES_INVENTORY_DOMAIN_REQUESTS_REFERENCE_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/ledger/posting.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::inventory {

// NOT_KNOWN for an ORDER that names something which is not known.
absl::Status CheckReferences(const v1::Movement& movement, const References& known);

// Puts the names with their ids into the movement of a receipt. One that is not known is left out,
// and a REFERENCE_NOT_KNOWN exception keeps it. REQUIRES: CheckReferences was ok.
void ApplyReferences(Posting& posting, const References& known);

// By item, "items/{item}": what the movement, a receipt or the reversal of one, brought from a
// source or a transfer, less what it took back to one.
std::map<std::string, int64_t> ReceivedByItem(const v1::Movement& movement);

// Counts what was received to the lines, or beside them.
void AddReceived(const std::map<std::string, int64_t>& received, v1::Requisition& requisition);
void AddReceived(const std::map<std::string, int64_t>& received, v1::ExpectedDelivery& delivery);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REQUESTS_REFERENCE_H_
