#include "services/headquarters/domain/level.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/headquarters/limits.h"

namespace waystation::headquarters {
namespace {

struct LotState {
  int64_t expiry_day = kNoDay;
  int64_t recall_day = kNoDay;
  Quantity quantity = 0;

  int64_t last_day() const { return std::min(expiry_day, recall_day); }
};

// Walks back from the end of the record day, undoing one day after another.
class BackwardWalk {
 public:
  explicit BackwardWalk(const StockBook& book) {
    for (const LotStock& lot : book.lots) {
      LotState& state = lots_[lot.lot];
      state.quantity += lot.quantity;
      state.expiry_day = std::min(state.expiry_day, lot.expiry_day);
    }
    for (const LotDay& line : book.days) {
      LotState& state = lots_[line.lot];
      state.expiry_day = std::min(state.expiry_day, line.expiry_day);
      if (!line.flow.empty()) lines_[line.day].push_back(&line);
    }
    for (const auto& [lot, day] : book.recalled) {
      if (const auto found = lots_.find(lot); found != lots_.end()) found->second.recall_day = day;
    }
  }

  // Undoes `day`; the days must be asked for from the last to the first. True when it was in stock.
  bool UndoDay(int64_t day) {
    bool in_stock = false;
    if (auto lines = lines_.find(day); lines != lines_.end()) {
      for (const LotDay* line : lines->second) {
        LotState& lot = lots_[line->lot];
        lot.quantity -= line->flow.net();
        if (line->flow.inflow > 0 && day <= lot.recall_day) in_stock = true;
      }
    }
    return in_stock || UsableOn(day);
  }

  // The last day in stock before `day`, which is the last that was undone; kNoDay when the book
  // has none.
  int64_t LastInStockBefore(int64_t day) {
    int64_t upper = day - 1;  // The latest day not looked at yet.
    for (auto lines = lines_.rbegin(); lines != lines_.rend(); ++lines) {
      const auto [line_day, unused] = *lines;
      if (line_day >= day) continue;
      // No line between line_day and upper: stock stands still, only expiry ends its use.
      if (const int64_t last = LastUsableDay(upper); last > line_day) return last;
      if (UndoDay(line_day)) return line_day;
      upper = line_day - 1;
    }
    return kNoDay;
  }

  // Adds what was used on the day.
  void AddUse(int64_t day, Level& level) const {
    const auto lines = lines_.find(day);
    if (lines == lines_.end()) return;
    for (const LotDay* line : lines->second) {
      level.consumed += line->flow.consumed;
      level.dispatched += line->flow.dispatched;
    }
  }

 private:
  bool UsableOn(int64_t day) const {
    return std::any_of(lots_.begin(), lots_.end(), [day](const auto& entry) {
      return entry.second.quantity > 0 && entry.second.last_day() >= day;
    });
  }

  // The last day, `upper` at the latest, on which one of the present lots may be used.
  int64_t LastUsableDay(int64_t upper) const {
    int64_t last = std::numeric_limits<int64_t>::min();
    for (const auto& [lot, state] : lots_) {
      if (state.quantity > 0) last = std::max(last, std::min(upper, state.last_day()));
    }
    return last;
  }

  std::map<absl::string_view, LotState> lots_;
  std::map<int64_t, std::vector<const LotDay*>> lines_;
};

// First expired, first out, in units of days times `consumed` so that nothing rounds: each lot
// lasts until it is used up or expires, whichever comes first.
void WalkForward(std::vector<LotStock> usable, Level& level) {
  std::sort(usable.begin(), usable.end(), [](const LotStock& a, const LotStock& b) {
    return std::pair(a.expiry_day, absl::string_view(a.lot)) <
           std::pair(b.expiry_day, absl::string_view(b.lot));
  });
  Quantity reached = 0;
  for (const LotStock& lot : usable) {
    const Quantity used_up = reached + lot.quantity * level.in_stock_days;
    if (lot.expiry_day == kNoDay) {
      reached = used_up;
      continue;
    }
    const Quantity expiry = (lot.expiry_day - level.record_day) * level.consumed;
    const Quantity next = std::max(reached, std::min(used_up, expiry));
    level.expires_unused += lot.quantity - (next - reached) / level.in_stock_days;
    reached = next;
  }
  const Quantity day = level.record_day + reached / level.consumed;
  level.run_out_day = static_cast<int64_t>(std::min<Quantity>(day, kLastDay));
}

}  // namespace

Level ComputeLevel(const StockBook& book) {
  Level level;
  level.record_day = book.record_day;
  level.first_day = book.first_day;
  std::vector<LotStock> usable;
  int64_t last_expiry = std::numeric_limits<int64_t>::min();
  for (const LotStock& lot : book.lots) {
    level.quarantined += lot.quarantined;
    if (lot.quantity <= 0) continue;
    if (book.recalled.contains(lot.lot)) {
      level.recalled += lot.quantity;
      continue;
    }
    if (lot.expiry_day < book.record_day) {
      level.expired += lot.quantity;
      continue;
    }
    level.usable += lot.quantity;
    level.next_expiry_day = std::min(level.next_expiry_day, lot.expiry_day);
    last_expiry = std::max(last_expiry, lot.expiry_day);
    usable.push_back(lot);
  }
  if (!usable.empty()) level.usable_until_day = last_expiry;

  BackwardWalk walk(book);
  const int64_t window_start = book.record_day - kUseWindowDays + 1;
  int64_t last_in_stock = kNoDay;
  for (int64_t day = book.record_day; day >= window_start; --day) {
    walk.AddUse(day, level);
    if (!walk.UndoDay(day)) continue;
    ++level.in_stock_days;
    if (last_in_stock == kNoDay) last_in_stock = day;
  }
  // More taken back in the window than used in it: the use was before the window.
  level.consumed = std::max<Quantity>(level.consumed, 0);

  if (usable.empty()) {
    level.standing = Standing::kOut;
    level.run_out_day =
        last_in_stock != kNoDay ? last_in_stock : walk.LastInStockBefore(window_start);
  } else if (level.in_stock_days == 0) {
    level.standing = Standing::kNoEvidence;
  } else if (level.consumed == 0) {
    level.standing = Standing::kUnused;
  } else {
    level.standing = Standing::kLasts;
    WalkForward(std::move(usable), level);
  }
  return level;
}

int64_t StockOutDays(const Level& level) {
  if (level.first_day > level.record_day) return 0;
  const int64_t known = std::min(kUseWindowDays, level.record_day - level.first_day + 1);
  return std::max<int64_t>(0, known - level.in_stock_days);
}

Evidence EvidenceOf(const Level& level) {
  if (level.in_stock_days == 0) return Evidence::kNone;
  if (level.consumed == 0) return Evidence::kUnused;
  return level.in_stock_days >= kStrongEvidenceDays ? Evidence::kStrong : Evidence::kWeak;
}

}  // namespace waystation::headquarters
