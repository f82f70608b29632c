#include "tests/inventory/support/random_requests.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {

v1::CreateMovementRequest RandomRequests::Movement(absl::Time now) {
  static const std::vector<v1::MovementKind> kinds = {
      v1::MOVEMENT_KIND_RECEIPT,         v1::MOVEMENT_KIND_RECEIPT,
      v1::MOVEMENT_KIND_RECEIPT,         v1::MOVEMENT_KIND_ISSUE,
      v1::MOVEMENT_KIND_ISSUE,           v1::MOVEMENT_KIND_ISSUE,
      v1::MOVEMENT_KIND_ISSUE,           v1::MOVEMENT_KIND_ADJUSTMENT_GAIN,
      v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, v1::MOVEMENT_KIND_WASTE,
      v1::MOVEMENT_KIND_QUARANTINE,      v1::MOVEMENT_KIND_RELEASE,
      v1::MOVEMENT_KIND_DAMAGE,          v1::MOVEMENT_KIND_RETURN};
  v1::CreateMovementRequest request;
  request.set_parent(random_.OneOf(facilities_));
  v1::Movement& movement = *request.mutable_movement();
  movement.set_kind(random_.OneOf(kinds));
  if (!kit_.empty() && random_.OneIn(8)) {
    movement.set_kind(random_.OneIn(2) ? v1::MOVEMENT_KIND_UNPACK : v1::MOVEMENT_KIND_PACK);
  }
  movement.set_intent(random_.OneIn(2) ? v1::INTENT_ORDER : v1::INTENT_HAPPENED);
  const int64_t minutes = random_.OneIn(30) ? -random_.Below(3000) : random_.Below(25 * 24 * 60);
  *movement.mutable_happened_time() = TimestampOf(now - absl::Minutes(minutes));
  SetKindFields(movement);
  if (random_.OneIn(2)) movement.set_witnessed_by(random_.OneIn(5) ? "principal-1" : "witness");
  if (random_.OneIn(4)) movement.set_document_number(absl::StrCat(random_.Below(50)));
  const int64_t lines = 1 + random_.Below(3);
  const bool of_kits =
      movement.kind() == v1::MOVEMENT_KIND_UNPACK || movement.kind() == v1::MOVEMENT_KIND_PACK;
  if (of_kits) AddKitLines(movement, now);
  if (of_kits && random_.OneIn(2)) return request;
  for (int64_t i = 0; i < lines; ++i) *movement.add_lines() = Line(movement, now);
  return request;
}

// Some of the kit, and all that is in it.
void RandomRequests::AddKitLines(v1::Movement& movement, absl::Time now) {
  const int64_t kits = 1 + random_.Below(3);
  v1::MovementLine& kit = *movement.add_lines() = Line(movement, now);
  kit.set_item(kit_);
  kit.set_quantity(kits);
  for (const auto& [item, quantity] : kit_contents_) {
    v1::MovementLine& line = *movement.add_lines() = Line(movement, now);
    line.set_item(item);
    line.set_quantity(quantity * kits);
  }
}

void RandomRequests::SetKindFields(v1::Movement& movement) {
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_ISSUE:
      if (random_.OneIn(3)) {
        movement.set_to_place(random_.OneIn(4) ? "main" : "ward");
      } else {
        movement.set_purpose(random_.OneIn(2) ? v1::PURPOSE_MEALS : v1::PURPOSE_PATIENT_CARE);
        if (random_.OneIn(5)) {
          movement.set_last_resort("nothing else is there");
          movement.set_decided_by("doctor");
        }
      }
      break;
    case v1::MOVEMENT_KIND_RETURN:
      movement.set_purpose(v1::PURPOSE_MEALS);
      break;
    case v1::MOVEMENT_KIND_RECEIPT:
      if (random_.OneIn(2)) movement.set_source("donor");
      if (random_.OneIn(4)) {
        movement.mutable_donation()->set_donor(random_.OneIn(2) ? "donor-a" : "donor-b");
        movement.set_decided_by("pharmacist");
      }
      break;
    case v1::MOVEMENT_KIND_WASTE:
      movement.set_waste_reason(v1::WASTE_REASON_SPOILED);
      break;
    case v1::MOVEMENT_KIND_QUARANTINE:
      movement.set_quarantine_reason(v1::QUARANTINE_REASON_RECALL);
      break;
    case v1::MOVEMENT_KIND_RELEASE:
      movement.set_decided_by("pharmacist");
      movement.set_note("looked at");
      break;
    case v1::MOVEMENT_KIND_DAMAGE:
      movement.set_damage_reason(v1::DAMAGE_REASON_WET);
      break;
    default:
      break;
  }
}

// One that the kind allows to be said.
v1::Condition RandomRequests::Condition(const v1::Movement& movement) {
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_QUARANTINE:
      return v1::CONDITION_USABLE;
    case v1::MOVEMENT_KIND_RELEASE:
      return v1::CONDITION_QUARANTINED;
    case v1::MOVEMENT_KIND_UNPACK:
      // Of the first line, the kit; else no better than that.
      if (!movement.lines().empty() && movement.lines(0).condition() != v1::CONDITION_UNSPECIFIED) {
        return random_.OneIn(2) ? movement.lines(0).condition() : v1::CONDITION_DAMAGED;
      }
      break;
    case v1::MOVEMENT_KIND_PACK:
      return v1::CONDITION_USABLE;
    case v1::MOVEMENT_KIND_DAMAGE:
      return random_.OneIn(2) ? v1::CONDITION_USABLE : v1::CONDITION_QUARANTINED;
    case v1::MOVEMENT_KIND_ISSUE:
      if (movement.intent() == v1::INTENT_ORDER && movement.to_place().empty()) {
        return v1::CONDITION_USABLE;
      }
      break;
    default:
      break;
  }
  return random_.OneOf(std::vector<v1::Condition>{v1::CONDITION_USABLE, v1::CONDITION_QUARANTINED,
                                                  v1::CONDITION_DAMAGED});
}

