// How much a count found more or less than the book had.
#ifndef SERVICES_INVENTORY_DOMAIN_COUNTS_DIFFERENCE_H_
#define SERVICES_INVENTORY_DOMAIN_COUNTS_DIFFERENCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "waystation/inventory/v1/count.pb.h"

namespace waystation::inventory {

struct LargeDifference {
  std::string item;
  int64_t counted = 0;
  int64_t book = 0;
  int64_t quantity = 0;  // By how much they differ; more than 0.
};

// The items of which the count found more than kLargeDifferencePercent more or less than the book
// had, over all lots and conditions that it counted: lots that were taken for each other are no
// loss. Of an item that the book had nothing of, none: that it was found is told by its lines.
std::vector<LargeDifference> LargeDifferences(const v1::Count& count);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_COUNTS_DIFFERENCE_H_
