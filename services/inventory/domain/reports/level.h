// An item's use and how long it lasts, as of the facility's record day. The rules are those of
// headquarters' levels (services/headquarters/domain/level.h), whose numbers a facility sees for
// its own: services share no code, so the small formula stands here again, and a test with real
// data holds the one against the other.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_LEVEL_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_LEVEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/inventory/domain/reports/item_book.h"
#include "waystation/inventory/v1/report_line.pb.h"

namespace waystation::inventory {

struct DaysOut {
  int64_t first = 0;
  int64_t last = 0;
};

struct Level {
  int64_t usable = 0;  // Not past its date on the record day; `expired` is.
  int64_t expired = 0;
  int64_t recalled = 0;  // In recalled lots, past its date or not; part of neither.
  int64_t quarantined = 0;
  // Daily use is consumed / in_stock_days; consumed is never negative.
  int64_t consumed = 0;
  int64_t in_stock_days = 0;
  int64_t window_days = 0;
  // Out days from the first usable stock on, earliest first; and of them those with expired stock.
  std::vector<DaysOut> periods = {};
  int64_t stock_out_days = 0;
  int64_t expired_only_days = 0;
  int64_t before_first_days = 0;
  // The last day of the window in stock.
  std::optional<int64_t> last_in_stock_day = {};
  // Set when it is usable and used: the last day that usable stock covers in full.
  std::optional<int64_t> run_out_day = {};
  // The latest date of usable stock when every lot of it has one.
  std::optional<int64_t> usable_until_day = {};
  // By lot: the part that expires before it is used. Only where there is a run-out day.
  std::map<std::string, int64_t> expires_unused = {};

  int64_t all_expires_unused() const;
  // Usable, and used within the window.
  bool has_use() const { return in_stock_days > 0 && consumed > 0; }
};

// The window is the `window_days` that end with the record day. A day is in stock when a lot that
// had neither expired nor been recalled by then had something usable as the day opened, or anything
// usable came in on it that had not been recalled.
// The run-out is a first-expired-first-out walk from the end of the record day in which lots leave
// at their expiry. REQUIRES: book.flows has every line from the window's first day on. Without a
// record day nothing is known: an empty level.
Level ComputeLevel(const ItemBook& book, int64_t window_days);

v1::UseEvidence EvidenceOf(const Level& level);
v1::DailyUse DailyUseOf(const Level& level);

// The first of so many days that end with the record day; the as-of day where there is none.
int64_t FirstDayOfUse(const ReportDays& days, int64_t window_days);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_LEVEL_H_
