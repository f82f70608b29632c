#include "services/inventory/domain/ledger/book.h"

#include <algorithm>

namespace waystation::inventory {

int64_t Position::BalanceAt(int64_t day) const {
  int64_t balance = total_;
  for (auto later = deltas_.upper_bound(day); later != deltas_.end(); ++later) {
    balance -= later->second;
  }
  return balance;
}

Lowest Position::LowestFrom(const Moment& moment) const {
  const CountMark* count = NextCount(moment);
  if (count != nullptr && count->moment.day == moment.day) {
    return {.quantity = count->book(), .day = moment.day};
  }
  int64_t balance = BalanceAt(moment.day);
  Lowest lowest = {.quantity = balance, .day = moment.day};
  for (auto later = deltas_.upper_bound(moment.day); later != deltas_.end(); ++later) {
    if (count != nullptr && later->first >= count->moment.day) break;
    balance += later->second;
    if (balance < lowest.quantity) lowest = {.quantity = balance, .day = later->first};
  }
  if (count != nullptr && count->book() < lowest.quantity) {
    lowest = {.quantity = count->book(), .day = count->moment.day};
  }
  return lowest;
}

std::optional<Lowest> Position::FirstBelow(const Moment& moment) const {
  const CountMark* count = NextCount(moment);
  const int64_t end = count == nullptr ? std::numeric_limits<int64_t>::max() : count->moment.day;
  if (moment.day >= end) return std::nullopt;
  int64_t balance = BalanceAt(moment.day);
  if (balance < 0) return Lowest{.quantity = balance, .day = moment.day};
  for (auto later = deltas_.upper_bound(moment.day); later != deltas_.end(); ++later) {
    if (later->first >= end) break;
    balance += later->second;
    if (balance < 0) return Lowest{.quantity = balance, .day = later->first};
  }
  return std::nullopt;
}

const CountMark* Position::NextCount(const Moment& moment) const {
  const auto next = std::find_if(marks_.begin(), marks_.end(), [&moment](const CountMark& mark) {
    return mark.moment >= moment;
  });
  return next == marks_.end() ? nullptr : &*next;
}

void Position::Add(const Moment& moment, int64_t delta) {
  for (CountMark& mark : marks_) {
    if (mark.moment < moment) continue;
    deltas_[moment.day] += delta;
    deltas_[mark.moment.day] -= delta;
    mark.difference -= delta;
    mark.correction -= delta;
    return;
  }
  total_ += delta;
  deltas_[moment.day] += delta;
}

void Position::Merge(const Position& other) {
  total_ += other.total_;
  for (const auto& [day, delta] : other.deltas_) deltas_[day] += delta;
}

}  // namespace waystation::inventory
