#include "services/inventory/domain/ledger/cover.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

bool IsCoveredBy(const v1::Exception& exception, const Inflow& inflow) {
  return exception.state() == v1::EXCEPTION_STATE_OPEN && exception.outstanding_quantity() > 0 &&
         exception.item() == inflow.subject.item && exception.place() == inflow.subject.place &&
         KnownCondition(exception.condition()) == inflow.subject.condition &&
         DayNumber(exception.day()) >= inflow.subject.day() &&
         (!exception.lot_named() || exception.lot() == inflow.subject.lot);
}

v1::Leg CoverLeg(const v1::Exception& exception, const Inflow& inflow, int64_t quantity) {
  v1::Leg leg;
  leg.set_item(inflow.subject.item);
  leg.set_lot(inflow.subject.lot);
  *leg.mutable_from() = PositionAccount(inflow.subject.place, inflow.subject.condition);
  *leg.mutable_to() = PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  leg.set_quantity(quantity);
  leg.set_difference_of(exception.name());
  leg.set_line_index(inflow.line_index);
  return leg;
}

void AddCover(v1::Exception& exception, const std::string& movement, const std::string& lot,
              int64_t quantity) {
  exception.set_outstanding_quantity(exception.outstanding_quantity() - quantity);
  for (v1::Cover& cover : *exception.mutable_covers()) {
    if (cover.movement() == movement && cover.lot() == lot) {
      cover.set_quantity(cover.quantity() + quantity);
      return;
    }
  }
  v1::Cover* cover = exception.add_covers();
  cover->set_movement(movement);
  cover->set_lot(lot);
  cover->set_quantity(quantity);
}

}  // namespace

absl::Status CoverShortfalls(Posting& posting, const Inflow& inflow,
                             std::vector<v1::Exception>& open) {
  int64_t left = inflow.quantity;
  const CountMark* counted = posting.NextCount(inflow.subject.key(), inflow.subject.moment);
  const Moment until =
      counted == nullptr ? Moment(std::numeric_limits<int64_t>::max()) : counted->moment;
  for (v1::Exception& exception : open) {
    if (left == 0) break;
    if (!IsCoveredBy(exception, inflow)) continue;
    if (MomentOf(exception) > until) continue;
    const int64_t quantity = std::min(left, exception.outstanding_quantity());
    RETURN_IF_ERROR(posting.Post(CoverLeg(exception, inflow, quantity), MomentOf(exception)));
    AddCover(exception, posting.movement().name(), inflow.subject.lot, quantity);
    if (exception.outstanding_quantity() == 0) {
      posting.Close(exception, v1::EXCEPTION_END_COVERED);
    }
    posting.Change(exception);
    left -= quantity;
  }
  return absl::OkStatus();
}

int64_t RemoveCovers(v1::Exception& exception, const std::string& movement) {
  int64_t removed = 0;
  auto* covers = exception.mutable_covers();
  for (int i = covers->size() - 1; i >= 0; --i) {
    if (covers->Get(i).movement() != movement) continue;
    removed += covers->Get(i).quantity();
    covers->DeleteSubrange(i, 1);
  }
  if (removed == 0) return 0;
  exception.set_outstanding_quantity(exception.outstanding_quantity() + removed);
  exception.set_state(v1::EXCEPTION_STATE_OPEN);
  exception.clear_end();
  exception.clear_close_time();
  exception.clear_closed_by();
  exception.clear_note();
  exception.clear_count();
  return removed;
}

bool HasCover(const v1::Exception& exception, const std::string& movement, const std::string& lot) {
  for (const v1::Cover& cover : exception.covers()) {
    if (cover.movement() == movement && cover.lot() == lot) return true;
  }
  return false;
}

}  // namespace waystation::inventory
