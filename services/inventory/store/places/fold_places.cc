#include "services/inventory/store/places/fold_places.h"

#include <map>
#include <optional>
#include <set>
#include <string>

#include "services/inventory/domain/names.h"
#include "services/inventory/store/ledger/fold_exception.h"
#include "services/inventory/store/places/place_keys.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

// So that who reads a place knows without another look whether anything there is on the clock.
absl::Status CountExposures(RowWriter& rows, absl::string_view facility, const std::string& place,
                            int64_t change) {
  const std::string key = StoragePlaceKey(facility, place);
  ASSIGN_OR_RETURN(const std::optional<v1::StoragePlace> before,
                   GetMessage<v1::StoragePlace>(rows, key));
  v1::StoragePlace row = before.value_or(v1::StoragePlace());
  row.set_name(StoragePlaceName(facility, place));
  row.set_exposure_count(row.exposure_count() + change);
  if (row.etag().empty() && row.exposure_count() == 0) {
    rows.Delete(key);
  } else {
    rows.Put(key, row.SerializeAsString());
  }
  return absl::OkStatus();
}

// Changes what is kept of a place; nothing where it names no installation.
template <typename Change>
absl::Status ChangeMeasured(RowWriter& rows, absl::string_view facility, const std::string& place,
                            Change change) {
  const std::string key = MeasuredPlaceKey(facility, place);
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(key));
  if (!row.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(MeasuredPlace measured, DecodeMeasuredPlace(*row));
  change(measured);
  rows.Put(key, EncodeMeasuredPlace(measured));
  return absl::OkStatus();
}

// As the place is from now on. Of another installation other readings are heard.
absl::Status LinkMeasured(RowWriter& rows, absl::string_view facility, const std::string& place,
                          const std::string& before, const std::string& now) {
  const std::string key = MeasuredPlaceKey(facility, place);
  if (now.empty()) {
    rows.Delete(key);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(key));
  if (!row.has_value()) rows.Put(key, EncodeMeasuredPlace({}));
  return ChangeMeasured(rows, facility, place, [&](MeasuredPlace& measured) {
    ++measured.changes;
    if (before != now) measured.heard = 0;
  });
}

}  // namespace

absl::Status FoldReadingsWeighed(RowWriter& rows, const v1::ReadingsWeighed& event) {
  const auto ids = StoragePlaceIds(event.storage_place());
  if (!ids.has_value()) return DamagedRow();
  for (const v1::Exception& exception : event.exceptions()) {
    RETURN_IF_ERROR(PutException(rows, ids->first, exception));
  }
  RETURN_IF_ERROR(FoldLotExposures(rows, ids->first, event.lot_exposures()));
  return ChangeMeasured(rows, ids->first, ids->second, [&](MeasuredPlace& measured) {
    ++measured.weighings;
    measured.heard = event.readings_heard();
  });
}

absl::Status NoteMeasuredPlaces(RowWriter& rows, absl::string_view facility,
                                const v1::Movement& movement) {
  std::set<std::string> places;
  for (const v1::Leg& leg : movement.legs()) {
    for (const v1::Account* account : {&leg.from(), &leg.to()}) {
      if (account->kind() == v1::ACCOUNT_KIND_POSITION) places.insert(account->place());
    }
  }
  for (const std::string& place : places) {
    RETURN_IF_ERROR(
        ChangeMeasured(rows, facility, place, [](MeasuredPlace& measured) { ++measured.changes; }));
  }
  return absl::OkStatus();
}

absl::Status FoldStoragePlace(RowWriter& rows, const v1::StoragePlaceChanged& event) {
  const auto ids = StoragePlaceIds(event.storage_place().name());
  if (!ids.has_value()) return DamagedRow();
  const std::string key = StoragePlaceKey(ids->first, ids->second);
  ASSIGN_OR_RETURN(const std::optional<v1::StoragePlace> before,
                   GetMessage<v1::StoragePlace>(rows, key));
  v1::StoragePlace row = event.storage_place();
  row.set_exposure_count(before.has_value() ? before->exposure_count() : 0);
  rows.Put(key, row.SerializeAsString());
  RETURN_IF_ERROR(LinkMeasured(rows, ids->first, ids->second,
                               before.has_value() ? before->installation() : "",
                               row.installation()));
  for (const v1::Exception& exception : event.exceptions()) {
    RETURN_IF_ERROR(PutException(rows, ids->first, exception));
  }
  return FoldLotExposures(rows, ids->first, event.lot_exposures());
}

absl::Status FoldLotExposure(RowWriter& rows, absl::string_view facility,
                             const v1::LotExposure& lot) {
  const std::string key = LotExposureKey(facility, LastId(lot.item()), lot.lot());
  ASSIGN_OR_RETURN(const std::optional<v1::LotExposure> before,
                   GetMessage<v1::LotExposure>(rows, key));
  std::map<std::string, int64_t> changes;
  for (const v1::Exposure& exposure : lot.exposures()) ++changes[exposure.place()];
  if (before.has_value()) {
    for (const v1::Exposure& exposure : before->exposures()) --changes[exposure.place()];
  }
  for (const auto& [place, change] : changes) {
    if (change != 0) RETURN_IF_ERROR(CountExposures(rows, facility, place, change));
  }
  if (lot.exposures().empty() && lot.spent_seconds() == 0 && lot.fridge_times().empty()) {
    rows.Delete(key);
  } else {
    rows.Put(key, lot.SerializeAsString());
  }
  return absl::OkStatus();
}

absl::Status FoldLotExposures(RowWriter& rows, absl::string_view facility,
                              const google::protobuf::RepeatedPtrField<v1::LotExposure>& lots) {
  for (const v1::LotExposure& lot : lots) {
    RETURN_IF_ERROR(FoldLotExposure(rows, facility, lot));
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
