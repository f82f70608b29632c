#include "services/inventory/domain/recalls/lot_flow.h"

#include <limits>

namespace waystation::inventory {
namespace {

// The account and, where it matters, the purpose under which a leg's end is added up.
std::pair<v1::AccountKind, v1::Purpose> FlowKey(const v1::Account& account, v1::Purpose purpose) {
  const bool consumed = account.kind() == v1::ACCOUNT_KIND_CONSUMED;
  return {account.kind(), consumed ? purpose : v1::PURPOSE_UNSPECIFIED};
}

void AddTo(LotFlow& flow, const LotFlow::key_type& key, int64_t quantity) {
  const auto entry = flow.try_emplace(key, 0).first;
  entry->second += quantity;
  if (entry->second == 0) flow.erase(entry);
}

bool HasOwnQuantity(v1::AccountKind account) {
  return account == v1::ACCOUNT_KIND_SOURCE || account == v1::ACCOUNT_KIND_CONSUMED ||
         account == v1::ACCOUNT_KIND_WASTED || account == v1::ACCOUNT_KIND_COUNT_DIFFERENCE ||
         account == v1::ACCOUNT_KIND_KIT;
}

}  // namespace

std::map<std::pair<std::string, std::string>, LotFlow> FlowsOf(const v1::Movement& movement,
                                                               v1::Purpose purpose) {
  std::map<std::pair<std::string, std::string>, LotFlow> flows;
  for (const v1::Leg& leg : movement.legs()) {
    const auto add = [&](const v1::Account& account, int64_t quantity) {
      if (account.kind() == v1::ACCOUNT_KIND_POSITION) return;
      AddTo(flows[{leg.item(), leg.lot()}], FlowKey(account, purpose), quantity);
    };
    add(leg.from(), leg.quantity());
    add(leg.to(), -leg.quantity());
  }
  return flows;
}

void AddFlow(const LotFlow& more, LotFlow& flow) {
  for (const auto& [key, quantity] : more) AddTo(flow, key, quantity);
}

int64_t FromAccount(const LotFlow& flow, v1::AccountKind account) {
  int64_t sum = 0;
  for (const auto& [key, quantity] : flow) sum += key.first == account ? quantity : 0;
  return sum;
}

int64_t WrittenOff(const LotFlow& flow) {
  return -FromAccount(flow, v1::ACCOUNT_KIND_WASTED) -
         FromAccount(flow, v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
}

void SetFlow(const LotFlow& flow, v1::RecallSite& site) {
  site.set_received_quantity(FromAccount(flow, v1::ACCOUNT_KIND_SOURCE));
  site.set_used_quantity(-FromAccount(flow, v1::ACCOUNT_KIND_CONSUMED));
  site.set_wasted_quantity(-FromAccount(flow, v1::ACCOUNT_KIND_WASTED));
  site.set_count_difference_quantity(FromAccount(flow, v1::ACCOUNT_KIND_COUNT_DIFFERENCE));
  site.set_packed_quantity(-FromAccount(flow, v1::ACCOUNT_KIND_KIT));
  int64_t sent_on = 0;
  for (const auto& [key, quantity] : flow) {
    if (!HasOwnQuantity(key.first)) sent_on -= quantity;
    if (key.first != v1::ACCOUNT_KIND_CONSUMED) continue;
    v1::RecallUse& use = *site.add_uses();
    use.set_purpose(key.second);
    use.set_quantity(-quantity);
  }
  site.set_sent_on_quantity(sent_on);
}

int64_t SumAtMost(int64_t a, int64_t b) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  return a > kMost - b ? kMost : a + b;
}

}  // namespace waystation::inventory
