#include "services/inventory/domain/transfers/transfer.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/movement.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/domain/requests/verb.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using Lots = google::protobuf::RepeatedPtrField<v1::PickedLot>;

// Only what was entered.
v1::Transfer EnteredTransfer(const v1::Transfer& given) {
  v1::Transfer entered;
  entered.set_to_facility(given.to_facility());
  *entered.mutable_lines() = given.lines();
  if (given.has_planned_dispatch_date()) {
    *entered.mutable_planned_dispatch_date() = given.planned_dispatch_date();
  }
  if (given.has_planned_arrival_date()) {
    *entered.mutable_planned_arrival_date() = given.planned_arrival_date();
  }
  entered.set_recorded_by(given.recorded_by());
  entered.set_note(given.note());
  return entered;
}

v1::PickedLot PickedLotOf(const v1::WaybillLine& line) {
  v1::PickedLot lot;
  lot.set_line(line.line());
  lot.set_lot(line.lot());
  lot.set_place(line.place());
  lot.set_condition(line.condition());
  lot.set_quantity(line.quantity());
  return lot;
}

v1::PickedLot PickedLotOf(const v1::TransferLine& line, int number) {
  v1::PickedLot lot;
  lot.set_line(number);
  lot.set_lot(line.lot());
  lot.set_place(line.place());
  lot.set_condition(line.condition());
  lot.set_quantity(line.quantity());
  return lot;
}

// What is taken: the lots given, else `picked`, else every line as it says.
Lots TakenLots(const v1::Transfer& transfer, const Lots& given, bool as_picked) {
  if (!given.empty()) return given;
  Lots lots;
  if (as_picked && !transfer.waybill_lines().empty()) {
    for (const v1::WaybillLine& line : transfer.waybill_lines()) *lots.Add() = PickedLotOf(line);
    return lots;
  }
  for (int i = 0; i < transfer.lines_size(); ++i) {
    *lots.Add() = PickedLotOf(transfer.lines(i), i + 1);
  }
  return lots;
}

absl::Status CheckLotLines(const v1::Transfer& transfer, const Lots& given) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < given.size(); ++i) {
    if (given[i].line() <= transfer.lines_size()) continue;
    violations.push_back({absl::StrCat("lots[", i, "].line"),
                          absl::StrCat("got ", given[i].line(), ", want 1 to ",
                                       transfer.lines_size(), ", a line of ", transfer.number())});
  }
  return violations.empty() ? absl::OkStatus() : InvalidFields(violations);
}

v1::Movement OutMovement(const v1::Transfer& transfer, const Lots& lots,
                         const DecideContext& context) {
  v1::Movement movement;
  movement.set_name(
      MovementName(TransferIds(transfer.name())->first, DerivedId(context.request_id, "movement")));
  movement.set_kind(v1::MOVEMENT_KIND_TRANSFER_OUT);
  movement.set_transfer(transfer.name());
  for (const v1::PickedLot& lot : lots) {
    const v1::TransferLine& of = transfer.lines(lot.line() - 1);
    v1::MovementLine& line = *movement.add_lines();
    line.set_item(of.item());
    line.set_lot(lot.lot());
    line.set_place(lot.place());
    line.set_condition(lot.condition() == v1::CONDITION_UNSPECIFIED ? of.condition()
                                                                    : lot.condition());
    line.set_quantity(lot.quantity());
  }
  return movement;
}

// A line for each line of the transfer, place, lot and condition that the legs take from.
void SetWaybill(const v1::Movement& movement, const Lots& lots, const LotOwners& owners,
                v1::Transfer& transfer) {
  transfer.clear_waybill_lines();
  using Taken = std::tuple<int, std::string, std::string, int>;
  std::map<Taken, int> rows;
  for (const v1::Leg& leg : movement.legs()) {
    if (leg.to().kind() != v1::ACCOUNT_KIND_IN_TRANSIT) continue;
    const int number = lots[leg.line_index()].line();
    const Taken key = {number, leg.from().place(), leg.lot(), ConditionOf(leg.from())};
    const auto [row, is_new] = rows.emplace(key, transfer.waybill_lines_size());
    if (!is_new) {
      v1::WaybillLine& before = *transfer.mutable_waybill_lines(row->second);
      before.set_quantity(before.quantity() + leg.quantity());
      continue;
    }
    v1::WaybillLine& line = *transfer.add_waybill_lines();
    line.set_line(number);
    line.set_item(leg.item());
    line.set_lot(leg.lot());
    if (leg.has_expiry_date()) *line.mutable_expiry_date() = leg.expiry_date();
    line.set_date_kind(leg.date_kind());
    line.set_place(leg.from().place());
    line.set_condition(ConditionOf(leg.from()));
    line.set_quantity(leg.quantity());
    const auto owner = owners.find({leg.item(), leg.lot()});
    if (owner != owners.end()) line.set_owner(owner->second);
  }
}

