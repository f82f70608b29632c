#include "services/inventory/store/reservations/reservation_keys.h"

#include <cstdint>
#include <limits>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/tables.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string ReservationKey(absl::string_view facility, absl::string_view reservation) {
  return KeyBuilder(kReservationTable).String(facility).String(reservation).Take();
}

std::string ReservationTimePrefix(absl::string_view scope) {
  return KeyBuilder(kReservationTimeTable).String(scope).Take();
}

std::string ReservationTimeKey(absl::string_view scope, const v1::Reservation& reservation) {
  const auto ids = ReservationIds(reservation.name());
  return KeyBuilder(kReservationTimeTable)
      .String(scope)
      .DescendingInt64(absl::ToUnixMicros(TimeOf(reservation.record_time())))
      .String(ids->first)
      .DescendingInt64(NumberIn(kReservationSeries, reservation.number()).value_or(0))
      .String(ids->second)
      .Take();
}

std::string HoldingPrefix(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kHoldingTable).String(facility).String(item).Take();
}

std::string HoldingAfter(absl::string_view facility, absl::string_view item, absl::Time time) {
  return KeyBuilder(kHoldingTable)
      .String(facility)
      .String(item)
      .Int64(absl::ToUnixMicros(time) + 1)
      .Take();
}

std::string HoldingKey(absl::string_view item, const v1::Reservation& reservation) {
  const auto ids = ReservationIds(reservation.name());
  const bool picked = reservation.state() == v1::RESERVATION_STATE_PICKED;
  return KeyBuilder(kHoldingTable)
      .String(ids->first)
      .String(item)
      .Int64(picked ? std::numeric_limits<int64_t>::max()
                    : absl::ToUnixMicros(TimeOf(reservation.expire_time())))
      .String(ids->second)
      .Take();
}

}  // namespace waystation::inventory
