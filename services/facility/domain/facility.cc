#include "services/facility/domain/facility.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {
namespace {

constexpr absl::string_view kUpdatableFields[] = {
    "kind",          "display_names",           "time_zone", "service_day_start_minutes",
    "people_served", "report_interval_minutes", "beds",      "aliases",
    "people_groups", "operating_theatres",      "daily_load"};

// To be called last: the etag covers everything else.
void Stamp(v1::Facility& facility, absl::Time now) {
  *facility.mutable_update_time() = ToTimestamp(ToMicros(now));
  const std::string before = facility.etag();
  facility.clear_etag();
  facility.set_etag(ShortDigest({before, facility.SerializeAsString()}));
}

void CopyField(const v1::Facility& from, absl::string_view path, v1::Facility& to) {
  const google::protobuf::FieldDescriptor* field =
      v1::Facility::descriptor()->FindFieldByName(std::string(path));
  v1::Facility one = from;
  // Swapping moves the field whatever its type, repeated ones as a whole.
  v1::Facility::GetReflection()->SwapFields(&to, &one, {field});
}

absl::Status WrongState(const v1::Facility& facility, absl::string_view message) {
  return Error(
      common::v1::ERROR_REASON_WRONG_STATE, message,
      {{"resource", facility.name()}, {"state", v1::FacilityState_Name(facility.state())}});
}

v1::FacilityLocation MakeLocation(const v1::Facility& facility, const CommandContext& context) {
  v1::FacilityLocation location;
  location.set_latitude_microdegrees(facility.latitude_microdegrees());
  location.set_longitude_microdegrees(facility.longitude_microdegrees());
  *location.mutable_record_time() = ToTimestamp(ToMicros(context.now));
  *location.mutable_moved_time() = location.record_time();
  location.set_recorded_by(context.principal);
  return location;
}

}  // namespace

absl::StatusOr<Events> DecideCreate(const std::optional<FacilityRecord>& existing,
                                    const v1::CreateFacilityRequest& request,
                                    const CommandContext& context) {
  if (existing.has_value()) {
    return Error(common::v1::ERROR_REASON_ALREADY_EXISTS, "The facility id is taken.",
                 {{"resource", existing->facility.name()}});
  }
  // From here it must succeed.
  v1::Facility facility = request.facility();
  facility.set_name(FacilityName(request.facility_id()));
  facility.set_state(request.initial_state());
  facility.clear_etag();
  *facility.mutable_create_time() = ToTimestamp(ToMicros(context.now));
  Stamp(facility, context.now);
  Events events(1);
  *events[0].mutable_facility_created()->mutable_location() = MakeLocation(facility, context);
  *events[0].mutable_facility_created()->mutable_facility() = std::move(facility);
  return events;
}

std::vector<FieldViolation> GroupViolations(const v1::Facility& facility) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < facility.people_groups_size(); ++i) {
    const int64_t people = facility.people_groups(i).people();
    if (people >= 0 && people <= facility.people_served()) continue;
    violations.push_back({absl::StrCat("facility.people_groups[", i, "].people"),
                          absl::StrCat("got ", people, ", want 0 to the people served, ",
                                       facility.people_served())});
  }
  return violations;
}

bool IsUpdatableField(absl::string_view path) {
  return std::find(std::begin(kUpdatableFields), std::end(kUpdatableFields), path) !=
         std::end(kUpdatableFields);
}

absl::StatusOr<Events> DecideUpdate(const std::optional<FacilityRecord>& existing,
                                    const v1::UpdateFacilityRequest& request,
                                    const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(request.facility().name());
  v1::Facility facility = existing->facility;
  if (!request.facility().etag().empty() && request.facility().etag() != facility.etag()) {
    return Error(common::v1::ERROR_REASON_ETAG_MISMATCH, "The facility changed since it was read.",
                 {{"resource", facility.name()}, {"etag", facility.etag()}});
  }
  for (const std::string& path : request.update_mask().paths()) {
    CopyField(request.facility(), path, facility);
  }
  RETURN_IF_ERROR(InvalidFields(GroupViolations(facility)));
  // From here it must succeed.
  Stamp(facility, context.now);
  Events events(1);
  *events[0].mutable_facility_updated()->mutable_facility() = facility;
  std::optional<v1::Event> back = BackInTouchEvent(facility, existing->contact, context.ClockNow());
  if (back.has_value()) events.push_back(*std::move(back));
  return events;
}

absl::StatusOr<Events> DecideOpen(const std::optional<FacilityRecord>& existing,
                                  absl::string_view name, const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(name);
  v1::Facility facility = existing->facility;
  if (facility.state() == v1::FACILITY_STATE_OPEN) {
    return WrongState(facility, "The facility is open already.");
  }
  // From here it must succeed.
  facility.set_state(v1::FACILITY_STATE_OPEN);
  Stamp(facility, context.now);
  Events events(1);
  *events[0].mutable_facility_opened()->mutable_facility() = std::move(facility);
  return events;
}

absl::StatusOr<Events> DecideClose(const std::optional<FacilityRecord>& existing,
                                   absl::string_view name, const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(name);
  v1::Facility facility = existing->facility;
  if (facility.state() == v1::FACILITY_STATE_CLOSED) {
    return WrongState(facility, "The facility is closed already.");
  }
  // From here it must succeed.
  facility.set_state(v1::FACILITY_STATE_CLOSED);
  Stamp(facility, context.now);
  Events events(1);
  *events[0].mutable_facility_closed()->mutable_facility() = std::move(facility);
  return events;
}

absl::StatusOr<Events> DecideMove(const std::optional<FacilityRecord>& existing,
                                  const v1::MoveFacilityRequest& request,
                                  const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(request.name());
  // From here it must succeed.
  v1::Facility facility = existing->facility;
  v1::FacilityLocation location = MakeLocation(facility, context);
  location.set_latitude_microdegrees(request.latitude_microdegrees());
  location.set_longitude_microdegrees(request.longitude_microdegrees());
  if (request.has_moved_time()) *location.mutable_moved_time() = request.moved_time();
  if (!request.recorded_by().empty()) location.set_recorded_by(request.recorded_by());
  if (LocatedFrom(location) >= existing->located_us) {
    facility.set_latitude_microdegrees(location.latitude_microdegrees());
    facility.set_longitude_microdegrees(location.longitude_microdegrees());
    Stamp(facility, context.now);
  }
  Events events(1);
  *events[0].mutable_facility_moved()->mutable_facility() = std::move(facility);
  *events[0].mutable_facility_moved()->mutable_location() = std::move(location);
  return events;
}

int64_t LocatedFrom(const v1::FacilityLocation& location) {
  return std::min(ToMicros(location.moved_time()), ToMicros(location.record_time()));
}

}  // namespace waystation::facility
