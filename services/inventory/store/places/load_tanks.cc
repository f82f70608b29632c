#include "services/inventory/store/places/load_tanks.h"

#include <algorithm>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/fit.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/every_item.h"
#include "services/inventory/store/places/place_keys.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// What is registered says what it is, whatever the place is called.
bool IsTank(const v1::StoragePlace& place,
            const std::optional<facility::v1::Installation>& installation) {
  if (installation.has_value()) return installation->has_tank();
  return place.kind() == v1::STORAGE_PLACE_KIND_TANK;
}

// Adds all changes below `prefix` of position_day.
absl::Status AddPositions(const RowReader& rows, absl::string_view facility,
                          const std::string& prefix, TankBook& book) {
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    PositionKey position = ReadPosition(key);
    const int64_t day = key.Int64();
    const int64_t time_us = key.Int64();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(const int64_t quantity, DecodeInt64(cursor->value()));
    if (book.positions.empty() || !(book.positions.back().key == position)) {
      ASSIGN_OR_RETURN(const std::optional<LotFacts> lot,
                       LoadLotFacts(rows, facility, LastId(position.item), position.lot));
      book.positions.push_back({std::move(position), lot.value_or(LotFacts()).date, {}});
    }
    book.positions.back().changes.push_back({Moment(day, time_us), quantity});
  }
  return cursor->status();
}

// Of one item in the places.
absl::Status AddItemOfTank(const RowReader& rows, absl::string_view facility,
                           const std::string& item, const std::vector<std::string>& places,
                           TankBook& book) {
  ASSIGN_OR_RETURN(const std::optional<v1::Item> row, LoadItemOrAlias(rows, LastId(item)));
  const bool liquid = row.has_value() && row->base_unit() == v1::BASE_UNIT_MILLILITRE;
  for (const std::string& place : places) {
    const std::string prefix = PositionPrefix(facility, LastId(item), place);
    if (liquid) {
      RETURN_IF_ERROR(AddPositions(rows, facility, DayPrefixOf(prefix), book));
      continue;
    }
    auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
    RETURN_IF_ERROR(cursor->status());
    const bool named = !book.other_items.empty() && book.other_items.back() == item;
    if (cursor->Valid() && !named) book.other_items.push_back(item);
  }
  return absl::OkStatus();
}

absl::StatusOr<TankBook> LoadTankBook(const RowReader& rows, absl::string_view facility,
                                      const std::vector<std::string>& places) {
  TankBook book;
  RETURN_IF_ERROR(ForEachItemEver(rows, facility, [&](const std::string& item) {
    return AddItemOfTank(rows, facility, item, places, book);
  }));
  SortAsLeaving(book);
  return book;
}

// The latest dip of a tank; nullopt: none.
absl::StatusOr<std::optional<facility::v1::StatusRecord>> LoadLatestDip(
    const RowReader& rows, absl::string_view facility, const std::string& installation) {
  const std::string prefix =
      ReadingPrefix(facility, facility::v1::MEASURE_TANK_LEVEL_ML, installation);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  RETURN_IF_ERROR(cursor->status());
  if (!cursor->Valid()) return std::optional<facility::v1::StatusRecord>();
  facility::v1::StatusRecord record;
  if (!record.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
    return DamagedRow();
  }
  return std::optional(std::move(record));
}

absl::StatusOr<v1::TankPlace> DescribeTank(const RowReader& rows, TankReader& reader,
                                           const v1::StoragePlace& place, absl::Time now) {
  const std::string& installation = place.installation();
  v1::TankPlace tank;
  tank.set_storage_place(place.name());
  tank.set_installation(installation);
  const Tank& found = reader.tanks().at(installation);
  if (found.installation.has_value()) {
    tank.set_fluid(found.installation->tank().fluid());
    tank.set_capacity_ml(found.installation->tank().capacity_ml());
  }
  ASSIGN_OR_RETURN(const TankBook* const book, reader.BookOf(installation));
  tank.set_book_now_ml(BookNow(*book));
  for (const std::string& item : book->other_items) tank.add_other_items(item);
  ASSIGN_OR_RETURN(const auto latest, LoadLatestDip(rows, reader.facility(), installation));
  if (!latest.has_value()) return tank;
  ASSIGN_OR_RETURN(*tank.mutable_latest_dip(), reader.DipOf(installation, *latest));
  const absl::Duration age = now - TimeOf(latest->effective_time());
  tank.set_dip_age_seconds(std::max<int64_t>(0, absl::ToInt64Seconds(age)));
  return tank;
}

// The {installation} to list, empty for all; NOT_KNOWN of the place.
absl::StatusOr<std::string> InstallationAsked(const RowReader& rows,
                                              const v1::ListTankDipsRequest& request) {
  if (request.place().empty()) return std::string();
  const std::string name = StoragePlaceName(LastId(request.parent()), request.place());
  ASSIGN_OR_RETURN(const std::optional<v1::StoragePlace> place,
                   GetMessage<v1::StoragePlace>(
                       rows, StoragePlaceKey(LastId(request.parent()), request.place())));
  if (!place.has_value() || !IsRegistered(*place)) return NotKnown(name);
  return place->installation();
}

