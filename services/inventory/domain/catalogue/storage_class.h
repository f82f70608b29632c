#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_STORAGE_CLASS_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_STORAGE_CLASS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/base/errors.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::inventory {

std::string StorageClassEtag(const v1::StorageClass& storage_class);

// Appends what is wrong with a class's fields (name and etag apart); paths begin with `prefix`.
void CheckStorageClass(std::vector<FieldViolation>& violations, absl::string_view prefix,
                       const v1::StorageClass& storage_class);

// StorageClassCreated. `existing`: the class that has the id. Errors: ALREADY_EXISTS.
// REQUIRES: the request is valid.
absl::StatusOr<v1::Event> DecideCreateStorageClass(const v1::CreateStorageClassRequest& request,
                                                   const std::optional<v1::StorageClass>& existing);

// StorageClassUpdated. Errors, in this order: NOT_KNOWN; ETAG_MISMATCH; INVALID_FIELD for a path
// that is not a field, and for what the class would then have wrong.
absl::StatusOr<v1::Event> DecideUpdateStorageClass(const v1::UpdateStorageClassRequest& request,
                                                   const std::optional<v1::StorageClass>& existing);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_STORAGE_CLASS_H_
