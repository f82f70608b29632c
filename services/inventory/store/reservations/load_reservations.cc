#include "services/inventory/store/reservations/load_reservations.h"

#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/ledger/item_at_facility.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/reservations/reservation_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// Ids of those that hold the item after `now`.
absl::Status AddHolders(const RowReader& rows, absl::string_view facility, absl::string_view item,
                        absl::Time now, std::set<std::string>& ids) {
  ASSIGN_OR_RETURN(const ItemAtFacility kept, GetItemAtFacility(rows, item, facility));
  if (kept.holdings == 0) return absl::OkStatus();
  auto cursor = rows.Scan(HoldingAfter(facility, item, now),
                          storage::PrefixEnd(HoldingPrefix(facility, item)));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    key.String();
    key.Int64();
    ids.insert(key.String());
    if (!key.AtEnd()) return DamagedRow();
  }
  return cursor->status();
}

bool IsAbout(const v1::Reservation& reservation, const std::string& item) {
  for (const v1::ReservationLine& line : reservation.lines()) {
    if (line.item() == item) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::optional<v1::Reservation>> LoadReservation(const RowReader& rows,
                                                               const std::string& name) {
  const auto ids = ReservationIds(name);
  if (!ids.has_value()) return std::optional<v1::Reservation>();
  ASSIGN_OR_RETURN(const std::string id, IdOf(rows, ids->first, kReservationSeries, ids->second));
  return GetMessage<v1::Reservation>(rows, ReservationKey(ids->first, id));
}

absl::StatusOr<v1::Reservation> RequireReservation(const RowReader& rows, const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Reservation> reservation, LoadReservation(rows, name));
  if (!reservation.has_value()) return NotKnown(name);
  return *std::move(reservation);
}

absl::Status LoadPromises(const RowReader& rows, absl::string_view facility,
                          const std::set<std::string>& items, const std::string& named,
                          absl::Time now, const DaySpan& days, LedgerState& ledger) {
  std::set<std::string> ids;
  for (const std::string& item : items) {
    RETURN_IF_ERROR(AddHolders(rows, facility, LastId(item), now, ids));
  }
  if (const auto named_ids = ReservationIds(named)) ids.insert(named_ids->second);
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(auto reservation,
                     GetMessage<v1::Reservation>(rows, ReservationKey(facility, id)));
    if (!reservation.has_value()) return DamagedRow();
    ledger.reservations.push_back(*std::move(reservation));
  }
  SortAsKept(ledger.reservations);
  for (const std::string& item : items) {
    for (const v1::Reservation& reservation : ledger.reservations) {
      if (!IsAbout(reservation, item)) continue;
      RETURN_IF_ERROR(LoadHolding(rows, facility, item, "", days, ledger));
      break;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<PromiseState> LoadPromiseState(const RowReader& rows, const std::string& parent,
                                              const v1::Reservation& reservation, absl::Time now) {
  PromiseState state;
  const absl::string_view facility = LastId(parent);
  ASSIGN_OR_RETURN(state.newcomer.facility, LoadFacility(rows, facility));
  ASSIGN_OR_RETURN(state.newcomer.last_number, LastNumber(rows, facility, kReservationSeries));
  state.ledger.facility = state.newcomer.facility;
  if (!state.ledger.facility.has_value()) return state;
  std::set<std::string> items;
  for (const v1::ReservationLine& line : reservation.lines()) {
    ASSIGN_OR_RETURN(const std::optional<std::string> item, rows.Get(ItemKey(LastId(line.item()))));
    if (!item.has_value() && state.newcomer.not_known.empty()) {
      state.newcomer.not_known = line.item();
    }
    items.insert(line.item());
  }
  const DaySpan days = {.from = DayOf(now, state.ledger.facility->zone)};
  for (const std::string& item : items) {
    RETURN_IF_ERROR(LoadHolding(rows, facility, item, "", days, state.ledger));
    RETURN_IF_ERROR(LoadRecalledLots(rows, item, state.ledger.recalled));
  }
  RETURN_IF_ERROR(LoadPromises(rows, facility, items, reservation.name(), now, days, state.ledger));
  RETURN_IF_ERROR(LoadStorage(rows, facility, {}, items, days, state.ledger));
  return state;
}

}  // namespace waystation::inventory
