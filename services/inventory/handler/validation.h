// What is wrong with a request by itself: every violation, with the path of its field. Request ids
// are checked by the runtime.
#ifndef SERVICES_INVENTORY_HANDLER_VALIDATION_H_
#define SERVICES_INVENTORY_HANDLER_VALIDATION_H_

#include <string>

#include "services/runtime/validate.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/controlled.pb.h"
#include "waystation/inventory/v1/count.pb.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/recall.pb.h"
#include "waystation/inventory/v1/report.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"
#include "waystation/inventory/v1/scan.pb.h"
#include "waystation/inventory/v1/stock.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"
#include "waystation/inventory/v1/storage_place.pb.h"
#include "waystation/inventory/v1/tank.pb.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// The form of a facility's name.
inline constexpr char kFacilityPattern[] = "facilities/*";

// A violation when a place is named that is no id.
void CheckPlace(runtime::Violations& violations, const std::string& field,
                const std::string& place);

runtime::Violations Validate(const v1::CreateItemRequest& request);
runtime::Violations Validate(const v1::GetItemRequest& request);
runtime::Violations Validate(const v1::ListItemsRequest& request);
// Only the name and that there is a mask: the rest depends on the item as it is.
runtime::Violations Validate(const v1::UpdateItemRequest& request);

runtime::Violations Validate(const v1::MergeItemRequest& request);

runtime::Violations Validate(const v1::CreateStorageClassRequest& request);
runtime::Violations Validate(const v1::GetStorageClassRequest& request);
runtime::Violations Validate(const v1::ListStorageClassesRequest& request);
// As of items.
runtime::Violations Validate(const v1::UpdateStorageClassRequest& request);

runtime::Violations Validate(const v1::CreateMovementRequest& request);
runtime::Violations Validate(const v1::GetMovementRequest& request);
runtime::Violations Validate(const v1::ListMovementsRequest& request);
runtime::Violations Validate(const v1::ReverseMovementRequest& request);
runtime::Violations Validate(const v1::ProposeIssueRequest& request);

runtime::Violations Validate(const v1::ListStockRequest& request);
runtime::Violations Validate(const v1::GetStockBalanceRequest& request);

// That the scans can be read at all is found out with the time of the day (store/resolve_scan.cc).
runtime::Violations Validate(const v1::ResolveScanRequest& request);

runtime::Violations Validate(const v1::GetExceptionRequest& request);
runtime::Violations Validate(const v1::ListExceptionsRequest& request);
runtime::Violations Validate(const v1::ResolveExceptionRequest& request);

runtime::Violations Validate(const v1::CreateCountRequest& request);
runtime::Violations Validate(const v1::GetCountRequest& request);
runtime::Violations Validate(const v1::ListCountsRequest& request);
runtime::Violations Validate(const v1::ProposeCountRequest& request);

runtime::Violations Validate(const v1::CreateRequisitionRequest& request);
runtime::Violations Validate(const v1::GetRequisitionRequest& request);
runtime::Violations Validate(const v1::ListRequisitionsRequest& request);
runtime::Violations Validate(const v1::ApproveRequisitionRequest& request);
runtime::Violations Validate(const v1::RejectRequisitionRequest& request);
runtime::Violations Validate(const v1::CancelRequisitionRequest& request);
runtime::Violations Validate(const v1::CloseRequisitionRequest& request);

runtime::Violations Validate(const v1::CreateExpectedDeliveryRequest& request);
runtime::Violations Validate(const v1::GetExpectedDeliveryRequest& request);
runtime::Violations Validate(const v1::ListExpectedDeliveriesRequest& request);
runtime::Violations Validate(const v1::ConfirmExpectedDeliveryRequest& request);
runtime::Violations Validate(const v1::RescheduleExpectedDeliveryRequest& request);
runtime::Violations Validate(const v1::CancelExpectedDeliveryRequest& request);
runtime::Violations Validate(const v1::CloseExpectedDeliveryRequest& request);

runtime::Violations Validate(const v1::CreateTransferRequest& request);
runtime::Violations Validate(const v1::GetTransferRequest& request);
runtime::Violations Validate(const v1::ListTransfersRequest& request);
runtime::Violations Validate(const v1::PickTransferRequest& request);
runtime::Violations Validate(const v1::DispatchTransferRequest& request);
runtime::Violations Validate(const v1::ReceiveTransferRequest& request);
runtime::Violations Validate(const v1::ReturnTransferRequest& request);
runtime::Violations Validate(const v1::CancelTransferRequest& request);
runtime::Violations Validate(const v1::CloseTransferRequest& request);
runtime::Violations Validate(const v1::AnswerDifferenceRequest& request);
// That a first day is not after the last is found out with the day of the report.
runtime::Violations Validate(const v1::GetStockCardRequest& request);
runtime::Violations Validate(const v1::ListExpiringLotsRequest& request);
runtime::Violations Validate(const v1::ListStockOutsRequest& request);
runtime::Violations Validate(const v1::ListConsumptionRequest& request);
runtime::Violations Validate(const v1::ListMinimumMaximumRequest& request);
runtime::Violations Validate(const v1::GetMorningSheetRequest& request);
runtime::Violations Validate(const v1::ListDonorStockRequest& request);
runtime::Violations Validate(const v1::SignMovementRequest& request);
runtime::Violations Validate(const v1::GetControlledRegisterRequest& request);
runtime::Violations Validate(const v1::RecordHandoverRequest& request);
runtime::Violations Validate(const v1::ListHandoversRequest& request);
runtime::Violations Validate(const v1::CreateReservationRequest& request);
runtime::Violations Validate(const v1::GetReservationRequest& request);
runtime::Violations Validate(const v1::ListReservationsRequest& request);
runtime::Violations Validate(const v1::ExtendReservationRequest& request);
runtime::Violations Validate(const v1::PickReservationRequest& request);
runtime::Violations Validate(const v1::ReleaseReservationRequest& request);

runtime::Violations Validate(const v1::CreateStoragePlaceRequest& request);
runtime::Violations Validate(const v1::GetStoragePlaceRequest& request);
runtime::Violations Validate(const v1::ListStoragePlacesRequest& request);
// As of items.
runtime::Violations Validate(const v1::UpdateStoragePlaceRequest& request);
runtime::Violations Validate(const v1::DecideExposureRequest& request);
runtime::Violations Validate(const v1::ListExcursionsRequest& request);
runtime::Violations Validate(const v1::ListTanksRequest& request);
runtime::Violations Validate(const v1::ListTankDipsRequest& request);
runtime::Violations Validate(const v1::PostTankDipRequest& request);

runtime::Violations Validate(const v1::CreateRecallRequest& request);
runtime::Violations Validate(const v1::GetRecallRequest& request);
runtime::Violations Validate(const v1::ListRecallsRequest& request);
runtime::Violations Validate(const v1::WithdrawRecallRequest& request);
runtime::Violations Validate(const v1::AcknowledgeRecallRequest& request);
runtime::Violations Validate(const v1::GetRecallProgressRequest& request);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_HANDLER_VALIDATION_H_
