#include "services/inventory/domain/ledger/reversal.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/cover.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/reservations/promises.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

absl::Status CheckReversible(const v1::Movement& original) {
  if (original.state() == v1::MOVEMENT_STATE_HELD ||
      original.state() == v1::MOVEMENT_STATE_DROPPED) {
    const bool held = original.state() == v1::MOVEMENT_STATE_HELD;
    return Error(Reason::ERROR_REASON_WRONG_STATE, "the movement is not in the ledger",
                 {{"resource", original.name()}, {"state", held ? "HELD" : "DROPPED"}});
  }
  if (original.kind() == v1::MOVEMENT_KIND_REVERSAL) {
    return Error(Reason::ERROR_REASON_REVERSAL_NOT_REVERSIBLE, "a reversal can't be reversed",
                 {{"movement", original.name()}});
  }
  if (original.kind() == v1::MOVEMENT_KIND_MERGE) {
    return Error(Reason::ERROR_REASON_REVERSAL_NOT_REVERSIBLE,
                 "what a merge of items moved can't be taken back",
                 {{"movement", original.name()}});
  }
  if (original.state() == v1::MOVEMENT_STATE_REVERSED) {
    return Error(Reason::ERROR_REASON_ALREADY_REVERSED, "the movement is reversed already",
                 {{"movement", original.name()}, {"reversed_by", original.reversed_by()}});
  }
  return absl::OkStatus();
}

v1::Movement MakeReversal(const v1::ReverseMovementRequest& request, const ReversalState& state,
                          const DecideContext& context) {
  const FacilityFacts& facility = *state.ledger.facility;
  v1::Movement reversal;
  reversal.set_name(
      MovementName(*FacilityId(facility.name), DerivedId(context.request_id, "movement")));
  reversal.set_kind(v1::MOVEMENT_KIND_REVERSAL);
  reversal.set_intent(request.intent());
  reversal.set_recorded_by(request.recorded_by());
  reversal.set_note(request.note());
  reversal.set_reverses(state.original.name());
  reversal.set_requisition(state.original.requisition());
  reversal.set_expected_delivery(state.original.expected_delivery());
  reversal.set_transfer(state.original.transfer());
  reversal.set_reservation(state.original.reservation());
  reversal.set_count(state.original.count());
  reversal.set_state(v1::MOVEMENT_STATE_POSTED);
  *reversal.mutable_happened_time() = TimestampOf(context.now);
  *reversal.mutable_effective_time() = TimestampOf(context.now);
  *reversal.mutable_record_time() = TimestampOf(context.now);
  *reversal.mutable_day() = DateOf(DayOf(context.now, facility.zone));
  reversal.set_clock_suspect(context.clock_suspect);
  return reversal;
}

bool IsCoverLeg(const v1::Leg& leg) {
  return !leg.difference_of().empty() && leg.from().kind() == v1::ACCOUNT_KIND_POSITION;
}

// The difference of a count is told by the count itself, however it came about.
bool StillCounts(const v1::Leg& leg, const ReversalState& state) {
  if (!leg.count().empty()) return false;
  if (!IsCoverLeg(leg)) return true;
  for (const v1::Exception& covered : state.covered_shortfalls) {
    if (covered.name() == leg.difference_of()) {
      return HasCover(covered, state.original.name(), leg.lot());
    }
  }
  return false;
}

// A leg to post, and when it counts.
struct Undoing {
  v1::Leg leg;
  Moment moment;
};

Undoing InverseOf(const v1::Leg& leg, const v1::Movement& original) {
  Undoing inverse = {.leg = leg, .moment = MomentOf(original, leg)};
  std::swap(*inverse.leg.mutable_from(), *inverse.leg.mutable_to());
  inverse.leg.clear_expiry_date();
  return inverse;
}

// The inverse of the covers that others brought to a shortfall of the original.
void AppendUncovering(const v1::Exception& shortfall, std::vector<Undoing>& legs) {
  for (const v1::Cover& cover : shortfall.covers()) {
    v1::Leg leg;
    leg.set_item(shortfall.item());
    leg.set_lot(cover.lot());
    *leg.mutable_from() = PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
    *leg.mutable_to() = PositionAccount(shortfall.place(), KnownCondition(shortfall.condition()));
    leg.set_quantity(cover.quantity());
    leg.set_difference_of(shortfall.name());
    leg.set_line_index(kNoLine);
    legs.push_back({std::move(leg), MomentOf(shortfall)});
  }
}

