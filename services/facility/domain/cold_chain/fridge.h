// A fridge, as plain values.
#ifndef SERVICES_FACILITY_DOMAIN_COLD_CHAIN_FRIDGE_H_
#define SERVICES_FACILITY_DOMAIN_COLD_CHAIN_FRIDGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/facility/domain/working.h"

namespace waystation::facility {

// The limits of a storage class, thousandths of a degree Celsius. Unset: none is stated.
struct StorageRange {
  // Within the range, both.
  std::optional<int64_t> min_millicelsius = {};
  std::optional<int64_t> max_millicelsius = {};
  // At this and below what freezing spoils is frozen.
  std::optional<int64_t> freezes_at_millicelsius = {};
};

struct Fridge {
  std::string id;
  std::string circuit;
  StorageRange range = {};
  // From the moment of the cut to the class's highest temperature, lid shut, at the ambient
  // temperature of the place. A maker's figure to a higher temperature is too long. Nullopt: none.
  std::optional<int64_t> holdover_minutes = {};
  // The warmest it may be at the cut for that to hold; nullopt: whatever it is.
  std::optional<int64_t> holdover_from_millicelsius = {};
  // In any order.
  std::vector<Reading> readings_millicelsius = {};
  // From the decision to all of it being in another cold place; nullopt: nobody has said.
  std::optional<int64_t> minutes_to_move = {};
};

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_COLD_CHAIN_FRIDGE_H_
