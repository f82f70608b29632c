#include "services/inventory/store/requests/fold_requests.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/domain/requests/reference.h"
#include "services/inventory/store/catalogue/merge_keys.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

absl::Status PutRequisition(RowWriter& rows, const v1::Requisition& requisition) {
  const auto ids = RequisitionIds(requisition.name());
  if (!ids.has_value()) return DamagedRow();
  rows.Put(RequisitionKey(ids->first, ids->second), requisition.SerializeAsString());
  for (const absl::string_view scope : {absl::string_view(ids->first), kAllFacilities}) {
    rows.Put(RequisitionTimeKey(scope, requisition), EncodeInt64(requisition.state()));
  }
  return PutNumber(rows, ids->first, kRequisitionSeries, requisition.number(), ids->second);
}

absl::Status PutExpectedDelivery(RowWriter& rows, const v1::ExpectedDelivery& delivery) {
  const auto ids = ExpectedDeliveryIds(delivery.name());
  if (!ids.has_value()) return DamagedRow();
  const std::string key = ExpectedDeliveryKey(ids->first, ids->second);
  ASSIGN_OR_RETURN(const auto before, GetMessage<v1::ExpectedDelivery>(rows, key));
  for (const absl::string_view scope : {absl::string_view(ids->first), kAllFacilities}) {
    // It stands elsewhere in the list once its dates change or it ends.
    if (before.has_value()) rows.Delete(DeliveryDayKey(scope, *before));
    rows.Put(DeliveryDayKey(scope, delivery), EncodeInt64(delivery.state()));
  }
  rows.Put(key, delivery.SerializeAsString());
  return PutNumber(rows, ids->first, kExpectedDeliverySeries, delivery.number(), ids->second);
}

// What came of an item counts for a line of the alias under which it was asked for, unless the item
// itself was asked for too.
template <typename Message>
absl::StatusOr<std::map<std::string, int64_t>> AsAskedFor(const RowWriter& rows,
                                                          const Message& message,
                                                          std::map<std::string, int64_t> received) {
  std::set<std::string> asked;
  for (const auto& line : message.lines()) asked.insert(line.item());
  for (const std::string& item : asked) {
    if (received.contains(item)) continue;
    ASSIGN_OR_RETURN(const auto alias, GetMessage<v1::Item>(rows, AliasKey(LastId(item))));
    if (!alias.has_value() || asked.contains(alias->merge().into())) continue;
    auto came = received.extract(alias->merge().into());
    if (came.empty()) continue;
    came.key() = item;
    received.insert(std::move(came));
  }
  return received;
}

// A name in a movement is of something known: one that is not was left out when it was decided.
template <typename Message>
absl::Status CountReceived(RowWriter& rows, const std::string& key,
                           const std::map<std::string, int64_t>& brought) {
  ASSIGN_OR_RETURN(std::optional<Message> message, GetMessage<Message>(rows, key));
  if (!message.has_value()) return DamagedRow();
  ASSIGN_OR_RETURN(const auto received, AsAskedFor(rows, *message, brought));
  AddReceived(received, *message);
  rows.Put(key, message->SerializeAsString());
  return absl::OkStatus();
}

}  // namespace

absl::Status PutNumber(RowWriter& rows, absl::string_view facility, absl::string_view series,
                       int64_t number, const std::string& id) {
  rows.Put(NumberKey(facility, series, number), id);
  const std::string key = LastNumberKey(facility, series);
  ASSIGN_OR_RETURN(const int64_t last, GetInt64(rows, key));
  if (number > last) rows.Put(key, EncodeInt64(number));
  return absl::OkStatus();
}

absl::Status PutNumber(RowWriter& rows, absl::string_view facility, absl::string_view series,
                       const std::string& text, const std::string& id) {
  const std::optional<int64_t> number = NumberIn(series, text);
  return number.has_value() ? PutNumber(rows, facility, series, *number, id) : DamagedRow();
}

absl::Status FoldRequest(RowWriter& rows, const v1::Event& event) {
  if (const v1::Requisition* requisition = RequisitionOf(event)) {
    return PutRequisition(rows, *requisition);
  }
  const v1::ExpectedDelivery* delivery = ExpectedDeliveryOf(event);
  return delivery == nullptr ? DamagedRow() : PutExpectedDelivery(rows, *delivery);
}

absl::Status FoldReceived(RowWriter& rows, const v1::Movement& movement) {
  if (movement.requisition().empty() && movement.expected_delivery().empty()) {
    return absl::OkStatus();
  }
  const std::map<std::string, int64_t> received = ReceivedByItem(movement);
  if (const auto ids = RequisitionIds(movement.requisition())) {
    RETURN_IF_ERROR(
        CountReceived<v1::Requisition>(rows, RequisitionKey(ids->first, ids->second), received));
  }
  if (const auto ids = ExpectedDeliveryIds(movement.expected_delivery())) {
    RETURN_IF_ERROR(CountReceived<v1::ExpectedDelivery>(
        rows, ExpectedDeliveryKey(ids->first, ids->second), received));
  }
  return absl::OkStatus();
}

const v1::Requisition* RequisitionOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kRequisitionCreated:
      return &event.requisition_created().requisition();
    case v1::Event::kRequisitionApproved:
      return &event.requisition_approved().requisition();
    case v1::Event::kRequisitionRejected:
      return &event.requisition_rejected().requisition();
    case v1::Event::kRequisitionCancelled:
      return &event.requisition_cancelled().requisition();
    case v1::Event::kRequisitionClosed:
      return &event.requisition_closed().requisition();
    default:
      return nullptr;
  }
}

const v1::ExpectedDelivery* ExpectedDeliveryOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kExpectedDeliveryCreated:
      return &event.expected_delivery_created().expected_delivery();
    case v1::Event::kExpectedDeliveryConfirmed:
      return &event.expected_delivery_confirmed().expected_delivery();
    case v1::Event::kExpectedDeliveryRescheduled:
      return &event.expected_delivery_rescheduled().expected_delivery();
    case v1::Event::kExpectedDeliveryCancelled:
      return &event.expected_delivery_cancelled().expected_delivery();
    case v1::Event::kExpectedDeliveryClosed:
      return &event.expected_delivery_closed().expected_delivery();
    default:
      return nullptr;
  }
}

}  // namespace waystation::inventory
