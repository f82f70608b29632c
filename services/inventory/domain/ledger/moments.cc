#include "services/inventory/domain/ledger/moments.h"

#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"

namespace waystation::inventory {

Moment MomentOf(const v1::Movement& movement, const v1::Leg& leg) {
  const int64_t day = DayNumber(leg.day());
  if (leg.has_effective_time()) {
    return {day, absl::ToUnixMicros(TimeOf(leg.effective_time()))};
  }
  if (day != DayNumber(movement.day())) return {day, kBeginningOfDay};
  return MomentOf(movement);
}

Moment MomentOf(const v1::Exception& exception) {
  const int64_t day = DayNumber(exception.day());
  if (!exception.has_effective_time()) return {day, kBeginningOfDay};
  return {day, absl::ToUnixMicros(TimeOf(exception.effective_time()))};
}

Moment MomentOf(const v1::Movement& movement) {
  return {DayNumber(movement.day()), absl::ToUnixMicros(TimeOf(movement.effective_time()))};
}

std::vector<CountMark> MarksOf(const std::vector<CountAhead>& counts, const PositionKey& key) {
  std::vector<CountMark> marks;
  for (const CountAhead& count : counts) {
    if (count.place != key.place) continue;
    const auto named = count.positions.find(key);
    const bool whole = count.every_item || count.whole_items.contains(key.item);
    if (named == count.positions.end() && !whole) continue;
    CountMark& mark = marks.emplace_back();
    mark.moment = count.moment;
    mark.count = count.name;
    if (named == count.positions.end()) continue;
    mark.quantity = named->second.quantity;
    mark.difference = named->second.difference;
  }
  return marks;
}

}  // namespace waystation::inventory
