#include "services/inventory/store/commands.h"

#include <utility>

#include "services/inventory/domain/catalogue/catalogue.h"
#include "services/inventory/domain/catalogue/gtin.h"
#include "services/inventory/domain/catalogue/storage_class.h"
#include "services/inventory/domain/ledger/exception.h"
#include "services/inventory/domain/ledger/movement.h"
#include "services/inventory/domain/ledger/reversal.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "services/inventory/store/transfers/transfer_commands.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

DecideContext ContextOf(const storage::DecideContext& context) {
  return {.now = context.now,
          .request_id = context.request_id,
          .principal = context.principal,
          .clock_suspect = context.clock_suspect,
          .latest_now = context.LatestNow()};
}

absl::StatusOr<v1::Event> EventOf(const storage::Outcome& outcome) {
  v1::Event event;
  if (outcome.entry == nullptr || outcome.entry->events().empty() ||
      !event.ParseFromString(outcome.entry->events(0))) {
    return DamagedRow();
  }
  return event;
}

namespace {

storage::Decision Decided(absl::string_view scope, const v1::Event& event) {
  return {.scope = std::string(scope), .events = {event.SerializeAsString()}};
}

// Decided once no other item has a GTIN of this one's packs.
absl::StatusOr<storage::Decision> DecidedItem(const storage::RowReader& rows,
                                              const v1::Event& event) {
  const v1::Item& item =
      event.has_item_created() ? event.item_created().item() : event.item_updated().item();
  ASSIGN_OR_RETURN(const GtinHolders holders, LoadGtinHolders(rows, item));
  RETURN_IF_ERROR(CheckGtinsAreFree(item, holders));
  return Decided(kCatalogueScope, event);
}

v1::Exception WithAge(v1::Exception exception, absl::Time now) {
  exception.set_age_seconds(AgeSeconds(exception, now));
  return exception;
}

}  // namespace

absl::StatusOr<storage::Decision> CreateItem(const storage::RowReader& rows,
                                             const v1::CreateItemRequest& given) {
  v1::CreateItemRequest request = given;
  RETURN_IF_ERROR(TakeKept(rows, request).status());
  ASSIGN_OR_RETURN(const std::optional<v1::Item> existing,
                   LoadItemOrAlias(rows, request.item_id()));
  ASSIGN_OR_RETURN(const ItemState state, LoadItemState(rows, ItemAfter(request), existing));
  ASSIGN_OR_RETURN(const v1::Event event, DecideCreateItem(request, state));
  return DecidedItem(rows, event);
}

absl::StatusOr<storage::Decision> UpdateItem(const storage::RowReader& rows,
                                             const v1::UpdateItemRequest& given) {
  v1::UpdateItemRequest request = given;
  RETURN_IF_ERROR(TakeKept(rows, request).status());
  ASSIGN_OR_RETURN(const std::optional<v1::Item> existing,
                   LoadItemOrAlias(rows, LastId(request.item().name())));
  ItemState state;
  if (existing.has_value()) {
    ASSIGN_OR_RETURN(state, LoadItemState(rows, ItemAfter(request, *existing), existing));
  }
  ASSIGN_OR_RETURN(const v1::Event event, DecideUpdateItem(request, state));
  return DecidedItem(rows, event);
}

absl::StatusOr<storage::Decision> CreateStorageClass(const storage::RowReader& rows,
                                                     const v1::CreateStorageClassRequest& request) {
  ASSIGN_OR_RETURN(const std::optional<v1::StorageClass> existing,
                   LoadStorageClass(rows, request.storage_class_id()));
  ASSIGN_OR_RETURN(const v1::Event event, DecideCreateStorageClass(request, existing));
  return Decided(kCatalogueScope, event);
}

absl::StatusOr<storage::Decision> UpdateStorageClass(const storage::RowReader& rows,
                                                     const v1::UpdateStorageClassRequest& request) {
  ASSIGN_OR_RETURN(const std::optional<v1::StorageClass> existing,
                   LoadStorageClass(rows, LastId(request.storage_class().name())));
  ASSIGN_OR_RETURN(const v1::Event event, DecideUpdateStorageClass(request, existing));
  return Decided(kCatalogueScope, event);
}

