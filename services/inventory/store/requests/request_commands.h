// The commands of requisitions and expected deliveries: load, decide, and what the accepted entry
// answers, as in store/commands.h.
#ifndef SERVICES_INVENTORY_STORE_REQUESTS_REQUEST_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_REQUESTS_REQUEST_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::inventory {

// REQUIRES of all: the request is valid (handler/validation.h). Errors: those of the RPC.
absl::StatusOr<storage::Decision> CreateRequisition(const storage::RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::CreateRequisitionRequest& request);
absl::StatusOr<storage::Decision> ApproveRequisition(const storage::RowReader& rows,
                                                     const storage::DecideContext& context,
                                                     const v1::ApproveRequisitionRequest& request);
absl::StatusOr<storage::Decision> RejectRequisition(const storage::RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::RejectRequisitionRequest& request);
absl::StatusOr<storage::Decision> CancelRequisition(const storage::RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::CancelRequisitionRequest& request);
absl::StatusOr<storage::Decision> CloseRequisition(const storage::RowReader& rows,
                                                   const storage::DecideContext& context,
                                                   const v1::CloseRequisitionRequest& request);

absl::StatusOr<storage::Decision> CreateExpectedDelivery(
    const storage::RowReader& rows, const storage::DecideContext& context,
    const v1::CreateExpectedDeliveryRequest& request);
absl::StatusOr<storage::Decision> ConfirmExpectedDelivery(
    const storage::RowReader& rows, const storage::DecideContext& context,
    const v1::ConfirmExpectedDeliveryRequest& request);
absl::StatusOr<storage::Decision> RescheduleExpectedDelivery(
    const storage::RowReader& rows, const storage::DecideContext& context,
    const v1::RescheduleExpectedDeliveryRequest& request);
absl::StatusOr<storage::Decision> CancelExpectedDelivery(
    const storage::RowReader& rows, const storage::DecideContext& context,
    const v1::CancelExpectedDeliveryRequest& request);
absl::StatusOr<storage::Decision> CloseExpectedDelivery(
    const storage::RowReader& rows, const storage::DecideContext& context,
    const v1::CloseExpectedDeliveryRequest& request);

// The answer from the entry alone. Leaves the receipt as it is.
absl::Status Answer(const storage::Outcome& outcome, v1::CreateRequisitionResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::ApproveRequisitionResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::RejectRequisitionResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CancelRequisitionResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CloseRequisitionResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CreateExpectedDeliveryResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::ConfirmExpectedDeliveryResponse* response);
absl::Status Answer(const storage::Outcome& outcome,
                    v1::RescheduleExpectedDeliveryResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CancelExpectedDeliveryResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::CloseExpectedDeliveryResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REQUESTS_REQUEST_COMMANDS_H_
