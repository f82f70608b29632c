#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

using storage::RowReader;

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

// What a count opened, and nobody has ended yet, beside what any movement may.
bool EndsWithItsCount(const v1::Exception& exception) {
  return exception.state() == v1::EXCEPTION_STATE_OPEN &&
         (exception.kind() == v1::EXCEPTION_KIND_COUNT_DIFFERENCE_LARGE ||
          exception.kind() == v1::EXCEPTION_KIND_COUNT_NUMBER_REPEATED);
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
    } else if (EndsWithItsCount(exception)) {
      state.count_exceptions.push_back(exception);
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
  RETURN_IF_ERROR(LoadStorageOfBook(rows, facility, {.from = 0, .last = 0}, state.ledger));
  return state;
}

}  // namespace waystation::inventory
