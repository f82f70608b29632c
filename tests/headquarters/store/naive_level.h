#ifndef TESTS_HEADQUARTERS_STORE_NAIVE_LEVEL_H_
#define TESTS_HEADQUARTERS_STORE_NAIVE_LEVEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/headquarters/domain/level.h"
#include "tests/headquarters/store/books.h"

namespace waystation::headquarters::testing {

struct NaiveLeg {
  LegSpec spec;
  bool reversal = false;
  bool sending_is_use = false;
};

// The level of one item by plain bookkeeping from its legs alone: forward day by day through the
// past, then day by day into the future. nullopt when the item never was in stock. Shares nothing
// with the product but the meaning. For small numbers only. `recalled`: by lot, the day of its
// recall.
std::optional<Level> NaiveLevel(const std::vector<NaiveLeg>& legs_of_item, int64_t record_day,
                                const std::map<std::string, int64_t>& recalled = {});

}  // namespace waystation::headquarters::testing

#endif  // TESTS_HEADQUARTERS_STORE_NAIVE_LEVEL_H_
