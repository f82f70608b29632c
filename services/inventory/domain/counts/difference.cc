#include "services/inventory/domain/counts/difference.h"

#include <map>

#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using Wide = __int128;  // Sums of 64-bit quantities, times a hundred.

struct Sums {
  Wide counted = 0;
  Wide book = 0;
};

void Add(const v1::CountLine& line, std::map<std::string, Sums>& items) {
  Sums& sums = items[line.item()];
  sums.counted += line.quantity();
  sums.book += line.book_quantity();
}

}  // namespace

std::vector<LargeDifference> LargeDifferences(const v1::Count& count) {
  std::map<std::string, Sums> items;
  for (const v1::CountLine& line : count.lines()) Add(line, items);
  for (const v1::CountLine& line : count.not_named()) Add(line, items);
  std::vector<LargeDifference> large;
  for (const auto& [item, sums] : items) {
    const Wide more = sums.counted - sums.book;
    const Wide difference = more < 0 ? -more : more;
    if (sums.book <= 0 || difference * 100 <= sums.book * kLargeDifferencePercent) continue;
    large.push_back({.item = item,
                     .counted = static_cast<int64_t>(sums.counted),
                     .book = static_cast<int64_t>(sums.book),
                     .quantity = static_cast<int64_t>(difference)});
  }
  return large;
}

}  // namespace waystation::inventory