v1::Leg SettlingLeg(const v1::WaybillLine& line, int64_t quantity, const v1::Movement& movement) {
  v1::Leg leg;
  leg.set_item(line.item());
  leg.set_lot(line.lot());
  if (line.has_expiry_date()) *leg.mutable_expiry_date() = line.expiry_date();
  leg.set_date_kind(line.date_kind());
  *leg.mutable_from() = TransitAccount(movement.transfer());
  *leg.mutable_to() = PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  leg.set_quantity(quantity);
  *leg.mutable_day() = movement.day();
  leg.set_line_index(-1);
  return leg;
}

// What was received before the dispatch was recorded came from COUNT_DIFFERENCE; it goes back there
// out of what is now in transit. What is then left of it came beyond the waybill.
void SettleEarly(v1::Movement& movement, v1::Transfer& transfer) {
  for (const v1::ItemQuantity& early : transfer.received_early()) {
    int64_t left = early.quantity();
    for (v1::WaybillLine& line : *transfer.mutable_waybill_lines()) {
      const int64_t settled = std::min(left, line.in_transit_quantity());
      if (line.item() != early.item() || settled == 0) continue;
      *movement.add_legs() = SettlingLeg(line, settled, movement);
      CountArrival(settled, Arrival::kReceived, line);
      left -= settled;
    }
    if (left == 0) continue;
    v1::TransferDifference& over = *transfer.add_differences();
    over.set_number(transfer.differences_size());
    over.set_kind(v1::DIFFERENCE_KIND_OVER);
    over.set_item(early.item());
    over.set_quantity(left);
    over.set_reported_by(transfer.receipts(0).recorded_by());
    *over.mutable_report_time() = transfer.receipts(0).record_time();
  }
  transfer.clear_received_early();
}

void EndTransfer(v1::TransferState state, const std::string& by, const std::string& note,
                 const DecideContext& context, v1::Transfer& transfer) {
  transfer.set_state(state);
  *transfer.mutable_end_time() = TimestampOf(context.now);
  transfer.set_ended_by(DoneBy(by, context));
  transfer.set_end_note(note);
  Settle(context, transfer);
}

}  // namespace

absl::StatusOr<TransferEvents> DecideCreateTransfer(const v1::CreateTransferRequest& request,
                                                    const NewTransferState& state, int64_t today,
                                                    const DecideContext& context) {
  if (!state.from.has_value()) return NotKnown(request.parent());
  if (!state.to.has_value()) return NotKnown(request.transfer().to_facility());
  if (!state.not_known.empty()) return NotKnown(state.not_known);

  v1::Transfer transfer = EnteredTransfer(request.transfer());
  transfer.set_name(
      TransferName(*FacilityId(state.from->name), DerivedId(context.request_id, "transfer")));
  transfer.set_number(NumberText(kTransferSeries, state.last_number + 1));
  transfer.set_state(v1::TRANSFER_STATE_PLANNED);
  transfer.set_requisition(state.requisition);
  transfer.set_expected_delivery(state.expected_delivery);
  *transfer.mutable_record_time() = TimestampOf(context.now);
  Settle(context, transfer);
  TransferEvents events(1);
  PutTransfer(std::move(transfer), DateOf(today), events[0].mutable_transfer_created());
  return events;
}

absl::StatusOr<v1::Movement> PreparePick(const v1::PickTransferRequest& request,
                                         const v1::Transfer& transfer,
                                         const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), transfer.etag(), transfer.name()));
  RETURN_IF_ERROR(CheckTransferState(transfer, IsWaiting(transfer),
                                     "only what has neither left nor ended is picked"));
  RETURN_IF_ERROR(CheckLotLines(transfer, request.lots()));
  v1::Movement movement =
      OutMovement(transfer, TakenLots(transfer, request.lots(), /*as_picked=*/false), context);
  movement.set_intent(v1::INTENT_ORDER);
  *movement.mutable_happened_time() = TimestampOf(context.now);
  return movement;
}

absl::StatusOr<TransferEvents> DecidePick(const v1::PickTransferRequest& request,
                                          v1::Transfer transfer, v1::Movement movement,
                                          SenderState state, int64_t today,
                                          const DecideContext& context) {
  // Nothing moves yet, so nobody has to see it; its dispatch asks for them.
  state.movement.controlled_items.clear();
  ASSIGN_OR_RETURN(const v1::Event posted,
                   DecideMovement(std::move(movement), std::move(state.movement), context));
  SetWaybill(posted.movement_posted().movement(),
             TakenLots(transfer, request.lots(), /*as_picked=*/false), state.owners, transfer);
  transfer.set_state(v1::TRANSFER_STATE_PICKED);
  transfer.set_picked_by(DoneBy(request.recorded_by(), context));
  *transfer.mutable_pick_time() = TimestampOf(context.now);
  Settle(context, transfer);
  TransferEvents events(1);
  PutTransfer(std::move(transfer), DateOf(today), events[0].mutable_transfer_picked());
  return events;
}

