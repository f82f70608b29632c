// Two items that are one thing: the duplicate becomes an alias of the item that is kept.
#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_MERGE_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_MERGE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// What the catalogue says beside a merge.
struct MergeState {
  std::optional<v1::Item> item = {};   // The duplicate; an alias already, perhaps.
  std::optional<v1::Item> into = {};   // As named; an alias already, perhaps.
  std::optional<v1::Item> kept = {};   // `into`, or what it stands for.
  std::vector<v1::Item> aliases = {};  // Of the duplicate.
  // Others that have the duplicate as a substitute or in a kit; not the kept one.
  std::vector<v1::Item> naming = {};
  std::vector<std::string> facilities = {};  // With a book of the duplicate or of its aliases.
};

// ITEM_IS_ALIAS when the item is an alias.
absl::Status CheckIsNoAlias(const v1::Item& item);

// What a merged item is still found by.
v1::ItemAlias AliasOf(const v1::Item& item);

// `item` with the kept one wherever it named the duplicate, which is then named once.
// QUANTITY_OVERFLOW when a kit would hold too much of it.
absl::StatusOr<v1::Item> NamingKept(v1::Item item, const std::string& duplicate,
                                    const std::string& kept);

// ItemMerged. Errors, in this order: NOT_KNOWN (name), ITEM_IS_ALIAS, NOT_KNOWN (into),
// INVALID_FIELD (of into), ITEMS_DIFFER, QUANTITY_OVERFLOW.
// REQUIRES: the request is valid.
absl::StatusOr<v1::Event> DecideMergeItem(const v1::MergeItemRequest& request,
                                          const MergeState& state, const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_MERGE_H_
