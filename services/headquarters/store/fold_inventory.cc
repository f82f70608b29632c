#include "services/headquarters/store/fold_inventory.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>

#include "google/protobuf/arena.h"
#include "services/headquarters/domain/day.h"
#include "services/headquarters/domain/leg_flow.h"
#include "services/headquarters/domain/vital_class.h"
#include "services/headquarters/store/delivery_rows.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/merged_items.h"
#include "services/headquarters/store/recall_rows.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::headquarters {
namespace {

using inventory::v1::Event;
using inventory::v1::Exception;
using inventory::v1::ExpectedDelivery;
using inventory::v1::Leg;
using inventory::v1::Movement;

absl::StatusOr<Record> RecordOrNew(const storage::RowReader& rows, absl::string_view facility) {
  ASSIGN_OR_RETURN(const std::optional<Record> record, LoadRecord(rows, facility));
  return record.value_or(Record());
}

absl::Status NoteException(storage::RowWriter& rows, const Exception& exception,
                           absl::string_view facility, Record& record) {
  const std::string key = OpenExceptionKey(facility, exception.name());
  ASSIGN_OR_RETURN(const std::optional<std::string> noted, rows.Get(key));
  const bool open = exception.state() == inventory::v1::EXCEPTION_STATE_OPEN;
  if (open && !noted.has_value()) {
    rows.Put(key, "");
    ++record.open_exceptions;
  } else if (!open && noted.has_value()) {
    rows.Delete(key);
    --record.open_exceptions;
  }
  return absl::OkStatus();
}

absl::Status FoldException(storage::RowWriter& rows, const Exception& exception) {
  const std::string facility = IdOf(exception.name());
  ASSIGN_OR_RETURN(Record record, RecordOrNew(rows, facility));
  RETURN_IF_ERROR(NoteException(rows, exception, facility, record));
  rows.Put(RecordKey(facility), Encode(record));
  return absl::OkStatus();
}

absl::StatusOr<std::set<std::string>> ItemsWithLevel(const storage::RowReader& rows,
                                                     absl::string_view facility) {
  std::set<std::string> items;
  const std::string prefix = storage::KeyBuilder(kLevelTable).String(facility).Take();
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    items.insert(key.String());
  }
  RETURN_IF_ERROR(cursor->status());
  return items;
}

bool IsThereToSend(facility::v1::FacilityKind kind) {
  return kind == facility::v1::FACILITY_KIND_WAREHOUSE ||
         kind == facility::v1::FACILITY_KIND_FUEL_DEPOT;
}

// Into or out of the transit of a transfer of the facility's own: what others send it is no use of
// its own that came back.
bool IsSentFrom(const std::string& facility, const Leg& leg) {
  const std::string& transfer =
      leg.to().transfer().empty() ? leg.from().transfer() : leg.to().transfer();
  return !transfer.empty() && IdOf(transfer) == facility;
}

bool IsOfMerge(const Leg& leg) {
  return leg.from().kind() == inventory::v1::ACCOUNT_KIND_MERGED ||
         leg.to().kind() == inventory::v1::ACCOUNT_KIND_MERGED;
}

// Looks once at each item of a movement.
class KeptIds {
 public:
  explicit KeptIds(const storage::RowReader& rows) : rows_(rows) {}

  absl::StatusOr<std::string> Of(const std::string& name) {
    const auto found = known_.find(name);
    if (found != known_.end()) return found->second;
    ASSIGN_OR_RETURN(std::string kept, KeptId(rows_, IdOf(name)));
    known_[name] = kept;
    return kept;
  }

 private:
  const storage::RowReader& rows_;
  std::map<std::string, std::string> known_;
};

// What a movement did to one item.
struct Touched {
  int64_t day = kNoDay;
  Refresh refresh = Refresh::kTouched;
  Lots lots;
};

