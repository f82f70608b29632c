// How one line of a movement becomes legs.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_LINE_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_LINE_H_

#include <vector>

#include "absl/status/status.h"
#include "services/inventory/domain/ledger/posting.h"

namespace waystation::inventory {

// Takes the dates that all lines state into the posting's lots: the stricter where they disagree
// with what is known. An ORDER is refused then (LOT_DATE_DISAGREES), a fact opens an exception.
absl::Status ApplyLotDates(Posting& posting);

// Notes that a fact states another date than is recorded.
void FlagLotDate(Posting& posting, const Subject& subject, int64_t quantity, int64_t recorded_day,
                 const common::v1::CivilDate& entered);

// LOT_EXPIRED for an issue or a pack that names a lot past its use-by date. A lot past best-before
// may be taken by name: whoever names it has looked at it.
absl::Status CheckNamedLotsNotExpired(Posting& posting);

// Posts line `index`. What comes in covers shortfalls in `open_shortfalls` (all open ones of the
// items and places concerned). What goes out or changes its condition is taken from the place named
// or found (SourcePlace: PLACE_NOT_NAMED), there from the lot named, or first expired first out, of
// the conditions that the line may take; an ORDER for more than
// every later day can spare is NOT_ENOUGH_STOCK, a fact opens a shortfall. REQUIRES: the movement
// has its day; ApplyLotDates was done.
absl::Status PostLine(Posting& posting, int index, std::vector<v1::Exception>& open_shortfalls);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_LINE_H_
