#include "services/inventory/store/transfers/load_transfers.h"

#include <optional>
#include <utility>

#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "services/inventory/store/transfers/transfer_keys.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

using storage::RowReader;

absl::StatusOr<v1::Transfer> RequireTransfer(const RowReader& rows, const std::string& name) {
  const auto ids = TransferIds(name);
  if (!ids.has_value()) return NotKnown(name);
  ASSIGN_OR_RETURN(const std::string id, IdOf(rows, ids->first, kTransferSeries, ids->second));
  ASSIGN_OR_RETURN(std::optional<v1::Transfer> transfer,
                   GetMessage<v1::Transfer>(rows, TransferKey(ids->first, id)));
  if (!transfer.has_value()) return NotKnown(name);
  return *std::move(transfer);
}

absl::StatusOr<NewTransferState> LoadNewTransfer(const RowReader& rows, const std::string& parent,
                                                 const v1::Transfer& transfer) {
  NewTransferState state;
  ASSIGN_OR_RETURN(state.from, LoadFacility(rows, LastId(parent)));
  ASSIGN_OR_RETURN(state.to, LoadFacility(rows, LastId(transfer.to_facility())));
  ASSIGN_OR_RETURN(state.last_number, LastNumber(rows, LastId(parent), kTransferSeries));
  const auto note = [&state](const std::string& name) {
    if (state.not_known.empty()) state.not_known = name;
  };
  for (const v1::TransferLine& line : transfer.lines()) {
    ASSIGN_OR_RETURN(const std::optional<std::string> item, rows.Get(ItemKey(LastId(line.item()))));
    if (!item.has_value()) note(line.item());
  }
  if (!transfer.requisition().empty()) {
    ASSIGN_OR_RETURN(const auto requisition, LoadRequisition(rows, transfer.requisition()));
    if (!requisition.has_value()) note(transfer.requisition());
    if (requisition.has_value()) state.requisition = requisition->name();
  }
  if (!transfer.expected_delivery().empty()) {
    ASSIGN_OR_RETURN(const auto delivery, LoadExpectedDelivery(rows, transfer.expected_delivery()));
    if (!delivery.has_value()) note(transfer.expected_delivery());
    if (delivery.has_value()) state.expected_delivery = delivery->name();
  }
  return state;
}

absl::StatusOr<MovementState> LoadTransferMovement(const RowReader& rows,
                                                   const v1::Movement& movement,
                                                   const DecideContext& context) {
  const std::string facility = MovementIds(movement.name())->first;
  ASSIGN_OR_RETURN(MovementState state, LoadMovementState(rows, facility, movement, context));
  if (!state.ledger.facility.has_value()) return NotKnown(FacilityName(facility));
  return state;
}

absl::StatusOr<SenderState> LoadSender(const RowReader& rows, const v1::Movement& movement,
                                       const DecideContext& context) {
  SenderState state;
  ASSIGN_OR_RETURN(state.movement, LoadTransferMovement(rows, movement, context));
  const std::string facility = MovementIds(movement.name())->first;
  for (const auto& [key, date] : state.movement.ledger.lot_dates) {
    ASSIGN_OR_RETURN(const std::optional<LotFacts> lot,
                     LoadLotFacts(rows, facility, LastId(key.first), key.second));
    if (lot.has_value() && !lot->owners.empty()) state.owners[key] = lot->owners.front();
  }
  return state;
}

}  // namespace waystation::inventory
