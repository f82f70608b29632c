#include "tests/inventory/support/sample_requests.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/reservations/reservation.h"

namespace waystation::inventory {

absl::Time Noon(int day) {
  return absl::FromCivil(absl::CivilHour(2026, 3, day, 8), absl::UTCTimeZone());
}

int64_t March(int day) { return absl::CivilDay(2026, 3, day) - absl::CivilDay(1970, 1, 1); }

common::v1::CivilDate MarchDate(int day) { return DateOf(March(day)); }

v1::MovementLine Line(const std::string& item, int64_t quantity, const std::string& lot,
                      const std::string& place) {
  v1::MovementLine line;
  line.set_item(ItemName(item));
  line.set_quantity(quantity);
  line.set_lot(lot);
  line.set_place(place);
  return line;
}

v1::MovementLine WithUseBy(v1::MovementLine line, int day) {
  *line.mutable_expiry_date() = MarchDate(day);
  line.set_date_kind(v1::DATE_KIND_USE_BY);
  return line;
}

v1::MovementLine WithBestBefore(v1::MovementLine line, int day) {
  *line.mutable_expiry_date() = MarchDate(day);
  line.set_date_kind(v1::DATE_KIND_BEST_BEFORE);
  return line;
}

v1::CreateMovementRequest MovementOf(v1::MovementKind kind, int day, const v1::MovementLine& line,
                                     v1::Intent intent) {
  v1::CreateMovementRequest request;
  request.set_parent("facilities/f");
  v1::Movement& movement = *request.mutable_movement();
  movement.set_kind(kind);
  movement.set_intent(intent);
  *movement.add_lines() = line;
  *movement.mutable_happened_time() = TimestampOf(Noon(day));
  movement.set_recorded_by("person-1");
  return request;
}

v1::CreateMovementRequest Receipt(int day, const v1::MovementLine& line, v1::Intent intent) {
  return MovementOf(v1::MOVEMENT_KIND_RECEIPT, day, line, intent);
}

v1::CreateMovementRequest Use(int day, const v1::MovementLine& line, v1::Intent intent) {
  v1::CreateMovementRequest request = MovementOf(v1::MOVEMENT_KIND_ISSUE, day, line, intent);
  request.mutable_movement()->set_purpose(v1::PURPOSE_MEALS);
  return request;
}

v1::ReverseMovementRequest ReversalOf(const v1::Movement& movement, v1::Intent intent) {
  v1::ReverseMovementRequest request;
  request.set_name(movement.name());
  request.set_intent(intent);
  return request;
}

v1::ResolveExceptionRequest Resolving(const v1::Exception& exception, v1::Resolution resolution) {
  v1::ResolveExceptionRequest request;
  request.set_name(exception.name());
  request.set_resolution(resolution);
  request.set_note("seen");
  return request;
}

namespace {

template <typename Lines>
void AddLines(int64_t rice, int64_t salt, Lines* lines) {
  for (const auto& [item, quantity] : {std::pair("rice", rice), std::pair("salt", salt)}) {
    if (quantity == 0) continue;
    auto* line = lines->Add();
    line->set_item(ItemName(item));
    line->set_quantity(quantity);
  }
}

}  // namespace

v1::CreateRecallRequest Recalling(const std::string& item, const std::string& lot) {
  v1::CreateRecallRequest request;
  v1::Recall& recall = *request.mutable_recall();
  recall.set_item(ItemName(item));
  recall.add_lots(lot);
  recall.set_authority("the maker");
  recall.set_reason("glass");
  recall.set_instruction(v1::RECALL_INSTRUCTION_RETURN);
  return request;
}

v1::CreateRequisitionRequest Asking(int64_t rice, int64_t salt) {
  v1::CreateRequisitionRequest request;
  request.set_parent("facilities/f");
  request.mutable_requisition()->set_priority(v1::REQUISITION_PRIORITY_URGENT);
  AddLines(rice, salt, request.mutable_requisition()->mutable_lines());
  return request;
}

v1::CreateReservationRequest Promising(const std::string& item, int64_t quantity, int expire_day,
                                       v1::ReservationPriority priority) {
  v1::CreateReservationRequest request;
  request.set_parent("facilities/f");
  v1::Reservation& reservation = *request.mutable_reservation();
  reservation.set_owner("meals");
  reservation.set_priority(priority);
  reservation.set_purpose("lunch");
  *reservation.mutable_expire_time() = TimestampOf(Noon(expire_day));
  v1::ReservationLine& line = *reservation.add_lines();
  line.set_item(ItemName(item));
  line.set_quantity(quantity);
  return request;
}

v1::CreateExpectedDeliveryRequest Expecting(int latest_day, int64_t rice, int64_t salt) {
  v1::CreateExpectedDeliveryRequest request;
  request.set_parent("facilities/f");
  request.mutable_expected_delivery()->set_source("convoy");
  *request.mutable_expected_delivery()->mutable_latest_date() = MarchDate(latest_day);
  AddLines(rice, salt, request.mutable_expected_delivery()->mutable_lines());
  return request;
}

}  // namespace waystation::inventory
