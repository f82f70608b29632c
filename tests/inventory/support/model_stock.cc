#include "tests/inventory/support/model_stock.h"

#include <algorithm>

namespace waystation::inventory {

std::optional<int64_t> ModelStock::Count::FigureOf(const Spot& spot) const {
  const auto named = figures.find(spot);
  if (named != figures.end()) return named->second;
  if (std::get<0>(spot) != facility || std::get<2>(spot) != place) return std::nullopt;
  if (every_item || whole_items.contains(std::get<1>(spot))) return 0;
  return std::nullopt;
}

int64_t ModelStock::Replay(const Spot& spot, const When& until) const {
  std::map<When, int64_t> set;
  for (const auto& [key, count] : counts) {
    const std::optional<int64_t> figure = count.FigureOf(spot);
    if (figure.has_value() && count.when <= until) set[count.when] = *figure;
  }
  int64_t balance = set.empty() ? 0 : set.rbegin()->second;
  const auto moved = flows.find(spot);
  if (moved == flows.end()) return balance;
  for (const auto& [when, change] : moved->second) {
    if (when > until) break;
    if (set.empty() || when > set.rbegin()->first) balance += change;
  }
  return balance;
}

int64_t ModelStock::BalanceAt(const Spot& spot, int64_t day) const {
  return Replay(spot, {.day = day, .number = std::numeric_limits<int64_t>::max()});
}

const ModelStock::Count* ModelStock::NextCount(const Spot& spot, const When& when) const {
  for (const auto& [key, count] : counts) {
    if (count.when >= when && count.FigureOf(spot).has_value()) return &count;
  }
  return nullptr;
}

int64_t ModelStock::BookAt(const Spot& spot, const Count& count) const {
  return Replay(
      spot,
      {.day = count.when.day, .time_us = count.when.time_us, .number = count.when.number - 1});
}

std::set<int64_t> ModelStock::DaysFrom(const Spot& spot, const When& when) const {
  const Count* next = NextCount(spot, when);
  const int64_t end = next == nullptr ? std::numeric_limits<int64_t>::max() : next->when.day;
  std::set<int64_t> days = {when.day};
  if (const auto moved = flows.find(spot); moved != flows.end()) {
    for (const auto& [at, change] : moved->second) days.insert(std::max(at.day, when.day));
  }
  std::erase_if(days, [end](int64_t day) { return day >= end; });
  return days;
}

int64_t ModelStock::Lowest(const Spot& spot, const When& when) const {
  std::optional<int64_t> lowest;
  for (const int64_t day : DaysFrom(spot, when)) {
    const int64_t balance = BalanceAt(spot, day);
    lowest = std::min(lowest.value_or(balance), balance);
  }
  if (const Count* next = NextCount(spot, when); next != nullptr) {
    const int64_t book = BookAt(spot, *next);
    lowest = std::min(lowest.value_or(book), book);
  }
  return lowest.value_or(0);
}

std::optional<std::pair<int64_t, int64_t>> ModelStock::FirstBelow(const Spot& spot,
                                                                  const When& when) const {
  for (const int64_t day : DaysFrom(spot, when)) {
    const int64_t balance = BalanceAt(spot, day);
    if (balance < 0) return std::pair(day, balance);
  }
  return std::nullopt;
}

}  // namespace waystation::inventory
