// What an open recall means for a movement of the lot.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_RECALLED_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_RECALLED_H_

#include <cstdint>

#include "absl/status/status.h"
#include "services/inventory/domain/ledger/posting.h"

namespace waystation::inventory {

// LOT_RECALLED for an order of use that names a recalled lot, itself or by its reservation, unless
// it says why there is no other way; and for one that packs a recalled lot into a kit. What only
// moves the lot, even out of quarantine, is no use. REQUIRES: it is an order.
absl::Status CheckNamedLotsNotRecalled(const Posting& posting);

// RECALLED_LOT_USED where the movement uses a recalled lot.
void FlagRecalledUse(Posting& posting, const Subject& subject, int64_t quantity);

// RECALLED_LOT_RECEIVED where the movement is a receipt of one, from a source or of a transfer.
void FlagRecalledReceipt(Posting& posting, const Subject& subject, int64_t quantity);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_RECALLED_H_
