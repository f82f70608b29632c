#include "tests/headquarters/store/random_history.h"

#include <algorithm>
#include <limits>

namespace waystation::headquarters::testing {
namespace {

// An index that never becomes one of a delivery.
constexpr size_t kNoDelivery = std::numeric_limits<size_t>::max();

}  // namespace

inventory::v1::Event RandomHistory::NextMovement() {
  const std::string facility = kFacilities[Below(kFacilities.size())];
  if (!posted_.empty() && Below(12) == 0) return Reverse();
  if (Below(10) == 0) return Expect(facility);
  if (Below(25) == 0) return Recall();
  if (!deliveries_.empty() && Below(10) == 0) return ChangeDelivery();
  if (Below(3) == 0) now_ += Below(4);
  std::vector<LegSpec> legs(1 + Below(3));
  for (LegSpec& leg : legs) leg = NextLeg();
  // What it names is of any facility's here; only legs from a source count for it. What a facility
  // sends away, or gets back, is of no delivery.
  const bool sends = std::any_of(legs.begin(), legs.end(), [](const LegSpec& leg) {
    return leg.kind == LegKind::kSend || leg.kind == LegKind::kSentBack;
  });
  const size_t delivery = sends ? kNoDelivery : Below(deliveries_.size() + 3);
  Note(facility, legs, false, delivery);
  posted_.push_back({facility, legs, delivery});
  return Named(Posted(facility, legs), delivery);
}

facility::v1::Event RandomHistory::NextFacilityEvent() {
  const std::string facility = kFacilities[Below(kFacilities.size())];
  if (Below(3) == 0) return FacilityCreated(facility, facility::v1::FACILITY_KIND_WAREHOUSE);
  return AccessReported(facility, absl::FromUnixSeconds(Below(100'000)),
                        static_cast<facility::v1::Access>(1 + Below(3)));
}

int64_t RandomHistory::Below(size_t end) {
  return std::uniform_int_distribution<int64_t>(0, static_cast<int64_t>(end) - 1)(random_);
}

std::map<std::string, int64_t> RandomHistory::Recalled(const std::string& item, int64_t day) const {
  std::map<std::string, int64_t> lots;
  for (const OpenRecall& recall : recalls_) {
    if (recall.item != item || recall.day > day) continue;
    const auto [known, added] = lots.emplace(recall.lot, recall.day);
    if (!added) known->second = std::min(known->second, recall.day);
  }
  return lots;
}

LegSpec RandomHistory::NextLeg() {
  static constexpr LegKind kKinds[] = {
      LegKind::kReceipt,   LegKind::kReceipt, LegKind::kUse,         LegKind::kUse,
      LegKind::kUse,       LegKind::kWaste,   LegKind::kGain,        LegKind::kLoss,
      LegKind::kShortfall, LegKind::kCover,   LegKind::kMove,        LegKind::kMove,
      LegKind::kMove,      LegKind::kReturn,  LegKind::kCountedMore, LegKind::kCountedLess,
      LegKind::kSend,      LegKind::kSend,    LegKind::kSentBack};
  static constexpr inventory::v1::Condition kAll[] = {
      inventory::v1::CONDITION_UNSPECIFIED, inventory::v1::CONDITION_USABLE,
      inventory::v1::CONDITION_QUARANTINED, inventory::v1::CONDITION_DAMAGED};
  const auto condition = [&] {
    // Mostly usable; that of old logs too.
    return Below(2) == 0 ? kAll[Below(std::size(kAll))] : inventory::v1::CONDITION_USABLE;
  };
  LegSpec leg;
  leg.kind = kKinds[Below(std::size(kKinds))];
  leg.item = kItems[Below(kItems.size())];
  const int64_t lot = Below(4);
  leg.lot = std::to_string(lot);
  // A lot keeps one date; lot 0 never expires, the others do while the history goes on.
  if (lot > 0) leg.expiry_day = kToday + 40 * lot;
  leg.day = Below(4) == 0 ? now_ - Below(80) : now_;
  leg.from = condition();
  leg.to = condition();
  leg.quantity = leg.kind == LegKind::kReceipt ? 1 + Below(60) : 1 + Below(20);
  return leg;
}

inventory::v1::Event RandomHistory::Recall() {
  if (!recalls_.empty() && Below(3) > 0) {
    const size_t which = Below(recalls_.size());
    const OpenRecall ended = recalls_[which];
    recalls_.erase(recalls_.begin() + static_cast<int64_t>(which));
    return RecallChanged(ended.name, ended.item, ended.lot, ended.day, /*open=*/false);
  }
  OpenRecall recall;
  recall.name = absl::StrCat("r", recall_count_++);
  recall.item = kItems[Below(kItems.size())];
  recall.lot = std::to_string(Below(4));
  recall.day = now_ - 20 + Below(25);
  recalls_.push_back(recall);
  return RecallChanged(recall.name, recall.item, recall.lot, recall.day, /*open=*/true);
}

inventory::v1::Event RandomHistory::Reverse() {
  const size_t which = Below(posted_.size());
  const auto [facility, legs, delivery] = posted_[which];
  posted_.erase(posted_.begin() + static_cast<int64_t>(which));
  Note(facility, legs, true, delivery);
  return Named(Posted(facility, legs, /*reversal=*/true), delivery);
}

inventory::v1::Event RandomHistory::Expect(const std::string& facility) {
  NaiveDelivery delivery;
  delivery.facility = facility;
  delivery.name = absl::StrCat("facilities/", facility, "/expectedDeliveries/d", Below(1000), "-",
                               deliveries_.size());
  delivery.latest_day = now_ - 5 + Below(30);
  delivery.confirmed = Below(2) == 0;
  for (const std::string& item : kItems) {
    if (Below(2) == 0) delivery.expected[item] = 1 + Below(90);
  }
  deliveries_.push_back(delivery);
  return Expected(delivery);
}

inventory::v1::Event RandomHistory::ChangeDelivery() {
  NaiveDelivery& delivery = deliveries_[Below(deliveries_.size())];
  if (!delivery.ended) {
    const int64_t choice = Below(4);
    if (choice == 0) delivery.ended = true;
    if (choice == 1) delivery.confirmed = true;
    if (choice >= 2) {
      delivery.latest_day += Below(12);
      delivery.confirmed = false;
    }
  }
  return Changed(delivery);
}

inventory::v1::Event RandomHistory::Named(inventory::v1::Event event, size_t delivery) {
  if (delivery < deliveries_.size()) {
    event.mutable_movement_posted()->mutable_movement()->set_expected_delivery(
        deliveries_[delivery].name);
  }
  return event;
}

void RandomHistory::Note(const std::string& facility, const std::vector<LegSpec>& legs,
                         bool reversal, size_t delivery) {
  for (const LegSpec& leg : legs) {
    legs_[{facility, leg.item}].push_back({leg, reversal, facility == kDepot});
    auto [day, added] = record_days_.emplace(facility, leg.day);
    if (!added) day->second = std::max(day->second, leg.day);
    const bool came = leg.kind == LegKind::kReceipt && leg.to != inventory::v1::CONDITION_DAMAGED;
    if (came && delivery < deliveries_.size()) {
      deliveries_[delivery].came[leg.item] += reversal ? -leg.quantity : leg.quantity;
    }
  }
}

}  // namespace waystation::headquarters::testing
