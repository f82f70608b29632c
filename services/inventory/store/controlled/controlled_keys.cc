#include "services/inventory/store/controlled/controlled_keys.h"

#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/tables.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string ControlledItemKey(absl::string_view item) {
  return KeyBuilder(kControlledItemTable).String(item).Take();
}

std::string HandoverPrefix(absl::string_view facility) {
  return KeyBuilder(kHandoverTable).String(facility).Take();
}

std::string HandoverKey(absl::string_view facility, const v1::Handover& handover) {
  return KeyBuilder(kHandoverTable)
      .String(facility)
      .DescendingInt64(absl::ToUnixMicros(TimeOf(handover.effective_time())))
      .String(LastId(handover.name()))
      .Take();
}

}  // namespace waystation::inventory
