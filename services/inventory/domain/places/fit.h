// Whether a place is as warm or cold as an item must be kept.
#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_FIT_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_FIT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "services/inventory/domain/places/storage_state.h"

namespace waystation::inventory {

enum class Fit {
  kNotKnown,  // The place, its temperatures or those of the item's class are not described.
  kFits,
  kTooWarm,
  kTooCold,  // Also where it may get both.
};

struct PlaceFit {
  Fit fit = Fit::kNotKnown;
  // Too warm, and the class allows it for so long, of a lot over its life. Never of too cold.
  std::optional<int64_t> allowed_minutes = {};
};

// The coldest and the warmest that a place gets, in thousandths of a degree Celsius.
struct TemperatureRange {
  std::optional<int64_t> min = {};
  std::optional<int64_t> max = {};
};

// Of a class in such a place. A bound that the class has and the place does not state makes it not
// known, unless the other one is crossed.
PlaceFit FitIn(const v1::StorageClass& storage_class, const TemperatureRange& there);

// Of an item in a place, by name and id. A place of the item's own class fits, described or not.
PlaceFit FitOf(const StorageState& state, const std::string& item, const std::string& place);

bool IsRegistered(const v1::StoragePlace& place);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_FIT_H_
