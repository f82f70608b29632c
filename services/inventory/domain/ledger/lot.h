// The date of a lot, what it means on a day, and whose the lot is.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_LOT_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_LOT_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// A lot's expiry as kept at one facility. Without a date the lot does not expire.
struct LotDate {
  bool dated = false;
  int64_t expiry_day = 0;  // The last good day; 0 when not dated.
  v1::DateKind kind = v1::DATE_KIND_NONE;

  friend bool operator==(const LotDate&, const LotDate&) = default;
};

// All that is kept of a lot at one facility.
struct LotFacts {
  LotDate date = {};
  // Whose it is: the first recorded first, others after it as they came.
  std::vector<std::string> owners = {};

  friend bool operator==(const LotFacts&, const LotFacts&) = default;
};

// Whose stock a line brings, as it says or as the donation does; empty: not said.
std::string OwnerOf(const v1::Movement& movement, const v1::MovementLine& line);

// Notes one more owner of the lot: the first stays the first, nobody twice, no more than
// kMaxOtherOwners beside the first.
void AddOwner(const std::string& owner, LotFacts& lot);

// {item name, lot} -> its date, of lots known at the facility.
using LotDates = std::map<std::pair<std::string, std::string>, LotDate>;

// {item name, lot} -> the open recalls of it, "recalls/{recall}", the first recorded first; none is
// empty. Of every item in question.
using RecalledLots = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;

// The date that a line states; not dated when it states none.
LotDate EnteredDate(const v1::MovementLine& line);

// The lot under which a line's stock comes in: as named, or "exp-YYYY-MM-DD", or "none".
std::string LotOfInflow(const v1::MovementLine& line);

// Past its date on `day`, whatever the kind.
bool IsPast(const LotDate& date, int64_t day);
// Past a use-by date on `day`: unsafe, not just stale.
bool IsExpired(const LotDate& date, int64_t day);

struct MergedDate {
  LotDate kept;
  bool disagrees = false;
};

// What is kept when a lot recorded with `known` is entered with `entered`: the stricter of both. A
// date where none was known (or none where one was) fills in and does not disagree.
MergedDate MergeDates(const LotDate& known, const LotDate& entered);

// The first open recall of the lot; empty when there is none.
std::string RecallOfLot(const RecalledLots& recalled, const std::string& item,
                        const std::string& lot);

// The date of a lot in `dates`; not dated when the lot is not known.
LotDate DateOfLot(const LotDates& dates, const std::string& item, const std::string& lot);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_LOT_H_
