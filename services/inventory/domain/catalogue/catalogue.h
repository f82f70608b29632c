#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_CATALOGUE_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_CATALOGUE_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/inventory/domain/catalogue/kit.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// What the catalogue says beside an item that is to be recorded.
struct ItemState {
  std::optional<v1::Item> existing = {};  // The item that has the id, be it an alias.
  // Of the items that it names as substitutes, those that exist.
  std::set<std::string> known_substitutes = {};
  // nullopt: its contents stay as they are.
  std::optional<KitFacts> kit = {};
  // Other items of its medicine identity, in order of their names; at most kMaxSameIdentity.
  std::vector<std::string> same_identity = {};
};

// The item that a request would record, before any check: so that the state about it can be loaded.
v1::Item ItemAfter(const v1::CreateItemRequest& request);
v1::Item ItemAfter(const v1::UpdateItemRequest& request, const v1::Item& existing);

// ItemCreated. Errors, in this order: ALREADY_EXISTS; INVALID_FIELD for what it names in vain.
// REQUIRES: the request is valid.
absl::StatusOr<v1::Event> DecideCreateItem(const v1::CreateItemRequest& request,
                                           const ItemState& state);

// ItemUpdated. Errors, in this order: NOT_KNOWN; ITEM_IS_ALIAS; ETAG_MISMATCH; INVALID_FIELD for a
// path that is not a field, for base_unit unless it stays as it is, and for what the item would
// then have wrong.
absl::StatusOr<v1::Event> DecideUpdateItem(const v1::UpdateItemRequest& request,
                                           const ItemState& state);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_CATALOGUE_H_
