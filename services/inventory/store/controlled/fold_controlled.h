// Signatures, the register and handovers: events to rows.
#ifndef SERVICES_INVENTORY_STORE_CONTROLLED_FOLD_CONTROLLED_H_
#define SERVICES_INVENTORY_STORE_CONTROLLED_FOLD_CONTROLLED_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// The movement learns who signed. Its exception is folded as any other.
absl::Status FoldSignature(storage::RowWriter& rows, absl::string_view facility,
                           const v1::MovementSigned& event);

void FoldHandover(storage::RowWriter& rows, absl::string_view facility,
                  const v1::Handover& handover);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CONTROLLED_FOLD_CONTROLLED_H_
