#include "services/inventory/domain/ledger/book.h"

namespace waystation::inventory {

int64_t Position::BalanceAt(int64_t day) const {
  int64_t balance = total_;
  for (auto later = deltas_.upper_bound(day); later != deltas_.end(); ++later) {
    balance -= later->second;
  }
  return balance;
}

Lowest Position::LowestFrom(int64_t day) const {
  int64_t balance = BalanceAt(day);
  Lowest lowest = {.quantity = balance, .day = day};
  for (auto later = deltas_.upper_bound(day); later != deltas_.end(); ++later) {
    balance += later->second;
    if (balance < lowest.quantity) lowest = {.quantity = balance, .day = later->first};
  }
  return lowest;
}

void Position::Add(int64_t day, int64_t delta) {
  total_ += delta;
  deltas_[day] += delta;
}

void Position::Merge(const Position& other) {
  total_ += other.total_;
  for (const auto& [day, delta] : other.deltas_) deltas_[day] += delta;
}

}  // namespace waystation::inventory
