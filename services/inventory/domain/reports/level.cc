#include "services/inventory/domain/reports/level.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

struct DayOfLots {
  std::map<std::string, int64_t> usable_change;
  std::map<std::string, int64_t> inflow;
  int64_t consumed = 0;
};

// Usable stock that came in, but for what was issued and came back.
bool IsUsableInflow(const FlowKind& kind) {
  return kind.to == FlowEnd::kUsable && kind.from != FlowEnd::kUsable &&
         kind.from != FlowEnd::kConsumed;
}

std::map<int64_t, DayOfLots> ByDay(const std::vector<FlowLine>& flows) {
  std::map<int64_t, DayOfLots> days;
  for (const FlowLine& line : flows) {
    DayOfLots& day = days[line.day];
    day.usable_change[line.lot] += ChangeAt(FlowEnd::kUsable, line.kind, line.quantity);
    day.consumed += ChangeAt(FlowEnd::kConsumed, line.kind, line.quantity);
    if (IsUsableInflow(line.kind)) day.inflow[line.lot] += line.quantity;
  }
  return days;
}

// Usable stock of each lot, walked back from the end of the record day.
class BackwardWalk {
 public:
  explicit BackwardWalk(const ItemBook& book) : book_(book), days_(ByDay(book.flows)) {
    for (const auto& [lot, stock] : book.lots) usable_[lot] = stock.usable;
  }

  int64_t ConsumedOn(int64_t day) const {
    const auto found = days_.find(day);
    return found == days_.end() ? 0 : found->second.consumed;
  }

  // REQUIRES: called for each day from the last to the first. True when it was in stock.
  bool UndoDay(int64_t day) {
    bool came_in = false;
    if (const auto found = days_.find(day); found != days_.end()) {
      for (const auto& [lot, change] : found->second.usable_change) usable_[lot] -= change;
      for (const auto& [lot, inflow] : found->second.inflow) {
        came_in = came_in || (inflow > 0 && !IsRecalledBefore(lot, day));
      }
    }
    return came_in || AnyLot(day, /*past=*/false);
  }

  // Whether anything was there as the day opened that had expired by then.
  bool ExpiredAt(int64_t day) const { return AnyLot(day, /*past=*/true); }

 private:
  bool AnyLot(int64_t day, bool past) const {
    return std::any_of(usable_.begin(), usable_.end(), [&](const auto& entry) {
      const auto lot = book_.lots.find(entry.first);
      const LotDate date = lot == book_.lots.end() ? LotDate{} : lot->second.facts.date;
      return entry.second > 0 && IsPast(date, day) == past &&
             (past || !IsRecalledBefore(entry.first, day));
    });
  }

  bool IsRecalledBefore(const std::string& lot, int64_t day) const {
    const auto recalled = book_.recalled.find(lot);
    return recalled != book_.recalled.end() && recalled->second < day;
  }

  const ItemBook& book_;
  const std::map<int64_t, DayOfLots> days_;
  std::map<std::string, int64_t> usable_;
};

struct DatedLot {
  std::string lot;
  LotDate date;
  int64_t quantity = 0;
};

// First expired, first out, in units of days times `consumed` so that nothing rounds: each lot
// lasts until it is used up or expires, whichever comes first.
void WalkForward(std::vector<DatedLot> usable, int64_t record_day, Level& level) {
  std::sort(usable.begin(), usable.end(), [](const DatedLot& a, const DatedLot& b) {
    return std::tuple(!a.date.dated, a.date.expiry_day, a.lot) <
           std::tuple(!b.date.dated, b.date.expiry_day, b.lot);
  });
  Wide reached = 0;
  for (const DatedLot& lot : usable) {
    const Wide used_up = reached + Wide{lot.quantity} * level.in_stock_days;
    if (!lot.date.dated) {
      reached = used_up;
      continue;
    }
    const Wide expiry = Wide{lot.date.expiry_day - record_day} * level.consumed;
    const Wide next = std::max(reached, std::min(used_up, expiry));
    const auto used = static_cast<int64_t>((next - reached) / level.in_stock_days);
    if (lot.quantity > used) level.expires_unused[lot.lot] = lot.quantity - used;
    reached = next;
  }
  const Wide day = record_day + reached / level.consumed;
  level.run_out_day = static_cast<int64_t>(std::min<Wide>(day, kLastReportDay));
}

