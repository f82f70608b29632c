#include "services/inventory/store/places/fold_places.h"

#include <map>
#include <optional>
#include <string>

#include "services/inventory/domain/names.h"
#include "services/inventory/store/ledger/fold_exception.h"
#include "services/inventory/store/places/place_keys.h"
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

}  // namespace

absl::Status FoldStoragePlace(RowWriter& rows, const v1::StoragePlaceChanged& event) {
  const auto ids = StoragePlaceIds(event.storage_place().name());
  if (!ids.has_value()) return DamagedRow();
  const std::string key = StoragePlaceKey(ids->first, ids->second);
  ASSIGN_OR_RETURN(const std::optional<v1::StoragePlace> before,
                   GetMessage<v1::StoragePlace>(rows, key));
  v1::StoragePlace row = event.storage_place();
  row.set_exposure_count(before.has_value() ? before->exposure_count() : 0);
  rows.Put(key, row.SerializeAsString());
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
  if (lot.exposures().empty() && lot.spent_seconds() == 0) {
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
