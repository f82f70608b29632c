#include "services/inventory/domain/reservations/keep.h"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

namespace waystation::inventory {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);

bool CanKeep(const Claim& claim, const Supply& supply) {
  return (claim.place.empty() || claim.place == supply.place) &&
         (claim.lot.empty() || claim.lot == supply.lot) && !IsPast(supply.date, claim.good_day);
}

// A flow from supplies to claims that only grows: claim by claim along shortest paths, on which
// earlier claims may change what they are kept from but lose nothing.
class Matching {
 public:
  Matching(const std::vector<Claim>& claims, const std::vector<Supply>& supplies)
      : claims_(claims),
        supplies_(supplies),
        given_(claims.size(), std::vector<int64_t>(supplies.size(), 0)) {
    for (const Supply& supply : supplies) left_.push_back(std::max<int64_t>(0, supply.quantity));
  }

  // How much of the claim is kept.
  int64_t Add(size_t claim) {
    int64_t wanted = claims_[claim].quantity;
    while (wanted > 0) {
      const size_t end = FindPath(claim);
      if (end == kNone) break;
      wanted -= Augment(claim, end, wanted);
    }
    return claims_[claim].quantity - wanted;
  }

 private:
  // The supply at the end of a path, which has some left; kNone when there is none.
  size_t FindPath(size_t start) {
    claim_before_.assign(supplies_.size(), kNone);
    supply_before_.assign(claims_.size(), kNone);
    std::deque<size_t> waiting = {start};
    while (!waiting.empty()) {
      const size_t claim = waiting.front();
      waiting.pop_front();
      for (size_t s = 0; s < supplies_.size(); ++s) {
        if (claim_before_[s] != kNone || !CanKeep(claims_[claim], supplies_[s])) continue;
        claim_before_[s] = claim;
        if (left_[s] > 0) return s;
        for (size_t other = 0; other < claims_.size(); ++other) {
          if (other == start || supply_before_[other] != kNone || given_[other][s] == 0) continue;
          supply_before_[other] = s;
          waiting.push_back(other);
        }
      }
    }
    return kNone;
  }

  // Moves as much as the path allows, at most `wanted`.
  int64_t Augment(size_t start, size_t end, int64_t wanted) {
    int64_t quantity = std::min(wanted, left_[end]);
    for (size_t claim = claim_before_[end]; claim != start;) {
      const size_t supply = supply_before_[claim];
      quantity = std::min(quantity, given_[claim][supply]);
      claim = claim_before_[supply];
    }
    left_[end] -= quantity;
    size_t supply = end;
    for (size_t claim = claim_before_[end];; claim = claim_before_[supply]) {
      given_[claim][supply] += quantity;
      if (claim == start) return quantity;
      supply = supply_before_[claim];
      given_[claim][supply] -= quantity;
    }
  }

  const std::vector<Claim>& claims_;
  const std::vector<Supply>& supplies_;
  std::vector<std::vector<int64_t>> given_;
  std::vector<int64_t> left_;
  std::vector<size_t> claim_before_;   // By supply: the claim from which it was reached.
  std::vector<size_t> supply_before_;  // By claim: the supply through which it was reached.
};

}  // namespace

std::vector<int64_t> Keep(const std::vector<Claim>& claims, const std::vector<Supply>& supplies) {
  Matching matching(claims, supplies);
  std::vector<int64_t> kept;
  for (size_t i = 0; i < claims.size(); ++i) kept.push_back(matching.Add(i));
  return kept;
}

int64_t Lacking(const std::vector<Claim>& claims, const std::vector<Supply>& supplies) {
  std::map<std::tuple<std::string, std::string, int64_t>, int64_t> sums;
  for (const Claim& claim : claims) {
    sums[{claim.place, claim.lot, claim.good_day}] += claim.quantity;
  }
  std::vector<Claim> together;
  for (const auto& [key, quantity] : sums) {
    together.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), quantity});
  }
  int64_t lacking = 0;
  const std::vector<int64_t> kept = Keep(together, supplies);
  for (size_t i = 0; i < kept.size(); ++i) lacking += together[i].quantity - kept[i];
  return lacking;
}

std::vector<Supply> SuppliesOf(const Book& book, const LotDates& dates, const std::string& item,
                               int64_t day, const RecalledLots& recalled) {
  std::vector<Supply> supplies;
  for (auto row = book.lower_bound({item, "", ""}); row != book.end(); ++row) {
    const PositionKey& key = row->first;
    if (key.item != item) break;
    if (key.condition != v1::CONDITION_USABLE || recalled.contains({item, key.lot})) continue;
    const int64_t quantity = row->second.LowestFrom(day).quantity;
    if (quantity <= 0) continue;
    supplies.push_back({key.place, key.lot, DateOfLot(dates, item, key.lot), quantity});
  }
  return supplies;
}

}  // namespace waystation::inventory
