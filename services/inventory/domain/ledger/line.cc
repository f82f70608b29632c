#include "services/inventory/domain/ledger/line.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/cover.h"
#include "services/inventory/domain/ledger/fefo.h"
#include "services/inventory/domain/ledger/recalled.h"
#include "services/inventory/domain/ledger/source_place.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/blocked.h"
#include "services/inventory/domain/reservations/promises.h"
#include "services/inventory/limits.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// A part of what a line takes.
struct Share {
  std::string lot;
  v1::Condition condition = v1::CONDITION_USABLE;
  int64_t quantity = 0;
};

// What a line that goes out takes, and what is not there.
struct Taking {
  std::vector<Share> shares = {};
  int64_t shortfall = 0;
  size_t short_share = 0;  // The share that the shortfall is part of.
  int64_t lowest_day = 0;
};

PastLots PastLotsFor(const v1::Movement& movement) {
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_ISSUE:
    case v1::MOVEMENT_KIND_TRANSFER_OUT:
    case v1::MOVEMENT_KIND_PACK:
      return IsOrder(movement) ? PastLots::kNever : PastLots::kLast;
    default:
      return PastLots::kInDateOrder;
  }
}

// Of the lot named, condition by condition; what is missing is missing of the first.
Taking TakeNamedLot(Posting& posting, const v1::MovementLine& line, const std::string& place,
                    const Moment& moment, const SpareOfLot& spare) {
  const std::vector<v1::Condition> conditions = ConditionsTaken(posting.movement(), line);
  Taking taking = {.shortfall = line.quantity(), .lowest_day = moment.day};
  for (const v1::Condition condition : conditions) {
    const Lowest lowest = posting.LowestFrom({line.item(), place, line.lot(), condition}, moment);
    if (condition == conditions.front()) taking.lowest_day = lowest.day;
    int64_t part = std::min(std::max<int64_t>(0, lowest.quantity), taking.shortfall);
    if (spare && part > 0) part = spare(line.lot(), part);
    if (part > 0) taking.shares.push_back({line.lot(), condition, part});
    taking.shortfall -= part;
  }
  if (taking.shortfall == 0) return taking;
  if (taking.shares.empty() || taking.shares.front().condition != conditions.front()) {
    taking.shares.insert(taking.shares.begin(), {line.lot(), conditions.front(), 0});
  }
  taking.shares.front().quantity += taking.shortfall;
  return taking;
}

Taking Take(Posting& posting, const v1::MovementLine& line, const std::string& place,
            const Moment& moment, const SpareOfLot& spare) {
  if (!line.lot().empty()) return TakeNamedLot(posting, line, place, moment, spare);
  const v1::Movement& movement = posting.movement();
  const v1::Condition condition = ConditionsTaken(movement, line).front();
  const bool none_exposed = posting.storage().exposures.empty();
  const RecalledLots last = none_exposed ? RecalledLots() : TakenLast(posting, line, place);
  const Allocation allocation = Allocate(
      posting.book(), posting.lot_dates(),
      {.item = line.item(), .place = place, .condition = condition}, moment, line.quantity(),
      PastLotsFor(movement), IsOrder(movement) ? posting.PromiseDay() : moment.day, spare,
      none_exposed ? posting.recalled() : last);
  Taking taking = {.shortfall = allocation.missing, .lowest_day = allocation.lowest_day};
  for (const LotShare& share : allocation.shares) {
    taking.shares.push_back({share.lot, condition, share.quantity});
  }
  if (taking.shortfall > 0) {
    if (taking.shares.empty()) taking.shares.push_back({std::string(kUnknownLot), condition, 0});
    taking.short_share = taking.shares.size() - 1;
    taking.shares.back().quantity += taking.shortfall;
  }
  return taking;
}

