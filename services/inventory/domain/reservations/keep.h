// Which promises can be kept by what is there, no unit of it counted twice.
#ifndef SERVICES_INVENTORY_DOMAIN_RESERVATIONS_KEEP_H_
#define SERVICES_INVENTORY_DOMAIN_RESERVATIONS_KEEP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/inventory/domain/ledger/book.h"
#include "services/inventory/domain/ledger/lot.h"

namespace waystation::inventory {

// A promise of one item.
struct Claim {
  std::string place = {};  // Empty: of any.
  std::string lot = {};    // Empty: of any.
  int64_t good_day = 0;    // On which it must not be past its date.
  int64_t quantity = 0;
};

// Usable stock of that item.
struct Supply {
  std::string place = {};
  std::string lot = {};
  LotDate date = {};
  int64_t quantity = 0;
};

// How much of each claim can be kept. All that one gets is kept whatever comes after it, so the
// first claims are the last to lose anything; and the sum is as large as it can be. A claim that
// may be kept from several supplies leaves to others what only they can use.
std::vector<int64_t> Keep(const std::vector<Claim>& claims, const std::vector<Supply>& supplies);

// How much of them all can't be kept at once. Their sum must be within 64 bits.
int64_t Lacking(const std::vector<Claim>& claims, const std::vector<Supply>& supplies);

// What usable stock of the item there is in `book` that nothing recorded takes on `day` or later,
// none of it of a lot in `recalled`. Without `recalled`: what was promised before the recall is
// looked at, which stays promised.
std::vector<Supply> SuppliesOf(const Book& book, const LotDates& dates, const std::string& item,
                               int64_t day, const RecalledLots& recalled = {});

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_RESERVATIONS_KEEP_H_
