// Covers: a shortfall's difference means "at least", and a receipt, gain or return dated on or
// before its day but entered later first shrinks it.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_COVER_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_COVER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/inventory/domain/ledger/posting.h"

namespace waystation::inventory {

// What came in with one line.
struct Inflow {
  Subject subject;
  int64_t quantity = 0;
  int32_t line_index = 0;
};

// Shrinks shortfalls in `open` by what came in, oldest day first, and closes those that reach zero.
// Of the same item, place and condition and, where the user had named the short lot, of that lot;
// never of a day before the inflow's, nor after the next count of what came in, which has taken it
// out again. REQUIRES: the inflow is posted. `open` is left as it then is.
absl::Status CoverShortfalls(Posting& posting, const Inflow& inflow,
                             std::vector<v1::Exception>& open);

// Takes the covers that `movement` brought out of `exception`, which opens again. The quantity
// taken out.
int64_t RemoveCovers(v1::Exception& exception, const std::string& movement);

// Whether a cover of `movement` with lot `lot` is still there.
bool HasCover(const v1::Exception& exception, const std::string& movement, const std::string& lot);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_COVER_H_
