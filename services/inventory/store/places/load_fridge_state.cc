#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_fridge.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

bool HasTimeIn(const LotExposures& exposures, const FridgeLot& lot, absl::string_view place) {
  const auto found = exposures.find({lot.item, lot.lot});
  if (found == exposures.end()) return false;
  for (const v1::FridgeTime& time : found->second.fridge_times()) {
    if (time.place() == place) return true;
  }
  return false;
}

// Movements of the item from a time on, the latest first.
absl::StatusOr<std::vector<v1::Movement>> LoadMovementsSince(const RowReader& rows,
                                                             absl::string_view facility,
                                                             const std::string& item,
                                                             absl::Time since) {
  std::vector<v1::Movement> movements;
  const std::string prefix = MovementItemPrefix(facility, LastId(item));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    key.String();
    const IndexedMovement indexed = ReadIndexedMovement(key);
    if (!key.AtEnd()) return DamagedRow();
    if (absl::FromUnixMicros(indexed.at.time_us) < since) break;
    ASSIGN_OR_RETURN(std::optional<v1::Movement> movement,
                     LoadMovement(rows, facility, indexed.movement));
    if (!movement.has_value()) return DamagedRow();
    movements.push_back(*std::move(movement));
  }
  RETURN_IF_ERROR(cursor->status());
  return movements;
}

// Adds where the movement takes what lay in one of the places.
void FollowLot(const v1::Movement& movement, const FridgeLot& lot, std::set<std::string>& places) {
  if (movement.state() != v1::MOVEMENT_STATE_POSTED) return;
  for (const v1::Leg& leg : movement.legs()) {
    const bool moves = leg.from().kind() == v1::ACCOUNT_KIND_POSITION &&
                       leg.to().kind() == v1::ACCOUNT_KIND_POSITION;
    if (!moves || leg.item() != lot.item || leg.lot() != lot.lot) continue;
    if (places.contains(leg.from().place())) places.insert(leg.to().place());
  }
}

// Of the places that hold some, those that what was in the fridge may have come to since.
absl::Status FindReached(const RowReader& rows, absl::string_view facility,
                         const std::string& place, const std::set<std::string>& holding,
                         FridgeLot& lot) {
  std::set<std::string> places = {place};
  const TimeSpans out = AnyWay(lot.out);
  const bool elsewhere = holding.size() > (holding.contains(place) ? 1 : 0);
  if (!out.empty() && elsewhere) {
    ASSIGN_OR_RETURN(const std::vector<v1::Movement> movements,
                     LoadMovementsSince(rows, facility, lot.item, out.front().from));
    for (auto movement = movements.rbegin(); movement != movements.rend(); ++movement) {
      FollowLot(*movement, lot, places);
    }
  }
  for (const std::string& reached : places) {
    if (holding.contains(reached)) lot.reached.insert(reached);
  }
  return absl::OkStatus();
}

absl::Status LoadWhereItLies(const RowReader& rows, absl::string_view facility,
                             const FridgeLot& lot, LedgerState& ledger) {
  const DaySpan no_days = {.from = 0, .last = 0};
  for (const std::string& place : lot.reached) {
    for (const v1::Condition condition : kConditions) {
      RETURN_IF_ERROR(LoadPosition(rows, facility, {lot.item, place, lot.lot, condition}, no_days,
                                   ledger.book));
    }
  }
  const auto standing = ledger.storage.exposures.find({lot.item, lot.lot});
  if (standing == ledger.storage.exposures.end()) return absl::OkStatus();
  for (const v1::Exposure& exposure : standing->second.exposures()) {
    ASSIGN_OR_RETURN(std::optional<v1::Exception> exception,
                     LoadException(rows, facility, LastId(exposure.exception())));
    if (!exception.has_value()) return DamagedRow();
    ledger.storage.exceptions.insert_or_assign(exposure.exception(), *std::move(exception));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::set<std::string>> PlacesHolding(const RowReader& rows,
                                                    absl::string_view facility,
                                                    const FridgeLot& lot) {
  std::set<std::string> places;
  const std::string prefix = PositionPrefix(facility, LastId(lot.item));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const PositionKey position = ReadPosition(key);
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(const int64_t quantity, DecodeInt64(cursor->value()));
    if (position.lot == lot.lot && quantity > 0) places.insert(position.place);
  }
  RETURN_IF_ERROR(cursor->status());
  return places;
}

absl::StatusOr<FridgeState> LoadFridgeState(const RowReader& rows, const v1::StoragePlace& place,
                                            absl::Time now) {
  ASSIGN_OR_RETURN(FridgeHistory history, LoadFridgeHistory(rows, place, {}, now));
  FridgeState state;
  state.place = place;
  const std::string facility(LastId(history.facility.name));
  const std::string id(LastId(place.name()));
  state.ledger.facility = std::move(history.facility);
  LotExposures& exposures = state.ledger.storage.exposures;
  std::set<std::string> loaded;
  for (FridgeLot& lot : history.lots) {
    if (loaded.insert(lot.item).second) {
      RETURN_IF_ERROR(LoadExposuresOf(rows, facility, lot.item, exposures));
    }
    if (AnyWay(lot.out).empty() && !HasTimeIn(exposures, lot, id)) continue;
    ASSIGN_OR_RETURN(const std::set<std::string> holding, PlacesHolding(rows, facility, lot));
    // What is used up can't be blocked any more: it is told by the list of excursions.
    if (holding.empty()) continue;
    RETURN_IF_ERROR(FindReached(rows, facility, id, holding, lot));
    RETURN_IF_ERROR(LoadWhereItLies(rows, facility, lot, state.ledger));
    state.lots.push_back(std::move(lot));
  }
  return state;
}

}  // namespace waystation::inventory
