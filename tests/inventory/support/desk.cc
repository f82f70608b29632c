#include "tests/inventory/support/desk.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/reservations/reservation.h"
#include "services/inventory/store/catalogue/merge_commands.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/controlled/controlled_commands.h"
#include "services/inventory/store/counts/count_commands.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/place_commands.h"
#include "services/inventory/store/places/tank_commands.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/recalls/recall_commands.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/requests/request_commands.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/reservations/reservation_commands.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "services/inventory/store/transfers/load_transfers.h"
#include "services/inventory/store/transfers/transfer_commands.h"
#include "storage/base/status_macros.h"
#include "storage/overlay.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::inventory {
namespace {

// Projector options of the own log.
storage::Projector::Options OwnLog() { return {.source = kOwnLog, .index_requests = true}; }

}  // namespace

Desk::Desk()
    : own_log_(*engine_.Open("main")),
      log_(own_log_.get()),
      rows_(&own_rows_),
      projector_(OwnLog(), &fold_),
      now_(Noon(20)) {
  committer_ = std::make_unique<storage::Committer>(log_, rows_, &projector_, absl::InfinitePast());
}

Desk::Desk(storage::Log* log, storage::RowStore* rows)
    : log_(log), rows_(rows), projector_(OwnLog(), &fold_), now_(Noon(20)) {
  committer_ = std::make_unique<storage::Committer>(log_, rows_, &projector_, absl::InfinitePast());
}

void Desk::SetFacility(const std::string& id, facility::v1::FacilityState state) {
  facility::v1::Event event;
  facility::v1::Facility& facility = *event.mutable_facility_created()->mutable_facility();
  facility.set_name(FacilityName(id));
  facility.set_state(state);
  facility.set_time_zone("Asia/Baku");
  facility.set_report_interval_minutes(60);
  const auto snapshot = rows_->Snapshot();
  storage::RowOverlay overlay(snapshot.get());
  const common::v1::LogEntry entry;
  const absl::Status folded =
      facility_fold_.Fold(overlay, {entry, now_.now, 0}, event.SerializeAsString());
  if (!folded.ok() || !rows_->Write(overlay.changes()).ok()) std::abort();
}

void Desk::AddItem(const std::string& id, bool controlled, const std::string& storage_class) {
  v1::CreateItemRequest request;
  request.set_item_id(id);
  v1::Item& item = *request.mutable_item();
  common::v1::LocalizedText* name = item.add_display_names();
  name->set_language("en");
  name->set_text(id);
  item.set_category("food");
  item.set_base_unit(v1::BASE_UNIT_GRAM);
  item.set_vital_class(v1::VITAL_CLASS_VITAL);
  item.set_storage_class(storage_class);
  item.set_controlled(controlled);
  if (!Create(request).ok()) std::abort();
}

void Desk::AddKit(const std::string& id, const std::map<std::string, int64_t>& contents) {
  v1::CreateItemRequest request;
  request.set_item_id(id);
  v1::Item& kit = *request.mutable_item();
  common::v1::LocalizedText* name = kit.add_display_names();
  name->set_language("en");
  name->set_text(id);
  kit.set_category("kits");
  kit.set_base_unit(v1::BASE_UNIT_EACH);
  kit.set_vital_class(v1::VITAL_CLASS_ESSENTIAL);
  kit.set_storage_class("ambient");
  for (const auto& [item, quantity] : contents) {
    v1::KitContent* content = kit.add_kit_contents();
    content->set_item(item);
    content->set_quantity(quantity);
  }
  if (!Create(request).ok()) std::abort();
}

template <typename Response, typename Request, typename Decide>
absl::StatusOr<Response> Desk::Run(Request request, Decide decide) {
  if (request.request_id().empty()) {
    request.set_request_id(absl::StrFormat("%016d", next_request_++));
  }
  Request content = request;
  content.clear_request_id();
  storage::Command command;
  command.request_id = request.request_id();
  command.fingerprint = storage::Sha256({content.SerializeAsString()});
  command.principal = "principal-1";
  command.method = Request::descriptor()->full_name();
  command.decide = [&](const storage::RowReader& rows, const storage::DecideContext& context) {
    return decide(rows, context, request);
  };
  const storage::GroupOutcome group = committer_->RunGroup({&command, 1}, now_);
  if (group.outcomes.size() != 1) return absl::InternalError("the command was not taken");
  RETURN_IF_ERROR(group.outcomes[0].status);
  Response response;
  RETURN_IF_ERROR(Answer(group.outcomes[0], &response));
  response.mutable_receipt()->set_replayed(group.outcomes[0].replayed);
  return response;
}

