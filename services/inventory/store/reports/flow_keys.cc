#include "services/inventory/store/reports/flow_keys.h"

#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string FlowPrefix(absl::string_view facility) {
  return KeyBuilder(kFlowTable).String(facility).Take();
}

std::string FlowPrefix(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kFlowTable).String(facility).String(item).Take();
}

std::string FlowPrefix(absl::string_view facility, absl::string_view item, int64_t day) {
  return KeyBuilder(kFlowTable).String(facility).String(item).Int64(day).Take();
}

std::string FlowKey(absl::string_view facility, absl::string_view item, int64_t day,
                    absl::string_view lot, const FlowKind& kind) {
  return KeyBuilder(kFlowTable)
      .String(facility)
      .String(item)
      .Int64(day)
      .String(lot)
      .Int64(static_cast<int64_t>(kind.from))
      .Int64(static_cast<int64_t>(kind.to))
      .Int64(kind.detail)
      .Take();
}

absl::StatusOr<FlowLine> ReadFlow(absl::string_view row_key, absl::string_view value) {
  storage::KeyReader key(row_key);
  key.String();
  key.String();
  FlowLine line;
  line.day = key.Int64();
  line.lot = key.String();
  line.kind.from = static_cast<FlowEnd>(key.Int64());
  line.kind.to = static_cast<FlowEnd>(key.Int64());
  line.kind.detail = key.Int64();
  if (!key.AtEnd()) return DamagedRow();
  ASSIGN_OR_RETURN(line.quantity, DecodeInt64(value));
  return line;
}

std::string OtherDayKey(absl::string_view movement_item_key) {
  return KeyBuilder(kOtherDayTable).Take() + std::string(movement_item_key.substr(1));
}

}  // namespace waystation::inventory
