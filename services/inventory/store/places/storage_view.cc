#include "services/inventory/store/places/storage_view.h"

#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/places/place_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::Status StorageView::Fill(absl::string_view facility, v1::StockLine& line) {
  RETURN_IF_ERROR(LookAt(facility, line));
  line.set_storage_class(class_of_item_[line.item()]);
  const std::optional<v1::StoragePlace>& place = places_[line.place()];
  if (!place.has_value()) return absl::OkStatus();
  line.set_place_storage_class(place->storage_class());
  const v1::Exposure* exposure = ExposureIn(exposures_, line.item(), line.lot(), line.place());
  if (exposure == nullptr) return absl::OkStatus();
  if (exposure->has_usable_until()) *line.mutable_usable_until() = exposure->usable_until();
  line.set_blocked_reason(BlockedAt(*exposure, now_));
  line.set_exposure_decided_by(exposure->decided_by());
  return absl::OkStatus();
}

absl::Status StorageView::LookAt(absl::string_view facility, const v1::StockLine& line) {
  if (facility_ != facility) {
    facility_ = std::string(facility);
    places_.clear();
    exposed_items_.clear();
    exposures_.clear();
  }
  if (!class_of_item_.contains(line.item())) {
    ASSIGN_OR_RETURN(const std::optional<v1::Item> item, LoadItem(rows_, LastId(line.item())));
    class_of_item_[line.item()] = item.has_value() ? item->storage_class() : "";
  }
  if (!places_.contains(line.place())) {
    ASSIGN_OR_RETURN(places_[line.place()],
                     GetMessage<v1::StoragePlace>(rows_, StoragePlaceKey(facility, line.place())));
  }
  const std::optional<v1::StoragePlace>& place = places_[line.place()];
  if (!place.has_value() || place->exposure_count() == 0 ||
      !exposed_items_.insert(line.item()).second) {
    return absl::OkStatus();
  }
  return LoadExposuresOf(rows_, facility, line.item(), exposures_);
}

}  // namespace waystation::inventory
