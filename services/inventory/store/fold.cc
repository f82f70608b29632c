#include "services/inventory/store/fold.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/arena.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/store/catalogue/fold_catalogue.h"
#include "services/inventory/store/catalogue/fold_merges.h"
#include "services/inventory/store/catalogue/merge_keys.h"
#include "services/inventory/store/controlled/controlled_keys.h"
#include "services/inventory/store/controlled/fold_controlled.h"
#include "services/inventory/store/counts/count_keys.h"
#include "services/inventory/store/counts/fold_counts.h"
#include "services/inventory/store/ledger/fold_exception.h"
#include "services/inventory/store/ledger/fold_legs.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/places/fold_places.h"
#include "services/inventory/store/places/place_keys.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/recalls/fold_recalls.h"
#include "services/inventory/store/recalls/recall_keys.h"
#include "services/inventory/store/reports/flow_keys.h"
#include "services/inventory/store/reports/fold_flows.h"
#include "services/inventory/store/requests/fold_requests.h"
#include "services/inventory/store/reservations/fold_reservations.h"
#include "services/inventory/store/reservations/reservation_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "services/inventory/store/transfers/fold_transfers.h"
#include "services/inventory/store/transfers/transfer_keys.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

// "facilities/{facility}/…" -> facility.
absl::string_view FacilityOf(absl::string_view name) {
  const absl::string_view rest = name.substr(name.find('/') + 1);
  return rest.substr(0, rest.find('/'));
}

// The reversed movement learns of it, and its document number is free again.
absl::Status MarkReversed(RowWriter& rows, absl::string_view facility,
                          const v1::Movement& reversal) {
  const absl::string_view id = LastId(reversal.reverses());
  const std::string key = MovementKey(facility, id);
  ASSIGN_OR_RETURN(std::optional<v1::Movement> original, GetMessage<v1::Movement>(rows, key));
  if (!original.has_value()) return DamagedRow();
  original->set_state(v1::MOVEMENT_STATE_REVERSED);
  original->set_reversed_by(reversal.name());
  rows.Put(key, original->SerializeAsString());
  if (original->document_number().empty()) return absl::OkStatus();
  const std::string document =
      DocumentKey(facility, DocumentSeries(*original), original->document_number());
  ASSIGN_OR_RETURN(const std::optional<std::string> holder, rows.Get(document));
  if (holder == std::string(id)) rows.Delete(document);
  return absl::OkStatus();
}

void PutMovementIndexes(RowWriter& rows, absl::string_view facility, absl::string_view id,
                        const v1::Movement& movement, int64_t revision) {
  const MovementOrder at = OrderOf(movement, revision);
  rows.Put(MovementDayKey(facility, at, id), "");
  std::set<std::string> items;
  for (const v1::Leg& leg : movement.legs()) items.insert(std::string(LastId(leg.item())));
  // A line may move nothing: a release of what is not in quarantine.
  for (const v1::MovementLine& line : movement.lines())
    items.insert(std::string(LastId(line.item())));
  for (const std::string& item : items) {
    rows.Put(MovementItemKey(facility, item, at, id), "");
  }
}

absl::Status NoteLatest(RowWriter& rows, absl::string_view facility, const v1::Movement& movement) {
  int64_t time_us = absl::ToUnixMicros(TimeOf(movement.effective_time()));
  int64_t day = DayNumber(movement.day());
  for (const v1::Leg& leg : movement.legs()) day = std::max(day, DayNumber(leg.day()));
  ASSIGN_OR_RETURN(const std::optional<std::string> book, rows.Get(BookKey(facility)));
  if (book.has_value()) {
    ASSIGN_OR_RETURN(const auto before, DecodeInt64Pair(*book));
    if (before.first >= time_us && before.second >= day) return absl::OkStatus();
    time_us = std::max(time_us, before.first);
    day = std::max(day, before.second);
  }
  rows.Put(BookKey(facility), EncodeInt64Pair(time_us, day));
  return absl::OkStatus();
}

