#include "services/inventory/domain/ledger/merged_stock.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/controlled/signature.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/cover.h"
#include "services/inventory/domain/ledger/line.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/ledger/timing.h"
#include "services/inventory/domain/names.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

v1::Movement MergeMovement(const MergedStockState& state, const DecideContext& context) {
  v1::Movement movement;
  movement.set_name(MovementName(*FacilityId(state.ledger.facility->name),
                                 DerivedId(context.request_id, "movement")));
  movement.set_kind(v1::MOVEMENT_KIND_MERGE);
  movement.set_intent(v1::INTENT_HAPPENED);
  movement.set_recorded_by(context.principal);
  movement.set_state(v1::MOVEMENT_STATE_POSTED);
  *movement.mutable_happened_time() = TimestampOf(context.now);
  SetTimes(movement, *state.ledger.facility,
           TimingOf(movement, state.latest_effective_time, context), context);
  return movement;
}

// Moves stock between the two items within one posting.
class Mover {
 public:
  Mover(const MergedStockState& state, Posting& posting) : state_(state), posting_(posting) {}

  // Moves up to `up_to` of what is there at `moment` to the other item; what was moved.
  absl::StatusOr<int64_t> Move(const PositionKey& from, const Moment& moment, int64_t up_to) {
    const int64_t there = posting_.LowestFrom(from, moment).quantity;
    const int64_t quantity = std::min(up_to, there);
    if (quantity <= 0) return 0;
    PositionKey to = from;
    to.item = from.item == state_.alias ? state_.kept : state_.alias;
    const int index = posting_.movement().lines_size();
    v1::MovementLine& line = *posting_.movement().add_lines();
    line.set_item(to.item);
    line.set_entered_item(from.item);
    line.set_lot(to.lot);
    line.set_place(to.place);
    line.set_condition(to.condition);
    line.set_quantity(quantity);
    KeepStricterDate(from, to, moment, quantity);
    const v1::Account there_account = PositionAccount(from.place, from.condition);
    const v1::Account merged = PlainAccount(v1::ACCOUNT_KIND_MERGED);
    RETURN_IF_ERROR(posting_.Post(LegOf(from, there_account, merged, quantity, index), moment));
    RETURN_IF_ERROR(posting_.Post(LegOf(to, merged, there_account, quantity, index), moment));
    return quantity;
  }

  // Covers the shortfall by stock of the kept item, and by stock of the alias which becomes it.
  absl::Status Cover(v1::Exception& shortfall) {
    const Moment moment = MomentOf(shortfall);
    for (const PositionKey& key : PositionsFor(shortfall)) {
      if (shortfall.outstanding_quantity() == 0) return absl::OkStatus();
      int64_t quantity = shortfall.outstanding_quantity();
      int line_index = kNoLine;
      if (key.item == state_.alias) {
        ASSIGN_OR_RETURN(quantity, Move(key, moment, quantity));
        line_index = posting_.movement().lines_size() - 1;
      } else {
        quantity = std::min(quantity, posting_.LowestFrom(key, moment).quantity);
      }
      if (quantity <= 0) continue;
      Inflow inflow = {.subject = SubjectOf(key, moment), .quantity = quantity};
      inflow.subject.item = state_.kept;
      inflow.line_index = line_index;
      std::vector<v1::Exception> open = {shortfall};
      RETURN_IF_ERROR(CoverShortfalls(posting_, inflow, open));
      shortfall = open.front();
    }
    return absl::OkStatus();
  }

 private:
  static v1::Leg LegOf(const PositionKey& key, const v1::Account& from, const v1::Account& to,
                       int64_t quantity, int index) {
    v1::Leg leg;
    leg.set_item(key.item);
    leg.set_lot(key.lot);
    *leg.mutable_from() = from;
    *leg.mutable_to() = to;
    leg.set_quantity(quantity);
    leg.set_line_index(index);
    return leg;
  }

