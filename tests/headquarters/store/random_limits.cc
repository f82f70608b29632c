#include "tests/headquarters/store/random_limits.h"

#include <optional>

#include "services/headquarters/domain/limit.h"
#include "tests/headquarters/store/limit_books.h"

namespace waystation::headquarters::testing {

RandomLimits::RandomLimits(uint32_t seed, const std::vector<std::string>& facilities)
    : random_(seed), now_(absl::FromUnixSeconds(kToday * 86'400)), ids_(facilities) {}

std::vector<facility::v1::Event> RandomLimits::Next() {
  now_ += absl::Minutes(1 + Below(20));
  const size_t created = facilities_.size();
  const std::string& id =
      ids_[created < ids_.size() ? created
                                 : static_cast<size_t>(Below(static_cast<int64_t>(ids_.size())))];
  auto [known, added] = facilities_.try_emplace(id);
  NaiveFacility& facility = known->second;
  if (added) {
    facility.zone = Below(2) == 0 ? "east" : "west";
    return {FacilityCreated(id, facility::v1::FACILITY_KIND_FIELD_HOSPITAL, facility.zone),
            AccessReported(id, now_, facility::v1::ACCESS_OPEN)};
  }
  std::vector<facility::v1::Event> events;
  if (Below(3) == 0) {
    events.push_back(Change(id, facility));
  } else {
    events.push_back(AccessReported(id, now_, facility::v1::ACCESS_OPEN));
  }
  if (Below(4) != 0) events.push_back(Derive(id, facility));
  return events;
}

facility::v1::Event RandomLimits::Derive(const std::string& id, NaiveFacility& facility) {
  facility.limits.clear();
  std::vector<LimitSpec> specs;
  for (int kind = facility::v1::LIMIT_KIND_GENERATOR_FUEL; kind <= facility::v1::LIMIT_KIND_WATER;
       ++kind) {
    for (const char* subject : {"a", "b"}) {
      if (Below(3) == 0) continue;
      LimitSpec spec{.kind = static_cast<facility::v1::LimitKind>(kind), .subject = subject};
      if (Below(5) == 0) {
        spec.unknown = facility::v1::UNKNOWN_REASON_NO_READING;
      } else {
        spec.known_until = now_ + absl::Minutes(Below(90));
        if (Below(6) != 0) spec.act_by = now_ + absl::Minutes(Below(3'000) - 500);
        if (spec.act_by.has_value()) spec.ends = *spec.act_by + absl::Minutes(Below(60));
      }
      facility.limits[{kind, subject}] = LimitOf(spec);
      specs.push_back(spec);
    }
  }
  return Derived(id, specs);
}

facility::v1::Event RandomLimits::Change(const std::string& id, NaiveFacility& facility) {
  facility::v1::Event event =
      FacilityCreated(id, facility::v1::FACILITY_KIND_FIELD_HOSPITAL, facility.zone);
  facility::v1::Facility changed = event.facility_created().facility();
  if (facility.closed) {
    facility.closed = false;
    *event.mutable_facility_opened()->mutable_facility() = changed;
    return event;
  }
  switch (Below(4)) {
    case 0:
      facility.closed = true;
      facility.silent = false;
      changed.set_state(facility::v1::FACILITY_STATE_CLOSED);
      *event.mutable_facility_closed()->mutable_facility() = changed;
      return event;
    case 1:
      facility.zone = facility.zone == "east" ? "west" : "east";
      changed.set_time_zone(facility.zone);
      *event.mutable_facility_updated()->mutable_facility() = changed;
      return event;
    default:
      facility.silent = !facility.silent;
      return facility.silent ? WentSilent(id) : BackInTouch(id);
  }
}

v1::EndingState RandomLimits::StateOf(const NaiveFacility& facility,
                                      const facility::v1::AutonomyLimit& limit, absl::Time now) {
  const int64_t now_us = absl::ToUnixMicros(now);
  if (facility.closed || facility.silent || limit.unknown() != 0 ||
      now_us > MicrosOf(limit.known_until_time())) {
    return v1::ENDING_STATE_UNKNOWN;
  }
  if (!limit.has_act_by_time()) return v1::ENDING_STATE_NO_END;
  if (now_us >= MicrosOf(limit.ends_time())) return v1::ENDING_STATE_ENDED;
  return now_us >= MicrosOf(limit.act_by_time()) ? v1::ENDING_STATE_DUE : v1::ENDING_STATE_LASTS;
}

}  // namespace waystation::headquarters::testing
