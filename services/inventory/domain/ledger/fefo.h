// Which lots to take: first expired, first out.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_FEFO_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_FEFO_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/inventory/domain/ledger/book.h"
#include "services/inventory/domain/ledger/lot.h"

namespace waystation::inventory {

// What to do with lots past their date, and with those that are recalled.
enum class PastLots {
  kNever,        // An order for use.
  kLast,         // A fact of use: what was past its date was taken when nothing else was there.
  kInDateOrder,  // All that is no issue: the oldest goes first, past or not.
};

// Stock of one item in one place in one condition.
struct Shelf {
  std::string item;
  std::string place;
  v1::Condition condition = v1::CONDITION_USABLE;
};

struct LotShare {
  std::string lot;
  int64_t quantity = 0;  // Base units to take.
};

struct Allocation {
  // In the order taken; each more than 0. A lot appears once.
  std::vector<LotShare> shares = {};
  // What no lot could give.
  int64_t missing = 0;
  // The day on which the last lot looked at is lowest; the day asked for when there is none.
  int64_t lowest_day = 0;
};

// The most of `up_to` that may be taken of a lot; what it says is taken.
using SpareOfLot = std::function<int64_t(const std::string& lot, int64_t up_to)>;

// A lot that could be taken, with its last good day.
struct SoonerLot {
  std::string lot;
  int64_t expiry_day = 0;
  int64_t quantity = 0;  // Base units that could be taken.
};

// The lot on `shelf` that expires first of those that expire before `lot`, are not past their date
// on `good_day`, not recalled, and could be taken at `moment`.
std::optional<SoonerLot> SoonestBefore(const std::string& lot, const Book& book,
                                       const LotDates& dates, const Shelf& shelf,
                                       const Moment& moment, int64_t good_day,
                                       const RecalledLots& recalled);

// Takes `quantity` from `shelf` at `moment`, lot by lot: earliest date first, lots without a date
// last, ties by lot id. Each lot gives at most what no later day misses. Whether a lot is past
// its date is asked for `good_day`; one that is recalled is treated as one past its date. With
// `spare` no more of a lot than that says. Changes nothing.
Allocation Allocate(const Book& book, const LotDates& dates, const Shelf& shelf,
                    const Moment& moment, int64_t quantity, PastLots past_lots, int64_t good_day,
                    const SpareOfLot& spare = nullptr, const RecalledLots& recalled = {});

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_FEFO_H_
