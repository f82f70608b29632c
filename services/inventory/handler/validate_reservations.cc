#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/handler/validate_packs.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/requests/request_keys.h"

namespace waystation::inventory {
namespace {

using runtime::AddViolation;
using runtime::Presence;
using runtime::Violations;

constexpr char kReservationPattern[] = "facilities/*/reservations/*";
constexpr int kMaxReservationEtagCharacters = 64;

void CheckReservationLines(Violations& violations, const v1::Reservation& reservation) {
  const int size = reservation.lines_size();
  if (size < 1 || size > kMaxRequestLines) {
    AddViolation(violations, "reservation.lines", absl::StrCat(size, " lines"),
                 absl::StrCat("1 to ", kMaxRequestLines, " lines"));
    return;
  }
  for (int i = 0; i < size; ++i) {
    const v1::ReservationLine& line = reservation.lines(i);
    const std::string path = absl::StrCat("reservation.lines[", i, "]");
    runtime::CheckName(violations, path + ".item", line.item(), "items/*");
    CheckQuantity(violations, path, line);
    CheckPacks(violations, path, line);
    if (!line.place().empty()) runtime::CheckId(violations, path + ".place", line.place());
    runtime::CheckText(violations, path + ".lot", line.lot(), 0, kMaxLotCharacters);
  }
}

// What every verb has.
template <typename Request>
Violations CheckReservationVerb(const Request& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kReservationPattern);
  runtime::CheckText(violations, "etag", request.etag(), 0, kMaxReservationEtagCharacters);
  runtime::CheckText(violations, "recorded_by", request.recorded_by(), 0, kMaxRecordedByCharacters);
  runtime::CheckText(violations, "note", request.note(), 0, kMaxNoteCharacters);
  return violations;
}

}  // namespace

Violations Validate(const v1::CreateReservationRequest& request) {
  Violations violations;
  const v1::Reservation& reservation = request.reservation();
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckText(violations, "reservation.owner", reservation.owner(), 1, kMaxOwnerCharacters);
  runtime::CheckEnum(violations, "reservation.priority", reservation.priority(),
                     v1::ReservationPriority_IsValid);
  runtime::CheckText(violations, "reservation.purpose", reservation.purpose(), 1,
                     kMaxPurposeCharacters);
  runtime::CheckDate(violations, "reservation.needed_by_date", reservation.has_needed_by_date(),
                     reservation.needed_by_date(), Presence::kOptional);
  runtime::CheckTimestamp(violations, "reservation.expire_time", reservation.has_expire_time(),
                          reservation.expire_time(), Presence::kRequired);
  CheckReservationLines(violations, reservation);
  runtime::CheckText(violations, "reservation.recorded_by", reservation.recorded_by(), 0,
                     kMaxRecordedByCharacters);
  runtime::CheckText(violations, "reservation.note", reservation.note(), 0, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::GetReservationRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kReservationPattern);
  return violations;
}

Violations Validate(const v1::ListReservationsRequest& request) {
  Violations violations;
  if (request.parent() != absl::StrCat("facilities/", kAllFacilities)) {
    runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  }
  if (request.states_size() > kMaxStates) {
    AddViolation(violations, "states", absl::StrCat(request.states_size(), " states"),
                 absl::StrCat("at most ", kMaxStates));
  }
  for (int i = 0; i < request.states_size() && i < kMaxStates; ++i) {
    runtime::CheckEnum(violations, absl::StrCat("states[", i, "]"), request.states(i),
                       v1::ReservationState_IsValid);
  }
  if (!request.item().empty()) {
    runtime::CheckName(violations, "item", request.item(), "items/*");
  }
  runtime::CheckText(violations, "owner", request.owner(), 0, kMaxOwnerCharacters);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::ExtendReservationRequest& request) {
  Violations violations = CheckReservationVerb(request);
  runtime::CheckTimestamp(violations, "expire_time", request.has_expire_time(),
                          request.expire_time(), Presence::kRequired);
  return violations;
}

Violations Validate(const v1::PickReservationRequest& request) {
  return CheckReservationVerb(request);
}

Violations Validate(const v1::ReleaseReservationRequest& request) {
  return CheckReservationVerb(request);
}

}  // namespace waystation::inventory
