#include "services/inventory/domain/reports/then.h"

#include <algorithm>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/requests/expected_delivery.h"

namespace waystation::inventory {
namespace {

int64_t Since(const ReceivedSince& since, const std::string& item) {
  const auto found = since.find(item);
  return found == since.end() ? 0 : found->second;
}

// The dates before the first change after `time`, and who had confirmed them by then.
void TakeBackChanges(absl::Time time, v1::ExpectedDelivery& delivery) {
  auto* changes = delivery.mutable_reschedules();
  const auto later = std::find_if(
      changes->begin(), changes->end(),
      [time](const v1::Reschedule& change) { return TimeOf(change.record_time()) > time; });
  if (later != changes->end()) {
    delivery.clear_earliest_date();
    if (later->has_earliest_date()) *delivery.mutable_earliest_date() = later->earliest_date();
    *delivery.mutable_latest_date() = later->latest_date();
    delivery.set_confirmed_by(later->confirmed_by());
    delivery.clear_confirm_time();
    if (later->has_confirm_time()) *delivery.mutable_confirm_time() = later->confirm_time();
    changes->erase(later, changes->end());
  }
  if (delivery.has_confirm_time() && TimeOf(delivery.confirm_time()) <= time) return;
  delivery.clear_confirmed_by();
  delivery.clear_confirm_time();
}

}  // namespace

std::optional<v1::ExpectedDelivery> DeliveryAt(v1::ExpectedDelivery delivery, absl::Time time,
                                               const ReceivedSince& since) {
  if (TimeOf(delivery.record_time()) > time) return std::nullopt;
  for (v1::ExpectedDeliveryLine& line : *delivery.mutable_lines()) {
    line.set_received_quantity(line.received_quantity() - Since(since, line.item()));
  }
  const bool had_ended = !IsExpected(delivery) && TimeOf(delivery.end_time()) <= time;
  TakeBackChanges(time, delivery);
  if (had_ended) return delivery;
  delivery.set_state(delivery.has_confirm_time() ? v1::EXPECTED_DELIVERY_STATE_CONFIRMED
                                                 : v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  delivery.clear_cancel_reason();
  delivery.clear_ended_by();
  delivery.clear_end_time();
  delivery.clear_end_note();
  return delivery;
}

std::optional<v1::Requisition> RequisitionAt(v1::Requisition requisition, absl::Time time,
                                             const ReceivedSince& since) {
  if (TimeOf(requisition.record_time()) > time) return std::nullopt;
  auto* decisions = requisition.mutable_decisions();
  decisions->erase(std::find_if(decisions->begin(), decisions->end(),
                                [time](const v1::RequisitionDecision& decision) {
                                  return TimeOf(decision.decide_time()) > time;
                                }),
                   decisions->end());
  requisition.set_state(v1::REQUISITION_STATE_REQUESTED);
  std::map<std::string, int64_t> approved;
  for (const v1::RequisitionDecision& decision : requisition.decisions()) {
    requisition.set_state(decision.state());
    for (const v1::ItemQuantity& entry : decision.approved()) {
      approved[entry.item()] = entry.quantity();
    }
  }
  for (v1::RequisitionLine& line : *requisition.mutable_lines()) {
    line.set_approved_quantity(approved[line.item()]);
    line.set_fulfilled_quantity(line.fulfilled_quantity() - Since(since, line.item()));
  }
  return requisition;
}

std::optional<v1::Exception> OpenAt(v1::Exception exception, absl::Time time) {
  if (TimeOf(exception.open_time()) > time) return std::nullopt;
  if (exception.state() == v1::EXCEPTION_STATE_OPEN) return exception;
  if (TimeOf(exception.close_time()) <= time) return std::nullopt;
  exception.set_state(v1::EXCEPTION_STATE_OPEN);
  exception.clear_end();
  exception.clear_close_time();
  exception.clear_closed_by();
  exception.clear_note();
  return exception;
}

}  // namespace waystation::inventory
