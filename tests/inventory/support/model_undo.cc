// The part of the model that takes back and ends.
#include <algorithm>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "tests/inventory/support/model.h"
#include "tests/inventory/support/model_draft.h"

namespace waystation::inventory {
namespace {

template <typename Leg>
Leg InverseOf(const Leg& leg) {
  return {leg.item, leg.lot, leg.to_place, leg.from_place, leg.quantity,
          leg.when, "",      leg.to,       leg.from};
}

}  // namespace

bool Model::ComesBefore(const Leg& a, const Leg& b) {
  if (a.when.day != b.when.day) return a.when.day < b.when.day;
  return !a.to_place.empty() && b.to_place.empty();
}

// And what becomes of the shortfalls that it opened and covered.
std::vector<Model::Leg> Model::InverseLegs(const std::string& movement, Draft& draft) const {
  const Record& original = records_.at(movement);
  std::vector<Leg> inverse;
  for (const Leg& leg : original.legs) {
    const bool still_there =
        leg.covers.empty() || troubles_.at(leg.covers).covers.contains({movement, leg.lot});
    if (still_there) inverse.push_back(InverseOf(leg));
  }
  for (const std::string& name : original.shortfalls) {
    Trouble& trouble = draft.old[name] = troubles_.at(name);
    for (const auto& [cover, quantity] : trouble.covers) {
      inverse.push_back({trouble.item, cover.second, "", trouble.place, quantity, trouble.when, "",
                         v1::CONDITION_USABLE, trouble.condition});
    }
    trouble.covers.clear();
    trouble.outstanding = 0;
    trouble.open = false;
    trouble.count.clear();
    if (trouble.end != v1::EXCEPTION_END_CLOSED) trouble.end = v1::EXCEPTION_END_REVERSED;
  }
  for (const Leg& leg : original.legs) {
    if (leg.covers.empty()) continue;
    Trouble& trouble = draft.old.insert({leg.covers, troubles_.at(leg.covers)}).first->second;
    for (auto cover = trouble.covers.begin(); cover != trouble.covers.end();) {
      if (cover->first.first != movement) {
        ++cover;
        continue;
      }
      trouble.outstanding += cover->second;
      trouble.open = true;
      trouble.count.clear();
      trouble.end = v1::EXCEPTION_END_UNSPECIFIED;
      cover = trouble.covers.erase(cover);
    }
  }
  return inverse;
}

Model::Reason Model::Reverse(const v1::ReverseMovementRequest& request, const Moment& at,
                             const v1::ReverseMovementResponse* response) {
  const auto found = records_.find(request.name());
  if (found == records_.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  Record& original = found->second;
  if (original.held) return common::v1::ERROR_REASON_WRONG_STATE;
  if (original.reversal) return common::v1::ERROR_REASON_REVERSAL_NOT_REVERSIBLE;
  if (original.reversed) return common::v1::ERROR_REASON_ALREADY_REVERSED;
  Draft draft = DraftOf(original.request.parent(), {.effective = at.now}, at);
  draft.order = request.intent() == v1::INTENT_ORDER;
  std::vector<Leg> inverse = InverseLegs(request.name(), draft);
  AskNoMore(original, draft);
  const bool of_count = !original.count.empty();
  const ModelStock::Count count = TakeOutCount(request.name(), draft);
  for (const Leg& leg : inverse) {
    if (leg.from_place.empty()) draft.Move(leg);
  }
  std::stable_sort(inverse.begin(), inverse.end(), ComesBefore);
  for (const Leg& leg : inverse) {
    if (leg.from_place.empty()) continue;
    const Spot spot = {draft.facility, leg.item, leg.from_place, leg.lot, leg.from};
    const int64_t there = std::max<int64_t>(0, draft.stock.Lowest(spot, leg.when));
    if (!of_count && leg.quantity > there) {
      if (draft.order) return common::v1::ERROR_REASON_NOT_ENOUGH_STOCK;
      draft.About(v1::EXCEPTION_KIND_SHORTFALL, spot, leg.when, leg.quantity - there).lot_named =
          true;
    }
    draft.Move(leg);
  }
  if (of_count && !StandsWithout(count, inverse, draft)) {
    return common::v1::ERROR_REASON_NOT_ENOUGH_STOCK;
  }
  if (response == nullptr) return kFine;
  const std::string name = response->movement().name();
  Commit(draft, name, {response->exceptions().begin(), response->exceptions().end()}, at.now,
         at.now);
  records_[name].request.set_parent(original.request.parent());
  records_[name].reversal = true;
  movement_names_.push_back(name);
  original.reversed = true;
  std::erase_if(documents_,
                [&](const auto& document) { return document.second == request.name(); });
  return kFine;
}

Model::Reason Model::Resolve(const v1::ResolveExceptionRequest& request, const Moment& at,
                             const v1::ResolveExceptionResponse* response,
                             const std::vector<v1::Exception>& opened) {
  const auto found = troubles_.find(request.name());
  if (found == troubles_.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  Trouble& trouble = found->second;
  if (!trouble.open) return common::v1::ERROR_REASON_WRONG_STATE;
  const bool held = trouble.kind == v1::EXCEPTION_KIND_REPEATED_DOCUMENT_NUMBER;
  if (request.resolution() == v1::RESOLUTION_CLOSE) {
    trouble.open = false;
    trouble.end = v1::EXCEPTION_END_CLOSED;
    return kFine;
  }
  if (!held) return common::v1::ERROR_REASON_INVALID_FIELD;
  const std::string name = trouble.movement;
  const v1::CreateMovementRequest entered = records_.at(name).request;
  const absl::Time happened = TimeOf(entered.movement().happened_time());
  const Timing timing = TimingOf(entered.parent(), happened, at);
  Draft draft = DraftOf(entered.parent(), timing, at);
  if (const Reason reason = PostLines(entered, draft); reason != kFine) return reason;
  if (response == nullptr) return kFine;
  trouble.open = false;
  trouble.end = v1::EXCEPTION_END_POSTED;
  Commit(draft, name, opened, at.now, timing.effective);
  records_[name].held = false;
  const v1::Movement& movement = entered.movement();
  documents_.insert(
      {{entered.parent(),
        movement.source().empty() ? "kind" + std::to_string(movement.kind()) : movement.source(),
        movement.document_number()},
       name});
  return kFine;
}

}  // namespace waystation::inventory