// What takes back all that the count has come to since, as if nobody had counted.
void AppendUncounting(const CountAhead& count, std::vector<Undoing>& legs) {
  for (const auto& [key, counted] : count.positions) {
    if (counted.difference == 0) continue;
    const bool found_more = counted.difference > 0;
    const v1::Account there = PositionAccount(key.place, key.condition);
    const v1::Account difference = PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
    v1::Leg leg;
    leg.set_item(key.item);
    leg.set_lot(key.lot);
    *leg.mutable_from() = found_more ? there : difference;
    *leg.mutable_to() = found_more ? difference : there;
    leg.set_quantity(found_more ? counted.difference : -counted.difference);
    leg.set_count(count.name);
    leg.set_line_index(kNoLine);
    legs.push_back({std::move(leg), count.moment});
  }
}

// What comes in first, so that what goes out is measured against all of it; then what goes out,
// the earliest day first, and on a day what only changes its place or condition before the rest:
// the difference of a move that came out short is taken back out of what the move brings back.
std::vector<Undoing> InverseLegs(const ReversalState& state) {
  std::vector<Undoing> legs;
  for (const v1::Leg& leg : state.original.legs()) {
    if (StillCounts(leg, state)) legs.push_back(InverseOf(leg, state.original));
  }
  for (const v1::Exception& shortfall : state.opened_shortfalls) AppendUncovering(shortfall, legs);
  if (state.count.has_value()) AppendUncounting(*state.count, legs);
  std::stable_sort(legs.begin(), legs.end(), [](const Undoing& a, const Undoing& b) {
    const bool a_out = a.leg.from().kind() == v1::ACCOUNT_KIND_POSITION;
    const bool b_out = b.leg.from().kind() == v1::ACCOUNT_KIND_POSITION;
    if (a_out != b_out) return b_out;
    if (a.moment.day != b.moment.day) return a.moment.day < b.moment.day;
    const bool a_moves = a_out && a.leg.to().kind() == v1::ACCOUNT_KIND_POSITION;
    const bool b_moves = b_out && b.leg.to().kind() == v1::ACCOUNT_KIND_POSITION;
    return a_moves && !b_moves;
  });
  return legs;
}

// The subject's day is the one on which it shows.
absl::Status NotEnoughLeft(const Subject& subject, int64_t wanted, int64_t available) {
  return Error(Reason::ERROR_REASON_NOT_ENOUGH_STOCK, "what it brought in is used already",
               {{"item", subject.item},
                {"place", subject.place},
                {"lot", subject.lot},
                {"condition", ConditionWord(subject.condition)},
                {"wanted", absl::StrCat(wanted)},
                {"available", absl::StrCat(available)},
                {"day", DateText(subject.day())}});
}

absl::Status MakeRoom(Posting& posting, const Undoing& undoing) {
  const v1::Leg& leg = undoing.leg;
  const Subject subject = {.item = leg.item(),
                           .place = leg.from().place(),
                           .lot = leg.lot(),
                           .condition = ConditionOf(leg.from()),
                           .moment = undoing.moment};
  const Lowest lowest = posting.LowestFrom(subject.key(), subject.moment);
  const int64_t shortfall = leg.quantity() - std::max<int64_t>(0, lowest.quantity);
  if (shortfall <= 0) return absl::OkStatus();
  if (posting.movement().intent() == v1::INTENT_ORDER) {
    return NotEnoughLeft(SubjectOf(subject.key(), Moment(lowest.day)), leg.quantity(),
                         leg.quantity() - shortfall);
  }
  return posting.OpenShortfall(subject, shortfall, /*lot_named=*/true, kNoLine);
}

void SettleShortfalls(Posting& posting, const ReversalState& state) {
  for (v1::Exception shortfall : state.opened_shortfalls) {
    shortfall.set_outstanding_quantity(0);
    shortfall.clear_covers();
    shortfall.clear_count();
    // What a person closed keeps that person's note.
    if (shortfall.end() != v1::EXCEPTION_END_CLOSED) {
      posting.Close(shortfall, v1::EXCEPTION_END_REVERSED);
    }
    posting.Change(shortfall);
  }
  for (v1::Exception covered : state.covered_shortfalls) {
    if (RemoveCovers(covered, state.original.name()) == 0) continue;
    posting.Settle(covered);
    posting.Change(covered);
  }
}

// As a count fills what is below nothing after it, so does the end of one, and of its shortfalls.
absl::Status FillAfter(Posting& posting, const std::set<std::pair<PositionKey, Moment>>& touched) {
  for (const auto& [key, moment] : touched) {
    const std::optional<Lowest> below = posting.FirstBelow(key, moment);
    if (!below.has_value()) continue;
    if (posting.movement().intent() == v1::INTENT_ORDER) {
      return NotEnoughLeft(SubjectOf(key, Moment(below->day)), -below->quantity, 0);
    }
    RETURN_IF_ERROR(posting.FillBelow(key, moment, kNoLine));
  }
  return absl::OkStatus();
}

