// Lots that first-expired-first-out would have taken, and that were passed over for another by
// name.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_PASSED_OVER_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_PASSED_OVER_H_

#include "services/inventory/domain/ledger/posting.h"

namespace waystation::inventory {

// Whether taking the line's lot may pass over another: it names one, out of usable stock, in a kind
// of movement that has a choice. Then the book must have all lots of the item at the line's place.
bool MayPassOver(const v1::Movement& movement, const v1::MovementLine& line);

// Fills in passed_over_lots. REQUIRES: all lines are posted.
void NotePassedOverLots(Posting& posting);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_PASSED_OVER_H_
