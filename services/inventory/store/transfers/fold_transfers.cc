#include "services/inventory/store/transfers/fold_transfers.h"

#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/domain/transfers/transit.h"
#include "services/inventory/store/requests/fold_requests.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/transfers/transfer_keys.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::Status FoldTransfer(storage::RowWriter& rows, const v1::Event& event) {
  const v1::Transfer* transfer = TransferOf(event);
  if (transfer == nullptr) return DamagedRow();
  const auto ids = TransferIds(transfer->name());
  if (!ids.has_value()) return DamagedRow();
  rows.Put(TransferKey(ids->first, ids->second), transfer->SerializeAsString());
  const std::string state = EncodeInt64(transfer->state());
  rows.Put(TransferOutKey(ids->first, *transfer), state);
  rows.Put(TransferOutKey(kAllFacilities, *transfer), state);
  rows.Put(TransferInKey(*transfer), state);
  if (!event.has_transfer_created()) return absl::OkStatus();
  return PutNumber(rows, ids->first, kTransferSeries, transfer->number(), ids->second);
}

absl::Status FoldGoodsReceiptNumber(storage::RowWriter& rows, const v1::Movement& movement) {
  if (movement.goods_receipt_number().empty()) return absl::OkStatus();
  const auto ids = MovementIds(movement.name());
  if (!ids.has_value()) return DamagedRow();
  return PutNumber(rows, ids->first, kGoodsReceiptSeries, movement.goods_receipt_number(),
                   ids->second);
}

}  // namespace waystation::inventory
