#include "services/inventory/domain/places/exposure.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/places/fridge_weigh.h"
#include "services/inventory/domain/requests/verb.h"
#include "storage/base/errors.h"

namespace waystation::inventory {

const v1::Exposure* ExposureIn(const v1::LotExposure& lot, const std::string& place) {
  for (const v1::Exposure& exposure : lot.exposures()) {
    if (exposure.place() == place) return &exposure;
  }
  return nullptr;
}

const v1::Exposure* ExposureIn(const LotExposures& lots, const std::string& item,
                               const std::string& lot, const std::string& place) {
  if (lots.empty()) return nullptr;
  const auto found = lots.find({item, lot});
  return found == lots.end() ? nullptr : ExposureIn(found->second, place);
}

v1::BlockedReason BlockedAt(const v1::Exposure& exposure, absl::Time time) {
  if (!exposure.decided_by().empty()) return v1::BLOCKED_REASON_UNSPECIFIED;
  // By readings it was well before.
  if (!exposure.fridge_place().empty() && time < TimeOf(exposure.start_time())) {
    return v1::BLOCKED_REASON_UNSPECIFIED;
  }
  if (!exposure.has_usable_until()) return v1::BLOCKED_REASON_NO_ALLOWANCE;
  const bool spent = exposure.stopped() || time >= TimeOf(exposure.usable_until());
  return spent ? v1::BLOCKED_REASON_TIME_SPENT : v1::BLOCKED_REASON_UNSPECIFIED;
}

v1::BlockedReason BlockedAt(const LotExposures& lots, const std::string& item,
                            const std::string& lot, const std::string& place, absl::Time time) {
  const v1::Exposure* exposure = ExposureIn(lots, item, lot, place);
  return exposure == nullptr ? v1::BLOCKED_REASON_UNSPECIFIED : BlockedAt(*exposure, time);
}

int64_t SpentSeconds(const v1::LotExposure& lot) {
  int64_t spent = lot.spent_seconds();
  for (const v1::FridgeTime& time : lot.fridge_times()) spent += time.warm_seconds();
  return spent;
}

int64_t SpentAt(const v1::LotExposure& lot, const v1::Exposure& exposure, absl::Time time) {
  if (exposure.stopped() || !exposure.fridge_place().empty()) return lot.spent_seconds();
  const absl::Duration stay = time - TimeOf(exposure.start_time());
  const int64_t spent =
      exposure.spent_before_seconds() + std::max<int64_t>(0, absl::ToInt64Seconds(stay));
  return std::max(lot.spent_seconds(), spent);
}

v1::Exposure NewExposure(const v1::LotExposure& lot, const std::string& place, const PlaceFit& fit,
                         absl::Time start) {
  v1::Exposure exposure;
  exposure.set_place(place);
  *exposure.mutable_start_time() = TimestampOf(start);
  exposure.set_spent_before_seconds(lot.spent_seconds());
  if (fit.allowed_minutes.has_value()) {
    const absl::Duration left =
        absl::Minutes(*fit.allowed_minutes) - absl::Seconds(SpentSeconds(lot));
    *exposure.mutable_usable_until() = TimestampOf(start + left);
  }
  return exposure;
}

bool IsStricter(const v1::Exposure& a, const v1::Exposure& b) {
  if (a.decided_by().empty() != b.decided_by().empty()) return a.decided_by().empty();
  if (!b.has_usable_until()) return false;
  return !a.has_usable_until() || TimeOf(a.usable_until()) < TimeOf(b.usable_until());
}

std::string UntilText(const v1::Exposure& exposure) {
  return exposure.has_usable_until() ? TimeText(TimeOf(exposure.usable_until())) : "none";
}

absl::StatusOr<v1::Event> DecideAboutExposure(const v1::DecideExposureRequest& request,
                                              const std::optional<v1::LotExposure>& lot,
                                              const std::optional<v1::Exception>& exception,
                                              const DecideContext& context) {
  const std::string resource = absl::StrCat(request.parent(), "/storagePlaces/", request.place(),
                                            "/", request.item(), "/lots/", request.lot());
  v1::Event event;
  v1::ExceptionClosed& closed = *event.mutable_exception_closed();
  if (lot.has_value()) *closed.mutable_lot_exposure() = *lot;
  auto& exposures = *closed.mutable_lot_exposure()->mutable_exposures();
  const auto there = std::find_if(exposures.begin(), exposures.end(), [&](const v1::Exposure& e) {
    return e.place() == request.place();
  });
  if (there == exposures.end() || !exception.has_value()) return NotKnown(resource);
  if (!there->decided_by().empty()) {
    return WrongState(resource, "RELEASED", "somebody has decided about it already");
  }
  there->set_decided_by(request.decided_by());
  there->set_decision_note(request.note());
  *there->mutable_decide_time() = TimestampOf(context.now);
  for (v1::FridgeTime& time : *closed.mutable_lot_exposure()->mutable_fridge_times()) {
    if (time.place() == there->fridge_place()) NoteDecision(*there, time);
  }
  v1::Exception& ended = *closed.mutable_exception();
  ended = *exception;
  ended.set_decided_by(request.decided_by());
  // What a person closed keeps that person's note.
  if (ended.state() != v1::EXCEPTION_STATE_OPEN) return event;
  ended.set_state(v1::EXCEPTION_STATE_CLOSED);
  ended.set_end(v1::EXCEPTION_END_RELEASED);
  *ended.mutable_close_time() = TimestampOf(context.now);
  ended.set_closed_by(context.principal);
  ended.set_note(request.note());
  return event;
}

}  // namespace waystation::inventory
