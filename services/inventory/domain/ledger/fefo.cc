#include "services/inventory/domain/ledger/fefo.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/string_view.h"

namespace waystation::inventory {
namespace {

struct Candidate {
  std::string lot;
  LotDate date;
  bool past = false;
  Lowest lowest;
};

std::vector<Candidate> Candidates(const Book& book, const LotDates& dates, const Shelf& shelf,
                                  const Moment& moment, int64_t good_day,
                                  const RecalledLots& recalled) {
  std::vector<Candidate> candidates;
  for (auto row = book.lower_bound({shelf.item, shelf.place, ""}); row != book.end(); ++row) {
    const PositionKey& key = row->first;
    if (key.item != shelf.item || key.place != shelf.place) break;
    if (key.condition != shelf.condition) continue;
    const Lowest lowest = row->second.LowestFrom(moment);
    if (lowest.quantity <= 0) continue;
    const LotDate date = DateOfLot(dates, shelf.item, key.lot);
    const bool past = IsPast(date, good_day) || recalled.contains({shelf.item, key.lot});
    candidates.push_back({key.lot, date, past, lowest});
  }
  return candidates;
}

}  // namespace

std::optional<SoonerLot> SoonestBefore(const std::string& lot, const Book& book,
                                       const LotDates& dates, const Shelf& shelf,
                                       const Moment& moment, int64_t good_day,
                                       const RecalledLots& recalled) {
  const LotDate taken = DateOfLot(dates, shelf.item, lot);
  std::optional<SoonerLot> soonest;
  for (const Candidate& candidate : Candidates(book, dates, shelf, moment, good_day, recalled)) {
    const LotDate& date = candidate.date;
    if (candidate.past || !date.dated) continue;
    if (taken.dated && date.expiry_day >= taken.expiry_day) continue;
    if (soonest.has_value() && date.expiry_day >= soonest->expiry_day) continue;
    soonest = SoonerLot{candidate.lot, date.expiry_day, candidate.lowest.quantity};
  }
  return soonest;
}

Allocation Allocate(const Book& book, const LotDates& dates, const Shelf& shelf,
                    const Moment& moment, int64_t quantity, PastLots past_lots, int64_t good_day,
                    const SpareOfLot& spare, const RecalledLots& recalled) {
  std::vector<Candidate> candidates = Candidates(book, dates, shelf, moment, good_day, recalled);
  if (past_lots == PastLots::kNever) {
    std::erase_if(candidates, [](const Candidate& c) { return c.past; });
  }
  const auto rank = [past_lots](const Candidate& c) {
    const bool after_good = past_lots == PastLots::kLast && c.past;
    return std::make_tuple(after_good, !c.date.dated, c.date.expiry_day, absl::string_view(c.lot));
  };
  std::sort(candidates.begin(), candidates.end(),
            [&](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });

  Allocation allocation = {.missing = quantity, .lowest_day = moment.day};
  for (const Candidate& candidate : candidates) {
    if (allocation.missing == 0) break;
    int64_t taken = std::min(candidate.lowest.quantity, allocation.missing);
    if (spare) taken = spare(candidate.lot, taken);
    if (taken == 0) continue;
    allocation.shares.push_back({candidate.lot, taken});
    allocation.missing -= taken;
    allocation.lowest_day = candidate.lowest.day;
  }
  return allocation;
}

}  // namespace waystation::inventory
