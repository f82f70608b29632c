// Keys of controlled items and handovers, as in the grammar of store/tables.h.
//
//   50 controlled_item item                                         -
//   52 handover        facility time(desc) handover                 v1.Handover
#ifndef SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_
#define SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::inventory {

inline constexpr uint8_t kControlledItemTable = 50;
inline constexpr uint8_t kHandoverTable = 52;

// Ids, not names.
std::string ControlledItemKey(absl::string_view item);
std::string HandoverPrefix(absl::string_view facility);
std::string HandoverKey(absl::string_view facility, const v1::Handover& handover);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_
