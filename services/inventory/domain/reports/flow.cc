#include "services/inventory/domain/reports/flow.h"

#include <utility>

#include "services/inventory/domain/ledger/condition.h"

namespace waystation::inventory {
namespace {

FlowEnd EndOfPosition(const v1::Account& account) {
  switch (ConditionOf(account)) {
    case v1::CONDITION_USABLE:
      return FlowEnd::kUsable;
    case v1::CONDITION_QUARANTINED:
      return FlowEnd::kQuarantined;
    case v1::CONDITION_DAMAGED:
      return FlowEnd::kDamaged;
    default:
      return FlowEnd::kOther;
  }
}

FlowEnd EndOfAccount(const v1::Account& account) {
  switch (account.kind()) {
    case v1::ACCOUNT_KIND_SOURCE:
      return FlowEnd::kSource;
    case v1::ACCOUNT_KIND_POSITION:
      return EndOfPosition(account);
    case v1::ACCOUNT_KIND_CONSUMED:
      return FlowEnd::kConsumed;
    case v1::ACCOUNT_KIND_WASTED:
      return FlowEnd::kWasted;
    case v1::ACCOUNT_KIND_COUNT_DIFFERENCE:
      return FlowEnd::kDifference;
    case v1::ACCOUNT_KIND_KIT:
      return FlowEnd::kKit;
    case v1::ACCOUNT_KIND_IN_TRANSIT:
      return FlowEnd::kTransit;
    case v1::ACCOUNT_KIND_MERGED:
      return FlowEnd::kMerged;
    default:
      return FlowEnd::kOther;
  }
}

int64_t DetailOf(const v1::Movement& about, const FlowKind& kind, bool of_shortfall) {
  if (kind.from == FlowEnd::kConsumed || kind.to == FlowEnd::kConsumed) return about.purpose();
  if (kind.to == FlowEnd::kWasted || kind.from == FlowEnd::kWasted) return about.waste_reason();
  if (kind.from == FlowEnd::kDifference || kind.to == FlowEnd::kDifference) {
    return of_shortfall ? kOfShortfall : kCounted;
  }
  return 0;
}

}  // namespace

LegFlow FlowOfLeg(const v1::Movement& movement, const v1::Movement& about, const v1::Leg& leg) {
  LegFlow flow;
  flow.kind.from = EndOfAccount(leg.from());
  flow.kind.to = EndOfAccount(leg.to());
  flow.quantity = leg.quantity();
  const bool of_shortfall =
      !leg.difference_of().empty() &&
      (flow.kind.from == FlowEnd::kDifference || flow.kind.to == FlowEnd::kDifference);
  const bool takes_back = of_shortfall ? flow.kind.to == FlowEnd::kDifference
                                       : movement.kind() == v1::MOVEMENT_KIND_REVERSAL;
  if (takes_back) {
    std::swap(flow.kind.from, flow.kind.to);
    flow.quantity = -flow.quantity;
  }
  flow.kind.detail = DetailOf(about, flow.kind, of_shortfall);
  return flow;
}

bool IsStock(FlowEnd end) {
  return end == FlowEnd::kUsable || end == FlowEnd::kQuarantined || end == FlowEnd::kDamaged;
}

int64_t ChangeAt(FlowEnd end, const FlowKind& kind, int64_t quantity) {
  int64_t change = 0;
  if (kind.to == end) change += quantity;
  if (kind.from == end) change -= quantity;
  return change;
}

int64_t ChangeOfStock(const FlowKind& kind, int64_t quantity) {
  int64_t change = 0;
  if (IsStock(kind.to)) change += quantity;
  if (IsStock(kind.from)) change -= quantity;
  return change;
}

}  // namespace waystation::inventory
