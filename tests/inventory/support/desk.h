// A desk: the inventory without a server. Commands go through storage::Committer as in production;
// time is given with each.
#ifndef TESTS_INVENTORY_SUPPORT_DESK_H_
#define TESTS_INVENTORY_SUPPORT_DESK_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/store/facility_fold.h"
#include "services/inventory/store/fold.h"
#include "storage/committer.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "tests/inventory/support/sample_requests.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/controlled.pb.h"
#include "waystation/inventory/v1/count.pb.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/recall.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"
#include "waystation/inventory/v1/stock.pb.h"
#include "waystation/inventory/v1/storage_place.pb.h"
#include "waystation/inventory/v1/tank.pb.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

class Desk {
 public:
  // On storage of its own, in memory.
  Desk();
  // On another's, which must outlive the desk.
  Desk(storage::Log* log, storage::RowStore* rows);

  // Of a good clock, or what is made of a suspect one.
  void SetNow(const storage::ClockReading& now) { now_ = now; }
  absl::Time now() const { return now_.now; }

  // As heard from log facility/main. Zone Asia/Baku.
  void SetFacility(const std::string& id, facility::v1::FacilityState state);
  void AddItem(const std::string& id, bool controlled = false,
               const std::string& storage_class = "ambient");
  // One that holds so much of these items.
  void AddKit(const std::string& id, const std::map<std::string, int64_t>& contents);

  absl::StatusOr<v1::CreateItemResponse> Create(v1::CreateItemRequest request);
  absl::StatusOr<v1::UpdateItemResponse> Update(v1::UpdateItemRequest request);
  absl::StatusOr<v1::MergeItemResponse> Merge(v1::MergeItemRequest request);
  // What follows in each book by itself, until nothing is due; how many entries it took.
  absl::StatusOr<int> MoveMerged();
  // Likewise of what else a runtime::DueSource says.
  using DueCommands = std::function<std::vector<storage::Command>(const storage::RowReader& rows,
                                                                  absl::Time now, int max)>;
  absl::StatusOr<int> RunDue(const DueCommands& source);
  absl::StatusOr<v1::CreateMovementResponse> Post(v1::CreateMovementRequest request);
  absl::StatusOr<v1::CreateCountResponse> Count(v1::CreateCountRequest request);
  absl::StatusOr<v1::ReverseMovementResponse> Reverse(v1::ReverseMovementRequest request);
  absl::StatusOr<v1::ResolveExceptionResponse> Resolve(v1::ResolveExceptionRequest request);

  absl::StatusOr<v1::CreateRequisitionResponse> Do(v1::CreateRequisitionRequest request);
  absl::StatusOr<v1::ApproveRequisitionResponse> Do(v1::ApproveRequisitionRequest request);
  absl::StatusOr<v1::RejectRequisitionResponse> Do(v1::RejectRequisitionRequest request);
  absl::StatusOr<v1::CancelRequisitionResponse> Do(v1::CancelRequisitionRequest request);
  absl::StatusOr<v1::CloseRequisitionResponse> Do(v1::CloseRequisitionRequest request);
  absl::StatusOr<v1::CreateExpectedDeliveryResponse> Do(v1::CreateExpectedDeliveryRequest request);
  absl::StatusOr<v1::ConfirmExpectedDeliveryResponse> Do(
      v1::ConfirmExpectedDeliveryRequest request);
  absl::StatusOr<v1::RescheduleExpectedDeliveryResponse> Do(
      v1::RescheduleExpectedDeliveryRequest request);
  absl::StatusOr<v1::CancelExpectedDeliveryResponse> Do(v1::CancelExpectedDeliveryRequest request);
  absl::StatusOr<v1::CloseExpectedDeliveryResponse> Do(v1::CloseExpectedDeliveryRequest request);

