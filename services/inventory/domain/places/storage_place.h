#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_STORAGE_PLACE_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_STORAGE_PLACE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/ledger/context.h"
#include "storage/base/errors.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::inventory {

// For a place that is registered or changed. `ledger`: the facility; the book of what lies in the
// place; of its storage the place's row, where there is one, the classes of all these items and of
// the place as it is wanted, and the exposures of these lots.
struct StoragePlaceState {
  LedgerState ledger = {};
  // Registered already, as stored.
  std::optional<v1::StoragePlace> existing = {};
};

std::string StoragePlaceEtag(const v1::StoragePlace& place);

// Appends what is wrong with a place's fields (name, state and etag apart); paths begin with
// `prefix`.
void CheckStoragePlace(std::vector<FieldViolation>& violations, absl::string_view prefix,
                       const v1::StoragePlace& place);

// The place as an update would leave it.
v1::StoragePlace StoragePlaceAfter(const v1::UpdateStoragePlaceRequest& request,
                                   const v1::StoragePlace& existing);

// StoragePlaceChanged, with what it means for the stock that lies there. Errors, in this order:
// NOT_KNOWN of the facility; ALREADY_EXISTS. REQUIRES of both: the request is valid.
absl::StatusOr<v1::Event> DecideCreateStoragePlace(const v1::CreateStoragePlaceRequest& request,
                                                   StoragePlaceState state,
                                                   const DecideContext& context);

// Likewise. Errors, in this order: NOT_KNOWN; ETAG_MISMATCH; INVALID_FIELD for a path that is not a
// field to change, and for what the place would then have wrong; PLACE_NOT_EMPTY.
absl::StatusOr<v1::Event> DecideUpdateStoragePlace(const v1::UpdateStoragePlaceRequest& request,
                                                   StoragePlaceState state,
                                                   const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_STORAGE_PLACE_H_
