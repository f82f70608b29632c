// Keys of the register and of handovers; the grammar is in store/tables.h.
#ifndef SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_
#define SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::inventory {

// Ids, not names. Behind the table number a key is built as one of movement_item, so that the two
// tables merge by what follows it.
std::string OtherDayPrefix(absl::string_view facility, absl::string_view item);
std::string OtherDayKey(absl::string_view facility, absl::string_view item, int64_t day,
                        int64_t time_us, absl::string_view movement);
std::string HandoverPrefix(absl::string_view facility);
std::string HandoverKey(absl::string_view facility, const v1::Handover& handover);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CONTROLLED_CONTROLLED_KEYS_H_
