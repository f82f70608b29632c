#include "services/inventory/store/places/place_keys.h"

#include "storage/key.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string StoragePlacePrefix(absl::string_view facility) {
  return KeyBuilder(kStoragePlaceTable).String(facility).Take();
}

std::string StoragePlaceKey(absl::string_view facility, absl::string_view place) {
  return KeyBuilder(kStoragePlaceTable).String(facility).String(place).Take();
}

std::string LotExposurePrefix(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kLotExposureTable).String(facility).String(item).Take();
}

std::string LotExposureKey(absl::string_view facility, absl::string_view item,
                           absl::string_view lot) {
  return KeyBuilder(kLotExposureTable).String(facility).String(item).String(lot).Take();
}

}  // namespace waystation::inventory
