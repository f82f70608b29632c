// Keys of reservations; the grammar is in store/tables.h.
//
//   45 reservation     facility reservation                         v1.Reservation
//   46 reservation_time scope time(desc) facility number(desc)      -; time of recording
//                      reservation
//   47 holding         facility item time reservation               -: what it still promises; time
//                                                                   of expiry, picked: the last
#ifndef SERVICES_INVENTORY_STORE_RESERVATIONS_RESERVATION_KEYS_H_
#define SERVICES_INVENTORY_STORE_RESERVATIONS_RESERVATION_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::inventory {

inline constexpr uint8_t kReservationTable = 45;
inline constexpr uint8_t kReservationTimeTable = 46;
inline constexpr uint8_t kHoldingTable = 47;

// Ids, not names. A prefix is a key with its last parts left off.
std::string ReservationKey(absl::string_view facility, absl::string_view reservation);
std::string ReservationTimePrefix(absl::string_view scope);
std::string ReservationTimeKey(absl::string_view scope, const v1::Reservation& reservation);
std::string HoldingPrefix(absl::string_view facility, absl::string_view item);
// Where those begin that hold the item after `time`.
std::string HoldingAfter(absl::string_view facility, absl::string_view item, absl::Time time);
std::string HoldingKey(absl::string_view item, const v1::Reservation& reservation);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RESERVATIONS_RESERVATION_KEYS_H_
