#include "services/inventory/store/reservations/fold_reservations.h"

#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/ledger/item_at_facility.h"
#include "services/inventory/store/requests/fold_requests.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/reservations/reservation_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// Counted by item, so that what leaves looks for promises only where there are some.
absl::Status CountHolding(storage::RowWriter& rows, absl::string_view item,
                          absl::string_view facility, int64_t change) {
  ASSIGN_OR_RETURN(ItemAtFacility kept, GetItemAtFacility(rows, item, facility));
  kept.holdings += change;
  PutItemAtFacility(rows, item, facility, kept);
  return absl::OkStatus();
}

}  // namespace

absl::Status PutReservation(storage::RowWriter& rows, const v1::Reservation& reservation) {
  const auto ids = ReservationIds(reservation.name());
  if (!ids.has_value()) return DamagedRow();
  const std::string key = ReservationKey(ids->first, ids->second);
  ASSIGN_OR_RETURN(const auto before, GetMessage<v1::Reservation>(rows, key));
  if (before.has_value()) {
    for (const std::string& item : ItemsHeld(*before)) {
      rows.Delete(HoldingKey(item, *before));
      RETURN_IF_ERROR(CountHolding(rows, item, ids->first, -1));
    }
  }
  for (const std::string& item : ItemsHeld(reservation)) {
    rows.Put(HoldingKey(item, reservation), "");
    RETURN_IF_ERROR(CountHolding(rows, item, ids->first, 1));
  }
  for (const absl::string_view scope : {absl::string_view(ids->first), kAllFacilities}) {
    rows.Put(ReservationTimeKey(scope, reservation), "");
  }
  rows.Put(key, reservation.SerializeAsString());
  return PutNumber(rows, ids->first, kReservationSeries, reservation.number(), ids->second);
}

std::set<std::string> ItemsHeld(const v1::Reservation& reservation) {
  std::set<std::string> items;
  if (reservation.state() == v1::RESERVATION_STATE_RELEASED) return items;
  for (const v1::ReservationLine& line : reservation.lines()) {
    if (line.outstanding_quantity() > 0) items.insert(std::string(LastId(line.item())));
  }
  return items;
}

const v1::Reservation* ReservationOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kReservationCreated:
      return &event.reservation_created().reservation();
    case v1::Event::kReservationExtended:
      return &event.reservation_extended().reservation();
    case v1::Event::kReservationPicked:
      return &event.reservation_picked().reservation();
    case v1::Event::kReservationReleased:
      return &event.reservation_released().reservation();
    default:
      return nullptr;
  }
}

}  // namespace waystation::inventory