// What is promised to others is left alone by an order of usable stock, but not in an emergency.
Taking TakeUnpromised(Posting& posting, const v1::MovementLine& line, const std::string& place,
                      const Moment& moment) {
  const v1::Movement& movement = posting.movement();
  const bool usable = ConditionsTaken(movement, line).front() == v1::CONDITION_USABLE;
  if (!IsOrder(movement) || movement.emergency() || !usable ||
      !posting.promises().Hold(line.item())) {
    return Take(posting, line, place, moment, UnblockedOnly(posting, line, place, nullptr));
  }
  SpareStock stock(posting.promises(), posting.book(), posting.lot_dates(), posting.recalled(),
                   line.item());
  const SpareOfLot unpromised = [&](const std::string& lot, int64_t up_to) {
    return stock.Take(place, lot, movement.to_place(), moment, up_to);
  };
  return Take(posting, line, place, moment, UnblockedOnly(posting, line, place, unpromised));
}

// In quarantine, of the lot named or of any, at the place named or at any.
int64_t Quarantined(const Posting& posting, const v1::MovementLine& line) {
  const Moment moment = MomentOf(posting.movement());
  int64_t quarantined = 0;
  for (const auto& [key, position] : posting.book()) {
    if (key.item != line.item() || key.condition != v1::CONDITION_QUARANTINED) continue;
    if (!line.place().empty() && key.place != line.place()) continue;
    if (!line.lot().empty() && key.lot != line.lot()) continue;
    quarantined += std::max<int64_t>(0, position.LowestFrom(moment).quantity);
  }
  return quarantined;
}

absl::Status NotEnough(Posting& posting, const v1::MovementLine& line, const std::string& place,
                       const Taking& taking) {
  const Moment moment = MomentOf(posting.movement());
  const int64_t unblocked =
      Take(posting, line, place, moment, UnblockedOnly(posting, line, place, nullptr)).shortfall;
  const int64_t blocked = unblocked - Take(posting, line, place, moment, nullptr).shortfall;
  if (blocked > 0) {
    return StockBlocked(posting, line, place, line.quantity() - taking.shortfall, blocked);
  }
  const v1::Condition condition = ConditionsTaken(posting.movement(), line).front();
  const int64_t quarantined = condition == v1::CONDITION_USABLE ? Quarantined(posting, line) : 0;
  ErrorMetadata variables = {{"item", line.item()},
                             {"place", place},
                             {"lot", line.lot()},
                             {"condition", ConditionWord(condition)},
                             {"wanted", absl::StrCat(line.quantity())},
                             {"available", absl::StrCat(line.quantity() - taking.shortfall)},
                             {"day", DateText(taking.lowest_day)}};
  if (quarantined > 0) variables.emplace_back("quarantined", absl::StrCat(quarantined));
  const int64_t reserved = taking.shortfall - unblocked;
  if (reserved > 0) variables.emplace_back("reserved", absl::StrCat(reserved));
  return Error(Reason::ERROR_REASON_NOT_ENOUGH_STOCK, "not enough stock on that day", variables);
}

v1::Account InflowFrom(const v1::Movement& movement, const v1::MovementLine& line) {
  if (line.waybill_line() > 0) return TransitAccount(movement.transfer());
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_RECEIPT:
      return PlainAccount(v1::ACCOUNT_KIND_SOURCE);
    case v1::MOVEMENT_KIND_RETURN:
      return PlainAccount(v1::ACCOUNT_KIND_CONSUMED);
    case v1::MOVEMENT_KIND_UNPACK:
    case v1::MOVEMENT_KIND_PACK:
      return PlainAccount(v1::ACCOUNT_KIND_KIT);
    default:
      return PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  }
}

v1::Account Destination(const v1::Movement& movement, const std::string& place,
                        v1::Condition condition) {
  if (const auto made = ConditionMade(movement.kind()); made.has_value()) {
    return PositionAccount(place, *made);
  }
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_WASTE:
      return PlainAccount(v1::ACCOUNT_KIND_WASTED);
    case v1::MOVEMENT_KIND_ADJUSTMENT_LOSS:
      return PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
    case v1::MOVEMENT_KIND_UNPACK:
    case v1::MOVEMENT_KIND_PACK:
      return PlainAccount(v1::ACCOUNT_KIND_KIT);
    case v1::MOVEMENT_KIND_TRANSFER_OUT:
      return TransitAccount(movement.transfer());
    default:
      return IsUse(movement) ? PlainAccount(v1::ACCOUNT_KIND_CONSUMED)
                             : PositionAccount(movement.to_place(), condition);
  }
}

