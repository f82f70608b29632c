#include "services/headquarters/domain/leg_flow.h"

#include <utility>

#include "storage/base/errors.h"

namespace waystation::headquarters {

using inventory::v1::AccountKind;

absl::StatusOr<Flow> FlowOf(inventory::v1::MovementKind kind, const inventory::v1::Leg& leg) {
  AccountKind from = leg.from().kind();
  AccountKind to = leg.to().kind();
  Quantity quantity = leg.quantity();
  const bool of_shortfall = !leg.difference_of().empty();
  if (kind == inventory::v1::MOVEMENT_KIND_REVERSAL && !of_shortfall) {
    std::swap(from, to);
    quantity = -quantity;
  }

  Flow flow;
  if (from == inventory::v1::ACCOUNT_KIND_POSITION) {
    switch (to) {
      case inventory::v1::ACCOUNT_KIND_POSITION:
        return flow;
      case inventory::v1::ACCOUNT_KIND_CONSUMED:
        flow.consumed = quantity;
        return flow;
      case inventory::v1::ACCOUNT_KIND_WASTED:
        flow.other_out = quantity;
        return flow;
      case inventory::v1::ACCOUNT_KIND_COUNT_DIFFERENCE:
        if (of_shortfall) {
          flow.inflow = -quantity;
        } else {
          flow.other_out = quantity;
        }
        return flow;
      default:
        break;
    }
  } else if (to == inventory::v1::ACCOUNT_KIND_POSITION &&
             (from == inventory::v1::ACCOUNT_KIND_SOURCE ||
              from == inventory::v1::ACCOUNT_KIND_COUNT_DIFFERENCE)) {
    flow.inflow = quantity;
    return flow;
  }
  return Error(Reason::ERROR_REASON_FOLDER_NEWER,
               "inventory's log has a leg between accounts that this program does not know");
}

}  // namespace waystation::headquarters