absl::Status FoldMovement(storage::RowWriter& rows, const storage::EntryContext& context,
                          const inventory::v1::MovementPosted& posted) {
  const Movement& movement = posted.movement();
  const std::string facility = IdOf(movement.name());
  ASSIGN_OR_RETURN(Record record, RecordOrNew(rows, facility));
  const int64_t prior_day =
      record.record_day == kNoDay ? std::numeric_limits<int64_t>::min() : record.record_day;
  int64_t record_day = prior_day;
  const bool sends = IsThereToSend(posted.facility_kind());
  std::set<int64_t> days;
  std::map<std::string, Touched> moved;
  KeptIds kept(rows);
  for (const Leg& leg : movement.legs()) {
    const int64_t day = DayOfDate(leg.day());
    record_day = std::max(record_day, day);
    days.insert(day);
    // From an alias to the item that has its book already.
    if (IsOfMerge(leg)) continue;
    const bool is_use = sends && IsSentFrom(facility, leg);
    ASSIGN_OR_RETURN(const Flow flow,
                     FlowOf(movement.kind(), leg, is_use ? Sending::kUse : Sending::kNoUse));
    if (flow.empty()) continue;
    ASSIGN_OR_RETURN(const std::string item, kept.Of(leg.item()));
    const auto [entry, is_new] = moved.try_emplace(item);
    Touched& touched = entry->second;
    if (is_new) {
      ASSIGN_OR_RETURN(touched.lots, LoadLots(rows, facility, item));
    }
    ASSIGN_OR_RETURN(const Refresh refresh,
                     AddFlow(rows, facility, item, leg.lot(),
                             leg.has_expiry_date() ? DayOfDate(leg.expiry_date()) : kNoDay, day,
                             flow, touched.lots));
    touched.day = std::min(touched.day, day);
    if (refresh == Refresh::kTakenBack) touched.refresh = refresh;
  }
  for (const Exception& exception : posted.exceptions()) {
    RETURN_IF_ERROR(NoteException(rows, exception, facility, record));
  }
  if (!movement.legs().empty()) {
    record.record_day = record_day;
    record.record_time_us = absl::ToUnixMicros(context.record_time);
  }
  rows.Put(RecordKey(facility), Encode(record));
  RETURN_IF_ERROR(FoldArrival(rows, movement));

  for (const int64_t day : days) {
    // Mostly the record day again, or a new one.
    if (day != prior_day) rows.Put(RecordDayKey(facility, day), "");
  }
  for (const auto& [item, touched] : moved) {
    PutLots(rows, facility, item, touched.lots);
    RETURN_IF_ERROR(RefreshLevel(rows, facility, item, record_day, touched.refresh, touched.day));
  }
  if (record_day == prior_day) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::set<std::string> all, ItemsWithLevel(rows, facility));
  for (const std::string& item : all) {
    if (moved.contains(item)) continue;
    RETURN_IF_ERROR(RefreshLevel(rows, facility, item, record_day, Refresh::kDayOnly));
  }
  return absl::OkStatus();
}

// REQUIRES: the event is about an expected delivery.
const ExpectedDelivery& DeliveryIn(const inventory::v1::Event& event) {
  if (event.has_expected_delivery_created()) {
    return event.expected_delivery_created().expected_delivery();
  }
  if (event.has_expected_delivery_confirmed()) {
    return event.expected_delivery_confirmed().expected_delivery();
  }
  if (event.has_expected_delivery_rescheduled()) {
    return event.expected_delivery_rescheduled().expected_delivery();
  }
  return event.has_expected_delivery_cancelled()
             ? event.expected_delivery_cancelled().expected_delivery()
             : event.expected_delivery_closed().expected_delivery();
}

absl::Status FoldItem(storage::RowWriter& rows, const inventory::v1::Item& item) {
  const std::string id = IdOf(item.name());
  rows.Put(ItemKey(id), item.SerializeAsString());
  return NoteVital(rows, id, IsVitalSomewhere(item) ? Vital::kYes : Vital::kNo);
}

// REQUIRES: it is of an item.
const inventory::v1::Item& ItemOf(const Event& event) {
  return event.has_item_created() ? event.item_created().item() : event.item_updated().item();
}

absl::Status FoldExceptions(storage::RowWriter& rows,
                            const google::protobuf::RepeatedPtrField<Exception>& exceptions) {
  for (const Exception& exception : exceptions) RETURN_IF_ERROR(FoldException(rows, exception));
  return absl::OkStatus();
}

const inventory::v1::Recall& RecallIn(const Event& event) {
  return event.has_recall_created() ? event.recall_created().recall()
                                    : event.recall_withdrawn().recall();
}