absl::StatusOr<v1::CreateItemResponse> Desk::Create(v1::CreateItemRequest request) {
  return Run<v1::CreateItemResponse>(
      std::move(request),
      [](const auto& rows, const auto&, const auto& r) { return CreateItem(rows, r); });
}

absl::StatusOr<v1::UpdateItemResponse> Desk::Update(v1::UpdateItemRequest request) {
  return Run<v1::UpdateItemResponse>(
      std::move(request),
      [](const auto& rows, const auto&, const auto& r) { return UpdateItem(rows, r); });
}

absl::StatusOr<v1::MergeItemResponse> Desk::Merge(v1::MergeItemRequest request) {
  return Run<v1::MergeItemResponse>(std::move(request), MergeItem);
}

absl::StatusOr<int> Desk::MoveMerged() { return RunDue(MergedStockCommands); }

absl::StatusOr<int> Desk::RunDue(const DueCommands& source) {
  constexpr int kMaxAtOnce = 100;
  int entries = 0;
  while (true) {
    const std::vector<storage::Command> due = source(*rows_->Snapshot(), now_.now, kMaxAtOnce);
    if (due.empty()) return entries;
    for (const storage::Command& command : due) {
      const storage::GroupOutcome group = committer_->RunGroup({&command, 1}, now_);
      if (group.outcomes.size() != 1) return absl::InternalError("the command was not taken");
      RETURN_IF_ERROR(group.outcomes[0].status);
      ++entries;
    }
  }
}

absl::StatusOr<v1::CreateMovementResponse> Desk::Post(v1::CreateMovementRequest request) {
  return Run<v1::CreateMovementResponse>(std::move(request), CreateMovement);
}

absl::StatusOr<v1::CreateCountResponse> Desk::Count(v1::CreateCountRequest request) {
  return Run<v1::CreateCountResponse>(std::move(request), CreateCount);
}

absl::StatusOr<v1::ReverseMovementResponse> Desk::Reverse(v1::ReverseMovementRequest request) {
  return Run<v1::ReverseMovementResponse>(std::move(request), ReverseMovement);
}

absl::StatusOr<v1::ResolveExceptionResponse> Desk::Resolve(v1::ResolveExceptionRequest request) {
  return Run<v1::ResolveExceptionResponse>(std::move(request), ResolveException);
}

absl::StatusOr<v1::CreateRequisitionResponse> Desk::Do(v1::CreateRequisitionRequest request) {
  return Run<v1::CreateRequisitionResponse>(std::move(request), CreateRequisition);
}

absl::StatusOr<v1::ApproveRequisitionResponse> Desk::Do(v1::ApproveRequisitionRequest request) {
  return Run<v1::ApproveRequisitionResponse>(std::move(request), ApproveRequisition);
}

absl::StatusOr<v1::RejectRequisitionResponse> Desk::Do(v1::RejectRequisitionRequest request) {
  return Run<v1::RejectRequisitionResponse>(std::move(request), RejectRequisition);
}

absl::StatusOr<v1::CancelRequisitionResponse> Desk::Do(v1::CancelRequisitionRequest request) {
  return Run<v1::CancelRequisitionResponse>(std::move(request), CancelRequisition);
}

absl::StatusOr<v1::CloseRequisitionResponse> Desk::Do(v1::CloseRequisitionRequest request) {
  return Run<v1::CloseRequisitionResponse>(std::move(request), CloseRequisition);
}

absl::StatusOr<v1::CreateExpectedDeliveryResponse> Desk::Do(
    v1::CreateExpectedDeliveryRequest request) {
  return Run<v1::CreateExpectedDeliveryResponse>(std::move(request), CreateExpectedDelivery);
}

absl::StatusOr<v1::ConfirmExpectedDeliveryResponse> Desk::Do(
    v1::ConfirmExpectedDeliveryRequest request) {
  return Run<v1::ConfirmExpectedDeliveryResponse>(std::move(request), ConfirmExpectedDelivery);
}

