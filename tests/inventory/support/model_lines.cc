// The part of the model that posts lines.
#include <algorithm>
#include <initializer_list>
#include <limits>
#include <set>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "tests/inventory/support/model.h"
#include "tests/inventory/support/model_draft.h"

namespace waystation::inventory {
namespace {

bool IsAnyOf(v1::MovementKind kind, std::initializer_list<v1::MovementKind> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

v1::Condition SaidOr(const v1::MovementLine& line, v1::Condition otherwise) {
  return line.condition() == v1::CONDITION_UNSPECIFIED ? otherwise : line.condition();
}

v1::Condition ConditionIn(const v1::Movement& movement, const v1::MovementLine& line) {
  if (IsAnyOf(movement.kind(), {v1::MOVEMENT_KIND_UNPACK, v1::MOVEMENT_KIND_PACK})) {
    return SaidOr(line, SaidOr(movement.lines(0), v1::CONDITION_USABLE));
  }
  return SaidOr(line, movement.has_donation() ? v1::CONDITION_QUARANTINED : v1::CONDITION_USABLE);
}

// Where a line looks for what it takes, in order.
std::vector<v1::Condition> ConditionsOut(const v1::Movement& movement,
                                         const v1::MovementLine& line) {
  const bool release = movement.kind() == v1::MOVEMENT_KIND_RELEASE;
  std::vector<v1::Condition> conditions = {
      SaidOr(line, release ? v1::CONDITION_QUARANTINED : v1::CONDITION_USABLE)};
  if (line.condition() != v1::CONDITION_UNSPECIFIED || line.lot().empty() ||
      movement.intent() != v1::INTENT_HAPPENED) {
    return conditions;
  }
  if (IsAnyOf(movement.kind(), {v1::MOVEMENT_KIND_ISSUE, v1::MOVEMENT_KIND_DAMAGE,
                                v1::MOVEMENT_KIND_WASTE, v1::MOVEMENT_KIND_ADJUSTMENT_LOSS})) {
    conditions.push_back(v1::CONDITION_QUARANTINED);
  }
  if (IsAnyOf(movement.kind(), {v1::MOVEMENT_KIND_WASTE, v1::MOVEMENT_KIND_ADJUSTMENT_LOSS})) {
    conditions.push_back(v1::CONDITION_DAMAGED);
  }
  return conditions;
}

// Where stock in `spot` goes; nothing for a place outside.
std::pair<std::string, v1::Condition> Destination(const v1::Movement& movement,
                                                  const std::string& place,
                                                  v1::Condition condition) {
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_QUARANTINE:
      return {place, v1::CONDITION_QUARANTINED};
    case v1::MOVEMENT_KIND_RELEASE:
      return {place, v1::CONDITION_USABLE};
    case v1::MOVEMENT_KIND_DAMAGE:
      return {place, v1::CONDITION_DAMAGED};
    default:
      return {movement.to_place(), condition};
  }
}

std::string PlaceIn(const v1::MovementLine& line) {
  return line.place().empty() ? "main" : line.place();
}

std::string LotOf(const v1::MovementLine& line, bool comes_in) {
  if (!line.lot().empty() || !comes_in) return line.lot();
  return line.has_expiry_date() ? "exp-" + DateText(DayNumber(line.expiry_date())) : "none";
}

}  // namespace

void Model::CoverFrom(const Spot& spot, int64_t quantity, Draft& draft) const {
  const ModelStock::Count* counted = draft.stock.NextCount(spot, draft.when);
  const auto& [facility, item, place, lot, condition] = spot;
  std::vector<std::tuple<int64_t, absl::Time, std::string>> order;
  for (const auto& [name, before] : troubles_) {
    const auto changed = draft.old.find(name);
    const Trouble& trouble = changed == draft.old.end() ? before : changed->second;
    if (trouble.kind == v1::EXCEPTION_KIND_SHORTFALL && trouble.open &&
        trouble.facility == facility && trouble.item == item && trouble.place == place &&
        trouble.condition == condition && trouble.day >= draft.day &&
        (counted == nullptr || trouble.when <= counted->when) &&
        (!trouble.lot_named || trouble.lot == lot)) {
      order.emplace_back(trouble.day, trouble.open_time, name);
    }
  }
  std::sort(order.begin(), order.end());
  for (const auto& [on_day, opened, name] : order) {
    Trouble& trouble = draft.old.insert({name, troubles_.at(name)}).first->second;
    const int64_t part = std::min(quantity, trouble.outstanding);
    if (part == 0) continue;
    draft.Move({item, lot, place, "", part, trouble.when, name, condition});
    trouble.outstanding -= part;
    quantity -= part;
    trouble.covers[{"", lot}] += part;  // The movement's name is filled in when it is known.
    if (trouble.outstanding > 0) continue;
    trouble.open = false;
    trouble.end = v1::EXCEPTION_END_COVERED;
  }
}

std::vector<std::pair<std::string, int64_t>> Model::Shares(const Draft& draft, const Spot& any_lot,
                                                           const v1::Movement& movement,
                                                           int64_t* wanted) const {
  const auto& [facility, item, place, unused, condition] = any_lot;
  const bool issue = IsAnyOf(movement.kind(), {v1::MOVEMENT_KIND_ISSUE, v1::MOVEMENT_KIND_PACK});
  const int64_t good_day = draft.order ? draft.promise_day : draft.day;
  std::vector<std::tuple<bool, int64_t, std::string, int64_t>> candidates;
  for (const auto& [spot, flows] : draft.stock.flows) {
    if (std::get<0>(spot) != facility || std::get<1>(spot) != item || std::get<2>(spot) != place ||
        std::get<4>(spot) != condition) {
      continue;
    }
    const std::string& lot = std::get<3>(spot);
    const int64_t there = draft.stock.Lowest(spot, draft.when);
    const int64_t last_day = draft.lots.at({facility, item, lot}).day;
    const bool recalled = recalls.contains({item, lot});
    const bool past = recalled || (last_day != 0 && last_day < good_day);
    const bool packs = movement.kind() == v1::MOVEMENT_KIND_PACK;
    if (there <= 0 || (draft.order && ((past && issue) || (recalled && packs)))) continue;
    candidates.emplace_back(
        past && issue, last_day == 0 ? std::numeric_limits<int64_t>::max() : last_day, lot, there);
  }
  std::sort(candidates.begin(), candidates.end());
  std::vector<std::pair<std::string, int64_t>> shares;
  for (const auto& [past, last_day, lot, there] : candidates) {
    if (*wanted == 0) break;
    shares.emplace_back(lot, std::min(there, *wanted));
    *wanted -= shares.back().second;
  }
  return shares;
}

std::optional<std::string> Model::TakenFrom(const v1::Movement& movement,
                                            const v1::MovementLine& line,
                                            const Draft& draft) const {
  if (!line.place().empty()) return line.place();
  std::set<std::string> others;
  for (const v1::Condition wanted : ConditionsOut(movement, line)) {
    for (const auto& [spot, flows] : draft.stock.flows) {
      const auto& [facility, item, place, lot, condition] = spot;
      const bool right_lot = line.lot().empty() || line.lot() == lot;
      if (facility != draft.facility || item != line.item() || !right_lot) continue;
      if (condition != wanted || place == movement.to_place()) continue;
      if (draft.stock.Lowest(spot, draft.when) > 0) others.insert(place);
    }
    if (!others.empty()) break;
  }
  if (others.contains("main")) return "main";
  if (others.size() == 1) return *others.begin();
  if (movement.to_place() == "main" || (draft.order && others.size() > 1)) return std::nullopt;
  return "main";
}

// What is missing is part of the first where the lot was named, else of the last.
std::vector<std::pair<Model::Spot, int64_t>> Model::Taken(const v1::Movement& movement,
                                                          const v1::MovementLine& line,
                                                          const std::string& place,
                                                          const Draft& draft,
                                                          int64_t* missing) const {
  const std::vector<v1::Condition> conditions = ConditionsOut(movement, line);
  const Spot any_lot = {draft.facility, line.item(), place, line.lot(), conditions[0]};
  std::vector<std::pair<Spot, int64_t>> taken;
  *missing = line.quantity();
  if (line.lot().empty()) {
    for (const auto& [lot, quantity] : Shares(draft, any_lot, movement, missing)) {
      taken.emplace_back(any_lot, quantity);
      std::get<3>(taken.back().first) = lot;
    }
    if (*missing > 0 && taken.empty()) {
      taken.emplace_back(any_lot, 0);
      std::get<3>(taken.back().first) = "unknown";
    }
    if (*missing > 0) taken.back().second += *missing;
    return taken;
  }
  for (const v1::Condition condition : conditions) {
    Spot spot = any_lot;
    std::get<4>(spot) = condition;
    const int64_t there = std::max<int64_t>(0, draft.stock.Lowest(spot, draft.when));
    taken.emplace_back(spot, std::min(there, *missing));
    *missing -= taken.back().second;
  }
  taken.front().second += *missing;
  std::erase_if(taken, [](const auto& part) { return part.second == 0; });
  return taken;
}

Model::Reason Model::PostOut(const v1::Movement& movement, const v1::MovementLine& line,
                             Draft& draft) const {
  const std::optional<std::string> from = TakenFrom(movement, line, draft);
  if (!from.has_value()) return common::v1::ERROR_REASON_PLACE_NOT_NAMED;
  int64_t missing = 0;
  std::vector<std::pair<Spot, int64_t>> taken = Taken(movement, line, *from, draft, &missing);
  if (missing > 0) {
    if (draft.order) return common::v1::ERROR_REASON_NOT_ENOUGH_STOCK;
    const Spot short_of = line.lot().empty() ? taken.back().first : taken.front().first;
    if (movement.kind() == v1::MOVEMENT_KIND_RELEASE) {
      draft.About(v1::EXCEPTION_KIND_RELEASE_EXCEEDS_QUARANTINE, short_of, draft.when, missing);
      (line.lot().empty() ? taken.back() : taken.front()).second -= missing;
      std::erase_if(taken, [](const auto& part) { return part.second == 0; });
    } else {
      draft.About(v1::EXCEPTION_KIND_SHORTFALL, short_of, draft.when, missing).lot_named =
          !line.lot().empty();
    }
  }
  const bool issue = movement.kind() == v1::MOVEMENT_KIND_ISSUE;
  for (const auto& [spot, quantity] : taken) {
    const auto& [facility, item, place, lot, condition] = spot;
    const Date date = draft.lots[{facility, item, lot}];
    if (issue && date.use_by && date.day < draft.day) {
      draft.About(v1::EXCEPTION_KIND_EXPIRED_LOT_USED, spot, draft.when, quantity);
    }
    if (issue && movement.to_place().empty() && condition != v1::CONDITION_USABLE) {
      draft.About(v1::EXCEPTION_KIND_UNUSABLE_STOCK_USED, spot, draft.when, quantity);
    }
    if (issue && movement.to_place().empty() && recalls.contains({item, lot})) {
      draft.About(v1::EXCEPTION_KIND_RECALLED_LOT_USED, spot, draft.when, quantity);
    }
    const auto [to_place, to] = Destination(movement, place, condition);
    draft.Move({item, lot, place, to_place, quantity, draft.when, "", condition, to});
  }
  return kFine;
}

void Model::PostIn(const v1::Movement& movement, const v1::MovementLine& line, Draft& draft) const {
  const std::string lot = LotOf(line, /*comes_in=*/true);
  const v1::Condition condition = ConditionIn(movement, line);
  const Spot spot = {draft.facility, line.item(), PlaceIn(line), lot, condition};
  draft.Move({line.item(), lot, "", PlaceIn(line), line.quantity(), draft.when, "",
              v1::CONDITION_USABLE, condition});
  const int64_t last_day = draft.lots.at({draft.facility, line.item(), lot}).day;
  const absl::CivilDay today = absl::CivilDay(1970, 1, 1) + draft.day;
  const absl::CivilDay in_a_year(today.year() + 1, today.month(), today.day());
  if (movement.has_donation() && last_day != 0 &&
      absl::CivilDay(1970, 1, 1) + last_day < in_a_year) {
    draft.About(v1::EXCEPTION_KIND_SHORT_SHELF_LIFE, spot, draft.when, line.quantity()).days_left =
        last_day - draft.day;
  }
  if (movement.kind() == v1::MOVEMENT_KIND_RECEIPT && recalls.contains({line.item(), lot})) {
    draft.About(v1::EXCEPTION_KIND_RECALLED_LOT_RECEIVED, spot, draft.when, line.quantity());
  }
  CoverFrom(spot, line.quantity(), draft);
}

Model::Reason Model::CompareKit(const v1::Movement& movement, Draft& draft) const {
  if (!IsAnyOf(movement.kind(), {v1::MOVEMENT_KIND_UNPACK, v1::MOVEMENT_KIND_PACK})) return kFine;
  std::map<std::string, int64_t> too_many;
  std::map<std::string, int64_t> got;
  const auto kit = kits_.find(movement.lines(0).item());
  if (kit != kits_.end()) {
    for (const auto& [item, quantity] : kit->second) {
      too_many[item] -= quantity * movement.lines(0).quantity();
    }
  }
  for (int i = 1; i < movement.lines_size(); ++i) {
    too_many[movement.lines(i).item()] += movement.lines(i).quantity();
    got[movement.lines(i).item()] += movement.lines(i).quantity();
  }
  for (const auto& [item, difference] : too_many) {
    if (difference == 0) continue;
    if (draft.order) return common::v1::ERROR_REASON_KIT_CONTENT_DIFFERS;
    draft.About(v1::EXCEPTION_KIND_KIT_CONTENT_DIFFERS,
                {draft.facility, item, "", "", v1::CONDITION_USABLE}, draft.when, got[item]);
  }
  return kFine;
}

Model::Reason Model::PostLines(const v1::CreateMovementRequest& request, Draft& draft) const {
  const v1::Movement& movement = request.movement();
  for (int i = 0; i < movement.lines_size(); ++i) {
    const v1::MovementLine& line = movement.lines(i);
    const bool comes_in = Incoming(movement, i);
    const std::string lot = LotOf(line, comes_in);
    if (lot.empty()) continue;
    Date& known = draft.lots[{draft.facility, line.item(), lot}];
    if (!line.has_expiry_date()) continue;
    const Date entered = {DayNumber(line.expiry_date()),
                          line.date_kind() != v1::DATE_KIND_BEST_BEFORE};
    if (known.day != 0 && known.day != entered.day) {
      if (draft.order) return common::v1::ERROR_REASON_LOT_DATE_DISAGREES;
      const v1::Condition condition =
          comes_in ? ConditionIn(movement, line) : ConditionsOut(movement, line)[0];
      const std::string place = comes_in ? PlaceIn(line) : line.place();
      draft.About(v1::EXCEPTION_KIND_LOT_DATE_DISAGREES,
                  {draft.facility, line.item(), place, lot, condition}, draft.when,
                  line.quantity());
    }
    known.use_by |= entered.use_by;
    known.day = known.day == 0 ? entered.day : std::min(known.day, entered.day);
  }
  if (!facility_open_.at(draft.facility)) {
    draft.Open(v1::EXCEPTION_KIND_FACILITY_NOT_OPEN, draft.day);
  }
  OpenTimingTroubles(draft.timing, draft);
  if (draft.order && IsAnyOf(movement.kind(), {v1::MOVEMENT_KIND_ISSUE, v1::MOVEMENT_KIND_PACK})) {
    for (int i = 0; i < movement.lines_size(); ++i) {
      const v1::MovementLine& line = movement.lines(i);
      if (line.lot().empty() || Incoming(movement, i)) continue;
      const Date date = draft.lots[{draft.facility, line.item(), line.lot()}];
      if (date.use_by && date.day < draft.promise_day) {
        return common::v1::ERROR_REASON_LOT_EXPIRED;
      }
    }
    for (const v1::MovementLine& line : movement.lines()) {
      const bool use = movement.kind() == v1::MOVEMENT_KIND_ISSUE && movement.to_place().empty() &&
                       movement.last_resort().empty();
      if (use && recalls.contains({line.item(), line.lot()})) {
        return common::v1::ERROR_REASON_LOT_RECALLED;
      }
    }
  }
  for (int i = 0; draft.order && i < movement.lines_size(); ++i) {
    const v1::MovementLine& line = movement.lines(i);
    const bool packed = movement.kind() == v1::MOVEMENT_KIND_PACK && !Incoming(movement, i);
    if (packed && recalls.contains({line.item(), line.lot()})) {
      return common::v1::ERROR_REASON_LOT_RECALLED;
    }
  }
  if (const Reason reason = CompareKit(movement, draft); reason != kFine) return reason;
  AskForSecond(movement, draft);
  for (int i = 0; i < movement.lines_size(); ++i) {
    const v1::MovementLine& line = movement.lines(i);
    if (Incoming(movement, i)) {
      PostIn(movement, line, draft);
    } else if (const Reason reason = PostOut(movement, line, draft); reason != kFine) {
      return reason;
    }
  }
  return kFine;
}

}  // namespace waystation::inventory
