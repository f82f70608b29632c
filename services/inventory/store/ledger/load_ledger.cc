#include <algorithm>
#include <set>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/passed_over.h"
#include "services/inventory/domain/ledger/timing.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/controlled/controlled_keys.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/ledger/item_at_facility.h"
#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

using storage::RowReader;

absl::Status LoadLot(const RowReader& rows, absl::string_view facility, const std::string& item,
                     const std::string& lot, LotDates& dates) {
  if (dates.contains({item, lot})) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<LotFacts> facts,
                   LoadLotFacts(rows, facility, LastId(item), lot));
  if (facts.has_value()) dates[{item, lot}] = facts->date;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> LoadItemAtFacility(const RowReader& rows, absl::string_view facility,
                                           const std::string& item, LedgerState& ledger) {
  ASSIGN_OR_RETURN(const ItemAtFacility kept, GetItemAtFacility(rows, LastId(item), facility));
  ledger.gross_inflow[item] = kept.gross_inflow;
  return kept.open_shortfalls;
}

absl::Status LoadOpenShortfalls(const RowReader& rows, absl::string_view facility,
                                const std::string& prefix, std::vector<v1::Exception>& open) {
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    for (int i = 0; i < 3; ++i) key.String();
    key.Int64();
    key.Int64();
    const std::string id = key.String();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(std::optional<v1::Exception> exception, LoadException(rows, facility, id));
    if (!exception.has_value()) return DamagedRow();
    open.push_back(*std::move(exception));
  }
  return cursor->status();
}

absl::StatusOr<BookTimes> LoadBookTimes(const RowReader& rows, absl::string_view facility) {
  BookTimes times;
  ASSIGN_OR_RETURN(const std::optional<std::string> book, rows.Get(BookKey(facility)));
  if (!book.has_value()) return times;
  ASSIGN_OR_RETURN(const auto latest, DecodeInt64Pair(*book));
  times.latest_effective = absl::FromUnixMicros(latest.first);
  times.days.last = latest.second;
  return times;
}

absl::StatusOr<bool> LoadClockException(const RowReader& rows, absl::string_view facility,
                                        const DecideContext& context) {
  if (!context.clock_suspect) return false;
  ASSIGN_OR_RETURN(const auto clock_exception, rows.Get(ClockExceptionKey(facility)));
  return clock_exception.has_value();
}

namespace {

using ItemPlaces = std::set<std::pair<std::string, std::string>>;

// What a line needs that brings in: its lot, and the shortfalls that it may cover.
absl::Status LoadInflowLine(const RowReader& rows, absl::string_view facility,
                            const v1::MovementLine& line, ItemPlaces& seen, MovementState& state) {
  RETURN_IF_ERROR(LoadLot(rows, facility, line.item(), LotOfInflow(line), state.ledger.lot_dates));
  ASSIGN_OR_RETURN(const int64_t open_shortfalls,
                   LoadItemAtFacility(rows, facility, line.item(), state.ledger));
  if (open_shortfalls == 0 || !seen.insert({line.item(), PlaceOf(line)}).second) {
    return absl::OkStatus();
  }
  return LoadOpenShortfalls(rows, facility,
                            OpenShortfallPrefix(facility, LastId(line.item()), PlaceOf(line)),
                            state.open_shortfalls);
}

}  // namespace

// From one place to the next without a look at what is between: there are few places, and there may
// be many lots.
absl::StatusOr<std::set<std::string>> PlacesOf(const RowReader& rows, absl::string_view facility,
                                               const std::string& item) {
  const std::string prefix = PositionPrefix(facility, LastId(item));
  std::set<std::string> places;
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  while (cursor->Valid()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const std::string place = ReadPosition(key).place;
    if (!key.AtEnd()) return DamagedRow();
    places.insert(place);
    cursor = rows.Scan(storage::PrefixEnd(PositionPrefix(facility, LastId(item), place)),
                       storage::PrefixEnd(prefix));
  }
  RETURN_IF_ERROR(cursor->status());
  return places;
}

