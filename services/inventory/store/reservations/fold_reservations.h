// Reservations: events to rows.
#ifndef SERVICES_INVENTORY_STORE_RESERVATIONS_FOLD_RESERVATIONS_H_
#define SERVICES_INVENTORY_STORE_RESERVATIONS_FOLD_RESERVATIONS_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::inventory {

// All rows of it, as it is from now on.
absl::Status PutReservation(storage::RowWriter& rows, const v1::Reservation& reservation);

// Ids of the items that it still promises; none once it was released.
std::set<std::string> ItemsHeld(const v1::Reservation& reservation);

// What the event of a verb says; nullptr when it is about something else.
const v1::Reservation* ReservationOf(const v1::Event& event);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RESERVATIONS_FOLD_RESERVATIONS_H_
