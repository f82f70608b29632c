// The supply level of one item at one facility, as of the facility's last record: how much is
// usable, how fast it is used, and on which day it runs out. Pure integer arithmetic; nothing here
// depends on the day of asking (that is domain/reading.h), so a level stays true as days pass.
#ifndef SERVICES_HEADQUARTERS_DOMAIN_LEVEL_H_
#define SERVICES_HEADQUARTERS_DOMAIN_LEVEL_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "services/headquarters/domain/quantity.h"

namespace waystation::headquarters {

// Days are numbered from 1970-01-01, in the facility's zone.
inline constexpr int64_t kNoDay = std::numeric_limits<int64_t>::max();

// 9999-12-31, the last day a CivilDate can say. Later run-outs are told as this day.
inline constexpr int64_t kLastDay = 2'932'896;

// What the legs of one day did to one lot's usable stock, moves within it left out. A reversal
// takes back from the part it reverses, and use out of quarantine is use that took nothing usable,
// so a part may be negative.
struct Flow {
  Quantity inflow = 0;    // From a source, a count that found more, or a release.
  Quantity consumed = 0;  // Used, whatever for and in whatever condition, less what came back; of a
                          // place that is there to send also what it dispatched.
  Quantity other_out = 0;    // Wasted, counted less, set apart or damaged.
  Quantity quarantined = 0;  // What the lot's stock in quarantine became more by.
  Quantity dispatched = 0;   // The part of `consumed` that was dispatched, less what was returned.

  // What usable stock became more by.
  Quantity net() const { return inflow - consumed - other_out; }
  // Whether it is about usable stock at all, if only to come to nothing.
  bool of_usable() const { return inflow != 0 || consumed != 0 || other_out != 0; }
  bool empty() const { return !of_usable() && quarantined == 0 && dispatched == 0; }
  friend bool operator==(const Flow&, const Flow&) = default;
};

// A lot with something in it at the end of the record day.
struct LotStock {
  std::string lot;
  int64_t expiry_day = kNoDay;  // The last day on which it may be used; kNoDay: it never expires.
  Quantity quantity = 0;        // Usable, expired or not.
  Quantity quarantined = 0;     // Beside it.

  bool holds_something() const { return quantity != 0 || quarantined != 0; }
};

// {lot, the day on which the first open recall of it was recorded}.
using RecalledLots = std::map<std::string, int64_t, std::less<>>;

struct LotDay {
  int64_t day = 0;
  std::string lot;
  int64_t expiry_day = kNoDay;
  Flow flow;
};

// One item's book at one facility.
struct StockBook {
  // The facility's last record day: the latest day of any leg there, of whatever item.
  int64_t record_day = 0;
  std::vector<LotStock> lots;
  // At least every line of the look-back window (kUseWindowDays ending with record_day); earlier
  // ones may be there too. In any order, at most one a lot and day.
  std::vector<LotDay> days;
  // The first line at the facility of the item's usable stock, however long ago; kNoDay: none.
  int64_t first_day = kNoDay;
  // A recalled lot is not usable now, whatever day it is; up to the day of its recall it was.
  RecalledLots recalled = {};
};

enum class Standing {
  kOut,         // Nothing usable; what has expired does not count.
  kLasts,       // Usable, and used in the window: run_out_day holds.
  kUnused,      // Usable, and in stock but never used in the window.
  kNoEvidence,  // Usable, but no day in stock to take a daily use from.
};

enum class Evidence {
  kNone,    // No in-stock day in the window.
  kWeak,    // Used, in 1 to kStrongEvidenceDays - 1 in-stock days.
  kStrong,  // Used, in kStrongEvidenceDays in-stock days or more.
  kUnused,  // In stock, never used.
};

struct Level {
  int64_t record_day = 0;
  Quantity usable = 0;
  Quantity expired = 0;
  // Daily use is consumed / in_stock_days, both over the window. `consumed` is never negative.
  Quantity consumed = 0;
  int64_t in_stock_days = 0;
  Standing standing = Standing::kOut;
  // kLasts: the last day that usable stock covers in full. kOut: the last day in stock. Else
  // kNoDay.
  int64_t run_out_day = kNoDay;
  // Of the usable lots: the first expiry, and the last when every one of them expires; else kNoDay.
  int64_t next_expiry_day = kNoDay;
  int64_t usable_until_day = kNoDay;
  // Part of `usable` that expires before it is used at the daily use. 0 unless kLasts.
  Quantity expires_unused = 0;
  // As in the book.
  int64_t first_day = kNoDay;
  // In quarantine, expired or not; part of nothing above.
  Quantity quarantined = 0;
  // In usable condition in recalled lots, expired or not; part of nothing above.
  Quantity recalled = 0;
  // The part of `consumed` that was dispatched; may be below 0, as what came back is taken off.
  Quantity dispatched = 0;

  friend bool operator==(const Level&, const Level&) = default;
};

// The level that the book shows. A day is in stock when a lot that had neither expired nor been
// recalled by then had something in it as the day opened, or anything came in on it that had not
// been recalled. The run-out is a first-expired-
// first-out walk from the end of the record day in which lots leave at their expiry. For kOut the
// run-out day is looked for in all days the book has: when it is not found in a book of the window
// alone, ask again with the whole book; when not found there either, the item never was in stock.
Level ComputeLevel(const StockBook& book);

Evidence EvidenceOf(const Level& level);

// Days of the window without anything usable, from the item's first usable stock on: before it
// nobody had missed it. 0 to kUseWindowDays.
int64_t StockOutDays(const Level& level);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_LEVEL_H_
