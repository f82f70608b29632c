// The part of the model that counts.
#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "tests/inventory/support/model.h"
#include "tests/inventory/support/model_draft.h"

namespace waystation::inventory {
namespace {

std::string LotCounted(const v1::CountLine& line) {
  if (!line.lot().empty()) return line.lot();
  return line.has_expiry_date() ? "exp-" + DateText(DayNumber(line.expiry_date())) : "none";
}

Model::Spot SpotOf(const std::string& facility, const std::string& place,
                   const v1::CountLine& line) {
  const bool said = line.condition() != v1::CONDITION_UNSPECIFIED;
  return {facility, line.item(), place, LotCounted(line),
          said ? line.condition() : v1::CONDITION_USABLE};
}

ModelStock::Count CountOf(const v1::CreateCountRequest& request) {
  const v1::Count& given = request.count();
  ModelStock::Count count;
  count.facility = request.parent();
  count.place = given.place().empty() ? "main" : given.place();
  count.every_item = given.complete() && given.kind() == v1::COUNT_KIND_FULL;
  for (const v1::CountLine& line : given.lines()) {
    count.figures[SpotOf(count.facility, count.place, line)] = line.quantity();
    if (given.complete()) count.whole_items.insert(line.item());
  }
  return count;
}

// A line without a lot, where there is stock in lots of which nothing is said.
bool LotsAreUnsaid(const v1::CreateCountRequest& request, const ModelStock::Count& count,
                   const ModelStock& stock) {
  constexpr int64_t kAfterAllDays = int64_t{1} << 40;
  for (const v1::CountLine& line : request.count().lines()) {
    if (!line.lot().empty() || line.has_expiry_date() || request.count().complete()) continue;
    const Model::Spot own = SpotOf(count.facility, count.place, line);
    for (const auto& [spot, flows] : stock.flows) {
      const bool beside = std::get<1>(spot) == line.item() && std::get<2>(spot) == count.place &&
                          std::get<4>(spot) == std::get<4>(own);
      if (beside && !count.figures.contains(spot) && stock.BalanceAt(spot, kAfterAllDays) > 0) {
        return true;
      }
    }
  }
  return false;
}

// Who counted what: the items that lines name, then those of which the book had something that a
// complete count says was not there.
v1::Movement AsMovement(const v1::Count& given, const ModelStock::Count& count,
                        const ModelStock& stock) {
  v1::Movement movement;
  movement.set_kind(v1::MOVEMENT_KIND_COUNT);
  movement.set_recorded_by(given.counted_by());
  movement.set_witnessed_by(given.second_counted_by());
  for (const v1::CountLine& line : given.lines()) movement.add_lines()->set_item(line.item());
  for (const auto& [spot, flows] : stock.flows) {
    const bool not_named = count.FigureOf(spot).has_value() && !count.figures.contains(spot);
    if (!not_named || stock.BookAt(spot, count) == 0) continue;
    movement.add_lines()->set_item(std::get<1>(spot));
  }
  return movement;
}

}  // namespace

void Model::CountLots(const v1::Count& count, Draft& draft) const {
  for (const v1::CountLine& line : count.lines()) {
    const std::string place = count.place().empty() ? "main" : count.place();
    const Spot spot = SpotOf(draft.facility, place, line);
    Date& known = draft.lots[{draft.facility, line.item(), std::get<3>(spot)}];
    if (!line.has_expiry_date()) continue;
    const int64_t entered = DayNumber(line.expiry_date());
    if (known.day != 0 && known.day != entered) {
      draft.About(v1::EXCEPTION_KIND_LOT_DATE_DISAGREES, spot, draft.when, line.quantity());
    }
    known.use_by |= line.date_kind() != v1::DATE_KIND_BEST_BEFORE;
    known.day = known.day == 0 ? entered : std::min(known.day, entered);
  }
}

// So much came from somewhere, at once after `when`, or as a later day began.
void Model::FillBelow(const Spot& spot, const When& when, Draft& draft) const {
  When after = when;
  ++after.number;
  while (const auto below = draft.stock.FirstBelow(spot, after)) {
    When at = {.day = below->first, .time_us = std::numeric_limits<int64_t>::min()};
    if (below->first == when.day) at.time_us = when.time_us + 1;
    draft.About(v1::EXCEPTION_KIND_SHORTFALL, spot, at, -below->second).lot_named = true;
  }
}

void Model::FlagLarge(const ModelStock::Count& count, Draft& draft) const {
  std::map<std::string, std::pair<int64_t, int64_t>> items;  // Counted, book.
  for (const auto& [spot, flows] : draft.stock.flows) {
    const std::optional<int64_t> figure = count.FigureOf(spot);
    if (!figure.has_value()) continue;
    items[std::get<1>(spot)].first += *figure;
    items[std::get<1>(spot)].second += draft.stock.BookAt(spot, count);
  }
  for (const auto& [item, sums] : items) {
    const int64_t difference = std::abs(sums.first - sums.second);
    if (sums.second <= 0 || difference * 10 <= sums.second) continue;
    Trouble& trouble = draft.Open(v1::EXCEPTION_KIND_COUNT_DIFFERENCE_LARGE, draft.day);
    trouble.item = item;
    trouble.place = count.place;
    trouble.quantity = difference;
  }
}

void Model::SettleShortfalls(Draft& draft) const {
  const auto settle = [&draft](Trouble& trouble) {
    if (trouble.kind != v1::EXCEPTION_KIND_SHORTFALL || !trouble.open) return false;
    const Spot spot = {trouble.facility, trouble.item, trouble.place, trouble.lot,
                       trouble.condition};
    const ModelStock::Count* count = draft.stock.NextCount(spot, trouble.when);
    if (count == nullptr) return false;
    trouble.open = false;
    trouble.end = v1::EXCEPTION_END_COUNTED;
    trouble.count = count->name;
    return true;
  };
  for (Trouble& trouble : draft.opened) settle(trouble);
  for (auto& [name, trouble] : draft.old) settle(trouble);
  for (const auto& [name, before] : troubles_) {
    if (before.facility != draft.facility || draft.old.contains(name)) continue;
    Trouble trouble = before;
    if (settle(trouble)) draft.old[name] = trouble;
  }
}

// Nothing for a movement that is no count. What it ended is open again.
ModelStock::Count Model::TakeOutCount(const std::string& movement, Draft& draft) const {
  const std::string& name = records_.at(movement).count;
  if (name.empty()) return {};
  const auto standing =
      std::find_if(draft.stock.counts.begin(), draft.stock.counts.end(),
                   [&name](const auto& entry) { return entry.second.name == name; });
  ModelStock::Count count = standing->second;
  draft.stock.counts.erase(standing);
  for (const auto& [trouble_name, before] : troubles_) {
    const bool large = before.kind == v1::EXCEPTION_KIND_COUNT_DIFFERENCE_LARGE &&
                       before.movement == movement && before.open;
    const bool ended = before.end == v1::EXCEPTION_END_COUNTED && before.count == name;
    if (!large && !ended) continue;
    Trouble& trouble = draft.old.insert({trouble_name, before}).first->second;
    trouble.open = ended;
    trouble.end = ended ? v1::EXCEPTION_END_UNSPECIFIED : v1::EXCEPTION_END_REVERSED;
    if (ended) trouble.count.clear();
  }
  return count;
}

// Fills what is below nothing once the count and its shortfalls are gone; an order can't.
bool Model::StandsWithout(const ModelStock::Count& count, const std::vector<Leg>& undone,
                          Draft& draft) const {
  const auto flows = draft.stock.flows;
  for (const auto& [spot, moved] : flows) {
    if (count.FigureOf(spot).has_value()) FillBelow(spot, count.when, draft);
  }
  std::set<std::pair<Spot, When>> spots;
  for (const Leg& leg : undone) {
    const bool out = !leg.from_place.empty();
    spots.insert({{draft.facility, leg.item, out ? leg.from_place : leg.to_place, leg.lot,
                   out ? leg.from : leg.to},
                  leg.when});
  }
  for (const auto& [spot, when] : spots) FillBelow(spot, when, draft);
  return !draft.order ||
         std::none_of(draft.opened.begin(), draft.opened.end(), [](const Trouble& trouble) {
           return trouble.kind == v1::EXCEPTION_KIND_SHORTFALL;
         });
}

Model::Reason Model::Count(const v1::CreateCountRequest& request, const Moment& at,
                           const v1::CreateCountResponse* response) {
  const absl::Time counted = TimeOf(request.count().counted_time());
  const Timing timing = TimingOf(request.parent(), counted, at);
  Draft draft = DraftOf(request.parent(), timing, at);
  ModelStock::Count count = CountOf(request);
  if (LotsAreUnsaid(request, count, draft.stock)) return common::v1::ERROR_REASON_INVALID_FIELD;
  if (response == nullptr) return kFine;
  count.name = response->count().name();
  count.when = draft.when;
  for (const auto& [name, record] : records_) {
    const bool of_facility = record.request.parent() == request.parent();
    if (of_facility && !record.count.empty()) ++count.when.number;
  }
  ++count.when.number;
  CountLots(request.count(), draft);
  if (!facility_open_.at(draft.facility)) {
    draft.Open(v1::EXCEPTION_KIND_FACILITY_NOT_OPEN, draft.day);
  }
  OpenTimingTroubles(timing, draft);
  for (const auto& [spot, figure] : count.figures) draft.stock.flows[spot];
  draft.stock.counts[{count.when, count.name}] = count;
  FlagLarge(count, draft);
  AskForSecond(AsMovement(request.count(), count, draft.stock), draft);
  const auto flows = draft.stock.flows;
  for (const auto& [spot, moved] : flows) {
    if (count.FigureOf(spot).has_value()) FillBelow(spot, count.when, draft);
  }
  const std::string& name = response->count().movement();
  Commit(draft, name, {response->exceptions().begin(), response->exceptions().end()}, at.now,
         timing.effective);
  // A lot that was counted is known, whether anything of it moved or not.
  for (const auto& [spot, figure] : count.figures) {
    const std::tuple key = {draft.facility, std::get<1>(spot), std::get<3>(spot)};
    lots_[key] = draft.lots[key];
  }
  records_[name].request.set_parent(request.parent());
  records_[name].request.mutable_movement()->set_recorded_by(request.count().counted_by());
  records_[name].count = count.name;
  movement_names_.push_back(name);
  return kFine;
}

}  // namespace waystation::inventory
