#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/timing.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/controlled/controlled_keys.h"
#include "services/inventory/store/counts/count_keys.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// Adds the items that ever had a position at the facility.
absl::Status AddItemsEver(const RowReader& rows, absl::string_view facility,
                          std::set<std::string>& items) {
  const std::string prefix = DayPrefixOf(PositionPrefix(facility));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  while (cursor->Valid()) {
    ASSIGN_OR_RETURN(const PositionKey key, PositionInDayKey(cursor->key()));
    items.insert(key.item);
    cursor = rows.Scan(storage::PrefixEnd(DayPrefixOf(PositionPrefix(facility, LastId(key.item)))),
                       storage::PrefixEnd(prefix));
  }
  return cursor->status();
}

// What changed a position on the moment's day after its time.
absl::StatusOr<int64_t> LoadLaterThatDay(const RowReader& rows, absl::string_view facility,
                                         const PositionKey& key, const Moment& moment) {
  const std::string day_prefix = DayPrefixOf(PositionRowKey(facility, key));
  int64_t later = 0;
  auto cursor = rows.Scan(PositionDayKey(facility, key, moment) + '\0',
                          PositionDayKey(day_prefix, moment.day + 1));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
    later += change;
  }
  RETURN_IF_ERROR(cursor->status());
  return later;
}

// The lines' own positions, and what else has to be seen beside them.
absl::Status LoadCountLines(const RowReader& rows, absl::string_view facility,
                            const v1::Count& count, const DaySpan& days, CountState& state) {
  for (const v1::CountLine& line : count.lines()) {
    ASSIGN_OR_RETURN(const std::optional<std::string> item, rows.Get(ItemKey(LastId(line.item()))));
    if (item.has_value()) state.known_items.insert(line.item());
    const PositionKey key = PositionOf(count, line);
    RETURN_IF_ERROR(LoadLot(rows, facility, key.item, key.lot, state.ledger.lot_dates));
    RETURN_IF_ERROR(LoadPosition(rows, facility, key, days, state.ledger.book));
    if (NamesNoLot(line) && !IsWhole(count, line.item())) {
      RETURN_IF_ERROR(LoadHolding(rows, facility, line.item(), PlaceOf(count), days, state.ledger));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CountState> LoadCountState(const RowReader& rows, absl::string_view facility,
                                          const v1::Count& count, const DecideContext& context) {
  CountState state;
  ASSIGN_OR_RETURN(state.ledger.facility, LoadFacility(rows, facility));
  if (!state.ledger.facility.has_value()) return state;
  ASSIGN_OR_RETURN(const BookTimes times, LoadBookTimes(rows, facility));
  state.latest_effective_time = times.latest_effective;
  const Timing timing = TimingOf(MovementOf(count), state.latest_effective_time, context);
  const absl::TimeZone zone = state.ledger.facility->zone;
  const Moment moment(DayOf(timing.effective, zone), absl::ToUnixMicros(timing.effective));
  // What is promised is looked at from today on.
  DaySpan days = times.days;
  days.from = std::min(moment.day, DayOf(context.now, zone));
  ASSIGN_OR_RETURN(state.clock_exception_open, LoadClockException(rows, facility, context));
  ASSIGN_OR_RETURN(state.last_number, LastNumber(rows, facility, kCountSeries));
  ASSIGN_OR_RETURN(state.first_with_document,
                   LoadFirstWithDocument(rows, facility, MovementOf(count)));

  RETURN_IF_ERROR(LoadCountLines(rows, facility, count, days, state));
  std::set<std::string> items;
  for (const v1::CountLine& line : count.lines()) items.insert(line.item());
  const bool everything = count.complete() && count.kind() == v1::COUNT_KIND_FULL;
  if (everything) RETURN_IF_ERROR(AddItemsEver(rows, facility, items));
  for (const std::string& item : items) {
    ASSIGN_OR_RETURN(const std::optional<std::string> controlled,
                     rows.Get(ControlledItemKey(LastId(item))));
    if (controlled.has_value()) state.controlled_items.insert(item);
    ASSIGN_OR_RETURN(const int64_t open_shortfalls,
                     LoadItemAtFacility(rows, facility, item, state.ledger));
    if (IsWhole(count, item)) {
      RETURN_IF_ERROR(LoadEver(rows, facility, item, PlaceOf(count), days, state.ledger));
    }
    if (everything || open_shortfalls == 0) continue;
    RETURN_IF_ERROR(LoadOpenShortfalls(rows, facility,
                                       OpenShortfallPrefix(facility, LastId(item), PlaceOf(count)),
                                       state.open_shortfalls));
  }
  if (everything) {
    RETURN_IF_ERROR(
        LoadOpenShortfalls(rows, facility, OpenShortfallPrefix(facility), state.open_shortfalls));
  }
  for (const auto& [key, position] : state.ledger.book) {
    ASSIGN_OR_RETURN(state.later_that_day[key], LoadLaterThatDay(rows, facility, key, moment));
  }
  ASSIGN_OR_RETURN(state.ledger.counts, LoadCountsAhead(rows, facility, items, moment));
  RETURN_IF_ERROR(LoadPromises(rows, facility, items, "", context.now, days, state.ledger));
  RETURN_IF_ERROR(LoadStorageOfBook(rows, facility, days, state.ledger));
  return state;
}

}  // namespace waystation::inventory
