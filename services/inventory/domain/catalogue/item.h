// What an item may be, by itself: nothing here looks at other items.
#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_ITEM_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_ITEM_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/base/errors.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// 16 hex digits over the item's content; the same content has the same etag.
std::string ItemEtag(const v1::Item& item);

// Whether menus may plan with what has this use.
bool MenusMayHave(v1::DietaryUse use);

// Appends what is wrong with an item's fields (name and etag apart); paths begin with `prefix`,
// such as "item". `before`: the item as it was, whose place in menus is left alone where none of
// what decides it changes, since it may be older than the rule.
void CheckItem(std::vector<FieldViolation>& violations, absl::string_view prefix,
               const v1::Item& item, const v1::Item* before = nullptr);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_ITEM_H_
