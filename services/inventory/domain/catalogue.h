#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/base/errors.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// 16 hex digits over the item's content; the same content has the same etag.
std::string ItemEtag(const v1::Item& item);

// Appends what is wrong with an item's fields (name and etag apart); paths begin with `prefix`,
// such as "item".
void CheckItem(std::vector<FieldViolation>& violations, absl::string_view prefix,
               const v1::Item& item);

// ItemCreated. `existing`: the item that has the id. Errors: ALREADY_EXISTS.
// REQUIRES: the request is valid.
absl::StatusOr<v1::Event> DecideCreateItem(const v1::CreateItemRequest& request,
                                           const std::optional<v1::Item>& existing);

// ItemUpdated. Errors, in this order: NOT_KNOWN; ETAG_MISMATCH; INVALID_FIELD for a path that is
// not a field, for base_unit unless it stays as it is, and for what the item would then have wrong.
absl::StatusOr<v1::Event> DecideUpdateItem(const v1::UpdateItemRequest& request,
                                           const std::optional<v1::Item>& existing);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_H_
