#include "services/inventory/domain/ledger/passed_over.h"

#include <optional>
#include <set>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/fefo.h"
#include "services/inventory/domain/places/blocked.h"

namespace waystation::inventory {

bool MayPassOver(const v1::Movement& movement, const v1::MovementLine& line) {
  const bool chooses = movement.kind() == v1::MOVEMENT_KIND_ISSUE ||
                       movement.kind() == v1::MOVEMENT_KIND_TRANSFER_OUT;
  return chooses && !line.lot().empty() && movement.reservation().empty() &&
         ConditionsTaken(movement, line).front() == v1::CONDITION_USABLE;
}

void NotePassedOverLots(Posting& posting) {
  v1::Movement& movement = posting.movement();
  const Moment moment = MomentOf(movement);
  const int64_t good_day = IsOrder(movement) ? posting.PromiseDay() : moment.day;
  std::set<int32_t> seen;
  for (const v1::Leg& leg : movement.legs()) {
    const int32_t index = leg.line_index();
    if (index < 0 || index >= movement.lines_size()) continue;
    if (leg.from().kind() != v1::ACCOUNT_KIND_POSITION || !leg.difference_of().empty() ||
        leg.from().condition() != v1::CONDITION_USABLE ||
        !MayPassOver(movement, movement.lines(index)) || !seen.insert(index).second) {
      continue;
    }
    const std::optional<SoonerLot> sooner =
        SoonestBefore(leg.lot(), posting.book(), posting.lot_dates(),
                      {.item = leg.item(), .place = leg.from().place()}, moment, good_day,
                      TakenLast(posting, movement.lines(index), leg.from().place()));
    if (!sooner.has_value()) continue;
    v1::PassedOverLot& passed_over = *movement.add_passed_over_lots();
    passed_over.set_line_index(index);
    passed_over.set_lot(sooner->lot);
    *passed_over.mutable_expiry_date() = DateOf(sooner->expiry_day);
    passed_over.set_quantity(sooner->quantity);
  }
}

}  // namespace waystation::inventory
