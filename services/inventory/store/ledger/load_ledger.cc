#include <algorithm>
#include <set>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/timing.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/controlled/controlled_keys.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/load.h"
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
  ASSIGN_OR_RETURN(const auto row, GetInt64Pair(rows, ItemFacilityKey(LastId(item), facility)));
  ledger.gross_inflow[item] = row.first;
  return row.second;
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
  if (!item.has_value()) return absl::OkStatus();
  state.known_items.insert(line.item());
  RETURN_IF_ERROR(LoadRecalledLots(rows, line.item(), state.ledger.recalled));
  ASSIGN_OR_RETURN(const std::optional<std::string> controlled, rows.Get(ControlledItemKey(id)));
  if (controlled.has_value()) state.controlled_items.insert(line.item());
  return absl::OkStatus();
}

absl::Status LoadFirstWithDocument(const RowReader& rows, absl::string_view facility,
                                   const v1::Movement& movement, MovementState& state) {
  if (movement.document_number().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      const std::optional<std::string> first,
      rows.Get(DocumentKey(facility, DocumentSeries(movement), movement.document_number())));
  if (!first.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(state.first_with_document, LoadMovement(rows, facility, *first));
  return absl::OkStatus();
}

}  // namespace

namespace {

using Changes = std::map<int64_t, int64_t>;

// The changes of a position on `days`, by its row's key.
absl::StatusOr<Changes> LoadChanges(const RowReader& rows, const std::string& row_key,
                                    const DaySpan& days) {
  Changes deltas;
  if (days.from >= days.last) return deltas;
  const std::string prefix = DayPrefixOf(row_key);
  auto cursor = rows.Scan(PositionDayKey(prefix, days.from), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader reader(cursor->key());
    reader.String();
    ReadPosition(reader);
    const int64_t day = reader.Int64();
    reader.Int64();
    if (!reader.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
    deltas[day] += change;
  }
  RETURN_IF_ERROR(cursor->status());
  return deltas;
}

}  // namespace

absl::Status LoadPosition(const RowReader& rows, absl::string_view facility, const PositionKey& key,
                          const DaySpan& days, Book& book) {
  if (book.contains(key)) return absl::OkStatus();
  const std::string row_key = PositionRowKey(facility, key);
  ASSIGN_OR_RETURN(const int64_t total, GetInt64(rows, row_key));
  ASSIGN_OR_RETURN(Changes deltas, LoadChanges(rows, row_key, days));
  book.emplace(key, Position(total, std::move(deltas)));
  return absl::OkStatus();
}

absl::StatusOr<PositionKey> PositionInDayKey(absl::string_view row_key) {
  storage::KeyReader key(row_key);
  key.String();
  PositionKey position = ReadPosition(key);
  key.Int64();
  key.Int64();
  if (!key.AtEnd()) return DamagedRow();
  return position;
}

absl::Status LoadEver(const RowReader& rows, absl::string_view facility, const std::string& item,
                      const std::string& place, const DaySpan& days, LedgerState& ledger) {
  const std::string prefix =
      DayPrefixOf(place.empty() ? PositionPrefix(facility, LastId(item))
                                : PositionPrefix(facility, LastId(item), place));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  while (cursor->Valid()) {
    ASSIGN_OR_RETURN(const PositionKey key, PositionInDayKey(cursor->key()));
    RETURN_IF_ERROR(LoadPosition(rows, facility, key, days, ledger.book));
    RETURN_IF_ERROR(LoadLot(rows, facility, item, key.lot, ledger.lot_dates));
    cursor = rows.Scan(storage::PrefixEnd(DayPrefixOf(PositionRowKey(facility, key))),
                       storage::PrefixEnd(prefix));
  }
  return cursor->status();
}

absl::Status LoadHolding(const RowReader& rows, absl::string_view facility, const std::string& item,
                         const std::string& place, const DaySpan& days, LedgerState& ledger) {
  const std::string prefix = place.empty() ? PositionPrefix(facility, LastId(item))
                                           : PositionPrefix(facility, LastId(item), place);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    PositionKey position = ReadPosition(key);
    if (!key.AtEnd()) return DamagedRow();
    RETURN_IF_ERROR(LoadLot(rows, facility, item, position.lot, ledger.lot_dates));
    ASSIGN_OR_RETURN(const int64_t total, DecodeInt64(cursor->value()));
    ASSIGN_OR_RETURN(Changes deltas, LoadChanges(rows, std::string(cursor->key()), days));
    ledger.book.emplace(std::move(position), Position(total, std::move(deltas)));
  }
  return cursor->status();
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
  ItemPlaces seen;
  for (int i = 0; i < movement.lines_size(); ++i) {
    const v1::MovementLine& line = movement.lines(i);
    RETURN_IF_ERROR(LoadItemOfLine(rows, line, state));
    RETURN_IF_ERROR(BringsIn(movement, i)
                        ? LoadInflowLine(rows, facility, line, seen, state)
                        : LoadOutflowLine(rows, facility, line, days, state.ledger));
  }
  if (ChangesKits(movement.kind())) {
    ASSIGN_OR_RETURN(state.kit, LoadItem(rows, LastId(movement.lines(0).item())));
  }
  RETURN_IF_ERROR(LoadFirstWithDocument(rows, facility, movement, state));
  ASSIGN_OR_RETURN(state.references, LoadReferences(rows, facility, movement));
  RETURN_IF_ERROR(LoadPromises(rows, facility, state.known_items, state.references.reservation,
                               context.now, days, state.ledger));
  return state;
}