  absl::StatusOr<v1::CreateTransferResponse> Do(v1::CreateTransferRequest request);
  absl::StatusOr<v1::PickTransferResponse> Do(v1::PickTransferRequest request);
  absl::StatusOr<v1::DispatchTransferResponse> Do(v1::DispatchTransferRequest request);
  absl::StatusOr<v1::ReceiveTransferResponse> Do(v1::ReceiveTransferRequest request);
  absl::StatusOr<v1::ReturnTransferResponse> Do(v1::ReturnTransferRequest request);
  absl::StatusOr<v1::CancelTransferResponse> Do(v1::CancelTransferRequest request);
  absl::StatusOr<v1::AnswerDifferenceResponse> Do(v1::AnswerDifferenceRequest request);
  absl::StatusOr<v1::CloseTransferResponse> Do(v1::CloseTransferRequest request);
  absl::StatusOr<v1::SignMovementResponse> Do(v1::SignMovementRequest request);
  absl::StatusOr<v1::RecordHandoverResponse> Do(v1::RecordHandoverRequest request);

  absl::StatusOr<v1::CreateReservationResponse> Do(v1::CreateReservationRequest request);
  absl::StatusOr<v1::ExtendReservationResponse> Do(v1::ExtendReservationRequest request);
  absl::StatusOr<v1::PickReservationResponse> Do(v1::PickReservationRequest request);
  absl::StatusOr<v1::ReleaseReservationResponse> Do(v1::ReleaseReservationRequest request);

  // As it is now, by name or number.
  v1::Reservation Reservation(const std::string& name);
  absl::StatusOr<v1::CreateRecallResponse> Do(v1::CreateRecallRequest request);
  absl::StatusOr<v1::WithdrawRecallResponse> Do(v1::WithdrawRecallRequest request);
  absl::StatusOr<v1::AcknowledgeRecallResponse> Do(v1::AcknowledgeRecallRequest request);
  v1::GetRecallProgressResponse Progress(const std::string& recall);

  // A storage class of this range, with so many minutes out of it up to 25 degrees; 0: none.
  void AddClass(const std::string& id, int64_t min_celsius, int64_t max_celsius,
                int64_t allowed_minutes = 0, bool freeze_sensitive = false);
  absl::StatusOr<v1::CreateStoragePlaceResponse> Do(v1::CreateStoragePlaceRequest request);
  absl::StatusOr<v1::UpdateStoragePlaceResponse> Do(v1::UpdateStoragePlaceRequest request);
  absl::StatusOr<v1::DecideExposureResponse> Do(v1::DecideExposureRequest request);
  absl::StatusOr<v1::PostTankDipResponse> Do(v1::PostTankDipRequest request);

  // As answered, by name or number.
  v1::Count CountNamed(const std::string& name);
  // As stored, by name or number.
  v1::Requisition Requisition(const std::string& name);
  v1::ExpectedDelivery Delivery(const std::string& name);
  v1::Transfer Transfer(const std::string& name);

  // Base units in a position, by all that is recorded.
  int64_t Total(const std::string& facility, const std::string& item, const std::string& place,
                const std::string& lot, v1::Condition condition = v1::CONDITION_USABLE);
  // Base units of usable stock of an item at the facility at the end of a day.
  int64_t Balance(const std::string& facility, const std::string& item,
                  const common::v1::CivilDate& date);
  v1::Exception Exception(const std::string& name);

  storage::RowStore& rows() { return *rows_; }
  const storage::Projector& projector() const { return projector_; }

 private:
  template <typename Response, typename Request, typename Decide>
  absl::StatusOr<Response> Run(Request request, Decide decide);

  storage::MemoryLogEngine engine_;
  std::unique_ptr<storage::Log> own_log_;
  storage::MemoryRowStore own_rows_;
  InventoryFold fold_;
  FacilityFold facility_fold_;
  storage::Log* log_;
  storage::RowStore* rows_;
  storage::Projector projector_;
  std::unique_ptr<storage::Committer> committer_;
  storage::ClockReading now_;
  int64_t next_request_ = 1;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_DESK_H_