// REQUIRES: of what moves no stock.
const google::protobuf::RepeatedPtrField<inventory::v1::Exception>& ExceptionsIn(
    const Event& event) {
  if (event.has_storage_place_changed()) return event.storage_place_changed().exceptions();
  if (event.has_readings_weighed()) return event.readings_weighed().exceptions();
  return event.handover_recorded().exceptions();
}

}  // namespace

absl::Status InventoryFold::Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                                 absl::string_view bytes) const {
  // On an arena: an event is a tree of small messages, made to be thrown away.
  google::protobuf::Arena arena;
  Event& event = *google::protobuf::Arena::CreateMessage<Event>(&arena);
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Error(Reason::ERROR_REASON_LOG_DAMAGED, "an event of inventory's log can't be decoded");
  }
  switch (event.event_case()) {
    case Event::kItemCreated:
    case Event::kItemUpdated:
      return FoldItem(rows, ItemOf(event));
    case Event::kItemMerged:
      return FoldItemMerged(rows, event.item_merged());
    case Event::kMovementPosted:
      return FoldMovement(rows, context, event.movement_posted());
    case Event::kMovementHeld:
      return FoldException(rows, event.movement_held().exception());
    case Event::kExceptionClosed:
      return FoldException(rows, event.exception_closed().exception());
    case Event::kMovementSigned:
      return FoldException(rows, event.movement_signed().exception());
    case Event::kStoragePlaceChanged:
    case Event::kReadingsWeighed:
    case Event::kHandoverRecorded:
      return FoldExceptions(rows, ExceptionsIn(event));
    case Event::kExpectedDeliveryCreated:
    case Event::kExpectedDeliveryConfirmed:
    case Event::kExpectedDeliveryRescheduled:
    case Event::kExpectedDeliveryCancelled:
    case Event::kExpectedDeliveryClosed:
      return FoldDelivery(rows, DeliveryIn(event));
    case Event::kTransferDispatched:
      return FoldTransfer(rows, event.transfer_dispatched().transfer());
    case Event::kTransferReceived:
      return FoldTransfer(rows, event.transfer_received().transfer());
    case Event::kTransferReturned:
      return FoldTransfer(rows, event.transfer_returned().transfer());
    case Event::kTransferDifferenceAnswered:
      return FoldTransfer(rows, event.transfer_difference_answered().transfer());
    case Event::kTransferReceiptReversed:
      return FoldTransfer(rows, event.transfer_receipt_reversed().transfer());
    case Event::kRecallCreated:
    case Event::kRecallWithdrawn:
      return FoldRecall(rows, RecallIn(event));
    // Inventory's to answer: here counts what is there and what comes.
    case Event::kStorageClassCreated:
    case Event::kStorageClassUpdated:
    case Event::kRequisitionCreated:
    case Event::kRequisitionApproved:
    case Event::kRequisitionRejected:
    case Event::kRequisitionCancelled:
    case Event::kRequisitionClosed:
    case Event::kReservationCreated:
    case Event::kReservationExtended:
    case Event::kReservationPicked:
    case Event::kReservationReleased:
    case Event::kTransferCreated:
    case Event::kTransferPicked:
    case Event::kTransferCancelled:
    case Event::kTransferClosed:
    case Event::kRecallAcknowledged:
    case Event::kMergedStockMoved:
      return absl::OkStatus();
    case Event::EVENT_NOT_SET:
      break;
  }
  return Error(Reason::ERROR_REASON_FOLDER_NEWER,
               "inventory's log has an event that this program does not know");
}

std::vector<uint8_t> InventoryFold::Tables() const {
  return {kItemTable,       kRecordTable,        kLotsTable,           kLotDayTable,
          kLevelTable,      kRunOutIndex,        kFacilityRunOutIndex, kItemIndex,
          kItemRunOutIndex, kOpenExceptionTable, kRecordDayTable,      kVitalLevelTable,
          kVitalItemTable,  kDeliveryTable,      kComingTable,         kLotRecallsTable,
          kAliasTable,      kVitalOutIndex,      kVitalLastingIndex};
}

}  // namespace waystation::headquarters
