#include "services/inventory/domain/places/fridge_weigh.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/controlled/signature.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/exposure.h"

namespace waystation::inventory {
namespace {

// How much of an excursion that goes on may be noted later.
constexpr int64_t kNotedLaterSeconds = 3600;

v1::FridgeTime TimeIn(const v1::LotExposure& lot, const std::string& place) {
  for (const v1::FridgeTime& time : lot.fridge_times()) {
    if (time.place() == place) return time;
  }
  v1::FridgeTime none;
  none.set_place(place);
  return none;
}

bool IsHarmed(const v1::FridgeTime& time) {
  return time.hot_seconds() > 0 || time.cold_seconds() > 0 || time.frozen_seconds() > 0;
}

bool IsNothing(const v1::FridgeTime& time) {
  return time.warm_seconds() == 0 && !IsHarmed(time) && time.decided_by().empty();
}

// When it was first out of its range in a way that nothing allows.
std::optional<absl::Time> WhenHarmed(const OutOfRange& out) {
  std::optional<absl::Time> first;
  for (const TimeSpans* spans : {&out.hot, &out.cold, &out.frozen}) {
    if (spans->empty()) continue;
    first = std::min(first.value_or(spans->front().from), spans->front().from);
  }
  return first;
}

// One fridge, lot after lot.
class Weighing {
 public:
  Weighing(FridgeState& state, const DecideContext& context)
      : state_(state),
        place_(StoragePlaceIds(state.place.name())->second),
        posting_(context, state.ledger, Unposted(state, context),
                 ManagerOf(state.ledger.facility->name)) {
    event_.set_storage_place(state.place.name());
    event_.set_installation(state.place.installation());
  }

  void Weigh(const FridgeLot& lot) {
    const v1::LotExposure before = Standing(lot);
    const v1::FridgeTime was = TimeIn(before, place_);
    const v1::FridgeTime time = WeighLot(lot, before, place_);
    if (IsNotedLater(lot, was, time)) return;
    v1::LotExposure after = before;
    PutTime(time, after);
    MoveClocks(was.warm_seconds() - time.warm_seconds(), after);
    if (time.proposal() == v1::EXPOSURE_PROPOSAL_QUARANTINE) {
      for (const std::string& place : lot.reached) Block(lot, time, place, after);
    } else if (was.proposal() == v1::EXPOSURE_PROPOSAL_QUARANTINE) {
      Unblock(after);
    }
    if (after.SerializeAsString() == before.SerializeAsString()) return;
    *event_.add_lot_exposures() = std::move(after);
  }

  v1::ReadingsWeighed Take() {
    *event_.mutable_exceptions() = posting_.Take().exceptions();
    return std::move(event_);
  }

 private:
  static v1::Movement Unposted(const FridgeState& state, const DecideContext& context) {
    v1::Movement none;
    *none.mutable_effective_time() = TimestampOf(context.now);
    *none.mutable_day() = DateOf(DayOf(context.now, state.ledger.facility->zone));
    return none;
  }

  v1::LotExposure Standing(const FridgeLot& lot) const {
    const auto found = state_.ledger.storage.exposures.find({lot.item, lot.lot});
    if (found != state_.ledger.storage.exposures.end()) return found->second;
    v1::LotExposure standing;
    standing.set_facility(state_.ledger.facility->name);
    standing.set_item(lot.item);
    standing.set_lot(lot.lot);
    return standing;
  }

  static bool IsNotedLater(const FridgeLot& lot, const v1::FridgeTime& was,
                           const v1::FridgeTime& time) {
    const int64_t more = time.warm_seconds() - was.warm_seconds();
    return lot.goes_on && was.proposal() == v1::EXPOSURE_PROPOSAL_ALLOWANCE_CHARGED &&
           time.proposal() == was.proposal() && more >= 0 && more < kNotedLaterSeconds;
  }

  void PutTime(const v1::FridgeTime& time, v1::LotExposure& lot) const {
    auto& times = *lot.mutable_fridge_times();
    times.erase(std::remove_if(times.begin(), times.end(),
                               [&](const v1::FridgeTime& t) { return t.place() == place_; }),
                times.end());
    if (!IsNothing(time)) *lot.add_fridge_times() = time;
  }

  // Where a clock runs, less is left of what the class allows.
  static void MoveClocks(int64_t seconds, v1::LotExposure& lot) {
    for (v1::Exposure& exposure : *lot.mutable_exposures()) {
      if (!exposure.fridge_place().empty() || !exposure.has_usable_until()) continue;
      *exposure.mutable_usable_until() =
          TimestampOf(TimeOf(exposure.usable_until()) + absl::Seconds(seconds));
    }
  }

  int64_t Total(const FridgeLot& lot, const std::string& place) const {
    int64_t total = 0;
    for (const v1::Condition condition : kConditions) {
      const auto found = posting_.book().find({lot.item, place, lot.lot, condition});
      if (found != posting_.book().end()) total += found->second.total();
    }
    return total;
  }

  // Since when it is blocked, and until when it could be used; as in Exposure.
  v1::Exposure Blocking(const FridgeLot& lot, const v1::FridgeTime& time, const std::string& place,
                        const v1::LotExposure& after) const {
    v1::Exposure exposure;
    exposure.set_place(place);
    exposure.set_fridge_place(place_);
    exposure.set_spent_before_seconds(after.spent_seconds());
    const absl::Duration others = absl::Seconds(SpentSeconds(after) - time.warm_seconds());
    const std::optional<absl::Time> harmed = WhenHarmed(lot.out);
    const absl::Time spent =
        WhenSpent(lot.out.warm, absl::Minutes(lot.limits.allowed_minutes) - others)
            .value_or(TimeOf(time.last_time()));
    *exposure.mutable_start_time() = TimestampOf(harmed.value_or(spent));
    if (!harmed.has_value()) *exposure.mutable_usable_until() = TimestampOf(spent);
    return exposure;
  }

