// When a facility counts as silent, and what is recorded when it falls silent and comes back.
#ifndef SERVICES_FACILITY_DOMAIN_SILENCE_H_
#define SERVICES_FACILITY_DOMAIN_SILENCE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {

// What is known of a facility's reporting.
struct Contact {
  // The latest effective time of any of its values, microseconds; nullopt: never reported.
  std::optional<int64_t> last_report_us;
  // WentSilent was recorded and nothing since ended it.
  bool said_silent = false;

  friend bool operator==(const Contact&, const Contact&) = default;
};

// The last microsecond at which the last report still counts; nullopt: never reported.
std::optional<int64_t> SilentAfter(const v1::Facility& facility, const Contact& contact);

// What a reader is told at `now`, in any state of the facility: a matter of time alone, until
// WentSilent was recorded. Then only BackInTouch ends it: a clock set back does not.
v1::ReportingState ReportingStateAt(const v1::Facility& facility, const Contact& contact,
                                    absl::Time now);

// When the facility has to be looked at again: after this microsecond WentSilent is due. Only an
// open facility that has reported and was not said to be silent is waited for.
std::optional<int64_t> DueTime(const v1::Facility& facility, const Contact& contact);

// WentSilent, when it is due at `now`; WRONG_STATE when it is not.
absl::StatusOr<std::vector<v1::Event>> DecideTick(const v1::Facility& facility,
                                                  const Contact& contact, absl::Time now);

// BackInTouch, when the facility was said to be silent and by `contact` (as it is after the
// command) is not so at `now`. A report that is itself older than the interval ends no silence.
std::optional<v1::Event> BackInTouchEvent(const v1::Facility& facility, const Contact& contact,
                                          absl::Time now);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_SILENCE_H_
