// What each command about a facility itself decides. Pure; checks in the order of the contract's
// error lists. REQUIRES of all: a request without violations.
#ifndef SERVICES_FACILITY_DOMAIN_FACILITY_H_
#define SERVICES_FACILITY_DOMAIN_FACILITY_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/silence.h"
#include "storage/base/errors.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {

// What the scope holds before the command.
struct FacilityRecord {
  v1::Facility facility;
  // Whether it is heard.
  Contact contact;
  // When it got to where it stands; microseconds, no later than when that was recorded.
  int64_t located_us = 0;
};

// Beside the request: the entry's record time and who sends it.
struct CommandContext {
  absl::Time now;
  std::string principal;  // Opaque.
  // `now` may be behind the true time, so times told with a report prove nothing.
  bool clock_suspect = false;
  // No later than `now`; before it only while record times stand still after a step back of the
  // clock that a person confirmed. Whether a report is recent goes by this.
  absl::Time clock_now = absl::InfiniteFuture();

  absl::Time ClockNow() const { return std::min(now, clock_now); }
};

// What is recorded, in order; the first is what was asked for.
using Events = std::vector<v1::Event>;

// FacilityCreated, in the state that the request names and standing where it says since now.
// ALREADY_EXISTS {resource} when `existing` is set. Output-only fields of the request's facility
// are passed over.
absl::StatusOr<Events> DecideCreate(const std::optional<FacilityRecord>& existing,
                                    const v1::CreateFacilityRequest& request,
                                    const CommandContext& context);

// Each group of the facility that is of less than none or more than all of the people it serves.
std::vector<FieldViolation> GroupViolations(const v1::Facility& facility);

// The fields that update_mask may name: all but those that only verbs or the service itself change.
bool IsUpdatableField(absl::string_view path);

// FacilityUpdated; with BackInTouch when a longer interval ends a silence. NOT_KNOWN; ETAG_MISMATCH
// {resource, etag: the present one} when the request has an etag and it is another; INVALID_FIELD
// for GroupViolations of what would come of it.
absl::StatusOr<Events> DecideUpdate(const std::optional<FacilityRecord>& existing,
                                    const v1::UpdateFacilityRequest& request,
                                    const CommandContext& context);

// FacilityOpened from PLANNED or CLOSED, FacilityClosed from OPEN or PLANNED. NOT_KNOWN;
// WRONG_STATE {resource, state} when it is so already.
absl::StatusOr<Events> DecideOpen(const std::optional<FacilityRecord>& existing,
                                  absl::string_view name, const CommandContext& context);
absl::StatusOr<Events> DecideClose(const std::optional<FacilityRecord>& existing,
                                   absl::string_view name, const CommandContext& context);

// FacilityMoved. NOT_KNOWN, otherwise never refused: a move told late enters the history and leaves
// the facility, its etag too, as it is.
absl::StatusOr<Events> DecideMove(const std::optional<FacilityRecord>& existing,
                                  const v1::MoveFacilityRequest& request,
                                  const CommandContext& context);

// When a location counts from: as told, but no later than it was recorded; microseconds.
int64_t LocatedFrom(const v1::FacilityLocation& location);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_FACILITY_H_
