#ifndef SERVICES_INVENTORY_DOMAIN_TEXT_SEARCH_H_
#define SERVICES_INVENTORY_DOMAIN_TEXT_SEARCH_H_

#include <string>

#include "absl/strings/string_view.h"
#include "storage/base/text.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// Whether the item's id or one of its display names, in any language, holds `folded`, a text that
// FoldCase gave, or one of its packs has this GTIN, however many digits it is written with. The
// empty text is in every item.
bool ItemHasText(const v1::Item& item, absl::string_view folded);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_TEXT_SEARCH_H_
