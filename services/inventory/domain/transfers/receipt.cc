#include "services/inventory/domain/transfers/receipt.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/movement.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/domain/requests/verb.h"
#include "services/inventory/domain/transfers/difference.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using v1::ReceivedLine;
using v1::Transfer;
using v1::TransferDifference;
using v1::WaybillLine;

// Counts the lines of one receipt, one after the other.
class Counting {
 public:
  Counting(const Arriving& arriving, Transfer& transfer, const DecideContext& context)
      : arriving_(arriving), transfer_(transfer), context_(context) {}

  void Count(int index, const ReceivedLine& line);
  // What is still in transit and not told to be short yet.
  void TellRestShort();

  v1::Movement& movement() { return movement_; }
  const std::vector<FieldViolation>& violations() const { return violations_; }

 private:
  void CountShort(int index, const ReceivedLine& line);
  // Posts so much of what came: of waybill line `waybill_line`, or from outside at 0.
  void Post(const ReceivedLine& line, int waybill_line, int64_t quantity);
  void Tell(v1::DifferenceKind kind, const ReceivedLine& line, int64_t quantity);
  void AddEarly(const std::string& item, int64_t quantity);

  // The waybill's line that it is about; nullptr: none.
  const WaybillLine* Of(const ReceivedLine& line) const {
    return line.waybill_line() == 0 ? nullptr : &transfer_.waybill_lines(line.waybill_line() - 1);
  }
  std::string ItemOf(const ReceivedLine& line) const {
    return line.item().empty() ? Of(line)->item() : line.item();
  }
  std::string LotOf(const ReceivedLine& line) const {
    return line.lot().empty() && line.item().empty() ? Of(line)->lot() : line.lot();
  }

  const Arriving& arriving_;
  Transfer& transfer_;
  const DecideContext& context_;
  v1::Movement movement_;
  std::vector<FieldViolation> violations_;
};

void Counting::Tell(v1::DifferenceKind kind, const ReceivedLine& line, int64_t quantity) {
  TransferDifference& difference = *transfer_.add_differences();
  difference.set_number(transfer_.differences_size());
  difference.set_kind(kind);
  difference.set_waybill_line(line.waybill_line());
  difference.set_item(ItemOf(line));
  difference.set_lot(LotOf(line));
  difference.set_quantity(quantity);
  difference.set_reported_by(DoneBy(arriving_.recorded_by, context_));
  *difference.mutable_report_time() = TimestampOf(context_.now);
  difference.set_note(line.note());
}

void Counting::AddEarly(const std::string& item, int64_t quantity) {
  for (v1::ItemQuantity& early : *transfer_.mutable_received_early()) {
    if (early.item() != item) continue;
    // What leaves 64 bits is refused when it is posted.
    const int64_t room = std::numeric_limits<int64_t>::max() - early.quantity();
    return early.set_quantity(early.quantity() + std::min(room, quantity));
  }
  v1::ItemQuantity& early = *transfer_.add_received_early();
  early.set_item(item);
  early.set_quantity(quantity);
}

void Counting::Post(const ReceivedLine& line, int waybill_line, int64_t quantity) {
  const WaybillLine* of = Of(line);
  const bool as_sent = of != nullptr && line.item().empty() && line.lot().empty();
  v1::MovementLine& posted = *movement_.add_lines();
  posted.set_waybill_line(waybill_line);
  posted.set_item(ItemOf(line));
  posted.set_lot(LotOf(line));
  posted.set_quantity(quantity);
  posted.set_place(line.place().empty() && arriving_.returned && of != nullptr ? of->place()
                                                                               : line.place());
  posted.set_condition(
      ConditionTakenIn(line.difference(), as_sent ? of->condition() : v1::CONDITION_USABLE));
  if (line.has_expiry_date()) {
    *posted.mutable_expiry_date() = line.expiry_date();
    posted.set_date_kind(line.date_kind());
  } else if (as_sent && of->has_expiry_date()) {
    *posted.mutable_expiry_date() = of->expiry_date();
    posted.set_date_kind(of->date_kind());
  }
  if (as_sent) posted.set_owner(of->owner());
  if (quantity == line.quantity()) {
    posted.set_pack_name(line.pack_name());
    posted.set_pack_count(line.pack_count());
    posted.set_pack_factor(line.pack_factor());
  }
}

void Counting::CountShort(int index, const ReceivedLine& line) {
  const int number = line.waybill_line();
  const int64_t most =
      std::max<int64_t>(0, Of(line)->in_transit_quantity() - OpenShort(transfer_, number));
  if (line.quantity() > most) {
    violations_.push_back({absl::StrCat("lines[", index, "].quantity"),
                           absl::StrCat("got ", line.quantity(), " short, want at most ", most,
                                        ", what is in transit and not told short yet")});
    return;
  }
  Tell(v1::DIFFERENCE_KIND_SHORT, line, line.quantity());
}

void Counting::Count(int index, const ReceivedLine& line) {
  if (line.waybill_line() > transfer_.waybill_lines_size()) {
    violations_.push_back(
        {absl::StrCat("lines[", index, "].waybill_line"),
         absl::StrCat("got ", line.waybill_line(), ", want 0 to ", transfer_.waybill_lines_size(),
                      ", the lines of ", transfer_.number())});
    return;
  }
  v1::DifferenceKind kind = line.difference();
  if (kind == v1::DIFFERENCE_KIND_SHORT) return CountShort(index, line);
  if (line.waybill_line() == 0) kind = v1::DIFFERENCE_KIND_NOT_ON_WAYBILL;
  const bool told = kind != v1::DIFFERENCE_KIND_UNSPECIFIED;
  const bool beside = told && ClassOf(kind) == DifferenceClass::kBeside;
  int64_t of_waybill = 0;
  if (!beside) {
    WaybillLine& of = *transfer_.mutable_waybill_lines(line.waybill_line() - 1);
    of_waybill = std::min(line.quantity(), of.in_transit_quantity());
    CountArrival(of_waybill, arriving_.returned ? Arrival::kReturned : Arrival::kReceived, of);
    if (of_waybill > 0) Post(line, line.waybill_line(), of_waybill);
    if (told) Tell(kind, line, line.quantity());
  }
  const int64_t outside = line.quantity() - of_waybill;
  if (outside == 0) return;
  Post(line, 0, outside);
  if (IsWaiting(transfer_)) return AddEarly(ItemOf(line), outside);
  Tell(beside ? kind : v1::DIFFERENCE_KIND_OVER, line, outside);
}

void Counting::TellRestShort() {
  for (int number = 1; number <= transfer_.waybill_lines_size(); ++number) {
    const int64_t rest =
        transfer_.waybill_lines(number - 1).in_transit_quantity() - OpenShort(transfer_, number);
    if (rest <= 0) continue;
    ReceivedLine line;
    line.set_waybill_line(number);
    Tell(v1::DIFFERENCE_KIND_SHORT, line, rest);
  }
}

// All that is in transit, as on the waybill.
google::protobuf::RepeatedPtrField<ReceivedLine> AllInTransit(const Transfer& transfer) {
  google::protobuf::RepeatedPtrField<ReceivedLine> lines;
  for (int i = 0; i < transfer.waybill_lines_size(); ++i) {
    const int64_t quantity = transfer.waybill_lines(i).in_transit_quantity();
    if (quantity == 0) continue;
    ReceivedLine& line = *lines.Add();
    line.set_waybill_line(i + 1);
    line.set_quantity(quantity);
  }
  return lines;
}

