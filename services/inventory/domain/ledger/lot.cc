#include "services/inventory/domain/ledger/lot.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {

LotDate EnteredDate(const v1::MovementLine& line) {
  if (!line.has_expiry_date()) return LotDate{};
  const bool best_before = line.date_kind() == v1::DATE_KIND_BEST_BEFORE;
  return LotDate{.dated = true,
                 .expiry_day = DayNumber(line.expiry_date()),
                 .kind = best_before ? v1::DATE_KIND_BEST_BEFORE : v1::DATE_KIND_USE_BY};
}

std::string OwnerOf(const v1::Movement& movement, const v1::MovementLine& line) {
  return line.owner().empty() ? movement.donation().donor() : line.owner();
}

void AddOwner(const std::string& owner, LotFacts& lot) {
  const bool known = std::find(lot.owners.begin(), lot.owners.end(), owner) != lot.owners.end();
  if (owner.empty() || known || lot.owners.size() > kMaxOtherOwners) return;
  lot.owners.push_back(owner);
}

std::string LotOfInflow(const v1::MovementLine& line) {
  if (!line.lot().empty()) return line.lot();
  if (!line.has_expiry_date()) return std::string(kNoLot);
  return absl::StrCat("exp-", DateText(DayNumber(line.expiry_date())));
}

bool IsPast(const LotDate& date, int64_t day) { return date.dated && date.expiry_day < day; }

bool IsExpired(const LotDate& date, int64_t day) {
  return IsPast(date, day) && date.kind == v1::DATE_KIND_USE_BY;
}

MergedDate MergeDates(const LotDate& known, const LotDate& entered) {
  if (!entered.dated) return {.kept = known};
  if (!known.dated) return {.kept = entered};
  const bool use_by = known.kind == v1::DATE_KIND_USE_BY || entered.kind == v1::DATE_KIND_USE_BY;
  return {.kept = {.dated = true,
                   .expiry_day = std::min(known.expiry_day, entered.expiry_day),
                   .kind = use_by ? v1::DATE_KIND_USE_BY : v1::DATE_KIND_BEST_BEFORE},
          .disagrees = known.expiry_day != entered.expiry_day};
}

std::string RecallOfLot(const RecalledLots& recalled, const std::string& item,
                        const std::string& lot) {
  const auto found = recalled.find({item, lot});
  return found == recalled.end() ? "" : found->second.front();
}

LotDate DateOfLot(const LotDates& dates, const std::string& item, const std::string& lot) {
  const auto found = dates.find({item, lot});
  return found == dates.end() ? LotDate{} : found->second;
}

}  // namespace waystation::inventory