namespace {

// Every position that a reversal may touch, and when.
std::set<std::pair<PositionKey, Moment>> TouchedBy(const ReversalState& state) {
  std::set<std::pair<PositionKey, Moment>> positions;
  const auto touch = [&](const v1::Leg& leg, const v1::Account& account) {
    if (account.kind() != v1::ACCOUNT_KIND_POSITION) return;
    positions.insert({{leg.item(), account.place(), leg.lot(), ConditionOf(account)},
                      MomentOf(state.original, leg)});
  };
  for (const v1::Leg& leg : state.original.legs()) {
    touch(leg, leg.from());
    touch(leg, leg.to());
  }
  for (const v1::Exception& shortfall : state.opened_shortfalls) {
    for (const v1::Cover& cover : shortfall.covers()) {
      positions.insert({{shortfall.item(), shortfall.place(), cover.lot(),
                         KnownCondition(shortfall.condition())},
                        MomentOf(shortfall)});
    }
  }
  if (!state.count.has_value()) return positions;
  for (const auto& [key, counted] : state.count->positions) {
    positions.insert({key, state.count->moment});
  }
  return positions;
}

absl::Status LoadTouched(const RowReader& rows, absl::string_view facility,
                         const DecideContext& context, ReversalState& state) {
  std::set<std::string> items;
  std::optional<Moment> first;
  // What is promised is looked at from today on.
  DaySpan days = {.from = DayOf(context.now, state.ledger.facility->zone)};
  const auto touched = TouchedBy(state);
  for (const auto& entry : touched) {
    items.insert(entry.first.item);
    days.from = std::min(days.from, entry.second.day);
    first = std::min(first.value_or(entry.second), entry.second);
  }
  for (const auto& entry : touched) {
    const PositionKey& key = entry.first;
    RETURN_IF_ERROR(LoadItemAtFacility(rows, facility, key.item, state.ledger).status());
    RETURN_IF_ERROR(LoadLot(rows, facility, key.item, key.lot, state.ledger.lot_dates));
    RETURN_IF_ERROR(LoadPosition(rows, facility, key, days, state.ledger.book));
  }
  RETURN_IF_ERROR(LoadPromises(rows, facility, items, state.original.reservation(), context.now,
                               days, state.ledger));
  // What a settled shortfall hangs on may have been counted again.
  for (const v1::Exception& shortfall : state.counted_shortfalls) {
    items.insert(shortfall.item());
    first = std::min(first.value_or(MomentOf(shortfall)), MomentOf(shortfall));
  }
  for (const v1::Exception& shortfall : state.covered_shortfalls) {
    first = std::min(first.value_or(MomentOf(shortfall)), MomentOf(shortfall));
  }
  if (!first.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(state.ledger.counts, LoadCountsAhead(rows, facility, items, *first));
  if (!state.count.has_value()) return absl::OkStatus();
  std::erase_if(state.ledger.counts,
                [&](const CountAhead& count) { return count.name == state.count->name; });
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ReversalState> LoadReversalState(const RowReader& rows,
                                                const std::string& movement_name,
                                                const DecideContext& context) {
  ReversalState state;
  ASSIGN_OR_RETURN(state.original, RequireMovement(rows, movement_name));
  const std::string facility = MovementIds(movement_name)->first;
  ASSIGN_OR_RETURN(state.ledger.facility, LoadFacility(rows, facility));
  if (!state.ledger.facility.has_value()) return NotKnown(FacilityName(facility));

  for (const std::string& name : state.original.exceptions()) {
    ASSIGN_OR_RETURN(const v1::Exception exception, RequireException(rows, name));
    if (exception.kind() == v1::EXCEPTION_KIND_SHORTFALL) {
      state.opened_shortfalls.push_back(exception);
    } else if (exception.kind() == v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING) {
      state.outstanding_signature = exception;
    } else if (exception.kind() == v1::EXCEPTION_KIND_COUNT_DIFFERENCE_LARGE &&
               exception.state() == v1::EXCEPTION_STATE_OPEN) {
      state.large_differences.push_back(exception);
    }
  }
  std::set<std::string> covered;
  for (const v1::Leg& leg : state.original.legs()) {
    if (leg.difference_of().empty() || leg.from().kind() != v1::ACCOUNT_KIND_POSITION) continue;
    if (!covered.insert(leg.difference_of()).second) continue;
    ASSIGN_OR_RETURN(v1::Exception exception, RequireException(rows, leg.difference_of()));
    state.covered_shortfalls.push_back(std::move(exception));
  }
  RETURN_IF_ERROR(LoadReversedCount(rows, state));
  RETURN_IF_ERROR(LoadTouched(rows, facility, context, state));
  return state;
}

absl::StatusOr<ResolveState> LoadResolveState(const RowReader& rows,
                                              const std::string& exception_name,
                                              const DecideContext& context) {
  ResolveState state;
  ASSIGN_OR_RETURN(state.exception, RequireException(rows, exception_name));
  if (state.exception.kind() != v1::EXCEPTION_KIND_REPEATED_DOCUMENT_NUMBER) return state;
  ASSIGN_OR_RETURN(state.held, RequireMovement(rows, state.exception.movement()));
  const std::string facility = ExceptionIds(exception_name)->first;
  ASSIGN_OR_RETURN(state.movement, LoadMovementState(rows, facility, *state.held, context));
  if (!state.movement.ledger.facility.has_value()) return NotKnown(FacilityName(facility));
  return state;
}

}  // namespace waystation::inventory