v1::Leg LegOfLine(const v1::MovementLine& line, int index, const std::string& lot,
                  int64_t quantity) {
  v1::Leg leg;
  leg.set_item(line.item());
  leg.set_lot(lot);
  leg.set_quantity(quantity);
  leg.set_line_index(index);
  return leg;
}

// A donation that can hardly be used in time is recorded all the same: someone has to see to it.
void FlagShortShelfLife(Posting& posting, const Subject& subject, int64_t quantity) {
  const LotDate date = DateOfLot(posting.lot_dates(), subject.item, subject.lot);
  if (!posting.movement().has_donation() || !date.dated ||
      date.expiry_day >= MonthsAfter(subject.day(), kDonationShelfLifeMonths)) {
    return;
  }
  v1::Exception* exception = posting.Open(v1::EXCEPTION_KIND_SHORT_SHELF_LIFE, subject, quantity);
  *exception->mutable_recorded_expiry_date() = DateOf(date.expiry_day);
  exception->set_days_left(date.expiry_day - subject.day());
}

absl::Status PostInflow(Posting& posting, int index, std::vector<v1::Exception>& open_shortfalls) {
  const v1::MovementLine& line = posting.movement().lines(index);
  const Subject subject = {.item = line.item(),
                           .place = PlaceOf(line),
                           .lot = LotOfInflow(line),
                           .condition = ConditionPut(posting.movement(), line),
                           .moment = MomentOf(posting.movement())};
  v1::Leg leg = LegOfLine(line, index, subject.lot, line.quantity());
  *leg.mutable_from() = InflowFrom(posting.movement(), line);
  *leg.mutable_to() = PositionAccount(subject.place, subject.condition);
  RETURN_IF_ERROR(posting.Post(std::move(leg), subject.moment));
  FlagShortShelfLife(posting, subject, line.quantity());
  FlagRecalledReceipt(posting, subject, line.quantity());
  return CoverShortfalls(posting,
                         {.subject = subject, .quantity = line.quantity(), .line_index = index},
                         open_shortfalls);
}

// What a person has to see to although it was recorded.
void FlagOutflow(Posting& posting, const Subject& subject, int64_t quantity) {
  FlagBlockedUse(posting, subject, quantity);
  if (posting.movement().kind() != v1::MOVEMENT_KIND_ISSUE) return;
  const LotDate date = DateOfLot(posting.lot_dates(), subject.item, subject.lot);
  if (IsExpired(date, subject.day())) {
    *posting.Open(v1::EXCEPTION_KIND_EXPIRED_LOT_USED, subject, quantity)
         ->mutable_recorded_expiry_date() = DateOf(date.expiry_day);
  }
  if (IsUse(posting.movement()) && subject.condition != v1::CONDITION_USABLE) {
    posting.Open(v1::EXCEPTION_KIND_UNUSABLE_STOCK_USED, subject, quantity);
  }
  FlagRecalledUse(posting, subject, quantity);
}

// A fact that takes more than is there. Nothing becomes usable that nobody knows of: what a release
// names beyond the quarantine is not posted. Everything else is, as a shortfall.
absl::Status PostMissing(Posting& posting, const Subject& subject, bool lot_named, int index,
                         Taking& taking) {
  if (posting.movement().kind() != v1::MOVEMENT_KIND_RELEASE) {
    return posting.OpenShortfall(subject, taking.shortfall, lot_named, index);
  }
  posting.Open(v1::EXCEPTION_KIND_RELEASE_EXCEEDS_QUARANTINE, subject, taking.shortfall);
  taking.shares[taking.short_share].quantity -= taking.shortfall;
  std::erase_if(taking.shares, [](const Share& share) { return share.quantity == 0; });
  return absl::OkStatus();
}

