#include "services/inventory/domain/line.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/cover.h"
#include "services/inventory/domain/fefo.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/source_place.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

bool IsOrder(const v1::Movement& movement) { return movement.intent() == v1::INTENT_ORDER; }

// What a line that goes out takes, and what is not there.
struct Taking {
  std::vector<LotShare> shares;  // The shortfall included, on the last.
  int64_t shortfall = 0;
  int64_t lowest_day = 0;
};

PastLots PastLotsFor(const v1::Movement& movement) {
  if (movement.kind() != v1::MOVEMENT_KIND_ISSUE) return PastLots::kInDateOrder;
  return IsOrder(movement) ? PastLots::kNever : PastLots::kLast;
}

Taking Take(const Posting& posting, const v1::Movement& movement, const v1::MovementLine& line,
            const std::string& place, int64_t day, const LotDates& dates) {
  Taking taking;
  if (!line.lot().empty()) {
    const Lowest lowest = posting.LowestFrom({line.item(), place, line.lot()}, day);
    const int64_t available = std::max<int64_t>(0, lowest.quantity);
    taking.shares.push_back({line.lot(), line.quantity()});
    taking.shortfall = std::max<int64_t>(0, line.quantity() - available);
    taking.lowest_day = lowest.day;
    return taking;
  }
  Allocation allocation =
      Allocate(posting.book(), dates, line.item(), place, day, line.quantity(),
               PastLotsFor(movement), IsOrder(movement) ? posting.PromiseDay() : day);
  taking.shares = std::move(allocation.shares);
  taking.shortfall = allocation.missing;
  taking.lowest_day = allocation.lowest_day;
  if (taking.shortfall > 0) {
    if (taking.shares.empty()) taking.shares.push_back({std::string(kUnknownLot), 0});
    taking.shares.back().quantity += taking.shortfall;
  }
  return taking;
}

absl::Status NotEnough(const v1::MovementLine& line, const std::string& place,
                       const Taking& taking) {
  return Error(Reason::ERROR_REASON_NOT_ENOUGH_STOCK, "not enough stock on that day",
               {{"item", line.item()},
                {"place", place},
                {"lot", line.lot()},
                {"wanted", absl::StrCat(line.quantity())},
                {"available", absl::StrCat(line.quantity() - taking.shortfall)},
                {"day", DateText(taking.lowest_day)}});
}

v1::Account Destination(const v1::Movement& movement) {
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_WASTE:
      return PlainAccount(v1::ACCOUNT_KIND_WASTED);
    case v1::MOVEMENT_KIND_ADJUSTMENT_LOSS:
      return PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
    default:
      return movement.to_place().empty() ? PlainAccount(v1::ACCOUNT_KIND_CONSUMED)
                                         : PositionAccount(movement.to_place());
  }
}

v1::Leg LegOfLine(const v1::MovementLine& line, int index, const std::string& lot, int64_t quantity,
                  const common::v1::CivilDate& day) {
  v1::Leg leg;
  leg.set_item(line.item());
  leg.set_lot(lot);
  leg.set_quantity(quantity);
  *leg.mutable_day() = day;
  leg.set_line_index(index);
  return leg;
}

