#include "services/inventory/domain/requests/expected_delivery.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using v1::ExpectedDelivery;

absl::Status CheckState(const ExpectedDelivery& delivery, bool applies, absl::string_view message) {
  if (applies) return absl::OkStatus();
  const std::string state = v1::ExpectedDeliveryState_Name(delivery.state());
  return WrongState(delivery.name(), absl::StripPrefix(state, "EXPECTED_DELIVERY_STATE_"), message);
}

// Sets the dates: without a first day it comes on the last.
template <typename Request>
void SetDates(const Request& given, ExpectedDelivery& delivery) {
  *delivery.mutable_latest_date() = given.latest_date();
  *delivery.mutable_earliest_date() =
      given.has_earliest_date() ? given.earliest_date() : given.latest_date();
}

// Only what was entered.
ExpectedDelivery Entered(const ExpectedDelivery& given) {
  ExpectedDelivery entered;
  entered.set_source(given.source());
  SetDates(given, entered);
  entered.set_transport_note(given.transport_note());
  entered.set_recorded_by(given.recorded_by());
  entered.set_note(given.note());
  for (const v1::ExpectedDeliveryLine& line : given.lines()) {
    v1::ExpectedDeliveryLine& kept = *entered.add_lines();
    kept.set_item(line.item());
    kept.set_entered_item(line.entered_item());
    kept.set_quantity(line.quantity());
    kept.set_pack_name(line.pack_name());
    kept.set_pack_count(line.pack_count());
    kept.set_pack_factor(line.pack_factor());
    kept.set_note(line.note());
  }
  return entered;
}

void Confirm(ExpectedDelivery& delivery, const std::string& confirmed_by,
             const DecideContext& context) {
  delivery.set_state(v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
  delivery.set_confirmed_by(confirmed_by);
  *delivery.mutable_confirm_time() = TimestampOf(context.now);
}

template <typename Request>
void End(ExpectedDelivery& delivery, v1::ExpectedDeliveryState state, const Request& request,
         const DecideContext& context) {
  delivery.set_state(state);
  delivery.set_ended_by(DoneBy(request.recorded_by(), context));
  *delivery.mutable_end_time() = TimestampOf(context.now);
  delivery.set_end_note(request.note());
  delivery.set_etag(NewEtag(context));
}

// Moves the delivery into its place in the event, and notes the day.
template <typename Change>
void Put(ExpectedDelivery delivery, int64_t today, Change* change) {
  *change->mutable_expected_delivery() = std::move(delivery);
  *change->mutable_day() = DateOf(today);
}

v1::ReceivedState ReceivedStateOf(const ExpectedDelivery& delivery) {
  bool any = !delivery.received_beside().empty();
  bool more = any;
  bool all = true;
  for (const v1::ExpectedDeliveryLine& line : delivery.lines()) {
    any = any || line.received_quantity() > 0;
    more = more || line.received_quantity() > line.quantity();
    all = all && line.received_quantity() >= line.quantity();
  }
  if (!any) return v1::RECEIVED_STATE_NOTHING;
  if (!all) return v1::RECEIVED_STATE_IN_PART;
  return more ? v1::RECEIVED_STATE_OVER : v1::RECEIVED_STATE_IN_FULL;
}

}  // namespace

bool IsExpected(const ExpectedDelivery& delivery) {
  return delivery.state() == v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED ||
         delivery.state() == v1::EXPECTED_DELIVERY_STATE_CONFIRMED;
}

absl::StatusOr<v1::Event> DecideCreateExpectedDelivery(
    const v1::CreateExpectedDeliveryRequest& request, const NewcomerState& state, int64_t today,
    const DecideContext& context) {
  RETURN_IF_ERROR(CheckKnown(state, request.parent()));

  ExpectedDelivery delivery = Entered(request.expected_delivery());
  delivery.set_name(ExpectedDeliveryName(*FacilityId(state.facility->name),
                                         DerivedId(context.request_id, "expected-delivery")));
  delivery.set_number(NumberText(kExpectedDeliverySeries, state.last_number + 1));
  delivery.set_requisition(state.requisition);
  delivery.set_state(v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  *delivery.mutable_record_time() = TimestampOf(context.now);
  const std::string& confirmed_by = request.expected_delivery().confirmed_by();
  if (!confirmed_by.empty()) Confirm(delivery, confirmed_by, context);
  delivery.set_etag(NewEtag(context));
  v1::Event event;
  Put(std::move(delivery), today, event.mutable_expected_delivery_created());
  return event;
}

absl::StatusOr<v1::Event> DecideConfirmExpectedDelivery(
    const v1::ConfirmExpectedDeliveryRequest& request, ExpectedDelivery delivery, int64_t today,
    const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), delivery.etag(), delivery.name()));
  RETURN_IF_ERROR(CheckState(delivery, delivery.state() == v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED,
                             "the delivery is confirmed already or has ended"));

  Confirm(delivery, request.confirmed_by(), context);
  delivery.set_etag(NewEtag(context));
  v1::Event event;
  Put(std::move(delivery), today, event.mutable_expected_delivery_confirmed());
  return event;
}

