#include "services/inventory/store/places/load_places.h"

#include <algorithm>
#include <utility>

#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/fit.h"
#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/places/place_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

absl::Status LoadClassNamed(const RowReader& rows, const std::string& id, StorageState& storage) {
  if (id.empty() || storage.classes.contains(id)) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::optional<v1::StorageClass> found, LoadStorageClass(rows, id));
  if (found.has_value()) storage.classes.emplace(id, *std::move(found));
  return absl::OkStatus();
}

// The classes of the items, and of the registered places.
absl::Status LoadClasses(const RowReader& rows, const std::set<std::string>& items,
                         StorageState& storage) {
  for (const auto& [id, place] : storage.places) {
    RETURN_IF_ERROR(LoadClassNamed(rows, place.storage_class(), storage));
  }
  for (const std::string& name : items) {
    if (!storage.class_of_item.contains(name)) {
      ASSIGN_OR_RETURN(const std::optional<v1::Item> item, LoadItem(rows, LastId(name)));
      storage.class_of_item[name] = item.has_value() ? item->storage_class() : "";
    }
    RETURN_IF_ERROR(LoadClassNamed(rows, storage.class_of_item[name], storage));
  }
  return absl::OkStatus();
}

// A missing exception would be damage; a lot's own are always there.
absl::Status LoadExceptionsOf(const RowReader& rows, absl::string_view facility,
                              const v1::LotExposure& lot, StorageState& storage) {
  for (const v1::Exposure& exposure : lot.exposures()) {
    if (storage.exceptions.contains(exposure.exception())) continue;
    ASSIGN_OR_RETURN(std::optional<v1::Exception> exception,
                     LoadException(rows, facility, LastId(exposure.exception())));
    if (!exception.has_value()) return DamagedRow();
    storage.exceptions.emplace(exposure.exception(), *std::move(exception));
  }
  return absl::OkStatus();
}

// What is on the clock is gone once none of it is left, in whatever condition.
absl::Status LoadExposedPositions(const RowReader& rows, absl::string_view facility,
                                  const v1::LotExposure& lot, const DaySpan& days,
                                  LedgerState& ledger) {
  for (const v1::Exposure& exposure : lot.exposures()) {
    for (const v1::Condition condition : kConditions) {
      RETURN_IF_ERROR(LoadPosition(
          rows, facility, {lot.item(), exposure.place(), lot.lot(), condition}, days, ledger.book));
    }
    RETURN_IF_ERROR(LoadLot(rows, facility, lot.item(), lot.lot(), ledger.lot_dates));
  }
  return absl::OkStatus();
}

absl::Status LoadPlaces(const RowReader& rows, absl::string_view facility,
                        const std::set<std::string>& places, std::set<std::string>& looked_up,
                        StorageState& storage) {
  for (const std::string& id : places) {
    if (!looked_up.insert(id).second) continue;
    ASSIGN_OR_RETURN(std::optional<v1::StoragePlace> place,
                     GetMessage<v1::StoragePlace>(rows, StoragePlaceKey(facility, id)));
    if (place.has_value()) storage.places[id] = *std::move(place);
  }
  return absl::OkStatus();
}

bool HasRegistered(const StorageState& storage, const std::set<std::string>& places) {
  return std::any_of(places.begin(), places.end(), [&](const std::string& id) {
    const auto found = storage.places.find(id);
    return found != storage.places.end() && IsRegistered(found->second);
  });
}

// Whether the item may have to do with a clock: one runs in these places, or would begin.
bool NeedsExposures(const StorageState& storage, const std::set<std::string>& into,
                    const std::string& item) {
  for (const auto& [id, place] : storage.places) {
    if (place.exposure_count() > 0) return true;
  }
  return std::any_of(into.begin(), into.end(), [&](const std::string& place) {
    const Fit fit = FitOf(storage, item, place).fit;
    return fit == Fit::kTooWarm || fit == Fit::kTooCold;
  });
}

}  // namespace

absl::StatusOr<v1::StoragePlace> RequireStoragePlace(const RowReader& rows,
                                                     const std::string& name) {
  const auto ids = StoragePlaceIds(name);
  if (!ids.has_value()) return NotKnown(name);
  ASSIGN_OR_RETURN(std::optional<v1::StoragePlace> place,
                   GetMessage<v1::StoragePlace>(rows, StoragePlaceKey(ids->first, ids->second)));
  if (!place.has_value() || !IsRegistered(*place)) return NotKnown(name);
  return *std::move(place);
}

absl::StatusOr<std::optional<v1::LotExposure>> LoadLotExposure(const RowReader& rows,
                                                               absl::string_view facility,
                                                               absl::string_view item,
                                                               absl::string_view lot) {
  return GetMessage<v1::LotExposure>(rows, LotExposureKey(facility, item, lot));
}

absl::Status LoadExposuresOf(const RowReader& rows, absl::string_view facility,
                             const std::string& item, LotExposures& exposures) {
  const std::string prefix = LotExposurePrefix(facility, LastId(item));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::LotExposure lot;
    if (!lot.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    exposures[{item, lot.lot()}] = std::move(lot);
  }
  return cursor->status();
}

