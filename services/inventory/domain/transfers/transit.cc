#include "services/inventory/domain/transfers/transit.h"

#include <algorithm>
#include <utility>

#include "absl/strings/strip.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/requests/verb.h"

namespace waystation::inventory {

bool IsDispatched(const v1::Transfer& transfer) { return transfer.has_dispatch(); }

bool IsWaiting(const v1::Transfer& transfer) {
  return transfer.state() == v1::TRANSFER_STATE_PLANNED ||
         transfer.state() == v1::TRANSFER_STATE_PICKED;
}

bool IsOpenDifference(const v1::TransferDifference& difference) {
  return !difference.withdrawn() && difference.answer() == v1::DIFFERENCE_ANSWER_UNSPECIFIED;
}

int64_t OpenShort(const v1::Transfer& transfer, int waybill_line) {
  int64_t open = 0;
  for (const v1::TransferDifference& difference : transfer.differences()) {
    if (difference.kind() == v1::DIFFERENCE_KIND_SHORT && IsOpenDifference(difference) &&
        difference.waybill_line() == waybill_line) {
      open += difference.quantity();
    }
  }
  return open;
}

int LinesInTransit(const v1::Transfer& transfer) {
  int lines = 0;
  for (const v1::WaybillLine& line : transfer.waybill_lines()) {
    if (line.in_transit_quantity() > 0) ++lines;
  }
  return lines;
}

void CountArrival(int64_t quantity, Arrival arrival, v1::WaybillLine& line) {
  line.set_in_transit_quantity(line.in_transit_quantity() - quantity);
  switch (arrival) {
    case Arrival::kReceived:
      return line.set_received_quantity(line.received_quantity() + quantity);
    case Arrival::kReturned:
      return line.set_returned_quantity(line.returned_quantity() + quantity);
    case Arrival::kWrittenOff:
      return line.set_written_off_quantity(line.written_off_quantity() + quantity);
  }
}

absl::Status CheckTransferState(const v1::Transfer& transfer, bool applies,
                                absl::string_view message) {
  if (applies) return absl::OkStatus();
  const std::string state = v1::TransferState_Name(transfer.state());
  return WrongState(transfer.name(), absl::StripPrefix(state, "TRANSFER_STATE_"), message);
}

void Settle(const DecideContext& context, v1::Transfer& transfer) {
  if (transfer.state() == v1::TRANSFER_STATE_IN_TRANSIT ||
      transfer.state() == v1::TRANSFER_STATE_RECEIVED) {
    transfer.set_state(LinesInTransit(transfer) > 0 ? v1::TRANSFER_STATE_IN_TRANSIT
                                                    : v1::TRANSFER_STATE_RECEIVED);
  }
  int open = 0;
  for (v1::TransferDifference& difference : *transfer.mutable_differences()) {
    const int line = difference.waybill_line();
    if (difference.kind() == v1::DIFFERENCE_KIND_SHORT && IsOpenDifference(difference) &&
        transfer.waybill_lines(line - 1).in_transit_quantity() == 0) {
      difference.set_withdrawn(true);
    }
    if (IsOpenDifference(difference)) ++open;
  }
  transfer.set_open_difference_count(open);
  transfer.set_etag(NewEtag(context));
}

const v1::Transfer* TransferOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kTransferCreated:
      return &event.transfer_created().transfer();
    case v1::Event::kTransferPicked:
      return &event.transfer_picked().transfer();
    case v1::Event::kTransferDispatched:
      return &event.transfer_dispatched().transfer();
    case v1::Event::kTransferReceived:
      return &event.transfer_received().transfer();
    case v1::Event::kTransferReturned:
      return &event.transfer_returned().transfer();
    case v1::Event::kTransferCancelled:
      return &event.transfer_cancelled().transfer();
    case v1::Event::kTransferDifferenceAnswered:
      return &event.transfer_difference_answered().transfer();
    case v1::Event::kTransferClosed:
      return &event.transfer_closed().transfer();
    case v1::Event::kTransferReceiptReversed:
      return &event.transfer_receipt_reversed().transfer();
    default:
      return nullptr;
  }
}

const common::v1::CivilDate& TransferDayOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kTransferCreated:
      return event.transfer_created().day();
    case v1::Event::kTransferPicked:
      return event.transfer_picked().day();
    case v1::Event::kTransferDispatched:
      return event.transfer_dispatched().day();
    case v1::Event::kTransferReceived:
      return event.transfer_received().day();
    case v1::Event::kTransferReturned:
      return event.transfer_returned().day();
    case v1::Event::kTransferCancelled:
      return event.transfer_cancelled().day();
    case v1::Event::kTransferDifferenceAnswered:
      return event.transfer_difference_answered().day();
    case v1::Event::kTransferClosed:
      return event.transfer_closed().day();
    default:
      return event.transfer_receipt_reversed().day();
  }
}

v1::Transfer WithStanding(v1::Transfer transfer, absl::Time now, int64_t day) {
  if (transfer.state() != v1::TRANSFER_STATE_IN_TRANSIT) return transfer;
  const absl::Duration age = now - TimeOf(transfer.dispatch().dispatched_time());
  transfer.set_in_transit_seconds(std::max<int64_t>(0, absl::ToInt64Seconds(age)));
  if (transfer.has_planned_arrival_date()) {
    const int64_t planned = DayNumber(transfer.planned_arrival_date());
    transfer.set_overdue_days(std::max<int64_t>(0, day - planned));
  }
  return transfer;
}

}  // namespace waystation::inventory
