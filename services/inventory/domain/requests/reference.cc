#include "services/inventory/domain/requests/reference.h"

#include <utility>

#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using Beside = google::protobuf::RepeatedPtrField<v1::ItemQuantity>;

// In order of items; none at zero.
void AddBeside(const std::map<std::string, int64_t>& more, Beside& beside) {
  std::map<std::string, int64_t> sums = more;
  for (const v1::ItemQuantity& entry : beside) sums[entry.item()] += entry.quantity();
  beside.Clear();
  for (const auto& [item, quantity] : sums) {
    if (quantity == 0) continue;
    v1::ItemQuantity& entry = *beside.Add();
    entry.set_item(item);
    entry.set_quantity(quantity);
  }
}

}  // namespace

absl::Status CheckReferences(const v1::Movement& movement, const References& known) {
  if (movement.intent() != v1::INTENT_ORDER) return absl::OkStatus();
  if (!movement.requisition().empty() && known.requisition.empty()) {
    return NotKnown(movement.requisition());
  }
  if (!movement.expected_delivery().empty() && known.expected_delivery.empty()) {
    return NotKnown(movement.expected_delivery());
  }
  if (!movement.reservation().empty() && known.reservation.empty()) {
    return NotKnown(movement.reservation());
  }
  return absl::OkStatus();
}

void ApplyReferences(Posting& posting, const References& known) {
  const std::string requisition = posting.movement().requisition();
  const std::string delivery = posting.movement().expected_delivery();
  posting.movement().set_requisition(requisition.empty() ? known.requisition_of_delivery
                                                         : known.requisition);
  posting.movement().set_expected_delivery(known.expected_delivery);
  if (!requisition.empty() && known.requisition.empty()) {
    posting.Open(v1::EXCEPTION_KIND_REFERENCE_NOT_KNOWN)->set_reference(requisition);
  }
  if (!delivery.empty() && known.expected_delivery.empty()) {
    posting.Open(v1::EXCEPTION_KIND_REFERENCE_NOT_KNOWN)->set_reference(delivery);
  }
}

std::map<std::string, int64_t> ReceivedByItem(const v1::Movement& movement) {
  const auto damaged = [](const v1::Account& account) {
    return account.condition() == v1::CONDITION_DAMAGED;
  };
  // What comes of a transfer beyond what is in transit has come; a shortfall, or what covers one,
  // brings nothing.
  const bool of_transfer = !movement.transfer().empty();
  const auto outside = [of_transfer](const v1::Leg& leg, const v1::Account& account) {
    return account.kind() == v1::ACCOUNT_KIND_SOURCE ||
           account.kind() == v1::ACCOUNT_KIND_IN_TRANSIT ||
           (of_transfer && account.kind() == v1::ACCOUNT_KIND_COUNT_DIFFERENCE &&
            leg.difference_of().empty());
  };
  std::map<std::string, int64_t> received;
  for (const v1::Leg& leg : movement.legs()) {
    // What came broken has not come: it is asked for still.
    if (damaged(leg.from()) || damaged(leg.to())) continue;
    if (outside(leg, leg.from())) received[leg.item()] += leg.quantity();
    if (outside(leg, leg.to())) received[leg.item()] -= leg.quantity();
  }
  return received;
}

void AddReceived(const std::map<std::string, int64_t>& received, v1::Requisition& requisition) {
  std::map<std::string, int64_t> beside = received;
  for (v1::RequisitionLine& line : *requisition.mutable_lines()) {
    const auto more = beside.find(line.item());
    if (more == beside.end()) continue;
    line.set_fulfilled_quantity(line.fulfilled_quantity() + more->second);
    beside.erase(more);
  }
  AddBeside(beside, *requisition.mutable_received_beside());
}

void AddReceived(const std::map<std::string, int64_t>& received, v1::ExpectedDelivery& delivery) {
  std::map<std::string, int64_t> beside = received;
  for (v1::ExpectedDeliveryLine& line : *delivery.mutable_lines()) {
    const auto more = beside.find(line.item());
    if (more == beside.end()) continue;
    line.set_received_quantity(line.received_quantity() + more->second);
    beside.erase(more);
  }
  AddBeside(beside, *delivery.mutable_received_beside());
}

}  // namespace waystation::inventory
