// From items and storage classes to rows; a part of InventoryFold.
#ifndef SERVICES_INVENTORY_STORE_CATALOGUE_FOLD_CATALOGUE_H_
#define SERVICES_INVENTORY_STORE_CATALOGUE_FOLD_CATALOGUE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::inventory {

absl::Status FoldItem(storage::RowWriter& rows, const v1::Item& item);
// All rows that the item, by id, has itself: it has become an alias.
absl::Status DropItem(storage::RowWriter& rows, absl::string_view id);
void FoldStorageClass(storage::RowWriter& rows, const v1::StorageClass& storage_class);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CATALOGUE_FOLD_CATALOGUE_H_
