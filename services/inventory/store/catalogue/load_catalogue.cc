#include <deque>
#include <string>

#include "services/inventory/domain/catalogue/medicine.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

// Ids of the items that stand last in the keys below `prefix`, whose first part is another id or an
// identity; at most `most`.
absl::StatusOr<std::vector<std::string>> LastIdsBelow(const storage::RowReader& rows,
                                                      const std::string& prefix, size_t most) {
  std::vector<std::string> ids;
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid() && ids.size() < most; cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    ids.push_back(key.String());
  }
  RETURN_IF_ERROR(cursor->status());
  return ids;
}

std::vector<std::string> ContentsOf(const v1::Item& item) {
  std::vector<std::string> names;
  for (const v1::KitContent& content : item.kit_contents()) names.push_back(content.item());
  return names;
}

// Kits in each other around the item, at most kMaxKitDepth + 1 levels of them: level by level, so
// that however many kits there are each is looked at once a level.
absl::StatusOr<int> LevelsAbove(const storage::RowReader& rows, const std::string& item_id) {
  std::set<std::string> level = {item_id};
  for (int above = 0; above <= kMaxKitDepth; ++above) {
    std::set<std::string> kits;
    for (const std::string& id : level) {
      ASSIGN_OR_RETURN(const std::vector<std::string> holders,
                       LastIdsBelow(rows, KitContentPrefix(id), std::string::npos));
      kits.insert(holders.begin(), holders.end());
    }
    if (kits.empty()) return above;
    level = std::move(kits);
  }
  return kMaxKitDepth + 1;
}

absl::StatusOr<KitFacts> LoadKitFacts(const storage::RowReader& rows, const v1::Item& kit) {
  KitFacts facts;
  if (kit.kit_contents().empty()) return facts;
  std::vector<std::string> first = ContentsOf(kit);
  std::deque<std::string> names(first.begin(), first.end());
  while (!names.empty() && facts.holds.size() <= kMaxKitItems) {
    const std::string name = std::move(names.front());
    names.pop_front();
    if (name == kit.name() || facts.holds.contains(name) || !ItemId(name).has_value()) continue;
    ASSIGN_OR_RETURN(const std::optional<v1::Item> item, LoadItem(rows, LastId(name)));
    if (!item.has_value()) continue;
    const std::vector<std::string> contents = ContentsOf(*item);
    names.insert(names.end(), contents.begin(), contents.end());
    facts.holds[name] = contents;
  }
  ASSIGN_OR_RETURN(facts.levels_above, LevelsAbove(rows, std::string(LastId(kit.name()))));
  return facts;
}

absl::StatusOr<std::vector<std::string>> LoadSameIdentity(const storage::RowReader& rows,
                                                          const v1::Item& item) {
  std::vector<std::string> names;
  const std::string identity = IdentityKey(item.medicine());
  if (identity.empty()) return names;
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   LastIdsBelow(rows, ItemIdentityPrefix(identity), kMaxSameIdentity + 1));
  for (const std::string& id : ids) {
    if (id != LastId(item.name()) && names.size() < kMaxSameIdentity) names.push_back(ItemName(id));
  }
  return names;
}

}  // namespace

absl::StatusOr<ItemState> LoadItemState(const storage::RowReader& rows, const v1::Item& wanted,
                                        const std::optional<v1::Item>& existing) {
  ItemState state;
  state.existing = existing;
  for (const v1::Substitute& substitute : wanted.substitutes()) {
    if (!ItemId(substitute.item()).has_value()) continue;
    ASSIGN_OR_RETURN(const std::optional<std::string> row,
                     rows.Get(ItemKey(LastId(substitute.item()))));
    if (row.has_value()) state.known_substitutes.insert(substitute.item());
  }
  if (!existing.has_value() || ContentsOf(wanted) != ContentsOf(*existing)) {
    ASSIGN_OR_RETURN(state.kit, LoadKitFacts(rows, wanted));
  }
  ASSIGN_OR_RETURN(state.same_identity, LoadSameIdentity(rows, wanted));
  return state;
}

}  // namespace waystation::inventory
