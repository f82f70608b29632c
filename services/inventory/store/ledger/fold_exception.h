// From exceptions to rows; a part of InventoryFold.
#ifndef SERVICES_INVENTORY_STORE_LEDGER_FOLD_EXCEPTION_H_
#define SERVICES_INVENTORY_STORE_LEDGER_FOLD_EXCEPTION_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/exception.pb.h"

namespace waystation::inventory {

// As it is from now on, new or changed.
absl::Status PutException(storage::RowWriter& rows, absl::string_view facility,
                          const v1::Exception& exception);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_LEDGER_FOLD_EXCEPTION_H_