absl::StatusOr<v1::RescheduleExpectedDeliveryResponse> Desk::Do(
    v1::RescheduleExpectedDeliveryRequest request) {
  return Run<v1::RescheduleExpectedDeliveryResponse>(std::move(request),
                                                     RescheduleExpectedDelivery);
}

absl::StatusOr<v1::CancelExpectedDeliveryResponse> Desk::Do(
    v1::CancelExpectedDeliveryRequest request) {
  return Run<v1::CancelExpectedDeliveryResponse>(std::move(request), CancelExpectedDelivery);
}

absl::StatusOr<v1::CloseExpectedDeliveryResponse> Desk::Do(
    v1::CloseExpectedDeliveryRequest request) {
  return Run<v1::CloseExpectedDeliveryResponse>(std::move(request), CloseExpectedDelivery);
}

absl::StatusOr<v1::CreateTransferResponse> Desk::Do(v1::CreateTransferRequest request) {
  return Run<v1::CreateTransferResponse>(std::move(request), CreateTransfer);
}

absl::StatusOr<v1::PickTransferResponse> Desk::Do(v1::PickTransferRequest request) {
  return Run<v1::PickTransferResponse>(std::move(request), PickTransfer);
}

absl::StatusOr<v1::DispatchTransferResponse> Desk::Do(v1::DispatchTransferRequest request) {
  return Run<v1::DispatchTransferResponse>(std::move(request), DispatchTransfer);
}

absl::StatusOr<v1::ReceiveTransferResponse> Desk::Do(v1::ReceiveTransferRequest request) {
  return Run<v1::ReceiveTransferResponse>(std::move(request), ReceiveTransfer);
}

absl::StatusOr<v1::ReturnTransferResponse> Desk::Do(v1::ReturnTransferRequest request) {
  return Run<v1::ReturnTransferResponse>(std::move(request), ReturnTransfer);
}

absl::StatusOr<v1::CancelTransferResponse> Desk::Do(v1::CancelTransferRequest request) {
  return Run<v1::CancelTransferResponse>(std::move(request), CancelTransfer);
}

absl::StatusOr<v1::AnswerDifferenceResponse> Desk::Do(v1::AnswerDifferenceRequest request) {
  return Run<v1::AnswerDifferenceResponse>(std::move(request), AnswerDifference);
}

absl::StatusOr<v1::CloseTransferResponse> Desk::Do(v1::CloseTransferRequest request) {
  return Run<v1::CloseTransferResponse>(std::move(request), CloseTransfer);
}

v1::Transfer Desk::Transfer(const std::string& name) {
  const auto snapshot = rows_->Snapshot();
  return *RequireTransfer(*snapshot, name);
}

absl::StatusOr<v1::SignMovementResponse> Desk::Do(v1::SignMovementRequest request) {
  return Run<v1::SignMovementResponse>(std::move(request), SignMovement);
}

absl::StatusOr<v1::RecordHandoverResponse> Desk::Do(v1::RecordHandoverRequest request) {
  return Run<v1::RecordHandoverResponse>(std::move(request), RecordHandover);
}

absl::StatusOr<v1::CreateReservationResponse> Desk::Do(v1::CreateReservationRequest request) {
  return Run<v1::CreateReservationResponse>(std::move(request), CreateReservation);
}

absl::StatusOr<v1::ExtendReservationResponse> Desk::Do(v1::ExtendReservationRequest request) {
  return Run<v1::ExtendReservationResponse>(std::move(request), ExtendReservation);
}

absl::StatusOr<v1::PickReservationResponse> Desk::Do(v1::PickReservationRequest request) {
  return Run<v1::PickReservationResponse>(std::move(request), PickReservation);
}

absl::StatusOr<v1::ReleaseReservationResponse> Desk::Do(v1::ReleaseReservationRequest request) {
  return Run<v1::ReleaseReservationResponse>(std::move(request), ReleaseReservation);
}

v1::Reservation Desk::Reservation(const std::string& name) {
  const auto snapshot = rows_->Snapshot();
  return WithState(*RequireReservation(*snapshot, name), now_.now);
}

absl::StatusOr<v1::CreateRecallResponse> Desk::Do(v1::CreateRecallRequest request) {
  return Run<v1::CreateRecallResponse>(std::move(request), CreateRecall);
}

