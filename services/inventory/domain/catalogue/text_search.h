// Looking for items by what people call them.
#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_TEXT_SEARCH_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_TEXT_SEARCH_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// All that an item is found by: its id, its medicine's INN, its codes and its display names, one
// line each as FoldForSearch gives them, and those of its aliases; behind these the packs' GTINs.
std::string SearchTextOf(const v1::Item& item);
// What one item is found by, without its aliases; and what an alias is.
std::string OwnSearchTextOf(const v1::Item& item);
std::string SearchTextOf(const v1::ItemAlias& alias);

// How well an item matches, the best first. Kept in page tokens: never renumbered.
enum class SearchRank {
  kWhole = 0,       // The query is a whole line.
  kWords = 1,       // Each of its words is a whole word.
  kBeginnings = 2,  // Each begins one.
  kInside = 3,      // Some are only inside of words.
};

// What someone typed. Its words may stand in any order and on any line; a GTIN is also found with
// another number of digits than it is kept with.
class SearchQuery {
 public:
  explicit SearchQuery(absl::string_view text);

  // nullopt when `search_text` (of SearchTextOf) lacks one of the words, and for a query without
  // any.
  std::optional<SearchRank> RankIn(absl::string_view search_text) const;

 private:
  std::string whole_;
  std::vector<std::string> words_;
  std::string gtin_;  // Of 14 digits; empty when the text is none.
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_TEXT_SEARCH_H_
