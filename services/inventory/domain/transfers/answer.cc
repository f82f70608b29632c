#include "services/inventory/domain/transfers/answer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/movement.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/verb.h"
#include "services/inventory/domain/transfers/difference.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

std::string KindWord(v1::DifferenceKind kind) {
  const std::string name = v1::DifferenceKind_Name(kind);
  return std::string(absl::StripPrefix(name, "DIFFERENCE_KIND_"));
}

absl::Status CheckAnswer(const v1::AnswerDifferenceRequest& request, const v1::Transfer& transfer) {
  if (request.difference() > transfer.differences_size()) {
    return InvalidFields(
        {{"difference",
          absl::StrCat("got ", request.difference(), ", want 1 to ", transfer.differences_size(),
                       ", the differences of ", transfer.number())}});
  }
  const v1::TransferDifference& difference = transfer.differences(request.difference() - 1);
  if (!MayAnswer(difference.kind(), request.answer())) {
    const std::string answer = v1::DifferenceAnswer_Name(request.answer());
    return InvalidFields(
        {{"answer",
          absl::StrCat("got ", absl::StripPrefix(answer, "DIFFERENCE_ANSWER_"),
                       ", want an answer that ", KindWord(difference.kind()), " can have")}});
  }
  if (difference.withdrawn()) {
    return WrongState(transfer.name(), "WITHDRAWN", "the difference needs no answer any more");
  }
  if (!difference.answer_movement().empty()) {
    return WrongState(transfer.name(), "ANSWERED", "its answer has moved stock");
  }
  return absl::OkStatus();
}

// The line in question leaves transit: to the sender's place where it was found, else for good.
void MoveMissing(const v1::TransferDifference& difference, v1::Transfer& transfer,
                 v1::Movement& movement) {
  v1::WaybillLine& line = *transfer.mutable_waybill_lines(difference.waybill_line() - 1);
  const int64_t quantity = std::min(difference.quantity(), line.in_transit_quantity());
  if (quantity == 0) return;
  const bool found = difference.answer() == v1::DIFFERENCE_ANSWER_FOUND;
  movement.set_kind(found ? v1::MOVEMENT_KIND_TRANSFER_IN : v1::MOVEMENT_KIND_TRANSFER_LOSS);
  if (difference.answer() == v1::DIFFERENCE_ANSWER_LOST) {
    movement.set_waste_reason(v1::WASTE_REASON_OTHER);
  }
  CountArrival(quantity, found ? Arrival::kReturned : Arrival::kWrittenOff, line);
  v1::MovementLine& moved = *movement.add_lines();
  moved.set_waybill_line(difference.waybill_line());
  moved.set_item(line.item());
  moved.set_lot(line.lot());
  moved.set_quantity(quantity);
  if (found) {
    moved.set_place(line.place());
    moved.set_condition(line.condition());
  }
}

// It did leave here, although the waybill does not have it.
void MoveBeside(const v1::TransferDifference& difference, v1::Movement& movement) {
  movement.set_kind(v1::MOVEMENT_KIND_ADJUSTMENT_LOSS);
  v1::MovementLine& line = *movement.add_lines();
  line.set_item(difference.item());
  line.set_lot(difference.lot());
  line.set_quantity(difference.quantity());
}

}  // namespace

absl::StatusOr<CountedReceipt> PrepareAnswer(const v1::AnswerDifferenceRequest& request,
                                             v1::Transfer transfer, const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), transfer.etag(), transfer.name()));
  RETURN_IF_ERROR(CheckAnswer(request, transfer));
  v1::TransferDifference& difference = *transfer.mutable_differences(request.difference() - 1);
  difference.set_answer(request.answer());
  difference.set_answered_by(request.answered_by());
  *difference.mutable_answer_time() = TimestampOf(context.now);
  difference.set_answer_note(request.note());

  CountedReceipt counted;
  v1::Movement movement;
  if (AnswerMoves(request.answer())) {
    if (ClassOf(difference.kind()) == DifferenceClass::kMissing) {
      MoveMissing(difference, transfer, movement);
    } else {
      MoveBeside(difference, movement);
    }
  }
  if (!movement.lines().empty()) {
    movement.set_name(MovementName(TransferIds(transfer.name())->first,
                                   DerivedId(context.request_id, "movement")));
    movement.set_intent(v1::INTENT_HAPPENED);
    movement.set_transfer(transfer.name());
    *movement.mutable_happened_time() = TimestampOf(context.now);
    movement.set_recorded_by(request.answered_by());
    movement.set_witnessed_by(request.witnessed_by());
    movement.set_note(request.note());
    difference.set_answer_movement(movement.name());
    counted.movement = std::move(movement);
  }
  counted.transfer = std::move(transfer);
  return counted;
}

absl::StatusOr<TransferEvents> DecideAnswer(CountedReceipt counted, MovementState state,
                                            int64_t today, const DecideContext& context) {
  TransferEvents events;
  if (counted.movement.has_value()) {
    ASSIGN_OR_RETURN(events.emplace_back(),
                     DecideMovement(*std::move(counted.movement), std::move(state), context));
  }
  Settle(context, counted.transfer);
  PutTransfer(std::move(counted.transfer), DateOf(today),
              events.emplace_back().mutable_transfer_difference_answered());
  return events;
}

}  // namespace waystation::inventory
