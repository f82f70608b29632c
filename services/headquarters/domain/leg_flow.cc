#include "services/headquarters/domain/leg_flow.h"

#include <utility>

#include "storage/base/errors.h"

namespace waystation::headquarters {

namespace {

using inventory::v1::Account;
using inventory::v1::AccountKind;
using inventory::v1::Condition;

// One end of a leg, as far as levels go.
enum class End {
  kUsable,
  kQuarantined,
  kDamaged,
  kConsumed,
  kWasted,
  kDifference,
  kSource,
  kKit,
  kTransit,
  kNewer
};

End EndOf(const Account& account) {
  switch (account.kind()) {
    case inventory::v1::ACCOUNT_KIND_SOURCE:
      return End::kSource;
    case inventory::v1::ACCOUNT_KIND_CONSUMED:
      return End::kConsumed;
    case inventory::v1::ACCOUNT_KIND_WASTED:
      return End::kWasted;
    case inventory::v1::ACCOUNT_KIND_COUNT_DIFFERENCE:
      return End::kDifference;
    case inventory::v1::ACCOUNT_KIND_KIT:
      return End::kKit;
    case inventory::v1::ACCOUNT_KIND_IN_TRANSIT:
      return End::kTransit;
    case inventory::v1::ACCOUNT_KIND_POSITION:
      break;
    default:
      return End::kNewer;
  }
  switch (account.condition()) {
    // As recorded before there were conditions.
    case inventory::v1::CONDITION_UNSPECIFIED:
    case inventory::v1::CONDITION_USABLE:
      return End::kUsable;
    case inventory::v1::CONDITION_QUARANTINED:
      return End::kQuarantined;
    case inventory::v1::CONDITION_DAMAGED:
      return End::kDamaged;
    default:
      return End::kNewer;
  }
}

bool IsPosition(End end) {
  return end == End::kUsable || end == End::kQuarantined || end == End::kDamaged;
}

bool IsKnown(End from, End to) {
  if (from == End::kNewer || to == End::kNewer) return false;
  if (IsPosition(from)) return to != End::kSource;
  if (from == End::kTransit && (to == End::kWasted || to == End::kDifference)) return true;
  return IsPosition(to) && from != End::kWasted;
}

}  // namespace

absl::StatusOr<Flow> FlowOf(inventory::v1::MovementKind kind, const inventory::v1::Leg& leg,
                            Sending sending) {
  End from = EndOf(leg.from());
  End to = EndOf(leg.to());
  Quantity quantity = leg.quantity();
  const bool as_inflow = !leg.difference_of().empty() || !leg.count().empty();
  if (kind == inventory::v1::MOVEMENT_KIND_REVERSAL && !as_inflow) {
    std::swap(from, to);
    quantity = -quantity;
  }
  if (!IsKnown(from, to)) {
    return Error(Reason::ERROR_REASON_FOLDER_NEWER,
                 "inventory's log has a leg between accounts that this program does not know");
  }

  Flow flow;
  if (to == End::kQuarantined) flow.quarantined += quantity;
  if (from == End::kQuarantined) flow.quarantined -= quantity;
  if (to == End::kConsumed) flow.consumed = quantity;
  if (from == End::kConsumed) flow.consumed = -quantity;
  if (to == from) return flow;
  const bool sent = from == End::kUsable && to == End::kTransit;
  const bool came_back = from == End::kTransit && to == End::kUsable;
  if (sending == Sending::kUse && (sent || came_back)) {
    flow.dispatched = sent ? quantity : -quantity;
    flow.consumed = flow.dispatched;
    return flow;
  }
  if (to == End::kUsable) {
    if (from != End::kConsumed) flow.inflow = quantity;
  } else if (from == End::kUsable) {
    if (as_inflow) {
      flow.inflow = -quantity;
    } else if (to != End::kConsumed) {
      flow.other_out = quantity;
    }
  } else {
    // Use that took nothing usable, or brought nothing usable back: the net is nothing.
    flow.other_out = -flow.consumed;
  }
  return flow;
}

}  // namespace waystation::headquarters