absl::Status PostInflow(Posting& posting, int index, std::vector<v1::Exception>& open_shortfalls) {
  const v1::MovementLine& line = posting.movement().lines(index);
  const bool receipt = posting.movement().kind() == v1::MOVEMENT_KIND_RECEIPT;
  const std::string lot = LotOfInflow(line);
  v1::Leg leg = LegOfLine(line, index, lot, line.quantity(), posting.movement().day());
  *leg.mutable_from() =
      PlainAccount(receipt ? v1::ACCOUNT_KIND_SOURCE : v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  *leg.mutable_to() = PositionAccount(PlaceOf(line));
  RETURN_IF_ERROR(posting.Post(std::move(leg)));
  const Subject subject = {.item = line.item(),
                           .place = PlaceOf(line),
                           .lot = lot,
                           .day = DayNumber(posting.movement().day())};
  return CoverShortfalls(posting,
                         {.subject = subject, .quantity = line.quantity(), .line_index = index},
                         open_shortfalls);
}

absl::Status PostOutflow(Posting& posting, int index) {
  const v1::MovementLine& line = posting.movement().lines(index);
  const int64_t day = DayNumber(posting.movement().day());
  ASSIGN_OR_RETURN(const std::string place,
                   SourcePlace(posting.book(), posting.movement(), line, day));
  const Taking taking = Take(posting, posting.movement(), line, place, day, posting.lot_dates());
  if (taking.shortfall > 0) {
    if (IsOrder(posting.movement())) return NotEnough(line, place, taking);
    const Subject subject = {
        .item = line.item(), .place = place, .lot = taking.shares.back().lot, .day = day};
    RETURN_IF_ERROR(posting.OpenShortfall(subject, taking.shortfall, !line.lot().empty(), index));
  }
  for (const LotShare& share : taking.shares) {
    const LotDate date = DateOfLot(posting.lot_dates(), line.item(), share.lot);
    if (posting.movement().kind() == v1::MOVEMENT_KIND_ISSUE && IsExpired(date, day)) {
      const Subject subject = {.item = line.item(), .place = place, .lot = share.lot, .day = day};
      *posting.Open(v1::EXCEPTION_KIND_EXPIRED_LOT_USED, subject, share.quantity)
           ->mutable_recorded_expiry_date() = DateOf(date.expiry_day);
    }
    v1::Leg leg = LegOfLine(line, index, share.lot, share.quantity, posting.movement().day());
    *leg.mutable_from() = PositionAccount(place);
    *leg.mutable_to() = Destination(posting.movement());
    RETURN_IF_ERROR(posting.Post(std::move(leg)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ApplyLotDates(Posting& posting) {
  const v1::Movement& movement = posting.movement();
  for (const v1::MovementLine& line : movement.lines()) {
    const std::string lot = IsInflow(movement.kind()) ? LotOfInflow(line) : line.lot();
    if (lot.empty()) continue;
    const std::pair<std::string, std::string> key = {line.item(), lot};
    const LotDate known = DateOfLot(posting.lot_dates(), line.item(), lot);
    const MergedDate merged = MergeDates(known, EnteredDate(line));
    if (merged.disagrees) {
      if (IsOrder(movement)) {
        return Error(Reason::ERROR_REASON_LOT_DATE_DISAGREES,
                     "the lot is known here with another date",
                     {{"item", line.item()},
                      {"lot", lot},
                      {"recorded_expiry_date", DateText(known.expiry_day)}});
      }
      // A lot has one date wherever it lies, so the place may be left open.
      const Subject subject = {.item = line.item(),
                               .place = IsInflow(movement.kind()) ? PlaceOf(line) : line.place(),
                               .lot = lot,
                               .day = DayNumber(movement.day())};
      v1::Exception* exception =
          posting.Open(v1::EXCEPTION_KIND_LOT_DATE_DISAGREES, subject, line.quantity());
      *exception->mutable_recorded_expiry_date() = DateOf(known.expiry_day);
      *exception->mutable_entered_expiry_date() = line.expiry_date();
    }
    posting.lot_dates()[key] = merged.kept;
  }
  return absl::OkStatus();
}

absl::Status CheckNamedLotsNotExpired(Posting& posting) {
  const v1::Movement& movement = posting.movement();
  if (movement.kind() != v1::MOVEMENT_KIND_ISSUE) return absl::OkStatus();
  const int64_t day = posting.PromiseDay();
  for (const v1::MovementLine& line : movement.lines()) {
    if (line.lot().empty()) continue;
    const LotDate date = DateOfLot(posting.lot_dates(), line.item(), line.lot());
    if (!IsExpired(date, day)) continue;
    return Error(Reason::ERROR_REASON_LOT_EXPIRED, "the lot is past its use-by date",
                 {{"item", line.item()},
                  {"lot", line.lot()},
                  {"expiry_date", DateText(date.expiry_day)},
                  {"day", DateText(day)}});
  }
  return absl::OkStatus();
}

absl::Status PostLine(Posting& posting, int index, std::vector<v1::Exception>& open_shortfalls) {
  if (IsInflow(posting.movement().kind())) return PostInflow(posting, index, open_shortfalls);
  return PostOutflow(posting, index);
}

}  // namespace waystation::inventory
