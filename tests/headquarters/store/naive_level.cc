#include "tests/headquarters/store/naive_level.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace waystation::headquarters::testing {
namespace {

struct Lot {
  int64_t expiry_day = kNoDay;
  int64_t quantity = 0;  // Usable, expired or not.
  int64_t set_apart = 0;
};

using Recalled = std::map<std::string, int64_t>;

bool IsRecalledOn(const Recalled& recalled, const std::string& lot, int64_t day) {
  const auto found = recalled.find(lot);
  return found != recalled.end() && found->second < day;
}

struct History {
  std::map<std::string, Lot> lots;  // At the end of the record day.
  int64_t consumed = 0;
  int64_t sent = 0;
  int64_t in_stock_days = 0;
  std::optional<int64_t> last_in_stock;
};

using inventory::v1::CONDITION_QUARANTINED;
using inventory::v1::CONDITION_USABLE;

// What one leg does to its lot.
struct Parts {
  int64_t in = 0;    // To usable stock.
  int64_t used = 0;  // Wherever from.
  int64_t out = 0;   // From usable stock but not used; less what was used of other stock.
  int64_t set_apart = 0;
  int64_t sent = 0;  // Of what was used.

  bool nothing_usable() const { return in == 0 && used == 0 && out == 0; }
  bool nothing() const { return nothing_usable() && set_apart == 0 && sent == 0; }
  void Add(const Parts& other) {
    in += other.in;
    used += other.used;
    out += other.out;
    set_apart += other.set_apart;
    sent += other.sent;
  }
};

Parts PartsOf(const NaiveLeg& leg) {
  const LegSpec& spec = leg.spec;
  const int64_t quantity = leg.reversal ? -spec.quantity : spec.quantity;
  const bool comes = spec.kind == LegKind::kReceipt || spec.kind == LegKind::kGain ||
                     spec.kind == LegKind::kShortfall || spec.kind == LegKind::kReturn ||
                     spec.kind == LegKind::kCountedMore || spec.kind == LegKind::kSentBack;
  const bool has_from = !comes;
  const bool has_to = comes || spec.kind == LegKind::kMove;
  // Not said in old logs: usable.
  const bool usable_from = has_from && (spec.from == CONDITION_USABLE || !spec.from);
  const bool usable_to = has_to && (spec.to == CONDITION_USABLE || !spec.to);
  Parts parts;
  if (has_to && spec.to == CONDITION_QUARANTINED) parts.set_apart += quantity;
  if (has_from && spec.from == CONDITION_QUARANTINED) parts.set_apart -= quantity;
  switch (spec.kind) {
    case LegKind::kUse:
      parts.used = quantity;
      if (!usable_from) parts.out = -quantity;
      break;
    case LegKind::kReturn:
      parts.used = -quantity;
      if (!usable_to) parts.out = quantity;
      break;
    case LegKind::kCover:
    case LegKind::kCountedLess:
      if (usable_from) parts.in = -quantity;
      break;
    case LegKind::kMove:
      if (usable_to && !usable_from) parts.in = quantity;
      if (usable_from && !usable_to) parts.out = quantity;
      break;
    case LegKind::kSend:
      if (!usable_from) break;
      if (leg.sending_is_use) parts.used = parts.sent = quantity;
      if (!leg.sending_is_use) parts.out = quantity;
      break;
    case LegKind::kSentBack:
      if (!usable_to) break;
      if (leg.sending_is_use) parts.used = parts.sent = -quantity;
      if (!leg.sending_is_use) parts.in = quantity;
      break;
    default:
      if (usable_to) parts.in = quantity;
      if (usable_from) parts.out = quantity;
  }
  return parts;
}

void PostDay(const std::vector<NaiveLeg>& legs, const Recalled& recalled, int64_t day,
             bool in_window, History& history, bool& in_stock) {
  std::map<std::string, int64_t> inflow;
  for (const NaiveLeg& leg : legs) {
    if (leg.spec.day != day) continue;
    const Parts parts = PartsOf(leg);
    if (parts.nothing()) continue;
    Lot& lot = history.lots[leg.spec.lot];
    lot.quantity += parts.in - parts.used - parts.out;
    lot.set_apart += parts.set_apart;
    inflow[leg.spec.lot] += parts.in;
    if (!in_window) continue;
    history.consumed += parts.used;
    history.sent += parts.sent;
  }
  for (const auto& [lot, quantity] : inflow) {
    in_stock |= quantity > 0 && !IsRecalledOn(recalled, lot, day);
  }
}

// The first day on which something is left of what was recorded for some lot's usable stock.
int64_t FirstDay(const std::vector<NaiveLeg>& legs) {
  std::map<std::pair<int64_t, std::string>, Parts> days;
  for (const NaiveLeg& leg : legs) days[{leg.spec.day, leg.spec.lot}].Add(PartsOf(leg));
  for (const auto& [key, parts] : days) {
    if (!parts.nothing_usable()) return key.first;
  }
  return kNoDay;
}

History Past(const std::vector<NaiveLeg>& legs, int64_t record_day, const Recalled& recalled) {
  History history;
  int64_t first_day = record_day;
  for (const NaiveLeg& leg : legs) {
    if (PartsOf(leg).nothing()) continue;
    first_day = std::min(first_day, leg.spec.day);
    Lot& lot = history.lots[leg.spec.lot];
    lot.expiry_day = std::min(lot.expiry_day, leg.spec.expiry_day);
  }
  for (int64_t day = first_day; day <= record_day; ++day) {
    bool in_stock = false;
    for (const auto& [name, lot] : history.lots) {
      in_stock |= lot.quantity > 0 && lot.expiry_day >= day && !IsRecalledOn(recalled, name, day);
    }
    const bool in_window = day > record_day - 30;
    PostDay(legs, recalled, day, in_window, history, in_stock);
    if (!in_stock) continue;
    history.last_in_stock = day;
    if (in_window) ++history.in_stock_days;
  }
  history.consumed = std::max<int64_t>(0, history.consumed);
  return history;
}

// Every quantity times the in-stock days, so that a day's use is `consumed`, whole.
void Future(std::vector<Lot> usable, Level& level) {
  std::stable_sort(usable.begin(), usable.end(),
                   [](const Lot& a, const Lot& b) { return a.expiry_day < b.expiry_day; });
  for (Lot& lot : usable) lot.quantity *= level.in_stock_days;
  int64_t day = level.record_day;
  const int64_t daily = static_cast<int64_t>(level.consumed);
  while (true) {
    ++day;
    int64_t need = daily;
    for (Lot& lot : usable) {
      if (lot.expiry_day < day) continue;
      const int64_t taken = std::min(need, lot.quantity);
      lot.quantity -= taken;
      need -= taken;
    }
    if (need > 0) break;
  }
  level.run_out_day = day - 1;
  for (const Lot& lot : usable) {
    level.expires_unused += (lot.quantity + level.in_stock_days - 1) / level.in_stock_days;
  }
}

}  // namespace