  void KeepStricterDate(const PositionKey& from, const PositionKey& to, const Moment& moment,
                        int64_t quantity) {
    const LotDate told = DateOfLot(posting_.lot_dates(), from.item, from.lot);
    const auto known = posting_.lot_dates().find({to.item, to.lot});
    if (known == posting_.lot_dates().end()) {
      posting_.lot_dates()[{to.item, to.lot}] = told;
      return;
    }
    const MergedDate merged = MergeDates(known->second, told);
    if (merged.disagrees) {
      FlagLotDate(posting_, SubjectOf(to, moment), quantity, known->second.expiry_day,
                  DateOf(told.expiry_day));
    }
    known->second = merged.kept;
    // Told once, whatever the places.
    posting_.lot_dates()[{from.item, from.lot}] = merged.kept;
  }

  // Those of both items that may cover it, the kept one's first.
  std::vector<PositionKey> PositionsFor(const v1::Exception& shortfall) const {
    std::vector<PositionKey> keys;
    for (const std::string& item : {state_.kept, state_.alias}) {
      for (const auto& [key, position] : posting_.book()) {
        if (key.item == item && key.place == shortfall.place() &&
            key.condition == KnownCondition(shortfall.condition()) &&
            (!shortfall.lot_named() || key.lot == shortfall.lot())) {
          keys.push_back(key);
        }
      }
    }
    return keys;
  }

  const MergedStockState& state_;
  Posting& posting_;
};

absl::Status CoverAll(const MergedStockState& state, Posting& posting, Mover& mover) {
  for (v1::Exception shortfall : state.open_shortfalls) {
    if (shortfall.item() == state.alias) {
      shortfall.set_item(state.kept);
      posting.Change(shortfall);
    }
    RETURN_IF_ERROR(mover.Cover(shortfall));
  }
  return absl::OkStatus();
}

absl::Status MoveAll(const MergedStockState& state, Posting& posting, Mover& mover) {
  std::vector<PositionKey> keys;
  for (const auto& [key, position] : posting.book()) {
    if (key.item == state.alias) keys.push_back(key);
  }
  const Moment moment = MomentOf(posting.movement());
  for (const PositionKey& key : keys) {
    RETURN_IF_ERROR(mover.Move(key, moment, std::numeric_limits<int64_t>::max()).status());
  }
  return absl::OkStatus();
}

// What was promised of the alias is promised of the kept item.
void MovePromises(const MergedStockState& state, Posting& posting) {
  const auto names_alias = [&](const auto& line) { return line.item() == state.alias; };
  std::vector<std::string> names;
  for (const v1::Reservation& reservation : posting.promises().all()) {
    const auto& lines = reservation.lines();
    if (std::any_of(lines.begin(), lines.end(), names_alias)) names.push_back(reservation.name());
  }
  for (const std::string& name : names) {
    for (v1::ReservationLine& line : *posting.promises().Change(name).mutable_lines()) {
      if (!names_alias(line)) continue;
      line.set_item(state.kept);
      line.set_entered_item(state.alias);
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<v1::Event>> DecideMoveMergedStock(MergedStockState state,
                                                             const DecideContext& context) {
  const std::string facility = state.ledger.facility->name;
  Posting posting(context, state.ledger, MergeMovement(state, context), ManagerOf(facility));
  Mover mover(state, posting);
  RETURN_IF_ERROR(CoverAll(state, posting, mover));
  RETURN_IF_ERROR(MoveAll(state, posting, mover));
  MovePromises(state, posting);
  ShrinkPromises(posting);
  ASSIGN_OR_RETURN(v1::MovementPosted posted, posting.Finish());

  std::vector<v1::Event> events;
  if (!posted.movement().legs().empty() || !posted.exceptions().empty() ||
      !posted.reservations().empty()) {
    *events.emplace_back().mutable_movement_posted() = std::move(posted);
  }
  v1::MergedStockMoved& moved = *events.emplace_back().mutable_merged_stock_moved();
  moved.set_facility(facility);
  moved.set_item(state.alias);
  moved.set_kept_item(state.kept);
  return events;
}

}  // namespace waystation::inventory