void AddDayOut(int64_t day, Level& level) {
  ++level.stock_out_days;
  // Days come from the last to the first.
  if (!level.periods.empty() && level.periods.back().first == day + 1) {
    level.periods.back().first = day;
  } else {
    level.periods.push_back({day, day});
  }
}

void LookBack(const ItemBook& book, int64_t record_day, Level& level) {
  BackwardWalk walk(book);
  for (int64_t day = record_day; day > record_day - level.window_days; --day) {
    level.consumed += walk.ConsumedOn(day);
    if (walk.UndoDay(day)) {
      ++level.in_stock_days;
      if (!level.last_in_stock_day.has_value()) level.last_in_stock_day = day;
    } else if (!book.first_usable_day.has_value() || day < *book.first_usable_day) {
      ++level.before_first_days;
    } else {
      AddDayOut(day, level);
      if (walk.ExpiredAt(day)) ++level.expired_only_days;
    }
  }
  // More came back in the window than was used in it: the use was before the window.
  level.consumed = std::max<int64_t>(level.consumed, 0);
  std::reverse(level.periods.begin(), level.periods.end());
}

}  // namespace

int64_t Level::all_expires_unused() const {
  return std::accumulate(expires_unused.begin(), expires_unused.end(), int64_t{0},
                         [](int64_t sum, const auto& entry) { return sum + entry.second; });
}

int64_t FirstDayOfUse(const ReportDays& days, int64_t window_days) {
  return days.record.has_value() ? *days.record - window_days + 1 : days.as_of;
}

Level ComputeLevel(const ItemBook& book, int64_t window_days) {
  Level level;
  level.window_days = window_days;
  if (!book.days.record.has_value()) return level;
  const int64_t record_day = *book.days.record;
  std::vector<DatedLot> usable;
  bool all_dated = true;
  for (const auto& [lot, stock] : book.lots) {
    level.quarantined += stock.quarantined;
    if (stock.usable <= 0) continue;
    if (book.recalled.contains(lot)) {
      level.recalled += stock.usable;
      continue;
    }
    const LotDate& date = stock.facts.date;
    if (IsPast(date, record_day)) {
      level.expired += stock.usable;
      continue;
    }
    level.usable += stock.usable;
    usable.push_back({lot, date, stock.usable});
    all_dated = all_dated && date.dated;
    level.usable_until_day = std::max(level.usable_until_day.value_or(0), date.expiry_day);
  }
  if (!all_dated) level.usable_until_day.reset();
  LookBack(book, record_day, level);
  if (!usable.empty() && level.has_use()) WalkForward(std::move(usable), record_day, level);
  return level;
}

v1::UseEvidence EvidenceOf(const Level& level) {
  if (level.in_stock_days == 0) return v1::USE_EVIDENCE_NONE;
  if (level.consumed == 0) return v1::USE_EVIDENCE_UNUSED;
  return level.in_stock_days >= kStrongEvidenceDays ? v1::USE_EVIDENCE_STRONG
                                                    : v1::USE_EVIDENCE_WEAK;
}

v1::DailyUse DailyUseOf(const Level& level) {
  v1::DailyUse use;
  use.set_consumed_quantity(level.consumed);
  use.set_in_stock_days(static_cast<int32_t>(level.in_stock_days));
  use.set_evidence(EvidenceOf(level));
  use.set_window_days(static_cast<int32_t>(level.window_days));
  return use;
}

}  // namespace waystation::inventory