absl::Status FoldPosted(RowWriter& rows, const v1::MovementPosted& posted, int64_t revision) {
  const v1::Movement& movement = posted.movement();
  const absl::string_view facility = FacilityOf(movement.name());
  const absl::string_view id = LastId(movement.name());
  rows.Put(MovementKey(facility, id), movement.SerializeAsString());
  PutMovementIndexes(rows, facility, id, movement, revision);
  RETURN_IF_ERROR(FoldLegs(rows, facility, movement));
  RETURN_IF_ERROR(FoldFlows(rows, facility, movement, revision));
  RETURN_IF_ERROR(FoldLotFlows(rows, facility, movement));
  for (const v1::Exception& exception : posted.exceptions()) {
    RETURN_IF_ERROR(PutException(rows, facility, exception));
  }
  if (!movement.reverses().empty()) RETURN_IF_ERROR(MarkReversed(rows, facility, movement));
  if (!movement.document_number().empty()) {
    // A held repeat that is posted leaves the number with the first, unless that was reversed.
    const std::string key =
        DocumentKey(facility, DocumentSeries(movement), movement.document_number());
    ASSIGN_OR_RETURN(const std::optional<std::string> holder, rows.Get(key));
    if (!holder.has_value()) rows.Put(key, id);
  }
  RETURN_IF_ERROR(NoteMergedBooks(rows, facility, posted, revision));
  RETURN_IF_ERROR(FoldReceived(rows, movement));
  RETURN_IF_ERROR(FoldCounts(rows, posted));
  RETURN_IF_ERROR(FoldGoodsReceiptNumber(rows, movement));
  for (const v1::Reservation& reservation : posted.reservations()) {
    RETURN_IF_ERROR(PutReservation(rows, reservation));
  }
  RETURN_IF_ERROR(FoldLotExposures(rows, facility, posted.lot_exposures()));
  RETURN_IF_ERROR(NoteMeasuredPlaces(rows, facility, movement));
  return NoteLatest(rows, facility, movement);
}

absl::Status FoldHeld(RowWriter& rows, const v1::MovementHeld& held) {
  const absl::string_view facility = FacilityOf(held.movement().name());
  rows.Put(MovementKey(facility, LastId(held.movement().name())),
           held.movement().SerializeAsString());
  return PutException(rows, facility, held.exception());
}

absl::Status FoldExceptionClosed(RowWriter& rows, const v1::ExceptionClosed& event) {
  const v1::Exception& exception = event.exception();
  const absl::string_view facility = FacilityOf(exception.name());
  RETURN_IF_ERROR(PutException(rows, facility, exception));
  if (event.has_lot_exposure()) {
    RETURN_IF_ERROR(FoldLotExposure(rows, facility, event.lot_exposure()));
  }
  if (exception.kind() != v1::EXCEPTION_KIND_REPEATED_DOCUMENT_NUMBER) return absl::OkStatus();
  const std::string key = MovementKey(facility, LastId(exception.movement()));
  ASSIGN_OR_RETURN(std::optional<v1::Movement> held, GetMessage<v1::Movement>(rows, key));
  if (!held.has_value()) return DamagedRow();
  held->set_state(v1::MOVEMENT_STATE_DROPPED);
  rows.Put(key, held->SerializeAsString());
  return absl::OkStatus();
}

const v1::StorageClass& StorageClassIn(const v1::Event& event) {
  return event.has_storage_class_created() ? event.storage_class_created().storage_class()
                                           : event.storage_class_updated().storage_class();
}

// REQUIRES: of an item that was created or updated.
const v1::Item& ItemIn(const v1::Event& event) {
  return event.has_item_created() ? event.item_created().item() : event.item_updated().item();
}

absl::Status FoldSigned(RowWriter& rows, const v1::MovementSigned& event) {
  const absl::string_view facility = FacilityOf(event.movement());
  RETURN_IF_ERROR(FoldSignature(rows, facility, event));
  return PutException(rows, facility, event.exception());
}

absl::Status FoldHandoverRecorded(RowWriter& rows, const v1::HandoverRecorded& recorded) {
  const absl::string_view facility = FacilityOf(recorded.handover().name());
  FoldHandover(rows, facility, recorded.handover());
  for (const v1::Exception& exception : recorded.exceptions()) {
    RETURN_IF_ERROR(PutException(rows, facility, exception));
  }
  return absl::OkStatus();
}

absl::Status FoldOfPlaces(RowWriter& rows, const v1::Event& event) {
  return event.has_readings_weighed() ? FoldReadingsWeighed(rows, event.readings_weighed())
                                      : FoldStoragePlace(rows, event.storage_place_changed());
}

}  // namespace

