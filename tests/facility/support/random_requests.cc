#include "tests/facility/support/random_requests.h"

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/stops/service_day.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {

std::string RandomRequests::Name() { return FacilityName(absl::StrCat("f", Index())); }

Request RandomRequests::Next(absl::Time now) {
  switch (random_.Below(18)) {
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
    case 5:
    case 6:
      return Set();
    case 7:
      return Remove();
    case 8:
      return Plan();
    case 9:
      return Arrive(now);
    case 10:
      return Leave(now);
    default:
      return Report(now);
  }
}

v1::CreateFacilityRequest RandomRequests::Create() {
  const int64_t index = Index();
  v1::CreateFacilityRequest request;
  request.set_facility_id(absl::StrCat("f", index));
  *request.mutable_facility() = Hospital();
  if (random_.OneIn(2)) request.mutable_facility()->set_kind(v1::FACILITY_KIND_MOBILE_CAFETERIA);
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
  facility.add_aliases()->set_text(absl::StrCat("alias", random_.Below(3)));
  facility.add_people_groups()->set_group("displaced");
  facility.mutable_people_groups(0)->set_people(random_.Below(1000));
  facility.set_operating_theatres(random_.Below(3));
  if (random_.OneIn(2)) facility.mutable_daily_load()->set_residents(random_.Below(3));
  for (const char* path : {"people_served", "report_interval_minutes", "beds", "aliases",
                           "people_groups", "operating_theatres", "daily_load"}) {
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

const std::vector<std::string>& RandomRequests::InstallationIds() {
  static const auto* const kIds = new std::vector<std::string>{"b", "i1", "i2", "i3", "i4"};
  return *kIds;
}

v1::SetInstallationRequest RandomRequests::Set() {
  v1::SetInstallationRequest request;
  v1::Installation& installation = *request.mutable_installation();
  const std::string id = random_.OneOf(InstallationIds());
  installation.set_name(InstallationName(Name(), id));
  if (random_.OneIn(10)) installation.set_etag("stale");
  installation.set_note(absl::StrCat("note", random_.Below(3)));
  const std::string named = random_.OneIn(2) ? "" : random_.OneOf(InstallationIds());
  if (id == "b" ? !random_.OneIn(6) : random_.OneIn(6)) {
    installation.mutable_tank()->set_capacity_ml(1 + random_.Below(100));
  } else if (random_.OneIn(3) && named != id) {
    installation.mutable_fridge()->set_circuit(named);
  } else {
    installation.mutable_circuit()->set_parent(named);
  }
  return request;
}

v1::RemoveInstallationRequest RandomRequests::Remove() {
  v1::RemoveInstallationRequest request;
  request.set_name(InstallationName(Name(), random_.OneOf(InstallationIds())));
  if (random_.OneIn(6)) request.set_etag("stale");
  return request;
}

// Of a facility that is not `facility`, perhaps not registered either; or a point.
v1::StopPlace RandomRequests::StopPlace(const std::string& facility) {
  v1::StopPlace place;
  const std::string other = Name();
  if (random_.OneIn(2) && other != facility) {
    place.set_facility(other);
  } else {
    place.mutable_coordinates()->set_latitude_microdegrees(random_.Below(1000));
    place.mutable_coordinates()->set_longitude_microdegrees(-random_.Below(1000));
  }
  return place;
}

common::v1::CivilDate RandomRequests::Day() {
  return ToDate(absl::CivilDay(2026, 3, 9) + random_.Below(4));
}

v1::PlanStopsRequest RandomRequests::Plan() {
  v1::PlanStopsRequest request;
  v1::StopPlan& plan = *request.mutable_plan();
  plan.set_facility(Name());
  *plan.mutable_day() = Day();
  if (random_.OneIn(6)) plan.set_etag("stale");
  for (const char* stop : {"noon", "evening"}) {
    if (random_.OneIn(3)) continue;
    plan.add_stops()->set_stop(stop);
    *plan.mutable_stops()->rbegin()->mutable_place() = StopPlace(plan.facility());
  }
  return request;
}

template <typename VisitRequest>
void RandomRequests::Visit(VisitRequest& request) {
  request.set_name(Name());
  request.set_stop(random_.OneIn(2) ? "noon" : random_.OneIn(2) ? "evening" : "night");
  if (random_.OneIn(3)) *request.mutable_place() = StopPlace(request.name());
  if (random_.OneIn(2)) *request.mutable_day() = Day();
}

v1::RecordArrivalRequest RandomRequests::Arrive(absl::Time now) {
  v1::RecordArrivalRequest request;
  Visit(request);
  if (!random_.OneIn(4)) *request.mutable_arrive_time() = Time(now);
  return request;
}

v1::RecordDepartureRequest RandomRequests::Leave(absl::Time now) {
  v1::RecordDepartureRequest request;
  Visit(request);
  if (!random_.OneIn(4)) *request.mutable_leave_time() = Time(now);
  if (random_.OneIn(2)) request.set_diners(random_.Below(300));
  return request;
}

}  // namespace waystation::facility
