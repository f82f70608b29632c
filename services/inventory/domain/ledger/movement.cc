#include "services/inventory/domain/ledger/movement.h"

#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/controlled/signature.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/kit_contents.h"
#include "services/inventory/domain/ledger/line.h"
#include "services/inventory/domain/ledger/passed_over.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/ledger/recalled.h"
#include "services/inventory/domain/ledger/timing.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/blocked.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/domain/requests/reference.h"
#include "services/inventory/domain/requests/verb.h"
#include "services/inventory/domain/reservations/promises.h"
#include "services/inventory/domain/reservations/reservation.h"
#include "services/inventory/limits.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

absl::Status CheckAllKnown(const v1::Movement& movement, const MovementState& state) {
  for (const v1::MovementLine& line : movement.lines()) {
    if (!state.known_items.contains(line.item())) return NotKnown(line.item());
  }
  RETURN_IF_ERROR(CheckReferences(movement, state.references));
  if (!IsOrder(movement)) return absl::OkStatus();
  for (int i = 0; i < movement.lines_size(); ++i) {
    const v1::MovementLine& line = movement.lines(i);
    if (!BringsIn(movement, i) && !line.lot().empty() &&
        !state.ledger.lot_dates.contains({line.item(), line.lot()})) {
      return NotKnown(
          absl::StrCat(state.ledger.facility->name, "/", line.item(), "/lots/", line.lot()));
    }
  }
  return absl::OkStatus();
}

// Of what the lines themselves bring into positions; differences are checked as they are posted,
// which only facts do.
absl::Status CheckOverflow(const v1::Movement& movement, const Posting& posting) {
  const bool within = !movement.to_place().empty() || ConditionMade(movement.kind()).has_value();
  std::map<std::string, int64_t> inflow;
  for (int i = 0; i < movement.lines_size(); ++i) {
    if (!within && !BringsIn(movement, i)) continue;
    const v1::MovementLine& line = movement.lines(i);
    int64_t& sum = inflow[line.item()];
    if (line.quantity() > std::numeric_limits<int64_t>::max() - sum) {
      return Error(Reason::ERROR_REASON_QUANTITY_OVERFLOW,
                   "the sum would leave the range of 64-bit integers",
                   {{"quantity", absl::StrCat(line.quantity())}, {"item", line.item()}});
    }
    sum += line.quantity();
    RETURN_IF_ERROR(posting.CheckInflow(line.item(), sum));
  }
  return absl::OkStatus();
}

// What may have expired by now promises nothing to an order.
absl::Status CheckReservation(const Posting& posting, const DecideContext& context) {
  for (const v1::Reservation& reservation : posting.promises().all()) {
    if (reservation.name() != posting.movement().reservation()) continue;
    if (Holds(reservation, context.LatestNow())) continue;
    return WrongState(reservation.name(), StateWord(StateAt(reservation, context.LatestNow())),
                      "the reservation promises nothing any more");
  }
  return absl::OkStatus();
}

absl::Status CheckOrder(const Posting& posting, const MovementState& state, const Timing& timing,
                        const DecideContext& context) {
  const v1::Movement& movement = posting.movement();
  const absl::Time now = context.now;
  const FacilityFacts& facility = *state.ledger.facility;
  if (!facility.open) {
    return WrongState(facility.name, facility.state, "the facility is not open");
  }
  RETURN_IF_ERROR(CheckReservation(posting, context));
  RETURN_IF_ERROR(CheckPlacesOpen(posting));
  // Of a promise nothing is believed, whatever clock is suspect.
  const bool future = TimeOf(movement.happened_time()) > now + kFutureTolerance;
  if (future || timing.too_old) {
    return Error(Reason::ERROR_REASON_TIME_OUT_OF_RANGE,
                 future ? "an order can't be for a time that has not come"
                        : "an order can't be for a time so long past",
                 {{"time", TimeText(TimeOf(movement.happened_time()))}, {"now", TimeText(now)}});
  }
  if (state.first_with_document.has_value()) {
    return Error(Reason::ERROR_REASON_DOCUMENT_NUMBER_REPEATED,
                 "the document number is recorded already",
                 {{"document_number", movement.document_number()},
                  {"movement", state.first_with_document->name()}});
  }
  return absl::OkStatus();
}

// Only what was entered, under the name it will have.
v1::Movement Entered(const v1::Movement& movement, const std::string& name) {
  v1::Movement entered = movement;
  entered.set_name(name);
  entered.clear_effective_time();
  entered.clear_record_time();
  entered.clear_day();
  entered.clear_legs();
  entered.clear_reversed_by();
  entered.clear_reverses();
  entered.clear_exceptions();
  entered.clear_clock_suspect();
  entered.clear_count();
  entered.clear_second_signature();
  entered.clear_signature();
  entered.clear_reservation_takings();
  entered.clear_passed_over_lots();
  return entered;
}

// With its reservation's id, or without one where it is not known. As entered it is returned.
std::string ResolveReservation(v1::Movement& movement, const References& known) {
  std::string entered = movement.reservation();
  movement.set_reservation(known.reservation);
  return entered;
}