absl::StatusOr<PlacesLooked> LoadPlacesOf(const RowReader& rows, absl::string_view facility,
                                          const v1::Movement& movement, StorageState& storage) {
  PlacesLooked places;
  std::set<std::string> named;
  if (!movement.to_place().empty()) places.into.insert(movement.to_place());
  for (int i = 0; i < movement.lines_size(); ++i) {
    const v1::MovementLine& line = movement.lines(i);
    (BringsIn(movement, i) ? places.into : named).insert(PlaceOf(line));
  }
  named.insert(places.into.begin(), places.into.end());
  RETURN_IF_ERROR(LoadPlaces(rows, facility, named, places.looked_up, storage));
  return places;
}

absl::Status NoteClass(const std::string& item, const std::string& value, StorageState& storage) {
  if (storage.places.empty()) return absl::OkStatus();
  v1::Item row;
  if (!row.ParseFromString(value)) return DamagedRow();
  storage.class_of_item[item] = row.storage_class();
  return absl::OkStatus();
}

absl::Status LoadStorage(const RowReader& rows, absl::string_view facility, PlacesLooked places,
                         const std::set<std::string>& items, const DaySpan& days,
                         LedgerState& ledger) {
  StorageState& storage = ledger.storage;
  std::set<std::string> others = places.into;
  for (const auto& [key, position] : ledger.book) others.insert(key.place);
  RETURN_IF_ERROR(LoadPlaces(rows, facility, others, places.looked_up, storage));
  if (storage.places.empty()) return absl::OkStatus();
  if (HasRegistered(storage, places.into)) RETURN_IF_ERROR(LoadClasses(rows, items, storage));
  for (const std::string& item : items) {
    if (!NeedsExposures(storage, places.into, item)) continue;
    RETURN_IF_ERROR(LoadExposuresOf(rows, facility, item, storage.exposures));
  }
  for (const auto& [key, lot] : storage.exposures) {
    RETURN_IF_ERROR(LoadExceptionsOf(rows, facility, lot, storage));
    RETURN_IF_ERROR(LoadExposedPositions(rows, facility, lot, days, ledger));
  }
  return absl::OkStatus();
}

absl::Status LoadStorageOfBook(const RowReader& rows, absl::string_view facility,
                               const DaySpan& days, LedgerState& ledger) {
  PlacesLooked places;
  std::set<std::string> items;
  for (const auto& [key, position] : ledger.book) {
    places.into.insert(key.place);
    items.insert(key.item);
  }
  return LoadStorage(rows, facility, std::move(places), items, days, ledger);
}

absl::StatusOr<StoragePlaceState> LoadStoragePlaceState(const RowReader& rows,
                                                        const std::string& name,
                                                        const std::string& wanted_class) {
  StoragePlaceState state;
  const auto ids = StoragePlaceIds(name);
  if (!ids.has_value()) return state;
  const std::string& facility = ids->first;
  const std::string& place = ids->second;
  ASSIGN_OR_RETURN(state.ledger.facility, LoadFacility(rows, facility));
  const DaySpan no_days = {.from = 0, .last = 0};
  std::set<std::string> items;
  const std::string prefix = PositionPrefix(facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  while (cursor->Valid()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const std::string item = ReadPosition(key).item;
    if (!key.AtEnd()) return DamagedRow();
    const size_t before = state.ledger.book.size();
    RETURN_IF_ERROR(LoadHolding(rows, facility, item, place, no_days, state.ledger));
    if (state.ledger.book.size() > before) items.insert(item);
    cursor = rows.Scan(storage::PrefixEnd(PositionPrefix(facility, LastId(item))),
                       storage::PrefixEnd(prefix));
  }
  RETURN_IF_ERROR(cursor->status());
  RETURN_IF_ERROR(LoadStorage(rows, facility, {.into = {place}}, {}, no_days, state.ledger));
  const auto row = state.ledger.storage.places.find(place);
  if (row != state.ledger.storage.places.end() && IsRegistered(row->second)) {
    state.existing = row->second;
  }
  RETURN_IF_ERROR(LoadClasses(rows, items, state.ledger.storage));
  RETURN_IF_ERROR(LoadClassNamed(rows, wanted_class, state.ledger.storage));
  for (const std::string& item : items) {
    RETURN_IF_ERROR(LoadExposuresOf(rows, facility, item, state.ledger.storage.exposures));
  }
  for (const auto& [key, lot] : state.ledger.storage.exposures) {
    RETURN_IF_ERROR(LoadExceptionsOf(rows, facility, lot, state.ledger.storage));
  }
  return state;
}

absl::StatusOr<std::string> ListStoragePlaces(const RowReader& rows,
                                              const v1::ListStoragePlacesRequest& request,
                                              const Page& page,
                                              v1::ListStoragePlacesResponse* response) {
  RETURN_IF_ERROR(RequireFacility(rows, request.parent()).status());
  const std::string prefix = StoragePlacePrefix(LastId(request.parent()));
  std::string last_key;
  auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::StoragePlace row;
    if (!row.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    if (!IsRegistered(row)) continue;
    if (response->storage_places_size() == page.size) return last_key;
    last_key = std::string(cursor->key());
    *response->add_storage_places() = std::move(row);
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory
