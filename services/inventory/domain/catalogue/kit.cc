#include "services/inventory/domain/catalogue/kit.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

// What one content brings: how deep it is, and whether it leads to the kit itself.
class Depths {
 public:
  Depths(const KitFacts& facts, const std::string& kit) : facts_(facts), kit_(kit) {}

  // Kits that lie in each other from the item down: 0 for what is no kit. Each item is looked at
  // once, so an existing ring, which the catalogue never has, would end too.
  int Of(const std::string& item) {
    const auto [known, fresh] = depths_.emplace(item, 0);
    const auto holds = facts_.holds.find(item);
    if (!fresh || holds == facts_.holds.end() || holds->second.empty()) return known->second;
    int deepest = 0;
    for (const std::string& content : holds->second) {
      if (content == kit_) reaching_.insert(item);
      deepest = std::max(deepest, Of(content));
      if (reaching_.contains(content)) reaching_.insert(item);
    }
    return depths_[item] = deepest + 1;
  }

  bool Reaches(const std::string& item) const { return reaching_.contains(item); }

 private:
  const KitFacts& facts_;
  const std::string& kit_;
  std::map<std::string, int> depths_;
  std::set<std::string> reaching_;
};

}  // namespace

void CheckKit(Checker& check, const v1::Item& item, const KitFacts& facts) {
  if (item.kit_contents().empty()) return;
  Depths depths(facts, item.name());
  int deepest = 0;
  for (int i = 0; i < item.kit_contents_size(); ++i) {
    const std::string& content = item.kit_contents(i).item();
    const std::string field = absl::StrCat("kit_contents[", i, "].item");
    if (!ItemId(content).has_value()) continue;
    if (content == item.name()) {
      check.AddQuoted(field, content, "another item than the kit itself");
    } else if (!facts.holds.contains(content)) {
      check.AddQuoted(field, content, "an item that exists");
    } else {
      deepest = std::max(deepest, depths.Of(content));
      if (depths.Reaches(content)) {
        check.AddQuoted(field, content, "an item that does not hold this kit");
      }
    }
  }
  const int levels = facts.levels_above + 1 + deepest;
  if (levels > kMaxKitDepth) {
    check.Add("kit_contents", absl::StrCat(levels, " kits in each other"),
              absl::StrCat("at most ", kMaxKitDepth));
  }
  if (facts.holds.size() > kMaxKitItems) {
    check.Add("kit_contents", absl::StrCat("more than ", kMaxKitItems, " different items"),
              absl::StrCat("at most ", kMaxKitItems, ", those in kits within it counted"));
  }
}

}  // namespace waystation::inventory
