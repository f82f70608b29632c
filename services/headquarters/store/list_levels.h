#ifndef SERVICES_HEADQUARTERS_STORE_LIST_LEVELS_H_
#define SERVICES_HEADQUARTERS_STORE_LIST_LEVELS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/headquarters/store/facts.h"
#include "waystation/headquarters/v1/supply.pb.h"

namespace waystation::headquarters {

struct LevelQuery {
  // REQUIRES: validated; facility and item are names, "facilities/-" or empty.
  v1::SupplyFilter filter;
  v1::SupplyOrder order = v1::SUPPLY_ORDER_RUN_OUT;
  int page_size = 0;
  // next_key of the page before; empty for the first.
  std::string after_key;
};

struct LevelPage {
  std::vector<v1::SupplyLevel> levels;
  // Where the next page goes on; empty when this is the last. Opaque.
  std::string next_key;
};

// One page. Walks the index that fits the order and the facility or item asked for; the other
// filters are looked at row by row, at most kRowsScannedPerPage of them.
absl::StatusOr<LevelPage> ListLevels(Facts& facts, const LevelQuery& query);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_LIST_LEVELS_H_
