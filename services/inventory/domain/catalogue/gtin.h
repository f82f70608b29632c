// Trade item numbers of packs: one belongs to one pack of one item in the whole catalogue.
#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_GTIN_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_GTIN_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/base/errors.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// GTIN of 14 digits -> name of the item that has it.
using GtinHolders = std::map<std::string, std::string>;

// Appends what is wrong with the GTINs of an item's packs: form, check digit, the same one twice.
void CheckGtins(std::vector<FieldViolation>& violations, absl::string_view prefix,
                const v1::Item& item);

// Brings the packs' GTINs to 14 digits; leaves alone what is none.
void PadGtins(v1::Item& item);

// ALREADY_EXISTS {resource, gtin} when another item has a GTIN of this one. `holders`: at least of
// these GTINs. REQUIRES: padded.
absl::Status CheckGtinsAreFree(const v1::Item& item, const GtinHolders& holders);

// The pack with this GTIN of 14 digits; nullptr when the item has none.
const v1::Pack* FindPack(const v1::Item& item, absl::string_view gtin);
// Likewise of the items that were merged into it: the one that has the pack, and which pack that
// is.
struct AliasPack {
  const v1::ItemAlias* alias = nullptr;
  const v1::Pack* pack = nullptr;
};
AliasPack FindPackOfAlias(const v1::Item& item, absl::string_view gtin);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_GTIN_H_
