#include "services/inventory/store/controlled/controlled_commands.h"

#include <set>
#include <string>
#include <utility>

#include "services/inventory/domain/controlled/handover.h"
#include "services/inventory/domain/controlled/signature.h"
#include "services/inventory/domain/ledger/exception.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/controlled/controlled_keys.h"
#include "services/inventory/store/controlled/register.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

absl::StatusOr<SignState> LoadSignState(const RowReader& rows, const std::string& movement) {
  SignState state;
  ASSIGN_OR_RETURN(state.movement, RequireMovement(rows, movement));
  for (const std::string& name : state.movement.exceptions()) {
    ASSIGN_OR_RETURN(v1::Exception exception, RequireException(rows, name));
    if (exception.kind() != v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING) continue;
    state.outstanding = std::move(exception);
  }
  return state;
}

// Names of all items that are controlled now.
absl::StatusOr<std::set<std::string>> LoadControlledItems(const RowReader& rows) {
  std::set<std::string> items;
  const std::string prefix = storage::KeyBuilder(kControlledItemTable).Take();
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    items.insert(ItemName(key.String()));
    if (!key.AtEnd()) return DamagedRow();
  }
  RETURN_IF_ERROR(cursor->status());
  return items;
}

absl::StatusOr<HandoverState> LoadHandoverState(const RowReader& rows,
                                                const v1::RecordHandoverRequest& request,
                                                const DecideContext& context) {
  HandoverState state;
  const v1::Handover& handover = request.handover();
  const std::string facility(LastId(request.parent()));
  ASSIGN_OR_RETURN(state.facility, LoadFacility(rows, facility));
  if (!state.facility.has_value()) return state;
  ASSIGN_OR_RETURN(std::set<std::string> items, LoadControlledItems(rows));
  for (const v1::HandoverCount& count : handover.counts()) {
    ASSIGN_OR_RETURN(const auto item, rows.Get(ItemKey(LastId(count.item()))));
    if (item.has_value()) state.known_items.insert(count.item());
    items.insert(count.item());
  }
  const std::string place = handover.place().empty() ? std::string(kMainPlace) : handover.place();
  for (const std::string& item : items) {
    ASSIGN_OR_RETURN(state.register_quantities[item],
                     RegisterBalanceAt(rows, {facility, std::string(LastId(item)), place},
                                       HandoverTime(handover, context), state.facility->zone));
  }
  return state;
}

v1::Exception AgedException(v1::Exception exception, absl::Time now) {
  exception.set_age_seconds(AgeSeconds(exception, now));
  return exception;
}

}  // namespace

absl::StatusOr<storage::Decision> SignMovement(const RowReader& rows,
                                               const storage::DecideContext& context,
                                               const v1::SignMovementRequest& request) {
  ASSIGN_OR_RETURN(const SignState state, LoadSignState(rows, request.name()));
  ASSIGN_OR_RETURN(const v1::Event event, DecideSignMovement(request, state, ContextOf(context)));
  return storage::Decision{.scope = FacilityName(MovementIds(request.name())->first),
                           .events = {event.SerializeAsString()}};
}

absl::StatusOr<storage::Decision> RecordHandover(const RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::RecordHandoverRequest& request) {
  return WithKeptItems(
      rows, request,
      [&](const v1::RecordHandoverRequest& kept) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(const HandoverState state,
                         LoadHandoverState(rows, kept, ContextOf(context)));
        ASSIGN_OR_RETURN(const v1::Event event,
                         DecideRecordHandover(kept, state, ContextOf(context)));
        return storage::Decision{.scope = kept.parent(), .events = {event.SerializeAsString()}};
      });
}

absl::Status Answer(const storage::Outcome& outcome, v1::SignMovementResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  const v1::MovementSigned& signed_event = event.movement_signed();
  response->set_movement(signed_event.movement());
  *response->mutable_signature() = signed_event.signature();
  *response->mutable_exception() = AgedException(signed_event.exception(), outcome.record_time);
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::RecordHandoverResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  *response->mutable_handover() = event.handover_recorded().handover();
  for (const v1::Exception& exception : event.handover_recorded().exceptions()) {
    *response->add_exceptions() = AgedException(exception, outcome.record_time);
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
