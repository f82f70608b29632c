#include "services/inventory/domain/text_search.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace waystation::inventory {

bool ItemHasText(const v1::Item& item, absl::string_view folded) {
  if (folded.empty()) return true;
  if (absl::StrContains(absl::StripPrefix(item.name(), "items/"), folded)) return true;
  for (const common::v1::LocalizedText& name : item.display_names()) {
    if (absl::StrContains(FoldCase(name.text()), folded)) return true;
  }
  return false;
}

}  // namespace waystation::inventory
