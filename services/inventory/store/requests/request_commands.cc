#include "services/inventory/store/requests/request_commands.h"

#include <string>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/expected_delivery.h"
#include "services/inventory/domain/requests/requisition.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/requests/fold_requests.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// What the verb decided, in the scope of the facility at the beginning of the name.
absl::StatusOr<storage::Decision> Decided(const std::string& facility_id,
                                          const absl::StatusOr<v1::Event>& event) {
  RETURN_IF_ERROR(event.status());
  return storage::Decision{.scope = FacilityName(facility_id),
                           .events = {event->SerializeAsString()}};
}

template <typename Request, typename Decide>
absl::StatusOr<storage::Decision> OnRequisition(const RowReader& rows,
                                                const storage::DecideContext& context,
                                                const Request& request, Decide decide) {
  ASSIGN_OR_RETURN(v1::Requisition requisition, RequireRequisition(rows, request.name()));
  const std::string facility_id = RequisitionIds(requisition.name())->first;
  return Decided(facility_id, decide(request, std::move(requisition), ContextOf(context)));
}

template <typename Request, typename Decide>
absl::StatusOr<storage::Decision> OnDelivery(const RowReader& rows,
                                             const storage::DecideContext& context,
                                             const Request& request, Decide decide) {
  ASSIGN_OR_RETURN(v1::ExpectedDelivery delivery, RequireExpectedDelivery(rows, request.name()));
  const std::string facility_id = ExpectedDeliveryIds(delivery.name())->first;
  ASSIGN_OR_RETURN(const int64_t today, FacilityDays(rows).DayAt(facility_id, context.now));
  return Decided(facility_id, decide(request, std::move(delivery), today, ContextOf(context)));
}

template <typename Response>
absl::Status AnswerRequisition(const storage::Outcome& outcome, Response* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  const v1::Requisition* requisition = RequisitionOf(event);
  if (requisition == nullptr) return DamagedRow();
  *response->mutable_requisition() = WithBalances(*requisition);
  return absl::OkStatus();
}

template <typename Change, typename Response>
absl::Status AnswerDelivery(const Change& change, Response* response) {
  *response->mutable_expected_delivery() =
      WithStanding(change.expected_delivery(), DayNumber(change.day()));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<storage::Decision> CreateRequisition(const RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::CreateRequisitionRequest& request) {
  return WithKeptItems(
      rows, request,
      [&](const v1::CreateRequisitionRequest& kept) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(const NewcomerState state,
                         LoadNewcomer(rows, kept.parent(), kept.requisition()));
        return Decided(*FacilityId(kept.parent()),
                       DecideCreateRequisition(kept, state, ContextOf(context)));
      });
}

absl::StatusOr<storage::Decision> ApproveRequisition(const RowReader& rows,
                                                     const storage::DecideContext& context,
                                                     const v1::ApproveRequisitionRequest& request) {
  const auto ids = RequisitionIds(request.name());
  ASSIGN_OR_RETURN(const auto facility, LoadFacility(rows, ids.has_value() ? ids->first : ""));
  return OnRequisition(rows, context, request,
                       [&](const auto& approve, v1::Requisition requisition, const auto& decide) {
                         return DecideApproveRequisition(approve, std::move(requisition), facility,
                                                         decide);
                       });
}

absl::StatusOr<storage::Decision> RejectRequisition(const RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::RejectRequisitionRequest& request) {
  return OnRequisition(rows, context, request, DecideRejectRequisition);
}

absl::StatusOr<storage::Decision> CancelRequisition(const RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::CancelRequisitionRequest& request) {
  return OnRequisition(rows, context, request, DecideCancelRequisition);
}

absl::StatusOr<storage::Decision> CloseRequisition(const RowReader& rows,
                                                   const storage::DecideContext& context,
                                                   const v1::CloseRequisitionRequest& request) {
  return OnRequisition(rows, context, request, DecideCloseRequisition);
}

absl::StatusOr<storage::Decision> CreateExpectedDelivery(
    const RowReader& rows, const storage::DecideContext& context,
    const v1::CreateExpectedDeliveryRequest& request) {
  return WithKeptItems(
      rows, request,
      [&](const v1::CreateExpectedDeliveryRequest& kept) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(const NewcomerState state,
                         LoadNewcomer(rows, kept.parent(), kept.expected_delivery()));
        const std::string facility_id = *FacilityId(kept.parent());
        ASSIGN_OR_RETURN(const int64_t today, FacilityDays(rows).DayAt(facility_id, context.now));
        return Decided(facility_id,
                       DecideCreateExpectedDelivery(kept, state, today, ContextOf(context)));
      });
}

absl::StatusOr<storage::Decision> ConfirmExpectedDelivery(
    const RowReader& rows, const storage::DecideContext& context,
    const v1::ConfirmExpectedDeliveryRequest& request) {
  return OnDelivery(rows, context, request, DecideConfirmExpectedDelivery);
}

absl::StatusOr<storage::Decision> RescheduleExpectedDelivery(
    const RowReader& rows, const storage::DecideContext& context,
    const v1::RescheduleExpectedDeliveryRequest& request) {
  return OnDelivery(rows, context, request, DecideRescheduleExpectedDelivery);
}

absl::StatusOr<storage::Decision> CancelExpectedDelivery(
    const RowReader& rows, const storage::DecideContext& context,
    const v1::CancelExpectedDeliveryRequest& request) {
  return OnDelivery(rows, context, request, DecideCancelExpectedDelivery);
}

absl::StatusOr<storage::Decision> CloseExpectedDelivery(
    const RowReader& rows, const storage::DecideContext& context,
    const v1::CloseExpectedDeliveryRequest& request) {
  return OnDelivery(rows, context, request, DecideCloseExpectedDelivery);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateRequisitionResponse* response) {
  return AnswerRequisition(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::ApproveRequisitionResponse* response) {
  return AnswerRequisition(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::RejectRequisitionResponse* response) {
  return AnswerRequisition(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CancelRequisitionResponse* response) {
  return AnswerRequisition(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CloseRequisitionResponse* response) {
  return AnswerRequisition(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateExpectedDeliveryResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  return AnswerDelivery(event.expected_delivery_created(), response);
}

absl::Status Answer(const storage::Outcome& outcome,
                    v1::ConfirmExpectedDeliveryResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  return AnswerDelivery(event.expected_delivery_confirmed(), response);
}

absl::Status Answer(const storage::Outcome& outcome,
                    v1::RescheduleExpectedDeliveryResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  return AnswerDelivery(event.expected_delivery_rescheduled(), response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CancelExpectedDeliveryResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  return AnswerDelivery(event.expected_delivery_cancelled(), response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CloseExpectedDeliveryResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  return AnswerDelivery(event.expected_delivery_closed(), response);
}

}  // namespace waystation::inventory