absl::StatusOr<v1::Movement> PrepareDispatch(const v1::DispatchTransferRequest& request,
                                             const v1::Transfer& transfer,
                                             const std::optional<FacilityFacts>& to,
                                             const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), transfer.etag(), transfer.name()));
  RETURN_IF_ERROR(CheckTransferState(transfer, IsWaiting(transfer),
                                     "only what has neither left nor ended is dispatched"));
  if (request.intent() == v1::INTENT_ORDER && to.has_value() && to->state == "CLOSED") {
    return WrongState(to->name, to->state, "nothing can be sent to a closed facility");
  }
  RETURN_IF_ERROR(CheckLotLines(transfer, request.lots()));
  v1::Movement movement =
      OutMovement(transfer, TakenLots(transfer, request.lots(), /*as_picked=*/true), context);
  movement.set_intent(request.intent());
  *movement.mutable_happened_time() =
      request.has_dispatched_time() ? request.dispatched_time() : TimestampOf(context.now);
  movement.set_recorded_by(request.recorded_by());
  movement.set_witnessed_by(request.witnessed_by());
  movement.set_note(request.note());
  return movement;
}

absl::StatusOr<TransferEvents> DecideDispatch(const v1::DispatchTransferRequest& request,
                                              v1::Transfer transfer, v1::Movement movement,
                                              SenderState state, int64_t today,
                                              const DecideContext& context) {
  TransferEvents events(1);
  ASSIGN_OR_RETURN(events[0],
                   DecideMovement(std::move(movement), std::move(state.movement), context));
  v1::Movement& posted = *events[0].mutable_movement_posted()->mutable_movement();
  SetWaybill(posted, TakenLots(transfer, request.lots(), /*as_picked=*/true), state.owners,
             transfer);
  for (v1::WaybillLine& line : *transfer.mutable_waybill_lines()) {
    line.set_in_transit_quantity(line.quantity());
  }
  SettleEarly(posted, transfer);
  v1::TransferDispatch& dispatch = *transfer.mutable_dispatch();
  dispatch.set_vehicle(request.vehicle());
  dispatch.set_carrier(request.carrier());
  *dispatch.mutable_dispatched_time() = posted.happened_time();
  dispatch.set_recorded_by(DoneBy(request.recorded_by(), context));
  dispatch.set_note(request.note());
  dispatch.set_intent(request.intent());
  dispatch.set_movement(posted.name());
  *dispatch.mutable_record_time() = TimestampOf(context.now);
  transfer.set_state(v1::TRANSFER_STATE_IN_TRANSIT);
  Settle(context, transfer);
  PutTransfer(std::move(transfer), DateOf(today),
              events.emplace_back().mutable_transfer_dispatched());
  return events;
}

absl::StatusOr<TransferEvents> DecideCancelTransfer(const v1::CancelTransferRequest& request,
                                                    v1::Transfer transfer, int64_t today,
                                                    const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), transfer.etag(), transfer.name()));
  RETURN_IF_ERROR(CheckTransferState(transfer, IsWaiting(transfer),
                                     "what has left is received or returned, not cancelled"));
  RETURN_IF_ERROR(
      CheckTransferState(transfer, transfer.received_early().empty(),
                         "something of it was received, so it has left: record its dispatch"));
  EndTransfer(v1::TRANSFER_STATE_CANCELLED, request.recorded_by(), request.note(), context,
              transfer);
  TransferEvents events(1);
  PutTransfer(std::move(transfer), DateOf(today), events[0].mutable_transfer_cancelled());
  return events;
}

absl::StatusOr<TransferEvents> DecideCloseTransfer(const v1::CloseTransferRequest& request,
                                                   v1::Transfer transfer, int64_t today,
                                                   const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), transfer.etag(), transfer.name()));
  const bool left = transfer.state() == v1::TRANSFER_STATE_IN_TRANSIT ||
                    transfer.state() == v1::TRANSFER_STATE_RECEIVED;
  RETURN_IF_ERROR(CheckTransferState(
      transfer, left, IsWaiting(transfer) ? "it has not left: cancel it" : "it has ended"));
  const int in_transit = LinesInTransit(transfer);
  if (in_transit > 0 || transfer.open_difference_count() > 0) {
    return Error(Reason::ERROR_REASON_TRANSFER_NOT_SETTLED,
                 "something is in transit, or a difference is not answered",
                 {{"transfer", transfer.name()},
                  {"in_transit_lines", absl::StrCat(in_transit)},
                  {"open_differences", absl::StrCat(transfer.open_difference_count())}});
  }
  EndTransfer(v1::TRANSFER_STATE_CLOSED, request.recorded_by(), request.note(), context, transfer);
  TransferEvents events(1);
  PutTransfer(std::move(transfer), DateOf(today), events[0].mutable_transfer_closed());
  return events;
}

}  // namespace waystation::inventory