bool IsWithin(const v1::ListTankDipsRequest& request, absl::Time time) {
  return (!request.has_start_time() || time >= TimeOf(request.start_time())) &&
         (!request.has_end_time() || time < TimeOf(request.end_time()));
}

}  // namespace

absl::StatusOr<TankReader> TankReader::Load(const RowReader& rows, const std::string& name) {
  ASSIGN_OR_RETURN(const FacilityFacts facts, RequireFacility(rows, name));
  TankReader reader(rows, std::string(LastId(name)), facts.zone);
  RETURN_IF_ERROR(reader.LoadTanks());
  return reader;
}

absl::Status TankReader::LoadTanks() {
  const std::string prefix = StoragePlacePrefix(facility_);
  auto cursor = rows_->Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::StoragePlace place;
    if (!place.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    if (!IsRegistered(place) || place.installation().empty()) continue;
    ASSIGN_OR_RETURN(std::optional<facility::v1::Installation> installation,
                     GetMessage<facility::v1::Installation>(
                         *rows_, InstallationKey(facility_, place.installation())));
    if (!IsTank(place, installation)) continue;
    Tank& tank = tanks_[place.installation()];
    tank.places.emplace_back(LastId(place.name()));
    tank.installation = std::move(installation);
  }
  return cursor->status();
}

absl::StatusOr<const TankBook*> TankReader::BookOf(const std::string& installation) {
  const auto found = books_.find(installation);
  if (found != books_.end()) return &found->second;
  ASSIGN_OR_RETURN(books_[installation],
                   LoadTankBook(*rows_, facility_, tanks_.at(installation).places));
  return &books_[installation];
}

absl::StatusOr<v1::TankDip> TankReader::DipOf(const std::string& installation,
                                              const facility::v1::StatusRecord& record) {
  ASSIGN_OR_RETURN(const TankBook* const book, BookOf(installation));
  v1::TankDip dip;
  dip.set_installation(installation);
  for (const std::string& place : tanks_.at(installation).places) dip.add_places(place);
  *dip.mutable_dip_time() = record.effective_time();
  *dip.mutable_record_time() = record.record_time();
  dip.set_reported_by(record.value().reported_by());
  dip.set_report(record.report());
  dip.set_time_flag(record.time_flag());
  dip.set_level_ml(record.value().amount());
  const absl::Time time = TimeOf(record.effective_time());
  CompareWithBook(*book, Moment(DayOf(time, zone_), absl::ToUnixMicros(time)), dip);
  return dip;
}

absl::StatusOr<std::string> ListTanks(const RowReader& rows, const v1::ListTanksRequest& request,
                                      const Page& page, absl::Time now,
                                      v1::ListTanksResponse* response) {
  ASSIGN_OR_RETURN(TankReader reader, TankReader::Load(rows, request.parent()));
  const std::string prefix = StoragePlacePrefix(reader.facility());
  std::string last_key;
  auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::StoragePlace place;
    if (!place.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    if (!IsRegistered(place) || !reader.tanks().contains(place.installation())) continue;
    ASSIGN_OR_RETURN(v1::TankPlace tank, DescribeTank(rows, reader, place, now));
    const bool asked =
        request.variance_above_ml() == 0 ||
        (tank.has_latest_dip() && DiffersBy(tank.latest_dip(), request.variance_above_ml()));
    if (!asked) continue;
    if (response->tanks_size() == page.size) return last_key;
    last_key = std::string(cursor->key());
    *response->add_tanks() = std::move(tank);
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

absl::StatusOr<std::string> ListTankDips(const RowReader& rows,
                                         const v1::ListTankDipsRequest& request, const Page& page,
                                         v1::ListTankDipsResponse* response) {
  ASSIGN_OR_RETURN(TankReader reader, TankReader::Load(rows, request.parent()));
  ASSIGN_OR_RETURN(const std::string asked, InstallationAsked(rows, request));
  std::string last_key;
  for (const auto& [installation, tank] : reader.tanks()) {
    if (!request.place().empty() && installation != asked) continue;
    const std::string prefix =
        ReadingPrefix(reader.facility(), facility::v1::MEASURE_TANK_LEVEL_ML, installation);
    if (page.after_key >= storage::PrefixEnd(prefix)) continue;
    auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
    for (; cursor->Valid(); cursor->Next()) {
      facility::v1::StatusRecord record;
      if (!record.ParseFromArray(cursor->value().data(),
                                 static_cast<int>(cursor->value().size()))) {
        return DamagedRow();
      }
      if (!IsWithin(request, TimeOf(record.effective_time()))) continue;
      ASSIGN_OR_RETURN(v1::TankDip dip, reader.DipOf(installation, record));
      if (!DiffersBy(dip, request.variance_above_ml())) continue;
      if (response->dips_size() == page.size) return last_key;
      last_key = std::string(cursor->key());
      *response->add_dips() = std::move(dip);
    }
    RETURN_IF_ERROR(cursor->status());
  }
  return std::string();
}

}  // namespace waystation::inventory
