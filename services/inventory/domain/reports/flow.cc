#include "services/inventory/domain/reports/flow.h"

#include <utility>

#include "services/inventory/domain/ledger/condition.h"

namespace waystation::inventory {
namespace {

// ACCOUNT_KIND_IN_TRANSIT: on the way between facilities.
constexpr int kInTransitAccount = 6;

End EndOfPosition(const v1::Account& account) {
  switch (ConditionOf(account)) {
    case v1::CONDITION_USABLE:
      return End::kUsable;
    case v1::CONDITION_QUARANTINED:
      return End::kQuarantined;
    case v1::CONDITION_DAMAGED:
      return End::kDamaged;
    default:
      return End::kOther;
  }
}

End EndOfAccount(const v1::Account& account) {
  switch (static_cast<int>(account.kind())) {
    case v1::ACCOUNT_KIND_SOURCE:
      return End::kSource;
    case v1::ACCOUNT_KIND_POSITION:
      return EndOfPosition(account);
    case v1::ACCOUNT_KIND_CONSUMED:
      return End::kConsumed;
    case v1::ACCOUNT_KIND_WASTED:
      return End::kWasted;
    case v1::ACCOUNT_KIND_COUNT_DIFFERENCE:
      return End::kDifference;
    case kInTransitAccount:
      return End::kTransit;
    default:
      return End::kOther;
  }
}

int64_t DetailOf(const v1::Movement& about, const FlowKind& kind, bool of_shortfall) {
  if (kind.from == End::kConsumed || kind.to == End::kConsumed) return about.purpose();
  if (kind.to == End::kWasted || kind.from == End::kWasted) return about.waste_reason();
  if (kind.from == End::kDifference || kind.to == End::kDifference) {
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
  const bool of_shortfall = !leg.difference_of().empty() && (flow.kind.from == End::kDifference ||
                                                             flow.kind.to == End::kDifference);
  const bool takes_back = of_shortfall ? flow.kind.to == End::kDifference
                                       : movement.kind() == v1::MOVEMENT_KIND_REVERSAL;
  if (takes_back) {
    std::swap(flow.kind.from, flow.kind.to);
    flow.quantity = -flow.quantity;
  }
  flow.kind.detail = DetailOf(about, flow.kind, of_shortfall);
  return flow;
}

bool IsStock(End end) {
  return end == End::kUsable || end == End::kQuarantined || end == End::kDamaged;
}

int64_t ChangeAt(End end, const FlowKind& kind, int64_t quantity) {
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