absl::StatusOr<storage::Decision> CreateMovement(const storage::RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::CreateMovementRequest& request) {
  return WithKeptItems(
      rows, request,
      [&](const v1::CreateMovementRequest& kept) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(
            MovementState state,
            LoadMovementState(rows, LastId(kept.parent()), kept.movement(), ContextOf(context)));
        ASSIGN_OR_RETURN(const v1::Event event,
                         DecideCreateMovement(kept, std::move(state), ContextOf(context)));
        return Decided(kept.parent(), event);
      });
}

absl::StatusOr<storage::Decision> ReverseMovement(const storage::RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const v1::ReverseMovementRequest& request) {
  ASSIGN_OR_RETURN(const ReversalState state,
                   LoadReversalState(rows, request.name(), ContextOf(context)));
  v1::Event event;
  ASSIGN_OR_RETURN(*event.mutable_movement_posted(),
                   DecideReverseMovement(request, state, ContextOf(context)));
  storage::Decision decision = Decided(state.ledger.facility->name, event);
  if (!state.original.transfer().empty()) {
    ASSIGN_OR_RETURN(const v1::Event transfer,
                     ReverseReceipt(rows, state.original, ContextOf(context)));
    decision.events.push_back(transfer.SerializeAsString());
  }
  return decision;
}

absl::StatusOr<storage::Decision> ResolveException(const storage::RowReader& rows,
                                                   const storage::DecideContext& context,
                                                   const v1::ResolveExceptionRequest& request) {
  ASSIGN_OR_RETURN(const ResolveState state,
                   LoadResolveState(rows, request.name(), ContextOf(context)));
  ASSIGN_OR_RETURN(const v1::Event event,
                   DecideResolveException(request, state, ContextOf(context)));
  return Decided(FacilityName(ExceptionIds(request.name())->first), event);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateItemResponse* response) {
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  v1::ItemCreated& created = *event.mutable_item_created();
  *response->mutable_item() = std::move(*created.mutable_item());
  *response->mutable_same_identity_items() = created.same_identity_items();
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::UpdateItemResponse* response) {
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  v1::ItemUpdated& updated = *event.mutable_item_updated();
  *response->mutable_item() = std::move(*updated.mutable_item());
  *response->mutable_same_identity_items() = updated.same_identity_items();
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateStorageClassResponse* response) {
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  *response->mutable_storage_class() =
      std::move(*event.mutable_storage_class_created()->mutable_storage_class());
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::UpdateStorageClassResponse* response) {
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  *response->mutable_storage_class() =
      std::move(*event.mutable_storage_class_updated()->mutable_storage_class());
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateMovementResponse* response) {
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  if (event.has_movement_held()) {
    v1::MovementHeld& held = *event.mutable_movement_held();
    *response->mutable_movement() = std::move(*held.mutable_first());
    *response->add_exceptions() = WithAge(held.exception(), outcome.record_time);
    response->set_held(true);
    return absl::OkStatus();
  }
  v1::MovementPosted& posted = *event.mutable_movement_posted();
  *response->mutable_movement() = std::move(*posted.mutable_movement());
  for (const v1::Exception& exception : posted.exceptions()) {
    *response->add_exceptions() = WithAge(exception, outcome.record_time);
  }
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::ReverseMovementResponse* response) {
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  v1::MovementPosted& posted = *event.mutable_movement_posted();
  *response->mutable_movement() = std::move(*posted.mutable_movement());
  for (const v1::Exception& exception : posted.exceptions()) {
    *response->add_exceptions() = WithAge(exception, outcome.record_time);
  }
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::ResolveExceptionResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  if (event.has_exception_closed()) {
    *response->mutable_exception() =
        WithAge(event.exception_closed().exception(), outcome.record_time);
    return absl::OkStatus();
  }
  const v1::MovementPosted& posted = event.movement_posted();
  *response->mutable_exception() = WithAge(posted.exceptions(0), outcome.record_time);
  response->set_posted_movement(posted.movement().name());
  for (int i = 1; i < posted.exceptions_size(); ++i) {
    *response->add_other_exceptions() = WithAge(posted.exceptions(i), outcome.record_time);
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
