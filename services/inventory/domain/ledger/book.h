// Balances of positions over days: how much was there at the end of each day, and how much may
// still be taken without any later day going below nothing.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_BOOK_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_BOOK_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>

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

// The least balance from some day on, and the first day that has it.
struct Lowest {
  int64_t quantity = 0;
  int64_t day = 0;
};

// One position. Holds the net change of every day from the earliest that matters to a command;
// days before it are in the total alone. Sums stay in range because the gross inflow of an item at
// a facility does (posting.h).
class Position {
 public:
  Position() = default;
  // `deltas`: net change by day, for all days of interest and all later ones.
  Position(int64_t total, std::map<int64_t, int64_t> deltas)
      : total_(total), deltas_(std::move(deltas)) {}

  int64_t total() const { return total_; }
  // At the end of `day`. REQUIRES: all later days were given.
  int64_t BalanceAt(int64_t day) const;
  // Over `day` and all later days. REQUIRES: as above.
  Lowest LowestFrom(int64_t day) const;
  void Add(int64_t day, int64_t delta);
  // Adds all of another position.
  void Merge(const Position& other);

 private:
  int64_t total_ = 0;
  std::map<int64_t, int64_t> deltas_;
};

// Positions by key; an absent one is empty.
using Book = std::map<PositionKey, Position>;

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_BOOK_H_
