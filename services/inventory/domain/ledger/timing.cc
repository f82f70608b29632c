#include "services/inventory/domain/ledger/timing.h"

#include "services/inventory/domain/calendar.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {

Timing TimingOf(const v1::Movement& movement, std::optional<absl::Time> latest,
                const DecideContext& context) {
  const absl::Time happened = TimeOf(movement.happened_time());
  const absl::Duration tolerance = context.clock_suspect ? kSuspectTolerance : kFutureTolerance;
  Timing timing;
  timing.future = happened > context.now + tolerance;
  timing.too_old =
      !movement.opening_history() && latest.has_value() && happened < *latest - kBackdatingWindow;
  if (context.clock_suspect) {
    timing.disbelieved = timing.future || timing.too_old;
    timing.effective = timing.disbelieved ? context.now : happened;
  } else {
    timing.effective = timing.future ? context.now : happened;
  }
  return timing;
}

void SetTimes(v1::Movement& movement, const FacilityFacts& facility, const Timing& timing,
              const DecideContext& context) {
  *movement.mutable_effective_time() = TimestampOf(timing.effective);
  *movement.mutable_record_time() = TimestampOf(context.now);
  *movement.mutable_day() = DateOf(DayOf(timing.effective, facility.zone));
  movement.set_clock_suspect(context.clock_suspect);
}

void OpenClockException(Posting& posting, bool clock_exception_open, const Timing& timing) {
  if (timing.disbelieved) {
    *posting.Open(v1::EXCEPTION_KIND_CLOCK_SUSPECT)->mutable_entered_time() =
        posting.movement().happened_time();
  } else if (!clock_exception_open) {
    posting.Open(v1::EXCEPTION_KIND_CLOCK_SUSPECT);
  }
}

void OpenTimingExceptions(Posting& posting, bool clock_exception_open, const Timing& timing) {
  if (!posting.facility().open) posting.Open(v1::EXCEPTION_KIND_FACILITY_NOT_OPEN);
  if (posting.movement().clock_suspect())
    return OpenClockException(posting, clock_exception_open, timing);
  if (timing.future) {
    *posting.Open(v1::EXCEPTION_KIND_FUTURE_TIME)->mutable_entered_time() =
        posting.movement().happened_time();
  }
  if (timing.too_old) {
    *posting.Open(v1::EXCEPTION_KIND_TIME_TOO_OLD)->mutable_entered_time() =
        posting.movement().happened_time();
  }
}

}  // namespace waystation::inventory
