// Keys of handovers; the grammar is in store/tables.h.
#ifndef SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_
#define SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::inventory {

// Ids, not names.
std::string HandoverPrefix(absl::string_view facility);
std::string HandoverKey(absl::string_view facility, const v1::Handover& handover);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_