std::optional<Level> NaiveLevel(const std::vector<NaiveLeg>& legs, int64_t record_day,
                                const Recalled& recalled) {
  const History past = Past(legs, record_day, recalled);
  Level level;
  level.record_day = record_day;
  level.first_day = FirstDay(legs);
  level.consumed = past.consumed;
  level.dispatched = past.sent;
  level.in_stock_days = past.in_stock_days;
  std::vector<Lot> usable;
  for (const auto& [name, lot] : past.lots) {
    level.quarantined += lot.set_apart;
    if (lot.quantity <= 0) continue;
    if (recalled.contains(name)) {
      level.recalled += lot.quantity;
      continue;
    }
    if (lot.expiry_day < record_day) {
      level.expired += lot.quantity;
      continue;
    }
    level.usable += lot.quantity;
    usable.push_back(lot);
    level.next_expiry_day = std::min(level.next_expiry_day, lot.expiry_day);
  }
  if (usable.empty()) {
    if (!past.last_in_stock.has_value()) return std::nullopt;
    level.standing = Standing::kOut;
    level.run_out_day = *past.last_in_stock;
    return level;
  }
  level.usable_until_day = 0;
  for (const Lot& lot : usable) {
    level.usable_until_day = std::max(level.usable_until_day, lot.expiry_day);
  }
  if (level.in_stock_days == 0) {
    level.standing = Standing::kNoEvidence;
  } else if (level.consumed == 0) {
    level.standing = Standing::kUnused;
  } else {
    level.standing = Standing::kLasts;
    Future(usable, level);
  }
  return level;
}

}  // namespace waystation::headquarters::testing
