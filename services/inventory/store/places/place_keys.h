// The tables of storage places and of stock that is or was out of its range.
//
//   table              key                       value
//   48 storage_place   facility place            v1.StoragePlace, with exposure_count; without an
//                                                etag: not registered, but with stock on the clock
//   49 lot_exposure    facility item lot         v1.LotExposure; none: nothing to tell of the lot
#ifndef SERVICES_INVENTORY_STORE_PLACES_PLACE_KEYS_H_
#define SERVICES_INVENTORY_STORE_PLACES_PLACE_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace waystation::inventory {

inline constexpr uint8_t kStoragePlaceTable = 48;
inline constexpr uint8_t kLotExposureTable = 49;

std::string StoragePlacePrefix(absl::string_view facility);
std::string StoragePlaceKey(absl::string_view facility, absl::string_view place);
std::string LotExposurePrefix(absl::string_view facility, absl::string_view item);
std::string LotExposureKey(absl::string_view facility, absl::string_view item,
                           absl::string_view lot);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_PLACE_KEYS_H_
