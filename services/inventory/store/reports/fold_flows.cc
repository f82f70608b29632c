#include "services/inventory/store/reports/fold_flows.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/inventory/domain/reports/flow.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/reports/flow_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::Status FoldFlows(storage::RowWriter& rows, absl::string_view facility,
                       const v1::Movement& movement, int64_t revision) {
  std::optional<v1::Movement> original;
  if (!movement.reverses().empty()) {
    ASSIGN_OR_RETURN(original, GetMessage<v1::Movement>(
                                   rows, MovementKey(facility, LastId(movement.reverses()))));
    if (!original.has_value()) return DamagedRow();
  }
  const v1::Movement& about = original.has_value() ? *original : movement;
  const int64_t own_day = DayNumber(movement.day());
  std::map<std::string, int64_t> sums;
  std::set<std::pair<std::string, int64_t>> other_days;
  for (const v1::Leg& leg : movement.legs()) {
    const int64_t day = DayNumber(leg.day());
    const absl::string_view item = LastId(leg.item());
    if (day != own_day) other_days.insert({std::string(item), day});
    const LegFlow flow = FlowOfLeg(movement, about, leg);
    if (flow.kind.from == flow.kind.to) continue;
    sums[FlowKey(facility, item, day, leg.lot(), flow.kind)] += flow.quantity;
  }
  for (const auto& [key, change] : sums) {
    if (change == 0) continue;
    ASSIGN_OR_RETURN(const int64_t before, GetInt64(rows, key));
    if (before + change == 0) {
      rows.Delete(key);
    } else {
      rows.Put(key, EncodeInt64(before + change));
    }
  }
  MovementOrder at = OrderOf(movement, revision);
  for (const auto& [item, day] : other_days) {
    at.day = day;
    rows.Put(OtherDayKey(MovementItemKey(facility, item, at, LastId(movement.name()))), "");
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
