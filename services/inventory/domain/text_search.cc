#include "services/inventory/domain/text_search.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/gtin.h"
#include "services/inventory/gs1/check_digit.h"

namespace waystation::inventory {

bool ItemHasText(const v1::Item& item, absl::string_view folded) {
  if (folded.empty()) return true;
  if (absl::StrContains(absl::StripPrefix(item.name(), "items/"), folded)) return true;
  for (const common::v1::LocalizedText& name : item.display_names()) {
    if (absl::StrContains(FoldCase(name.text()), folded)) return true;
  }
  const absl::StatusOr<std::string> gtin = gs1::Gtin14(folded);
  return gtin.ok() && FindPack(item, *gtin) != nullptr;
}

}  // namespace waystation::inventory
