#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/stops/service_day.h"
#include "services/facility/domain/text_search.h"
#include "services/facility/handler/validate.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

using runtime::AddViolation;
using runtime::CheckRange;

void CheckDay(Violations& violations, const std::string& field, const common::v1::CivilDate& day) {
  if (IsDay(day)) return;
  AddViolation(violations, field, absl::StrCat(day.year(), "-", day.month(), "-", day.day()),
               "a day that exists, of year 1 to 9999");
}

// `self` is the facility that stops there.
void CheckPlace(Violations& violations, const std::string& field, const v1::StopPlace& place,
                const std::string& self) {
  switch (place.place_case()) {
    case v1::StopPlace::kCoordinates:
      CheckCoordinates(violations, field + ".coordinates.",
                       place.coordinates().latitude_microdegrees(),
                       place.coordinates().longitude_microdegrees());
      break;
    case v1::StopPlace::kFacility:
      runtime::CheckName(violations, field + ".facility", place.facility(), kFacilityPattern);
      if (place.facility() == self) {
        AddViolation(violations, field + ".facility", QuoteForMessage(self), "another facility");
      }
      break;
    case v1::StopPlace::PLACE_NOT_SET:
      AddViolation(violations, field, "nothing", "coordinates or a facility");
      break;
  }
}

void CheckStops(Violations& violations, const v1::StopPlan& plan) {
  std::set<std::string> seen;
  int32_t left = 0;
  const int checked = std::min(plan.stops_size(), kMaxStops);
  for (int i = 0; i < checked; ++i) {
    const v1::PlannedStop& stop = plan.stops(i);
    const std::string path = absl::StrCat("plan.stops[", i, "]");
    runtime::CheckId(violations, path + ".stop", stop.stop());
    if (!seen.insert(stop.stop()).second) {
      AddViolation(violations, path + ".stop", QuoteForMessage(stop.stop()), "each stop once");
    }
    CheckPlace(violations, path + ".place", stop.place(), plan.facility());
    CheckRange(violations, path + ".arrive_minutes", stop.arrive_minutes(), left,
               kMinutesPerDay - 1);
    CheckRange(violations, path + ".leave_minutes", stop.leave_minutes(),
               int64_t{stop.arrive_minutes()} + 1, kMinutesPerDay);
    CheckRange(violations, path + ".expected_diners", stop.expected_diners(), 0, kMaxDiners);
    runtime::CheckText(violations, path + ".note", stop.note(), 0, kMaxNoteCharacters);
    left = std::clamp(stop.leave_minutes(), left, kMinutesPerDay);
  }
}

// What an arrival and a departure have in common.
template <typename Request>
Violations CheckVisit(const Request& request, const char* time_field, bool has_time,
                      const google::protobuf::Timestamp& time) {
  Violations violations = NameViolations(request.name(), kFacilityPattern);
  runtime::CheckId(violations, "stop", request.stop());
  if (request.has_place()) CheckPlace(violations, "place", request.place(), request.name());
  CheckTime(violations, time_field, has_time, time);
  if (request.has_day()) CheckDay(violations, "day", request.day());
  runtime::CheckText(violations, "note", request.note(), 0, kMaxNoteCharacters);
  CheckPerson(violations, "recorded_by", request.recorded_by());
  return violations;
}

}  // namespace

Violations Validate(const v1::PlanStopsRequest& request) {
  Violations violations;
  const v1::StopPlan& plan = request.plan();
  runtime::CheckName(violations, "plan.facility", plan.facility(), kFacilityPattern);
  CheckDay(violations, "plan.day", plan.day());
  CheckAtMost(violations, "plan.stops", plan.stops_size(), kMaxStops, "stops");
  CheckStops(violations, plan);
  return violations;
}

Violations Validate(const v1::GetStopsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  CheckDay(violations, "day", request.day());
  return violations;
}

Violations Validate(const v1::ListStopsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  if (request.has_first_day()) CheckDay(violations, "first_day", request.first_day());
  if (request.has_last_day()) CheckDay(violations, "last_day", request.last_day());
  const bool both = request.has_first_day() && request.has_last_day() && violations.empty();
  if (both && DayNumber(request.last_day()) < DayNumber(request.first_day())) {
    AddViolation(violations, "last_day", "a day before first_day", "first_day or a day after it");
  }
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::RecordArrivalRequest& request) {
  return CheckVisit(request, "arrive_time", request.has_arrive_time(), request.arrive_time());
}

Violations Validate(const v1::RecordDepartureRequest& request) {
  Violations violations =
      CheckVisit(request, "leave_time", request.has_leave_time(), request.leave_time());
  CheckRange(violations, "diners", request.diners(), 0, kMaxDiners);
  return violations;
}

}  // namespace waystation::facility