namespace {

// What a line needs that takes out: the positions it may take from, and their lots.
absl::Status LoadOutflowLine(const RowReader& rows, absl::string_view facility,
                             const v1::MovementLine& line, const DaySpan& days,
                             LedgerState& ledger) {
  RETURN_IF_ERROR(LoadItemAtFacility(rows, facility, line.item(), ledger).status());
  const std::string lot = line.lot().empty() ? std::string(kUnknownLot) : line.lot();
  RETURN_IF_ERROR(LoadLot(rows, facility, line.item(), lot, ledger.lot_dates));
  if (!ledger.counts.empty()) {
    RETURN_IF_ERROR(LoadEver(rows, facility, line.item(), line.place(), days, ledger));
  }
  if (line.lot().empty()) {
    RETURN_IF_ERROR(LoadHolding(rows, facility, line.item(), line.place(), days, ledger));
  }
  std::set<std::string> places = {PlaceOf(line)};
  if (line.place().empty() && !line.lot().empty()) {
    ASSIGN_OR_RETURN(const std::set<std::string> holding, PlacesOf(rows, facility, line.item()));
    places.insert(holding.begin(), holding.end());
  }
  for (const std::string& place : places) {
    for (const v1::Condition condition : kConditions) {
      RETURN_IF_ERROR(
          LoadPosition(rows, facility, {line.item(), place, lot, condition}, days, ledger.book));
    }
  }
  return absl::OkStatus();
}

absl::Status LoadItemOfLine(const RowReader& rows, const v1::MovementLine& line,
                            MovementState& state) {
  if (state.known_items.contains(line.item())) return absl::OkStatus();
  const absl::string_view id = LastId(line.item());
  ASSIGN_OR_RETURN(const std::optional<std::string> item, rows.Get(ItemKey(id)));
  if (!item.has_value()) {
    // What left under the name of an alias arrives under it.
    if (line.waybill_line() == 0) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::optional<v1::Item> alias, LoadAlias(rows, id));
    if (!alias.has_value()) return absl::OkStatus();
  } else {
    RETURN_IF_ERROR(NoteClass(line.item(), *item, state.ledger.storage));
  }
  state.known_items.insert(line.item());
  RETURN_IF_ERROR(LoadRecalledLots(rows, line.item(), state.ledger.recalled));
  ASSIGN_OR_RETURN(const std::optional<std::string> controlled, rows.Get(ControlledItemKey(id)));
  if (controlled.has_value()) state.controlled_items.insert(line.item());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<v1::Movement>> LoadFirstWithDocument(const RowReader& rows,
                                                                  absl::string_view facility,
                                                                  const v1::Movement& movement) {
  const std::optional<v1::Movement> none;
  if (movement.document_number().empty()) return none;
  ASSIGN_OR_RETURN(
      const std::optional<std::string> first,
      rows.Get(DocumentKey(facility, DocumentSeries(movement), movement.document_number())));
  if (!first.has_value()) return none;
  return LoadMovement(rows, facility, *first);
}

absl::StatusOr<MovementState> LoadMovementState(const RowReader& rows, absl::string_view facility,
                                                const v1::Movement& movement,
                                                const DecideContext& context) {
  MovementState state;
  ASSIGN_OR_RETURN(state.ledger.facility, LoadFacility(rows, facility));
  if (!state.ledger.facility.has_value()) return state;
  ASSIGN_OR_RETURN(const BookTimes times, LoadBookTimes(rows, facility));
  state.latest_effective_time = times.latest_effective;
  const Timing timing = TimingOf(movement, state.latest_effective_time, context);
  // What is promised is looked at from today on.
  DaySpan days = times.days;
  days.from = DayOf(std::min(timing.effective, context.now), state.ledger.facility->zone);
  ASSIGN_OR_RETURN(state.clock_exception_open, LoadClockException(rows, facility, context));
  std::set<std::string> items;
  for (const v1::MovementLine& line : movement.lines()) items.insert(line.item());
  const Moment moment(DayOf(timing.effective, state.ledger.facility->zone),
                      absl::ToUnixMicros(timing.effective));
  ASSIGN_OR_RETURN(state.ledger.counts, LoadCountsAhead(rows, facility, items, moment));
  ASSIGN_OR_RETURN(PlacesLooked places,
                   LoadPlacesOf(rows, facility, movement, state.ledger.storage));
  ItemPlaces seen;
  for (int i = 0; i < movement.lines_size(); ++i) {
    const v1::MovementLine& line = movement.lines(i);
    RETURN_IF_ERROR(LoadItemOfLine(rows, line, state));
    RETURN_IF_ERROR(BringsIn(movement, i)
                        ? LoadInflowLine(rows, facility, line, seen, state)
                        : LoadOutflowLine(rows, facility, line, days, state.ledger));
    if (MayPassOver(movement, line)) {
      RETURN_IF_ERROR(LoadHolding(rows, facility, line.item(), line.place(), days, state.ledger));
    }
  }
  if (ChangesKits(movement.kind())) {
    ASSIGN_OR_RETURN(state.kit, LoadItem(rows, LastId(movement.lines(0).item())));
  }
  ASSIGN_OR_RETURN(state.first_with_document, LoadFirstWithDocument(rows, facility, movement));
  ASSIGN_OR_RETURN(state.references, LoadReferences(rows, facility, movement));
  if (movement.kind() == v1::MOVEMENT_KIND_RECEIPT) {
    ASSIGN_OR_RETURN(state.last_goods_receipt, LastNumber(rows, facility, kGoodsReceiptSeries));
  }
  RETURN_IF_ERROR(LoadPromises(rows, facility, state.known_items, state.references.reservation,
                               context.now, days, state.ledger));
  RETURN_IF_ERROR(LoadStorage(rows, facility, std::move(places), items, days, state.ledger));
  return state;
}

}  // namespace waystation::inventory