absl::StatusOr<v1::Event> DecideRescheduleExpectedDelivery(
    const v1::RescheduleExpectedDeliveryRequest& request, ExpectedDelivery delivery, int64_t today,
    const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), delivery.etag(), delivery.name()));
  RETURN_IF_ERROR(CheckState(delivery, IsExpected(delivery), "the delivery has ended"));
  const int64_t earliest = DayNumber(delivery.earliest_date());
  const int64_t latest = DayNumber(delivery.latest_date());
  v1::Reschedule before;
  *before.mutable_earliest_date() = delivery.earliest_date();
  *before.mutable_latest_date() = delivery.latest_date();
  SetDates(request, delivery);
  if (DayNumber(delivery.earliest_date()) == earliest &&
      DayNumber(delivery.latest_date()) == latest) {
    return InvalidFields({{"latest_date", absl::StrCat("got ", DateText(latest),
                                                       ", want other dates than it has")}});
  }

  before.set_confirmed_by(delivery.confirmed_by());
  if (delivery.has_confirm_time()) *before.mutable_confirm_time() = delivery.confirm_time();
  before.set_reason(request.reason());
  before.set_recorded_by(DoneBy(request.recorded_by(), context));
  *before.mutable_record_time() = TimestampOf(context.now);
  before.set_note(request.note());
  *delivery.add_reschedules() = std::move(before);
  delivery.set_state(v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  delivery.clear_confirmed_by();
  delivery.clear_confirm_time();
  delivery.set_etag(NewEtag(context));
  v1::Event event;
  Put(std::move(delivery), today, event.mutable_expected_delivery_rescheduled());
  return event;
}

absl::StatusOr<v1::Event> DecideCancelExpectedDelivery(
    const v1::CancelExpectedDeliveryRequest& request, ExpectedDelivery delivery, int64_t today,
    const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), delivery.etag(), delivery.name()));
  RETURN_IF_ERROR(CheckState(delivery, IsExpected(delivery), "the delivery has ended"));

  End(delivery, v1::EXPECTED_DELIVERY_STATE_CANCELLED, request, context);
  delivery.set_cancel_reason(request.reason());
  v1::Event event;
  Put(std::move(delivery), today, event.mutable_expected_delivery_cancelled());
  return event;
}

absl::StatusOr<v1::Event> DecideCloseExpectedDelivery(
    const v1::CloseExpectedDeliveryRequest& request, ExpectedDelivery delivery, int64_t today,
    const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), delivery.etag(), delivery.name()));
  RETURN_IF_ERROR(CheckState(delivery, IsExpected(delivery), "the delivery has ended"));

  End(delivery, v1::EXPECTED_DELIVERY_STATE_CLOSED, request, context);
  v1::Event event;
  Put(std::move(delivery), today, event.mutable_expected_delivery_closed());
  return event;
}

ExpectedDelivery WithStanding(ExpectedDelivery delivery, int64_t day) {
  delivery.set_received_state(ReceivedStateOf(delivery));
  if (!IsExpected(delivery)) return delivery;
  bool missing = false;
  for (v1::ExpectedDeliveryLine& line : *delivery.mutable_lines()) {
    line.set_missing_quantity(std::max<int64_t>(0, line.quantity() - line.received_quantity()));
    missing = missing || line.missing_quantity() > 0;
  }
  if (missing) {
    delivery.set_overdue_days(std::max<int64_t>(0, day - DayNumber(delivery.latest_date())));
  }
  return delivery;
}

}  // namespace waystation::inventory
