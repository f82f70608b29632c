// What legs and lots are to the oracle of reports.
#ifndef TESTS_INVENTORY_SUPPORT_REPORT_LEGS_H_
#define TESTS_INVENTORY_SUPPORT_REPORT_LEGS_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// One name for a lot of an item at a facility.
inline std::string LotId(const std::string& facility, const std::string& item,
                         const std::string& lot) {
  return absl::StrCat(facility, "|", item, "|", lot);
}

inline bool IsHeld(const v1::Account& account) {
  return account.kind() == v1::ACCOUNT_KIND_POSITION;
}

// What the leg adds to the stock in all places and conditions.
inline int64_t NetOf(const v1::Leg& leg) {
  return (IsHeld(leg.to()) ? leg.quantity() : 0) - (IsHeld(leg.from()) ? leg.quantity() : 0);
}

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_REPORT_LEGS_H_