// Posts the inverse legs of a count, then looks at what is left.
absl::Status PostUncounted(Posting& posting, std::vector<Undoing> legs) {
  std::set<std::pair<PositionKey, Moment>> touched;
  for (Undoing& undoing : legs) {
    const bool out = undoing.leg.from().kind() == v1::ACCOUNT_KIND_POSITION;
    const v1::Account& there = out ? undoing.leg.from() : undoing.leg.to();
    touched.insert({{undoing.leg.item(), there.place(), undoing.leg.lot(), ConditionOf(there)},
                    undoing.moment});
    RETURN_IF_ERROR(posting.PostInverse(std::move(undoing.leg), undoing.moment));
  }
  return FillAfter(posting, touched);
}

// Makes room for each leg that takes away, then posts it.
absl::Status PostUndone(Posting& posting, std::vector<Undoing> legs) {
  for (Undoing& undoing : legs) {
    if (undoing.leg.from().kind() == v1::ACCOUNT_KIND_POSITION) {
      RETURN_IF_ERROR(MakeRoom(posting, undoing));
    }
    RETURN_IF_ERROR(posting.PostInverse(std::move(undoing.leg), undoing.moment));
  }
  return absl::OkStatus();
}

// What the count had settled is open again, unless another count settles it.
void UndoEnds(Posting& posting, const ReversalState& state) {
  for (v1::Exception shortfall : state.counted_shortfalls) {
    shortfall.set_state(v1::EXCEPTION_STATE_OPEN);
    shortfall.clear_end();
    shortfall.clear_close_time();
    shortfall.clear_closed_by();
    shortfall.clear_count();
    posting.Settle(shortfall);
    posting.Change(shortfall);
  }
  for (v1::Exception exception : state.count_exceptions) {
    posting.Close(exception, v1::EXCEPTION_END_REVERSED);
    posting.Change(exception);
  }
}

// What is taken back waits for no second signature any more.
void SettleSignature(Posting& posting, const ReversalState& state) {
  if (!state.outstanding_signature.has_value()) return;
  v1::Exception outstanding = *state.outstanding_signature;
  if (outstanding.state() != v1::EXCEPTION_STATE_OPEN) return;
  posting.Close(outstanding, v1::EXCEPTION_END_REVERSED);
  posting.Change(outstanding);
}

// An order takes nothing back that is promised by now.
absl::Status CheckPromises(const Posting& posting) {
  const std::vector<Lack> lacks = LacksOf(posting);
  if (!IsOrder(posting.movement()) || lacks.empty()) return absl::OkStatus();
  const Promises& promises = posting.promises();
  const auto broken =
      std::find_if(promises.all().begin(), promises.all().end(),
                   [&](const v1::Reservation& r) { return r.name() == lacks[0].reservation; });
  const v1::ReservationLine& line = broken->lines(lacks[0].line_index);
  int64_t wanted = 0;
  for (const v1::Leg& leg : posting.movement().legs()) {
    if (leg.item() == line.item() && leg.from().kind() == v1::ACCOUNT_KIND_POSITION) {
      wanted += leg.quantity();
    }
  }
  int64_t reserved = 0;
  for (const Lack& lack : lacks) {
    if (lack.item == line.item()) reserved += lack.quantity;
  }
  return Error(Reason::ERROR_REASON_NOT_ENOUGH_STOCK, "what it brought in is promised",
               {{"item", line.item()},
                {"place", line.place()},
                {"lot", line.lot()},
                {"condition", ConditionWord(v1::CONDITION_USABLE)},
                {"wanted", absl::StrCat(wanted)},
                {"available", absl::StrCat(std::max<int64_t>(0, wanted - reserved))},
                {"reserved", absl::StrCat(reserved)},
                {"day", DateText(promises.today())}});
}

}  // namespace

absl::StatusOr<v1::MovementPosted> DecideReverseMovement(const v1::ReverseMovementRequest& request,
                                                         const ReversalState& state,
                                                         const DecideContext& context) {
  RETURN_IF_ERROR(CheckReversible(state.original));
  const std::string owner =
      request.recorded_by().empty() ? context.principal : request.recorded_by();
  Posting posting(context, state.ledger, MakeReversal(request, state, context), owner);
  RETURN_IF_ERROR(state.count.has_value() ? PostUncounted(posting, InverseLegs(state))
                                          : PostUndone(posting, InverseLegs(state)));
  RETURN_IF_ERROR(CheckPromises(posting));
  SettleShortfalls(posting, state);
  SettleSignature(posting, state);
  UndoEnds(posting, state);
  ShrinkPromises(posting);
  GiveBack(posting, state.original);
  return posting.Finish();
}

}  // namespace waystation::inventory