  void Block(const FridgeLot& lot, const v1::FridgeTime& time, const std::string& place,
             v1::LotExposure& after) {
    const int64_t total = Total(lot, place);
    if (total <= 0) return;
    v1::Exposure exposure = Blocking(lot, time, place, after);
    for (v1::Exposure& there : *after.mutable_exposures()) {
      if (there.place() != place) continue;
      if (!there.decided_by().empty()) {
        if (!IsBeyondDecision(time)) return;
        exposure.set_exception(Tell(lot, time, exposure, total, after));
        there = std::move(exposure);
      } else if (there.fridge_place() == place_) {
        exposure.set_exception(there.exception());
        exposure.set_stopped(there.stopped());
        there = std::move(exposure);
      } else if (IsHarmed(time)) {
        there.clear_usable_until();
      }
      return;
    }
    if (!IsBeyondDecision(time)) return;
    exposure.set_exception(Tell(lot, time, exposure, total, after));
    *after.add_exposures() = std::move(exposure);
  }

  // Of what nobody has decided about.
  void Unblock(v1::LotExposure& lot) {
    auto& exposures = *lot.mutable_exposures();
    for (const v1::Exposure& exposure : exposures) {
      if (IsOfReadings(exposure)) End(exposure.exception());
    }
    exposures.erase(std::remove_if(exposures.begin(), exposures.end(),
                                   [&](const v1::Exposure& e) { return IsOfReadings(e); }),
                    exposures.end());
  }

  bool IsOfReadings(const v1::Exposure& exposure) const {
    return exposure.fridge_place() == place_ && exposure.decided_by().empty();
  }

  void End(const std::string& name) {
    const auto found = posting_.storage().exceptions.find(name);
    if (found == posting_.storage().exceptions.end() ||
        found->second.state() != v1::EXCEPTION_STATE_OPEN) {
      return;
    }
    posting_.Close(found->second, v1::EXCEPTION_END_WEIGHED_ANEW);
    posting_.Change(found->second);
  }

  std::string Tell(const FridgeLot& lot, const v1::FridgeTime& time, const v1::Exposure& exposure,
                   int64_t quantity, const v1::LotExposure& after) {
    const Subject subject = {.item = lot.item,
                             .place = exposure.place(),
                             .lot = lot.lot,
                             .moment = MomentOf(posting_.movement())};
    v1::Exception& told = *posting_.Open(v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE, subject, quantity);
    if (exposure.has_usable_until()) *told.mutable_usable_until() = exposure.usable_until();
    told.set_storage_class(lot.storage_class);
    told.set_place_storage_class(state_.place.storage_class());
    told.set_installation(state_.place.installation());
    told.set_too_cold(time.cold_seconds() > 0 || time.frozen_seconds() > 0);
    told.set_frozen(time.frozen_seconds() > 0);
    told.set_spent_seconds(SpentSeconds(after));
    return told.name();
  }

  const FridgeState& state_;
  const std::string place_;
  Posting posting_;
  v1::ReadingsWeighed event_;
};

}  // namespace

v1::FridgeTime WeighLot(const FridgeLot& lot, const v1::LotExposure& before,
                        const std::string& place) {
  v1::FridgeTime time = TimeIn(before, place);
  const int64_t others = SpentSeconds(before) - time.warm_seconds();
  time.set_warm_seconds(SecondsOf(lot.out.warm));
  time.set_hot_seconds(SecondsOf(lot.out.hot));
  time.set_cold_seconds(SecondsOf(lot.out.cold));
  time.set_frozen_seconds(SecondsOf(lot.out.frozen));
  time.clear_first_time();
  time.clear_last_time();
  time.clear_proposal();
  const TimeSpans any = AnyWay(lot.out);
  if (any.empty()) return time;
  *time.mutable_first_time() = TimestampOf(any.front().from);
  *time.mutable_last_time() = TimestampOf(any.back().to);
  constexpr int64_t kSecondsAMinute = 60;
  const bool spent = others + time.warm_seconds() > lot.limits.allowed_minutes * kSecondsAMinute;
  time.set_proposal(IsHarmed(time) || spent ? v1::EXPOSURE_PROPOSAL_QUARANTINE
                                            : v1::EXPOSURE_PROPOSAL_ALLOWANCE_CHARGED);
  return time;
}

bool IsBeyondDecision(const v1::FridgeTime& time) {
  return time.decided_by().empty() || time.warm_seconds() > time.decided_warm_seconds() ||
         time.hot_seconds() > time.decided_hot_seconds() ||
         time.cold_seconds() > time.decided_cold_seconds() ||
         time.frozen_seconds() > time.decided_frozen_seconds();
}

void NoteDecision(const v1::Exposure& decided, v1::FridgeTime& time) {
  time.set_decided_warm_seconds(std::max(time.decided_warm_seconds(), time.warm_seconds()));
  time.set_decided_hot_seconds(std::max(time.decided_hot_seconds(), time.hot_seconds()));
  time.set_decided_cold_seconds(std::max(time.decided_cold_seconds(), time.cold_seconds()));
  time.set_decided_frozen_seconds(std::max(time.decided_frozen_seconds(), time.frozen_seconds()));
  time.set_decided_by(decided.decided_by());
  time.set_decision_note(decided.decision_note());
  *time.mutable_decide_time() = decided.decide_time();
}

v1::ReadingsWeighed WeighReadings(FridgeState state, const DecideContext& context) {
  Weighing weighing(state, context);
  for (const FridgeLot& lot : state.lots) weighing.Weigh(lot);
  return weighing.Take();
}

}  // namespace waystation::inventory
