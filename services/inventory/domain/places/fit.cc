#include "services/inventory/domain/places/fit.h"

namespace waystation::inventory {
namespace {

TemperatureRange RangeOfClass(const v1::StorageClass& storage_class) {
  TemperatureRange range;
  if (storage_class.has_min_temperature_millicelsius()) {
    range.min = storage_class.min_temperature_millicelsius();
  }
  if (storage_class.has_max_temperature_millicelsius()) {
    range.max = storage_class.max_temperature_millicelsius();
  }
  return range;
}

TemperatureRange RangeOfPlace(const StorageState& state, const v1::StoragePlace& place) {
  TemperatureRange range;
  if (place.has_min_temperature_millicelsius()) range.min = place.min_temperature_millicelsius();
  if (place.has_max_temperature_millicelsius()) range.max = place.max_temperature_millicelsius();
  const auto described = state.classes.find(place.storage_class());
  return described == state.classes.end() ? range : RangeOfClass(described->second);
}

bool IsTooCold(const v1::StorageClass& storage_class, const TemperatureRange& there) {
  if (!there.min.has_value()) return false;
  const bool below = storage_class.has_min_temperature_millicelsius() &&
                     *there.min < storage_class.min_temperature_millicelsius();
  return below || (storage_class.freeze_sensitive() && *there.min < 0);
}

bool IsTooWarm(const v1::StorageClass& storage_class, const TemperatureRange& there) {
  return there.max.has_value() && storage_class.has_max_temperature_millicelsius() &&
         *there.max > storage_class.max_temperature_millicelsius();
}

}  // namespace

PlaceFit FitIn(const v1::StorageClass& storage_class, const TemperatureRange& there) {
  if (IsTooCold(storage_class, there)) return {.fit = Fit::kTooCold};
  if (IsTooWarm(storage_class, there)) {
    PlaceFit fit = {.fit = Fit::kTooWarm};
    const v1::OutOfRangeAllowance& allowance = storage_class.out_of_range();
    if (storage_class.has_out_of_range() &&
        *there.max <= allowance.max_temperature_millicelsius()) {
      fit.allowed_minutes = allowance.max_minutes();
    }
    return fit;
  }
  const bool needs_min =
      storage_class.has_min_temperature_millicelsius() || storage_class.freeze_sensitive();
  const bool known = (!needs_min || there.min.has_value()) &&
                     (!storage_class.has_max_temperature_millicelsius() || there.max.has_value());
  return {.fit = known ? Fit::kFits : Fit::kNotKnown};
}

PlaceFit FitOf(const StorageState& state, const std::string& item, const std::string& place) {
  const auto registered = state.places.find(place);
  const auto class_id = state.class_of_item.find(item);
  if (registered == state.places.end() || !IsRegistered(registered->second) ||
      class_id == state.class_of_item.end() || class_id->second.empty()) {
    return {};
  }
  if (registered->second.storage_class() == class_id->second) return {.fit = Fit::kFits};
  const auto described = state.classes.find(class_id->second);
  if (described == state.classes.end()) return {};
  const TemperatureRange there = RangeOfPlace(state, registered->second);
  if (!there.min.has_value() && !there.max.has_value()) return {};
  return FitIn(described->second, there);
}

bool IsRegistered(const v1::StoragePlace& place) { return !place.etag().empty(); }

}  // namespace waystation::inventory
