#include "tests/inventory/support/model.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "tests/inventory/support/model_draft.h"

namespace waystation::inventory {
namespace {

bool Incoming(const v1::Movement& movement) {
  return movement.kind() == v1::MOVEMENT_KIND_RECEIPT ||
         movement.kind() == v1::MOVEMENT_KIND_ADJUSTMENT_GAIN;
}

std::string LotOf(const v1::Movement& movement, const v1::MovementLine& line) {
  if (!line.lot().empty() || !Incoming(movement)) return line.lot();
  return line.has_expiry_date() ? "exp-" + DateText(DayNumber(line.expiry_date())) : "none";
}

}  // namespace

void Model::SetFacility(const std::string& name, bool open, const std::string& zone) {
  facility_open_[name] = open;
  if (!absl::LoadTimeZone(zone, &zones_[name])) std::abort();
}

int64_t Model::DayAt(const std::string& facility, absl::Time time) const {
  return absl::ToCivilDay(time, zones_.at(facility)) - absl::CivilDay(1970, 1, 1);
}

bool Model::TooOld(const std::string& facility, absl::Time happened) const {
  const auto latest = latest_.find(facility);
  return latest != latest_.end() && happened < latest->second - absl::Hours(24 * 400);
}

Model::Timing Model::TimingOf(const std::string& facility, absl::Time happened,
                              const Moment& at) const {
  Timing timing;
  timing.future = happened > at.now + (at.suspect ? absl::Hours(24 * 30) : absl::Minutes(10));
  timing.too_old = TooOld(facility, happened);
  timing.suspect = at.suspect;
  timing.disbelieved = at.suspect && (timing.future || timing.too_old);
  timing.effective = timing.future || timing.disbelieved ? at.now : happened;
  return timing;
}

Model::Draft Model::DraftOf(const std::string& facility, const Timing& timing,
                            const Moment& at) const {
  Draft draft = {.facility = facility,
                 .day = DayAt(facility, timing.effective),
                 .timing = timing,
                 .stock = StockOf(facility),
                 .lots = lots_};
  draft.promise_day = draft.day;
  if (at.suspect) draft.promise_day = std::max(draft.day, DayAt(facility, at.latest));
  return draft;
}

void Model::OpenTimingTroubles(const Timing& timing, Draft& draft) const {
  if (!timing.suspect) {
    if (timing.future) draft.Open(v1::EXCEPTION_KIND_FUTURE_TIME, draft.day);
    if (timing.too_old) draft.Open(v1::EXCEPTION_KIND_TIME_TOO_OLD, draft.day);
    return;
  }
  const bool told = std::any_of(troubles_.begin(), troubles_.end(), [&](const auto& trouble) {
    return trouble.second.kind == v1::EXCEPTION_KIND_CLOCK_SUSPECT && trouble.second.open &&
           !trouble.second.of_time && trouble.second.facility == draft.facility;
  });
  if (!timing.disbelieved && told) return;
  draft.Open(v1::EXCEPTION_KIND_CLOCK_SUSPECT, draft.day).of_time = timing.disbelieved;
}

int64_t Model::BalanceAt(const Spot& spot, int64_t day) const {
  int64_t balance = 0;
  const auto found = stock_.find(spot);
  if (found == stock_.end()) return 0;
  for (const auto& [on, change] : found->second) balance += on <= day ? change : 0;
  return balance;
}

std::map<Model::Spot, std::map<int64_t, int64_t>> Model::StockOf(
    const std::string& facility) const {
  std::map<Spot, std::map<int64_t, int64_t>> stock;
  for (const auto& [spot, days] : stock_) {
    if (std::get<0>(spot) == facility) stock.emplace(spot, days);
  }
  return stock;
}

int64_t Model::Lowest(const std::map<Spot, std::map<int64_t, int64_t>>& stock, const Spot& spot,
                      int64_t day) const {
  const auto found = stock.find(spot);
  if (found == stock.end()) return 0;
  int64_t balance = 0;
  std::optional<int64_t> lowest;
  for (const auto& [on, change] : found->second) {
    if (on > day) lowest = std::min(lowest.value_or(balance), balance);
    balance += change;
  }
  return std::min(lowest.value_or(balance), balance);
}

void Model::CoverFrom(const Spot& spot, int64_t quantity, int64_t day, Draft& draft) const {
  const auto& [facility, item, place, lot] = spot;
  std::vector<std::tuple<int64_t, absl::Time, std::string>> order;
  for (const auto& [name, before] : troubles_) {
    const auto changed = draft.old.find(name);
    const Trouble& trouble = changed == draft.old.end() ? before : changed->second;
    if (trouble.kind == v1::EXCEPTION_KIND_SHORTFALL && trouble.open &&
        trouble.facility == facility && trouble.item == item && trouble.place == place &&
        trouble.day >= day && (!trouble.lot_named || trouble.lot == lot)) {
      order.emplace_back(trouble.day, trouble.open_time, name);
    }
  }
  std::sort(order.begin(), order.end());
  for (const auto& [on_day, opened, name] : order) {
    Trouble& trouble = draft.old.insert({name, troubles_.at(name)}).first->second;
    const int64_t part = std::min(quantity, trouble.outstanding);
    if (part == 0) continue;
    draft.Move({item, lot, place, "", part, on_day, name});
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
                                                           int64_t day, int64_t* wanted) const {
  const auto& [facility, item, place, unused] = any_lot;
  const bool issue = movement.kind() == v1::MOVEMENT_KIND_ISSUE;
  const int64_t good_day = draft.order ? draft.promise_day : day;
  std::vector<std::tuple<bool, int64_t, std::string, int64_t>> candidates;
  for (const auto& [spot, days] : draft.stock) {
    if (std::get<0>(spot) != facility || std::get<1>(spot) != item || std::get<2>(spot) != place) {
      continue;
    }
    const std::string& lot = std::get<3>(spot);
    const int64_t there = Lowest(draft.stock, spot, day);
    const int64_t last_day = draft.lots.at({facility, item, lot}).day;
    const bool past = last_day != 0 && last_day < good_day;
    if (there <= 0 || (past && issue && draft.order)) continue;
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
  for (const auto& [spot, days] : draft.stock) {
    const auto& [facility, item, place, lot] = spot;
    const bool right_lot = line.lot().empty() || line.lot() == lot;
    if (facility != draft.facility || item != line.item() || !right_lot) continue;
    if (place == movement.to_place() || Lowest(draft.stock, spot, draft.day) <= 0) continue;
    if (place == "main") return place;
    others.insert(place);
  }
  if (others.size() == 1) return *others.begin();
  if (movement.to_place() == "main" || (draft.order && others.size() > 1)) return std::nullopt;
  return "main";
}

Model::Reason Model::PostOut(const v1::Movement& movement, const v1::MovementLine& line,
                             Draft& draft) const {
  const std::optional<std::string> from = TakenFrom(movement, line, draft);
  if (!from.has_value()) return common::v1::ERROR_REASON_PLACE_NOT_NAMED;
  const std::string& place = *from;
  int64_t missing = line.quantity();
  std::vector<std::pair<std::string, int64_t>> shares;
  if (line.lot().empty()) {
    shares = Shares(draft, {draft.facility, line.item(), place, ""}, movement, draft.day, &missing);
  } else {
    const int64_t there =
        Lowest(draft.stock, {draft.facility, line.item(), place, line.lot()}, draft.day);
    shares.emplace_back(line.lot(), std::min(line.quantity(), std::max<int64_t>(0, there)));
    missing -= shares.back().second;
  }
  if (missing > 0) {
    if (draft.order) return common::v1::ERROR_REASON_NOT_ENOUGH_STOCK;
    if (shares.empty()) shares.emplace_back("unknown", 0);
    shares.back().second += missing;
    draft
        .About(v1::EXCEPTION_KIND_SHORTFALL,
               {draft.facility, line.item(), place, shares.back().first}, draft.day, missing)
        .lot_named = !line.lot().empty();
  }
  for (const auto& [lot, quantity] : shares) {
    const Date date = draft.lots[{draft.facility, line.item(), lot}];
    if (movement.kind() == v1::MOVEMENT_KIND_ISSUE && date.use_by && date.day < draft.day) {
      draft.About(v1::EXCEPTION_KIND_EXPIRED_LOT_USED, {draft.facility, line.item(), place, lot},
                  draft.day, quantity);
    }
    draft.Move({line.item(), lot, place, movement.to_place(), quantity, draft.day, ""});
  }
  return kFine;
}

Model::Reason Model::PostLines(const v1::CreateMovementRequest& request, Draft& draft) const {
  const v1::Movement& movement = request.movement();
  for (const v1::MovementLine& line : movement.lines()) {
    const std::string lot = LotOf(movement, line);
    if (lot.empty()) continue;
    Date& known = draft.lots[{draft.facility, line.item(), lot}];
    if (!line.has_expiry_date()) continue;
    const Date entered = {DayNumber(line.expiry_date()),
                          line.date_kind() != v1::DATE_KIND_BEST_BEFORE};
    if (known.day != 0 && known.day != entered.day) {
      if (draft.order) return common::v1::ERROR_REASON_LOT_DATE_DISAGREES;
      const std::string place = line.place().empty() && Incoming(movement) ? "main" : line.place();
      draft.About(v1::EXCEPTION_KIND_LOT_DATE_DISAGREES, {draft.facility, line.item(), place, lot},
                  draft.day, line.quantity());
    }
    known.use_by |= entered.use_by;
    known.day = known.day == 0 ? entered.day : std::min(known.day, entered.day);
  }
  if (!facility_open_.at(draft.facility)) {
    draft.Open(v1::EXCEPTION_KIND_FACILITY_NOT_OPEN, draft.day);
  }
  OpenTimingTroubles(draft.timing, draft);
  if (draft.order && movement.kind() == v1::MOVEMENT_KIND_ISSUE) {
    for (const v1::MovementLine& line : movement.lines()) {
      if (line.lot().empty()) continue;
      const Date date = draft.lots[{draft.facility, line.item(), line.lot()}];
      if (date.use_by && date.day < draft.promise_day) {
        return common::v1::ERROR_REASON_LOT_EXPIRED;
      }
    }
  }
  for (const v1::MovementLine& line : movement.lines()) {
    if (!Incoming(movement)) {
      if (const Reason reason = PostOut(movement, line, draft); reason != kFine) return reason;
      continue;
    }
    const std::string place = line.place().empty() ? "main" : line.place();
    const std::string lot = LotOf(movement, line);
    draft.Move({line.item(), lot, "", place, line.quantity(), draft.day, ""});
    CoverFrom({draft.facility, line.item(), place, lot}, line.quantity(), draft.day, draft);
  }
  return kFine;
}

void Model::Commit(Draft& draft, const std::string& name, const std::vector<v1::Exception>& opened,
                   absl::Time now, absl::Time effective) {
  for (auto& [spot, days] : draft.stock) stock_[spot] = std::move(days);
  lots_ = std::move(draft.lots);
  for (auto& [trouble_name, trouble] : draft.old) {
    for (auto cover = trouble.covers.begin(); cover != trouble.covers.end();) {
      if (!cover->first.first.empty()) {
        ++cover;
        continue;
      }
      trouble.covers[{name, cover->first.second}] += cover->second;
      cover = trouble.covers.erase(cover);
    }
    troubles_[trouble_name] = trouble;
  }
  Record& record = records_[name];
  record.legs = std::move(draft.legs);
  // Which of the exceptions answered is which: by all that it says.
  for (const v1::Exception& exception : opened) {
    if (exception.movement() != name || troubles_.contains(exception.name())) continue;
    for (auto trouble = draft.opened.begin(); trouble != draft.opened.end(); ++trouble) {
      if (trouble->kind != exception.kind() || trouble->item != exception.item() ||
          trouble->place != exception.place() || trouble->lot != exception.lot() ||
          trouble->quantity != exception.quantity() || trouble->day != DayNumber(exception.day())) {
        continue;
      }
      trouble->movement = name;
      trouble->open_time = now;
      if (trouble->kind == v1::EXCEPTION_KIND_SHORTFALL) {
        record.shortfalls.push_back(exception.name());
      }
      troubles_[exception.name()] = *trouble;
      draft.opened.erase(trouble);
      break;
    }
  }
  // One that was not answered at all shows in the comparison.
  for (const Trouble& trouble : draft.opened) troubles_["missing/" + name] = trouble;
  const auto latest = latest_.find(draft.facility);
  if (latest == latest_.end() || latest->second < effective) latest_[draft.facility] = effective;
}

Model::Reason Model::Post(const v1::CreateMovementRequest& request, const Moment& at,
                          const v1::CreateMovementResponse* response) {
  const v1::Movement& movement = request.movement();
  const absl::Time happened = TimeOf(movement.happened_time());
  const bool order = movement.intent() == v1::INTENT_ORDER;
  const Timing timing = TimingOf(request.parent(), happened, at);
  if (order && !Incoming(movement)) {
    for (const v1::MovementLine& line : movement.lines()) {
      if (!line.lot().empty() && !lots_.contains({request.parent(), line.item(), line.lot()})) {
        return common::v1::ERROR_REASON_NOT_KNOWN;
      }
    }
  }
  const std::tuple<std::string, std::string, std::string> document = {
      request.parent(),
      movement.source().empty() ? "kind" + std::to_string(movement.kind()) : movement.source(),
      movement.document_number()};
  const bool repeated = !movement.document_number().empty() && documents_.contains(document);
  if (order && !facility_open_.at(request.parent())) return common::v1::ERROR_REASON_WRONG_STATE;
  if (order && (happened > at.now + absl::Minutes(10) || timing.too_old)) {
    return common::v1::ERROR_REASON_TIME_OUT_OF_RANGE;
  }
  if (order && repeated) return common::v1::ERROR_REASON_DOCUMENT_NUMBER_REPEATED;

  Draft draft = DraftOf(request.parent(), timing, at);
  draft.order = order;
  if (repeated) {
    if (response == nullptr || response->exceptions().empty()) return kFine;
    const v1::Exception& exception = response->exceptions(0);
    Record& record = records_[exception.movement()];
    record.request = request;
    record.held = true;
    record.held_trouble = exception.name();
    movement_names_.push_back(exception.movement());
    Trouble& trouble = draft.Open(v1::EXCEPTION_KIND_REPEATED_DOCUMENT_NUMBER, draft.day);
    trouble.movement = exception.movement();
    trouble.open_time = at.now;
    troubles_[exception.name()] = trouble;
    return kFine;
  }
  if (const Reason reason = PostLines(request, draft); reason != kFine) return reason;
  if (response == nullptr) return kFine;
  const std::string& name = response->movement().name();
  Commit(draft, name, {response->exceptions().begin(), response->exceptions().end()}, at.now,
         timing.effective);
  records_[name].request = request;
  movement_names_.push_back(name);
  if (!movement.document_number().empty()) documents_[document] = name;
  return kFine;
}

}  // namespace waystation::inventory