// Of few days around now, so that lots are named again with the same date and with others.
common::v1::CivilDate RandomRequests::ExpiryDate(const std::string& lot, absl::Time now) {
  const int64_t week = DayOf(now, absl::UTCTimeZone()) / 28 * 4;
  return DateOf(7 * (week + static_cast<int64_t>(lot.size()) + random_.Below(4)) + 5);
}

v1::CountLine RandomRequests::CountLine(absl::Time now) {
  static const std::vector<std::string> lots = {"", "A", "A", "B", "C", "D", "unknown"};
  v1::CountLine line;
  line.set_item(random_.OneIn(2) ? "items/rice" : "items/salt");
  line.set_lot(random_.OneOf(lots));
  line.set_quantity(random_.OneIn(4) ? 0 : random_.Below(80));
  if (random_.OneIn(4)) {
    line.set_condition(random_.OneOf(std::vector<v1::Condition>{
        v1::CONDITION_USABLE, v1::CONDITION_QUARANTINED, v1::CONDITION_DAMAGED}));
  }
  if (random_.OneIn(5)) {
    *line.mutable_expiry_date() = ExpiryDate(line.lot(), now);
    line.set_date_kind(random_.OneIn(2) ? v1::DATE_KIND_USE_BY : v1::DATE_KIND_BEST_BEFORE);
  }
  return line;
}

v1::CreateCountRequest RandomRequests::Count(absl::Time now) {
  v1::CreateCountRequest request;
  request.set_parent(random_.OneOf(facilities_));
  v1::Count& count = *request.mutable_count();
  count.set_kind(random_.OneIn(2) ? v1::COUNT_KIND_FULL : v1::COUNT_KIND_CYCLIC);
  count.set_complete(random_.OneIn(2));
  count.set_place(random_.OneOf(std::vector<std::string>{"", "main", "ward", "fridge"}));
  const int64_t minutes = random_.OneIn(30) ? -random_.Below(3000) : random_.Below(25 * 24 * 60);
  *count.mutable_counted_time() = TimestampOf(now - absl::Minutes(minutes));
  if (random_.OneIn(2)) count.set_second_counted_by(random_.OneIn(5) ? "principal-1" : "witness");
  const bool may_be_none = count.complete() && count.kind() == v1::COUNT_KIND_FULL;
  const int64_t lines = random_.Below(4) + (may_be_none ? 0 : 1);
  std::set<std::string> seen;
  for (int64_t i = 0; i < lines; ++i) {
    const v1::CountLine line = CountLine(now);
    // A lot named is one lot, whatever its date.
    const std::string date = line.lot().empty() ? line.expiry_date().ShortDebugString() : "";
    const int condition = std::max<int>(line.condition(), v1::CONDITION_USABLE);
    const std::string position = absl::StrCat(line.item(), " ", line.lot(), date, condition);
    if (seen.insert(position).second) *count.add_lines() = line;
  }
  return request;
}

v1::MovementLine RandomRequests::Line(const v1::Movement& movement, absl::Time now) {
  static const std::vector<std::string> lots = {"", "", "A", "B", "C", "D"};
  static const std::vector<std::string> places = {"", "", "", "", "ward", "ward", "fridge"};
  v1::MovementLine line;
  line.set_item(random_.OneIn(2) ? "items/rice" : "items/salt");
  const bool of_kits =
      movement.kind() == v1::MOVEMENT_KIND_UNPACK || movement.kind() == v1::MOVEMENT_KIND_PACK;
  if (!kit_.empty() && !of_kits && random_.OneIn(6)) line.set_item(kit_);
  line.set_lot(random_.OneOf(lots));
  line.set_quantity(1 + random_.Below(60));
  // Some items may lie in the others alone, or in several.
  const std::string place = random_.OneOf(places);
  if (place != movement.to_place()) line.set_place(place);
  if (random_.OneIn(3)) line.set_condition(Condition(movement));
  if (random_.OneIn(3)) {
    *line.mutable_expiry_date() = ExpiryDate(line.lot(), now);
    line.set_date_kind(random_.OneIn(2) ? v1::DATE_KIND_USE_BY : v1::DATE_KIND_BEST_BEFORE);
  }
  return line;
}

v1::CreateRecallRequest RandomRequests::Recall() {
  return Recalling(random_.OneIn(2) ? "rice" : "salt",
                   random_.OneOf(std::vector<std::string>{"A", "B", "C", "D"}));
}

v1::ReverseMovementRequest RandomRequests::Reversal(const Model& model) {
  v1::ReverseMovementRequest request;
  request.set_name(random_.OneOf(model.movement_names()));
  request.set_intent(random_.OneIn(2) ? v1::INTENT_ORDER : v1::INTENT_HAPPENED);
  return request;
}

v1::SignMovementRequest RandomRequests::Signature(const Model& model) {
  v1::SignMovementRequest request;
  request.set_name(random_.OneOf(model.movement_names()));
  request.set_signed_by(random_.OneIn(5) ? "principal-1" : "witness");
  return request;
}

v1::ResolveExceptionRequest RandomRequests::Resolution(const Model& model) {
  const int64_t which = random_.Below(static_cast<int64_t>(model.troubles().size()));
  v1::ResolveExceptionRequest request;
  request.set_name(std::next(model.troubles().begin(), which)->first);
  request.set_resolution(random_.OneIn(2) ? v1::RESOLUTION_POST : v1::RESOLUTION_CLOSE);
  request.set_note("seen");
  return request;
}

}  // namespace waystation::inventory
