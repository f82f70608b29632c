#include "services/inventory/store/controlled/fold_controlled.h"

#include <optional>
#include <string>

#include "services/inventory/store/controlled/controlled_keys.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::Status FoldSignature(storage::RowWriter& rows, absl::string_view facility,
                           const v1::MovementSigned& event) {
  const std::string key = MovementKey(facility, LastId(event.movement()));
  ASSIGN_OR_RETURN(std::optional<v1::Movement> movement, GetMessage<v1::Movement>(rows, key));
  if (!movement.has_value()) return DamagedRow();
  movement->set_second_signature(v1::SECOND_SIGNATURE_SIGNED);
  *movement->mutable_signature() = event.signature();
  rows.Put(key, movement->SerializeAsString());
  return absl::OkStatus();
}

void FoldHandover(storage::RowWriter& rows, absl::string_view facility,
                  const v1::Handover& handover) {
  rows.Put(HandoverKey(facility, handover), handover.SerializeAsString());
}

}  // namespace waystation::inventory
