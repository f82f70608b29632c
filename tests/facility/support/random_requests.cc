#include "tests/facility/support/random_requests.h"

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {

std::string RandomRequests::Name() { return FacilityName(absl::StrCat("f", Index())); }

Request RandomRequests::Next(absl::Time now) {
  switch (random_.Below(12)) {
    case 0:
      return Create();
    case 1:
      return Update();
    case 2: {
      v1::OpenFacilityRequest request;
      request.set_name(Name());
      return request;
    }
    case 3: {
      v1::CloseFacilityRequest request;
      request.set_name(Name());
      return request;
    }
    case 4:
      return Move(now);
    default:
      return Report(now);
  }
}

v1::CreateFacilityRequest RandomRequests::Create() {
  const int64_t index = Index();
  v1::CreateFacilityRequest request;
  request.set_facility_id(absl::StrCat("f", index));
  *request.mutable_facility() = Hospital();
  request.mutable_facility()->set_time_zone(zones_[static_cast<size_t>(index)]);
  request.mutable_facility()->set_report_interval_minutes(static_cast<int>(1 + random_.Below(900)));
  request.set_initial_state(random_.OneIn(3) ? v1::FACILITY_STATE_PLANNED
                                             : v1::FACILITY_STATE_OPEN);
  return request;
}

v1::UpdateFacilityRequest RandomRequests::Update() {
  v1::UpdateFacilityRequest request;
  v1::Facility& facility = *request.mutable_facility();
  facility.set_name(Name());
  if (random_.OneIn(6)) facility.set_etag("stale");
  facility.set_people_served(random_.Below(1000));
  facility.set_report_interval_minutes(static_cast<int>(1 + random_.Below(900)));
  facility.add_beds()->set_type("inpatient");
  for (const char* path : {"people_served", "report_interval_minutes", "beds"}) {
    if (random_.OneIn(2)) request.mutable_update_mask()->add_paths(path);
  }
  return request;
}

// Few distinct times, so that equal ones happen; some in the future, some long past.
google::protobuf::Timestamp RandomRequests::Time(absl::Time now) {
  const int64_t kind = random_.Below(40);
  if (kind == 0) return Stamp(absl::UnixEpoch());
  if (kind == 1) return Stamp(now + absl::Minutes(random_.Below(9'999)));
  return Stamp(absl::FromUnixSeconds(absl::ToUnixSeconds(now) / 600 * 600) -
               absl::Minutes(10 * random_.Below(60)));
}

v1::MoveFacilityRequest RandomRequests::Move(absl::Time now) {
  v1::MoveFacilityRequest request;
  request.set_name(Name());
  request.set_latitude_microdegrees(random_.Below(1000));
  request.set_longitude_microdegrees(-random_.Below(1000));
  if (!random_.OneIn(4)) *request.mutable_moved_time() = Time(now);
  return request;
}

v1::ReportStatusRequest RandomRequests::Report(absl::Time now) {
  static const std::vector<v1::Measure> measures = {
      v1::MEASURE_BEDS_OCCUPIED, v1::MEASURE_STAFF_PRESENT, v1::MEASURE_TANK_LEVEL_ML};
  v1::ReportStatusRequest request;
  request.set_parent(Name());
  for (int64_t n = 1 + random_.Below(4); n > 0; --n) {
    v1::StatusValue& value = *request.add_values();
    value = Amount(random_.OneOf(measures), random_.Below(100), now);
    if (value.measure() != v1::MEASURE_STAFF_PRESENT) {
      value.set_subject(random_.OneIn(2) ? "inpatient" : "b");
    }
    value.clear_observed_time();
    if (!random_.OneIn(8)) *value.mutable_observed_time() = Time(now);
  }
  return request;
}

}  // namespace waystation::facility
