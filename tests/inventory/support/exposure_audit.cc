#include "tests/inventory/support/exposure_audit.h"

#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/place_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/key.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::inventory {
namespace {

// {facility, place} -> how many are there.
using ExposureCounts = std::map<std::pair<std::string, std::string>, int64_t>;

std::string AuditExposure(const storage::RowReader& rows, const std::string& facility,
                          const v1::LotExposure& lot, const v1::Exposure& exposure) {
  const std::string what =
      absl::StrCat("exposure of ", lot.item(), " ", lot.lot(), " in ", exposure.place());
  int64_t total = 0;
  for (const v1::Condition condition : kConditions) {
    const PositionKey key = {lot.item(), exposure.place(), lot.lot(), condition};
    const auto held = GetInt64(rows, PositionRowKey(facility, key));
    if (!held.ok()) return absl::StrCat(what, ": ", held.status().ToString());
    total += *held;
  }
  if (total <= 0) return absl::StrCat(what, ": nothing is there");
  const auto exception = LoadException(rows, facility, LastId(exposure.exception()));
  if (!exception.ok() || !exception->has_value()) return absl::StrCat(what, ": no exception");
  if ((*exception)->item() != lot.item() || (*exception)->lot() != lot.lot()) {
    return absl::StrCat(what, ": its exception is of another lot");
  }
  return "";
}

}  // namespace

std::string AuditExposures(const storage::RowReader& rows) {
  ExposureCounts found;
  const std::string lots(1, static_cast<char>(kLotExposureTable));
  auto cursor = rows.Scan(lots, storage::PrefixEnd(lots));
  for (; cursor->Valid(); cursor->Next()) {
    v1::LotExposure lot;
    storage::KeyReader key(cursor->key());
    const std::string facility = key.String();
    if (!lot.ParseFromString(std::string(cursor->value()))) return "a damaged lot exposure";
    if (lot.item() != absl::StrCat("items/", key.String()) || lot.lot() != key.String()) {
      return "a lot exposure under another key";
    }
    if (lot.exposures().empty() && lot.spent_seconds() == 0 && lot.fridge_times().empty()) {
      return "a lot exposure of nothing";
    }
    for (const v1::Exposure& exposure : lot.exposures()) {
      ++found[{facility, exposure.place()}];
      std::string wrong = AuditExposure(rows, facility, lot, exposure);
      if (!wrong.empty()) return wrong;
    }
  }
  ExposureCounts counted;
  const std::string places(1, static_cast<char>(kStoragePlaceTable));
  cursor = rows.Scan(places, storage::PrefixEnd(places));
  for (; cursor->Valid(); cursor->Next()) {
    v1::StoragePlace place;
    storage::KeyReader key(cursor->key());
    const std::string facility = key.String();
    if (!place.ParseFromString(std::string(cursor->value()))) return "a damaged storage place";
    if (place.exposure_count() != 0) counted[{facility, key.String()}] = place.exposure_count();
  }
  return found == counted ? "" : "places count other exposures than there are";
}

}  // namespace waystation::inventory
