#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_KIT_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_KIT_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/inventory/domain/checker.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// What lies below and above an item in the catalogue.
struct KitFacts {
  // By name, what each item holds that the item's contents lead to, the item itself left out; no
  // more than kMaxKitItems + 1 of them. An item that is not here does not exist.
  std::map<std::string, std::vector<std::string>> holds = {};
  // How many kits lie in each other around the item, at most; counted to kMaxKitDepth.
  int levels_above = 0;
};

// Adds a violation for every content of `item` that does not exist or leads back to it, and one
// when kits would lie too deep in each other or hold too many different items. Names of another
// form than "items/{item}" are left out.
// REQUIRES: the item has its name.
void CheckKit(Checker& check, const v1::Item& item, const KitFacts& facts);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_KIT_H_