absl::Status InventoryFold::Fold(RowWriter& rows, const storage::EntryContext& context,
                                 absl::string_view bytes) const {
  const int64_t revision = context.entry.revision();
  // On an arena: an event is a tree of small messages, made to be thrown away.
  google::protobuf::Arena arena;
  v1::Event& event = *google::protobuf::Arena::CreateMessage<v1::Event>(&arena);
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return DamagedRow();
  switch (event.event_case()) {
    case v1::Event::kItemCreated:
    case v1::Event::kItemUpdated:
      return FoldItem(rows, ItemIn(event));
    case v1::Event::kStorageClassCreated:
    case v1::Event::kStorageClassUpdated:
      FoldStorageClass(rows, StorageClassIn(event));
      return absl::OkStatus();
    case v1::Event::kItemMerged:
      return FoldItemMerged(rows, event.item_merged(), revision);
    case v1::Event::kMergedStockMoved:
      return FoldMergedStockMoved(rows, event.merged_stock_moved());
    case v1::Event::kMovementPosted:
      return FoldPosted(rows, event.movement_posted(), revision);
    case v1::Event::kMovementHeld:
      return FoldHeld(rows, event.movement_held());
    case v1::Event::kExceptionClosed:
      return FoldExceptionClosed(rows, event.exception_closed());
    case v1::Event::kMovementSigned:
      return FoldSigned(rows, event.movement_signed());
    case v1::Event::kHandoverRecorded:
      return FoldHandoverRecorded(rows, event.handover_recorded());
    case v1::Event::kRequisitionCreated:
    case v1::Event::kRequisitionApproved:
    case v1::Event::kRequisitionRejected:
    case v1::Event::kRequisitionCancelled:
    case v1::Event::kRequisitionClosed:
    case v1::Event::kExpectedDeliveryCreated:
    case v1::Event::kExpectedDeliveryConfirmed:
    case v1::Event::kExpectedDeliveryRescheduled:
    case v1::Event::kExpectedDeliveryCancelled:
    case v1::Event::kExpectedDeliveryClosed:
      return FoldRequest(rows, event);
    case v1::Event::kTransferCreated:
    case v1::Event::kTransferPicked:
    case v1::Event::kTransferDispatched:
    case v1::Event::kTransferReceived:
    case v1::Event::kTransferReturned:
    case v1::Event::kTransferCancelled:
    case v1::Event::kTransferDifferenceAnswered:
    case v1::Event::kTransferClosed:
    case v1::Event::kTransferReceiptReversed:
      return FoldTransfer(rows, event);
    case v1::Event::kReservationCreated:
    case v1::Event::kReservationExtended:
    case v1::Event::kReservationPicked:
    case v1::Event::kReservationReleased:
      return PutReservation(rows, *ReservationOf(event));
    case v1::Event::kStoragePlaceChanged:
    case v1::Event::kReadingsWeighed:
      return FoldOfPlaces(rows, event);
    case v1::Event::kRecallCreated:
      return FoldRecallCreated(rows, event.recall_created().recall());
    case v1::Event::kRecallWithdrawn:
      return FoldRecallWithdrawn(rows, event.recall_withdrawn().recall());
    case v1::Event::kRecallAcknowledged:
      return FoldRecallAcknowledged(rows, event.recall_acknowledged());
    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return Error(Reason::ERROR_REASON_FOLDER_NEWER,
               "the log holds an event that this program does not know");
}

std::vector<uint8_t> InventoryFold::Tables() const {
  return {kItemTable,
          kMovementTable,
          kMovementDayTable,
          kMovementItemTable,
          kDocumentTable,
          kPositionTable,
          kPositionDayTable,
          kLotTable,
          kItemFacilityTable,
          kExceptionTable,
          kExceptionStateTable,
          kOpenShortfallTable,
          kBookTable,
          kClockExceptionTable,
          kGtinTable,
          kItemIdentityTable,
          kItemTextTable,
          kKitContentTable,
          kStorageClassTable,
          kAliasTable,
          kMergedBookTable,
          kNumberTable,
          kRequisitionTable,
          kRequisitionTimeTable,
          kExpectedDeliveryTable,
          kDeliveryDayTable,
          kLastNumberTable,
          kTransferTable,
          kTransferOutTable,
          kTransferInTable,
          kFlowTable,
          kOtherDayTable,
          kControlledItemTable,
          kHandoverTable,
          kReservationTable,
          kReservationTimeTable,
          kHoldingTable,
          kStoragePlaceTable,
          kLotExposureTable,
          kMeasuredPlaceTable,
          kRecallTable,
          kRecalledLotsTable,
          kLotFlowTable,
          kRecallSiteTable,
          kAcknowledgementTable,
          kCountTable,
          kCountTimeTable,
          kCountedTable,
          kCountedItemTable,
          kLastCountTable};
}

}  // namespace waystation::inventory
