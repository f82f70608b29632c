#include "services/inventory/domain/ledger/source_place.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

std::set<std::string> PlacesHolding(const Book& book, const v1::MovementLine& line,
                                    v1::Condition condition, const Moment& moment) {
  std::set<std::string> places;
  for (auto row = book.lower_bound({line.item(), "", ""}); row != book.end(); ++row) {
    const PositionKey& key = row->first;
    if (key.item != line.item()) break;
    if (key.condition != condition || (!line.lot().empty() && key.lot != line.lot())) continue;
    if (row->second.LowestFrom(moment).quantity > 0) places.insert(key.place);
  }
  return places;
}

absl::Status NotNamed(const v1::MovementLine& line, const std::set<std::string>& places) {
  const std::vector<std::string> told(
      places.begin(), std::next(places.begin(), std::min(places.size(), kMaxPlacesTold)));
  return Error(Reason::ERROR_REASON_PLACE_NOT_NAMED,
               places.empty() ? "no place is named, and none but the one it goes to holds any"
                              : "no place is named, and several hold it",
               {{"item", line.item()}, {"lot", line.lot()}, {"places", absl::StrJoin(told, " ")}});
}

}  // namespace

absl::StatusOr<std::string> SourcePlace(const Book& book, const v1::Movement& movement,
                                        const v1::MovementLine& line, const Moment& moment) {
  if (!line.place().empty()) return line.place();
  const std::string main(kMainPlace);
  std::set<std::string> places;
  for (const v1::Condition condition : ConditionsTaken(movement, line)) {
    places = PlacesHolding(book, line, condition, moment);
    places.erase(movement.to_place());
    if (!places.empty()) break;
  }
  if (places.contains(main)) return main;
  if (places.size() == 1) return *places.begin();
  const bool unclear_order = movement.intent() == v1::INTENT_ORDER && !places.empty();
  if (unclear_order || movement.to_place() == main) return NotNamed(line, places);
  return main;
}

}  // namespace waystation::inventory
