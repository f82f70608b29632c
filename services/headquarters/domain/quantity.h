#ifndef SERVICES_HEADQUARTERS_DOMAIN_QUANTITY_H_
#define SERVICES_HEADQUARTERS_DOMAIN_QUANTITY_H_

#include <cstdint>
#include <limits>

namespace waystation::headquarters {

// An amount in the item's base unit, or a product of an amount with days. Inventory keeps each
// position within int64; a sum over a facility's places and lots, or a product with days, need not
// stay there. 2^40 legs of 2^63 over 2^22 days (ten thousand years) still fit.
__extension__ using Quantity = __int128;

// `quantity` where int64 can say it, else the nearest value that can.
inline int64_t SaturateToInt64(Quantity quantity) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  if (quantity > kMax) return kMax;
  if (quantity < kMin) return kMin;
  return static_cast<int64_t>(quantity);
}

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_QUANTITY_H_
