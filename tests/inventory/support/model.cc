#include "tests/inventory/support/model.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "tests/inventory/support/model_draft.h"

namespace waystation::inventory {

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
                 .when = {.time_us = absl::ToUnixMicros(timing.effective)},
                 .timing = timing,
                 .stock = StockOf(facility),
                 .lots = lots_};
  draft.when.day = draft.day;
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

ModelStock Model::StockOf(const std::string& facility) const {
  ModelStock stock;
  for (const auto& [spot, flows] : stock_.flows) {
    if (std::get<0>(spot) == facility) stock.flows.emplace(spot, flows);
  }
  for (const auto& [key, count] : stock_.counts) {
    if (count.facility == facility) stock.counts.emplace(key, count);
  }
  return stock;
}

void Model::Commit(Draft& draft, const std::string& name, const std::vector<v1::Exception>& opened,
                   absl::Time now, absl::Time effective) {
  SettleShortfalls(draft);
  for (auto& [spot, flows] : draft.stock.flows) stock_.flows[spot] = std::move(flows);
  std::erase_if(stock_.counts,
                [&](const auto& count) { return count.second.facility == draft.facility; });
  stock_.counts.merge(draft.stock.counts);
  // Of a lot of which nothing moved nothing is kept.
  for (const Leg& leg : draft.legs) {
    const std::tuple key = {draft.facility, leg.item, leg.lot};
    lots_[key] = draft.lots[key];
  }
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
  record.second = draft.second;
  // Which of the exceptions answered is which: by all that it says.
  for (const v1::Exception& exception : opened) {
    if (exception.movement() != name || troubles_.contains(exception.name())) continue;
    for (auto trouble = draft.opened.begin(); trouble != draft.opened.end(); ++trouble) {
      if (trouble->kind != exception.kind() || trouble->item != exception.item() ||
          trouble->place != exception.place() || trouble->lot != exception.lot() ||
          trouble->quantity != exception.quantity() || trouble->day != DayNumber(exception.day()) ||
          trouble->condition != exception.condition() ||
          trouble->days_left != exception.days_left()) {
        continue;
      }
      trouble->movement = name;
      trouble->open_time = now;
      if (trouble->kind == v1::EXCEPTION_KIND_SHORTFALL) {
        record.shortfalls.push_back(exception.name());
      }
      if (trouble->kind == v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING) {
        record.unsigned_trouble = exception.name();
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
  if (order) {
    for (int i = 0; i < movement.lines_size(); ++i) {
      const v1::MovementLine& line = movement.lines(i);
      if (!Incoming(movement, i) && !line.lot().empty() &&
          !lots_.contains({request.parent(), line.item(), line.lot()})) {
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
  if (order) {
    if (const Reason reason = CheckTwo(movement); reason != kFine) return reason;
  }

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