absl::StatusOr<v1::WithdrawRecallResponse> Desk::Do(v1::WithdrawRecallRequest request) {
  return Run<v1::WithdrawRecallResponse>(std::move(request), WithdrawRecall);
}

absl::StatusOr<v1::AcknowledgeRecallResponse> Desk::Do(v1::AcknowledgeRecallRequest request) {
  return Run<v1::AcknowledgeRecallResponse>(std::move(request), AcknowledgeRecall);
}

void Desk::AddClass(const std::string& id, int64_t min_celsius, int64_t max_celsius,
                    int64_t allowed_minutes, bool freeze_sensitive) {
  v1::CreateStorageClassRequest request;
  request.set_storage_class_id(id);
  v1::StorageClass& row = *request.mutable_storage_class();
  common::v1::LocalizedText* name = row.add_display_names();
  name->set_language("en");
  name->set_text(id);
  row.set_min_temperature_millicelsius(min_celsius * 1000);
  row.set_max_temperature_millicelsius(max_celsius * 1000);
  row.set_freeze_sensitive(freeze_sensitive);
  if (allowed_minutes > 0) {
    row.mutable_out_of_range()->set_max_minutes(allowed_minutes);
    row.mutable_out_of_range()->set_max_temperature_millicelsius(25'000);
  }
  const auto made = Run<v1::CreateStorageClassResponse>(
      std::move(request),
      [](const storage::RowReader& rows, const storage::DecideContext&,
         const v1::CreateStorageClassRequest& r) { return CreateStorageClass(rows, r); });
  if (!made.ok()) std::abort();
}

absl::StatusOr<v1::CreateStoragePlaceResponse> Desk::Do(v1::CreateStoragePlaceRequest request) {
  return Run<v1::CreateStoragePlaceResponse>(std::move(request), CreateStoragePlace);
}

absl::StatusOr<v1::UpdateStoragePlaceResponse> Desk::Do(v1::UpdateStoragePlaceRequest request) {
  return Run<v1::UpdateStoragePlaceResponse>(std::move(request), UpdateStoragePlace);
}

absl::StatusOr<v1::DecideExposureResponse> Desk::Do(v1::DecideExposureRequest request) {
  return Run<v1::DecideExposureResponse>(std::move(request), DecideExposure);
}

absl::StatusOr<v1::PostTankDipResponse> Desk::Do(v1::PostTankDipRequest request) {
  return Run<v1::PostTankDipResponse>(std::move(request), PostTankDip);
}

v1::GetRecallProgressResponse Desk::Progress(const std::string& recall) {
  v1::GetRecallProgressRequest request;
  request.set_name(recall);
  v1::GetRecallProgressResponse response;
  const auto snapshot = rows_->Snapshot();
  if (!GetRecallProgress(*snapshot, request, &response).ok()) std::abort();
  return response;
}

v1::Count Desk::CountNamed(const std::string& name) {
  const auto snapshot = rows_->Snapshot();
  return *RequireCount(*snapshot, name);
}

v1::Requisition Desk::Requisition(const std::string& name) {
  const auto snapshot = rows_->Snapshot();
  return *RequireRequisition(*snapshot, name);
}

v1::ExpectedDelivery Desk::Delivery(const std::string& name) {
  const auto snapshot = rows_->Snapshot();
  return *RequireExpectedDelivery(*snapshot, name);
}

int64_t Desk::Total(const std::string& facility, const std::string& item, const std::string& place,
                    const std::string& lot, v1::Condition condition) {
  const auto snapshot = rows_->Snapshot();
  return *GetInt64(*snapshot, PositionRowKey(facility, {ItemName(item), place, lot, condition}));
}

int64_t Desk::Balance(const std::string& facility, const std::string& item,
                      const common::v1::CivilDate& date) {
  v1::GetStockBalanceRequest request;
  request.set_facility(FacilityName(facility));
  request.set_item(ItemName(item));
  *request.mutable_date() = date;
  v1::GetStockBalanceResponse response;
  const auto snapshot = rows_->Snapshot();
  if (!GetStockBalance(*snapshot, request, now_.now, &response).ok()) std::abort();
  return response.closing_quantity();
}

v1::Exception Desk::Exception(const std::string& name) {
  const auto snapshot = rows_->Snapshot();
  return *RequireException(*snapshot, name);
}

}  // namespace waystation::inventory