// The rest of the movement, and what it counts for.
void FillMovement(const Arriving& arriving, const Transfer& transfer, const DecideContext& context,
                  v1::Movement& movement) {
  const std::string facility =
      arriving.returned ? TransferIds(transfer.name())->first : *FacilityId(transfer.to_facility());
  movement.set_name(MovementName(facility, DerivedId(context.request_id, "movement")));
  movement.set_kind(v1::MOVEMENT_KIND_TRANSFER_IN);
  movement.set_intent(v1::INTENT_HAPPENED);
  movement.set_transfer(transfer.name());
  *movement.mutable_happened_time() = arriving.happened_time.value_or(TimestampOf(context.now));
  movement.set_recorded_by(arriving.recorded_by);
  movement.set_witnessed_by(arriving.witnessed_by);
  movement.set_note(arriving.note);
  const bool warm = std::any_of(
      arriving.lines.begin(), arriving.lines.end(),
      [](const ReceivedLine& line) { return line.difference() == v1::DIFFERENCE_KIND_WARM; });
  if (warm) movement.set_quarantine_reason(v1::QUARANTINE_REASON_TEMPERATURE_EXCURSION);
  if (arriving.returned) return;
  movement.set_requisition(transfer.requisition());
  movement.set_expected_delivery(transfer.expected_delivery());
}

// By the books it was not on its way when it came.
void FlagNotInTransit(const Transfer& transfer, const DecideContext& context,
                      v1::MovementPosted& posted) {
  if (transfer.state() == v1::TRANSFER_STATE_IN_TRANSIT ||
      transfer.state() == v1::TRANSFER_STATE_RECEIVED) {
    return;
  }
  v1::Movement& movement = *posted.mutable_movement();
  v1::Exception& exception = *posted.add_exceptions();
  exception = OpenException(
      v1::EXCEPTION_KIND_TRANSFER_NOT_IN_TRANSIT, FacilityName(MovementIds(movement.name())->first),
      DoneBy(movement.recorded_by(), context), "exception/transfer", context, movement);
  exception.set_transfer(transfer.name());
}

template <typename Request>
Arriving ArrivingIn(const Request& request, bool returned) {
  Arriving arriving = {.lines = request.lines(), .etag = request.etag()};
  arriving.complete = request.complete();
  if (request.has_happened_time()) arriving.happened_time = request.happened_time();
  arriving.recorded_by = request.recorded_by();
  arriving.witnessed_by = request.witnessed_by();
  arriving.note = request.note();
  arriving.returned = returned;
  return arriving;
}

absl::Status NotReversible(const v1::Movement& original, absl::string_view why) {
  return Error(Reason::ERROR_REASON_TRANSFER_NOT_REVERSIBLE, why,
               {{"movement", original.name()}, {"transfer", original.transfer()}});
}

// Takes what a line brought out of the counts.
void Uncount(const v1::MovementLine& line, bool returned, Transfer& transfer) {
  if (line.waybill_line() > 0) {
    CountArrival(-line.quantity(), returned ? Arrival::kReturned : Arrival::kReceived,
                 *transfer.mutable_waybill_lines(line.waybill_line() - 1));
    return;
  }
  if (!IsWaiting(transfer)) return;
  for (v1::ItemQuantity& early : *transfer.mutable_received_early()) {
    if (early.item() == line.item()) early.set_quantity(early.quantity() - line.quantity());
  }
}

}  // namespace

Arriving ArrivingOf(const v1::ReceiveTransferRequest& request) {
  return ArrivingIn(request, /*returned=*/false);
}

Arriving ArrivingOf(const v1::ReturnTransferRequest& request) {
  return ArrivingIn(request, /*returned=*/true);
}

absl::StatusOr<CountedReceipt> PrepareReceipt(const Arriving& arriving, Transfer transfer,
                                              const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(arriving.etag, transfer.etag(), transfer.name()));
  if (arriving.returned) {
    RETURN_IF_ERROR(CheckTransferState(transfer, transfer.state() == v1::TRANSFER_STATE_IN_TRANSIT,
                                       "only what is in transit comes back"));
  }
  const auto lines = arriving.lines.empty() ? AllInTransit(transfer) : arriving.lines;
  if (lines.empty()) {
    return InvalidFields({{"lines", "got none and nothing is in transit, want what came"}});
  }
  CountedReceipt counted = {.differences_before = transfer.differences_size()};
  Counting counting(arriving, transfer, context);
  for (int i = 0; i < lines.size(); ++i) counting.Count(i, lines[i]);
  if (!counting.violations().empty()) return InvalidFields(counting.violations());
  if (arriving.complete) counting.TellRestShort();

  if (!counting.movement().lines().empty()) {
    FillMovement(arriving, transfer, context, counting.movement());
    counted.movement = std::move(counting.movement());
  }
  counted.transfer = std::move(transfer);
  return counted;
}