v1::MovementHeld Hold(const v1::Movement& entered, const std::string& owner,
                      const MovementState& state, const DecideContext& context) {
  v1::MovementHeld held;
  Posting posting(context, LedgerState{.facility = state.ledger.facility}, entered, owner);
  v1::Exception* exception = posting.Open(v1::EXCEPTION_KIND_REPEATED_DOCUMENT_NUMBER);
  exception->set_document_number(entered.document_number());
  exception->set_first_movement(state.first_with_document->name());
  v1::MovementPosted parts = posting.Take();
  *held.mutable_movement() = std::move(*parts.mutable_movement());
  held.mutable_movement()->set_state(v1::MOVEMENT_STATE_HELD);
  *held.mutable_exception() = std::move(*parts.mutable_exceptions(0));
  *held.mutable_first() = *state.first_with_document;
  return held;
}

// Of what came from a source: a number of the facility's own, whatever the source's document says,
// since that may be missing, and two sources may use the same. Books of before had notes of their
// own. What came in a transfer has it already.
void SetGoodsReceiptNumber(v1::Movement& movement, const MovementState& state) {
  if (movement.kind() != v1::MOVEMENT_KIND_RECEIPT || movement.opening_history()) return;
  movement.set_goods_receipt_number(NumberText(kGoodsReceiptSeries, state.last_goods_receipt + 1));
}

// `reservation`: as entered.
absl::StatusOr<v1::MovementPosted> PostLines(Posting posting, const MovementState& state,
                                             const Timing& timing, const std::string& reservation) {
  RETURN_IF_ERROR(ApplyLotDates(posting));
  if (!IsOrder(posting.movement())) {
    OpenTimingExceptions(posting, state.clock_exception_open, timing);
  } else {
    if (posting.movement().clock_suspect()) {
      OpenClockException(posting, state.clock_exception_open, timing);
    }
    RETURN_IF_ERROR(CheckNamedLotsNotExpired(posting));
    RETURN_IF_ERROR(CheckNamedLotsNotRecalled(posting));
  }
  SetGoodsReceiptNumber(posting.movement(), state);
  if (state.kit.has_value()) RETURN_IF_ERROR(CheckKitContents(posting, *state.kit));
  ApplyReferences(posting, state.references);
  ApplySecondSignature(posting, state.controlled_items);
  if (!reservation.empty() && posting.movement().reservation().empty()) {
    posting.Open(v1::EXCEPTION_KIND_REFERENCE_NOT_KNOWN)->set_reference(reservation);
  }
  std::vector<v1::Exception> open_shortfalls = state.open_shortfalls;
  for (int i = 0; i < posting.movement().lines_size(); ++i) {
    RETURN_IF_ERROR(PostLine(posting, i, open_shortfalls));
  }
  NotePassedOverLots(posting);
  ShrinkPromises(posting);
  posting.movement().set_state(v1::MOVEMENT_STATE_POSTED);
  return posting.Finish();
}

}  // namespace

absl::StatusOr<v1::Event> DecideCreateMovement(const v1::CreateMovementRequest& request,
                                               MovementState state, const DecideContext& context) {
  if (!state.ledger.facility.has_value()) return NotKnown(request.parent());
  v1::Movement movement =
      Entered(request.movement(), MovementName(*FacilityId(state.ledger.facility->name),
                                               DerivedId(context.request_id, "movement")));
  movement.clear_transfer();
  movement.clear_goods_receipt_number();
  for (v1::MovementLine& line : *movement.mutable_lines()) line.clear_waybill_line();
  return DecideMovement(std::move(movement), std::move(state), context);
}

absl::StatusOr<v1::Event> DecideMovement(v1::Movement movement, MovementState state,
                                         const DecideContext& context) {
  const FacilityFacts& facility = *state.ledger.facility;
  RETURN_IF_ERROR(CheckAllKnown(movement, state));
  const std::string owner =
      movement.recorded_by().empty() ? context.principal : movement.recorded_by();
  const Timing timing = TimingOf(movement, state.latest_effective_time, context);
  SetTimes(movement, facility, timing, context);
  const std::string reservation = ResolveReservation(movement, state.references);

  // Books may be large: moved, all but the facility, which is still looked at.
  LedgerState ledger = std::move(state.ledger);
  state.ledger.facility = ledger.facility;
  Posting posting(context, std::move(ledger), std::move(movement), owner);
  RETURN_IF_ERROR(CheckOverflow(posting.movement(), posting));
  if (IsOrder(posting.movement())) {
    RETURN_IF_ERROR(CheckOrder(posting, state, timing, context));
    RETURN_IF_ERROR(CheckSecondSignature(posting.movement(), state.controlled_items, owner));
  }
  v1::Event event;
  if (state.first_with_document.has_value()) {
    posting.movement().set_reservation(reservation);
    *event.mutable_movement_held() = Hold(posting.movement(), owner, state, context);
    return event;
  }
  ASSIGN_OR_RETURN(*event.mutable_movement_posted(),
                   PostLines(std::move(posting), state, timing, reservation));
  return event;
}

absl::StatusOr<v1::MovementPosted> PostHeldMovement(const v1::Movement& held,
                                                    const std::string& owner,
                                                    const MovementState& state,
                                                    const DecideContext& context) {
  v1::Movement movement = Entered(held, held.name());
  const Timing timing = TimingOf(movement, state.latest_effective_time, context);
  SetTimes(movement, *state.ledger.facility, timing, context);
  const std::string reservation = ResolveReservation(movement, state.references);
  Posting posting(context, state.ledger, std::move(movement), owner);
  RETURN_IF_ERROR(CheckOverflow(posting.movement(), posting));
  return PostLines(std::move(posting), state, timing, reservation);
}

}  // namespace waystation::inventory