absl::Status PostOutflow(Posting& posting, int index) {
  const v1::MovementLine line =
      UnderReservation(posting.promises(), posting.movement().lines(index));
  const Moment moment = MomentOf(posting.movement());
  ASSIGN_OR_RETURN(const std::string place,
                   SourcePlace(posting.book(), posting.movement(), line, moment));
  Taking taking = TakeUnpromised(posting, line, place, moment);
  const auto subject_of = [&](const Share& share) {
    return Subject{.item = line.item(),
                   .place = place,
                   .lot = share.lot,
                   .condition = share.condition,
                   .moment = moment};
  };
  if (taking.shortfall > 0) {
    if (IsOrder(posting.movement())) return NotEnough(posting, line, place, taking);
    RETURN_IF_ERROR(PostMissing(posting, subject_of(taking.shares[taking.short_share]),
                                !line.lot().empty(), index, taking));
  }
  for (const Share& share : taking.shares) {
    FlagOutflow(posting, subject_of(share), share.quantity);
    v1::Leg leg = LegOfLine(line, index, share.lot, share.quantity);
    *leg.mutable_from() = PositionAccount(place, share.condition);
    *leg.mutable_to() = Destination(posting.movement(), place, share.condition);
    RETURN_IF_ERROR(posting.Post(std::move(leg), moment));
    posting.promises().Fulfil(line.item(), place, share.lot, share.quantity, posting.movement());
  }
  return absl::OkStatus();
}

// What left and did not arrive: no position has it.
absl::Status PostTransferLoss(Posting& posting, int index) {
  const v1::MovementLine& line = posting.movement().lines(index);
  v1::Leg leg = LegOfLine(line, index, line.lot(), line.quantity());
  *leg.mutable_from() = TransitAccount(posting.movement().transfer());
  const bool wasted = posting.movement().waste_reason() != v1::WASTE_REASON_UNSPECIFIED;
  *leg.mutable_to() =
      PlainAccount(wasted ? v1::ACCOUNT_KIND_WASTED : v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  return posting.Post(std::move(leg), MomentOf(posting.movement()));
}

}  // namespace

void FlagLotDate(Posting& posting, const Subject& subject, int64_t quantity, int64_t recorded_day,
                 const common::v1::CivilDate& entered) {
  v1::Exception* exception = posting.Open(v1::EXCEPTION_KIND_LOT_DATE_DISAGREES, subject, quantity);
  *exception->mutable_recorded_expiry_date() = DateOf(recorded_day);
  *exception->mutable_entered_expiry_date() = entered;
}

absl::Status ApplyLotDates(Posting& posting) {
  const v1::Movement& movement = posting.movement();
  for (int i = 0; i < movement.lines_size(); ++i) {
    const v1::MovementLine& line = movement.lines(i);
    const bool comes_in = BringsIn(movement, i);
    const std::string lot = comes_in ? LotOfInflow(line) : line.lot();
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
                               .place = comes_in ? PlaceOf(line) : line.place(),
                               .lot = lot,
                               .condition = comes_in ? ConditionPut(movement, line)
                                                     : ConditionsTaken(movement, line).front(),
                               .moment = MomentOf(movement)};
      FlagLotDate(posting, subject, line.quantity(), known.expiry_day, line.expiry_date());
    }
    posting.lot_dates()[key] = merged.kept;
  }
  return absl::OkStatus();
}

absl::Status CheckNamedLotsNotExpired(Posting& posting) {
  const v1::Movement& movement = posting.movement();
  if (movement.kind() != v1::MOVEMENT_KIND_ISSUE && movement.kind() != v1::MOVEMENT_KIND_PACK) {
    return absl::OkStatus();
  }
  const int64_t day = posting.PromiseDay();
  for (int i = 0; i < movement.lines_size(); ++i) {
    const v1::MovementLine line = UnderReservation(posting.promises(), movement.lines(i));
    if (line.lot().empty() || BringsIn(movement, i)) continue;
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
  if (BringsIn(posting.movement(), index)) return PostInflow(posting, index, open_shortfalls);
  if (posting.movement().kind() == v1::MOVEMENT_KIND_TRANSFER_LOSS) {
    return PostTransferLoss(posting, index);
  }
  return PostOutflow(posting, index);
}

}  // namespace waystation::inventory