absl::StatusOr<TransferEvents> DecideReceipt(const Arriving& arriving, CountedReceipt counted,
                                             MovementState state, int64_t last_number,
                                             int64_t today, const DecideContext& context) {
  Transfer& transfer = counted.transfer;
  TransferEvents events;
  v1::TransferReceipt& receipt = *transfer.add_receipts();
  receipt.set_returned(arriving.returned);
  receipt.set_early(IsWaiting(transfer));
  *receipt.mutable_happened_time() = arriving.happened_time.value_or(TimestampOf(context.now));
  receipt.set_recorded_by(DoneBy(arriving.recorded_by, context));
  receipt.set_note(arriving.note);
  *receipt.mutable_record_time() = TimestampOf(context.now);
  if (counted.movement.has_value()) {
    counted.movement->set_goods_receipt_number(NumberText(kGoodsReceiptSeries, last_number + 1));
    receipt.set_movement(counted.movement->name());
    receipt.set_number(counted.movement->goods_receipt_number());
    ASSIGN_OR_RETURN(events.emplace_back(),
                     DecideMovement(*std::move(counted.movement), std::move(state), context));
    FlagNotInTransit(transfer, context, *events.back().mutable_movement_posted());
    for (int i = counted.differences_before; i < transfer.differences_size(); ++i) {
      transfer.mutable_differences(i)->set_movement(receipt.movement());
    }
  }
  Settle(context, transfer);
  v1::Event& event = events.emplace_back();
  if (arriving.returned) {
    PutTransfer(std::move(transfer), DateOf(today), event.mutable_transfer_returned());
  } else {
    PutTransfer(std::move(transfer), DateOf(today), event.mutable_transfer_received());
  }
  return events;
}

absl::StatusOr<v1::Event> DecideReceiptReversed(const v1::Movement& original, Transfer transfer,
                                                int64_t today, const DecideContext& context) {
  const auto receipt = std::find_if(
      transfer.mutable_receipts()->begin(), transfer.mutable_receipts()->end(),
      [&](const v1::TransferReceipt& each) { return each.movement() == original.name(); });
  if (receipt == transfer.mutable_receipts()->end()) {
    return NotReversible(original, "of a transfer only a receipt or return is taken back");
  }
  if (transfer.state() == v1::TRANSFER_STATE_CLOSED) {
    return NotReversible(original, "the transfer is closed");
  }
  if (receipt->early() && IsDispatched(transfer)) {
    return NotReversible(original, "the dispatch has settled it");
  }
  for (TransferDifference& difference : *transfer.mutable_differences()) {
    if (difference.movement() != original.name()) continue;
    if (!difference.answer_movement().empty()) {
      return NotReversible(original, "an answer to its differences has moved stock");
    }
    difference.set_withdrawn(true);
  }
  for (const v1::MovementLine& line : original.lines()) {
    Uncount(line, receipt->returned(), transfer);
  }
  auto* early_items = transfer.mutable_received_early();
  early_items->erase(
      std::remove_if(early_items->begin(), early_items->end(),
                     [](const v1::ItemQuantity& each) { return each.quantity() == 0; }),
      early_items->end());
  receipt->set_reversed(true);
  Settle(context, transfer);
  v1::Event event;
  PutTransfer(std::move(transfer), DateOf(today), event.mutable_transfer_receipt_reversed());
  return event;
}

}  // namespace waystation::inventory
