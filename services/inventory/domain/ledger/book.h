// Balances of positions over days: how much was there at the end of each day, and how much may
// still be taken without any later day going below nothing.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_BOOK_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_BOOK_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "waystation/inventory/v1/condition.pb.h"

namespace waystation::inventory {

// Where stock of one facility is.
struct PositionKey {
  std::string item;  // "items/{item}"
  std::string place;
  std::string lot;
  v1::Condition condition = v1::CONDITION_USABLE;  // Never unspecified.

  friend bool operator<(const PositionKey& a, const PositionKey& b) {
    return std::tie(a.item, a.place, a.lot, a.condition) <
           std::tie(b.item, b.place, b.lot, b.condition);
  }
  friend bool operator==(const PositionKey&, const PositionKey&) = default;
};

inline constexpr int64_t kBeginningOfDay = std::numeric_limits<int64_t>::min();
inline constexpr int64_t kEndOfDay = std::numeric_limits<int64_t>::max();

// When something counts: on a civil day, and within it at a time in microseconds since 1970. A
// count stands behind all else of its time, and counts of one time in the order of their numbers.
struct Moment {
  Moment() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a day is the end of it.
  Moment(int64_t on_day, int64_t at_us = kEndOfDay, int64_t number = 0)
      : day(on_day), time_us(at_us), count_number(number) {}

  int64_t day = 0;
  int64_t time_us = kEndOfDay;
  int64_t count_number = 0;  // Of a count; 0: anything else.

  friend auto operator<=>(const Moment&, const Moment&) = default;
};

// A count of one position.
struct CountMark {
  Moment moment;
  std::string count;       // "facilities/{facility}/counts/{count}"
  int64_t quantity = 0;    // Counted; never changes.
  int64_t difference = 0;  // Counted less what the book had, by all that is posted.
  int64_t correction = 0;  // Of the difference: what the command in the making has changed.

  int64_t book() const { return quantity - difference; }
};

// The least balance from some day on, and the first day that has it.
struct Lowest {
  int64_t quantity = 0;
  int64_t day = 0;
};

// One position. Holds the net change of every day from the earliest that matters to a command;
// days before it are in the total alone. Sums stay in range because the gross inflow of an item at
// a facility does (posting.h).
//
// A count sets the balance as of its moment. So what is added before one is taken back at it, out
// of its difference, and matters only until then.
class Position {
 public:
  Position() = default;
  // `deltas`: net change by day, for all days of interest and all later ones.
  Position(int64_t total, std::map<int64_t, int64_t> deltas)
      : total_(total), deltas_(std::move(deltas)) {}

  int64_t total() const { return total_; }
  // At the end of `day`. REQUIRES: all later days were given.
  int64_t BalanceAt(int64_t day) const;
  // What may be taken at `moment`: the least balance at the end of its day and of all later ones;
  // where there is a count at or after it, only of days before that count's, and what the book has
  // at the count. REQUIRES: as above.
  Lowest LowestFrom(const Moment& moment) const;
  // The first day from the moment's on, up to the next count, that ends below nothing.
  std::optional<Lowest> FirstBelow(const Moment& moment) const;
  // The first count at or after `moment`; nullptr when there is none.
  const CountMark* NextCount(const Moment& moment) const;
  // The next count takes it back.
  void Add(const Moment& moment, int64_t delta);
  // Adds all of another position, its counts apart.
  void Merge(const Position& other);

  // The counts that matter to a command, the earliest first.
  const std::vector<CountMark>& marks() const { return marks_; }
  void SetMarks(std::vector<CountMark> marks) { marks_ = std::move(marks); }

 private:
  int64_t total_ = 0;
  std::map<int64_t, int64_t> deltas_;
  std::vector<CountMark> marks_;
};

// Positions by key; an absent one is empty.
using Book = std::map<PositionKey, Position>;

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_BOOK_H_
