// What moved and what was counted, of positions: balances are replayed from the beginning each
// time, a count sets them to what it says. Differences are no part of it: they are what is left
// over.
#ifndef TESTS_INVENTORY_SUPPORT_MODEL_STOCK_H_
#define TESTS_INVENTORY_SUPPORT_MODEL_STOCK_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "waystation/inventory/v1/condition.pb.h"

namespace waystation::inventory {

struct ModelStock {
  // {facility, item, place, lot, condition} of names as in requests; the condition is always told.
  using Spot = std::tuple<std::string, std::string, std::string, std::string, v1::Condition>;

  struct When {
    int64_t day = 0;
    int64_t time_us = std::numeric_limits<int64_t>::max();
    int64_t number = 0;  // Of a count, which stands behind all else of its time.

    friend auto operator<=>(const When&, const When&) = default;
  };

  struct Count {
    std::string name, facility, place;
    When when;
    bool every_item = false;
    std::set<std::string> whole_items;
    std::map<Spot, int64_t> figures;

    // What it says of a spot.
    std::optional<int64_t> FigureOf(const Spot& spot) const;
  };

  void Move(const Spot& spot, const When& when, int64_t change) { flows[spot][when] += change; }

  int64_t BalanceAt(const Spot& spot, int64_t day) const;
  // The least of the ends of days from `when` to the next count, and what is there before that.
  int64_t Lowest(const Spot& spot, const When& when) const;
  // The first such end of a day that is below nothing.
  std::optional<std::pair<int64_t, int64_t>> FirstBelow(const Spot& spot, const When& when) const;
  const Count* NextCount(const Spot& spot, const When& when) const;
  // What is there before the count says what is there.
  int64_t BookAt(const Spot& spot, const Count& count) const;

  std::map<Spot, std::map<When, int64_t>> flows;
  // Those that stand, of one facility or of several; with their names.
  std::map<std::pair<When, std::string>, Count> counts;

 private:
  // All that `when` or what is before it has come to.
  int64_t Replay(const Spot& spot, const When& until) const;
  std::set<int64_t> DaysFrom(const Spot& spot, const When& when) const;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_MODEL_STOCK_H_
