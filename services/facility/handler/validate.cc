#include "services/facility/handler/validate.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/facility.h"
#include "services/facility/domain/measure.h"
#include "services/facility/domain/text_search.h"
#include "services/facility/domain/times.h"
#include "services/facility/limits.h"
#include "services/runtime/civil.h"

namespace waystation::facility {
namespace {

using runtime::AddViolation;
using runtime::CheckRange;

// A zone that is not there would silently give days of UTC.
void CheckZone(Violations& violations, absl::string_view field, const std::string& zone) {
  if (runtime::LoadZone(zone).ok()) return;
  AddViolation(violations, field, QuoteForMessage(zone),
               "an IANA zone that this server has, such as Asia/Baku");
}

void CheckDisplayNames(Violations& violations, absl::string_view field,
                       const v1::Facility& facility) {
  runtime::CheckLocalizedTexts(violations, field, facility.display_names());
  CheckAtMost(violations, field, facility.display_names_size(), kMaxDisplayNames, "names");
}

void CheckBeds(Violations& violations, absl::string_view field, const v1::Facility& facility) {
  CheckAtMost(violations, field, facility.beds_size(), kMaxBedTypes, "types");
  std::set<std::string> types;
  for (int i = 0; i < facility.beds_size(); ++i) {
    const v1::BedCapacity& beds = facility.beds(i);
    const std::string path = absl::StrCat(field, "[", i, "]");
    runtime::CheckId(violations, absl::StrCat(path, ".type"), beds.type());
    if (!types.insert(beds.type()).second) {
      AddViolation(violations, absl::StrCat(path, ".type"), QuoteForMessage(beds.type()),
                   "each type once");
    }
    CheckRange(violations, absl::StrCat(path, ".capacity"), beds.capacity(), 0, kMaxBedCapacity);
  }
}

void CheckAliases(Violations& violations, absl::string_view field, const v1::Facility& facility) {
  CheckAtMost(violations, field, facility.aliases_size(), kMaxAliases, "aliases");
  std::set<std::pair<std::string, std::string>> seen;
  const int checked = std::min(facility.aliases_size(), kMaxAliases);
  for (int i = 0; i < checked; ++i) {
    const v1::FacilityAlias& alias = facility.aliases(i);
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (alias.language().size() == 1 || alias.language().size() > kMaxLanguageBytes) {
      AddViolation(violations, path + ".language", QuoteForMessage(alias.language()),
                   "nothing, or a BCP-47 tag such as az, hy, ru, en");
    }
    runtime::CheckText(violations, path + ".text", alias.text(), 1, kMaxAliasCharacters);
    if (!seen.insert({alias.language(), alias.text()}).second) {
      AddViolation(violations, path + ".text", QuoteForMessage(alias.text()), "each alias once");
    }
  }
}

// Whether groups are of more people than are served is the domain's to say.
void CheckGroups(Violations& violations, absl::string_view field, const v1::Facility& facility) {
  CheckAtMost(violations, field, facility.people_groups_size(), kMaxPeopleGroups, "groups");
  std::set<std::string> seen;
  const int checked = std::min(facility.people_groups_size(), kMaxPeopleGroups);
  for (int i = 0; i < checked; ++i) {
    const std::string path = absl::StrCat(field, "[", i, "].group");
    const std::string& group = facility.people_groups(i).group();
    runtime::CheckId(violations, path, group);
    if (!seen.insert(group).second) {
      AddViolation(violations, path, QuoteForMessage(group), "each group once");
    }
  }
}

void CheckDailyLoad(Violations& violations, const std::string& field, const v1::DailyLoad& load) {
  CheckRange(violations, field + ".outpatients_per_day", load.outpatients_per_day(), 0,
             kMaxDailyLoad);
  CheckRange(violations, field + ".operations_per_day", load.operations_per_day(), 0,
             kMaxDailyLoad);
  CheckRange(violations, field + ".staff", load.staff(), 0, kMaxDailyLoad);
  CheckRange(violations, field + ".residents", load.residents(), 0, kMaxDailyLoad);
}

// One field that update_mask may name; other names are violations of their own.
void CheckField(Violations& violations, absl::string_view name, const v1::Facility& facility) {
  const std::string field = absl::StrCat("facility.", name);
  if (name == "kind") {
    runtime::CheckEnum(violations, field, facility.kind(), v1::FacilityKind_IsValid);
  } else if (name == "display_names") {
    CheckDisplayNames(violations, field, facility);
  } else if (name == "time_zone") {
    CheckZone(violations, field, facility.time_zone());
  } else if (name == "service_day_start_minutes") {
    CheckRange(violations, field, facility.service_day_start_minutes(), 0, kMinutesPerDay - 1);
  } else if (name == "people_served") {
    if (facility.people_served() < 0) {
      AddViolation(violations, field, absl::StrCat(facility.people_served()), "0 or more");
    }
  } else if (name == "report_interval_minutes") {
    CheckRange(violations, field, facility.report_interval_minutes(), 1, kMaxReportIntervalMinutes);
  } else if (name == "beds") {
    CheckBeds(violations, field, facility);
  } else if (name == "aliases") {
    CheckAliases(violations, field, facility);
  } else if (name == "people_groups") {
    CheckGroups(violations, field, facility);
  } else if (name == "operating_theatres") {
    CheckRange(violations, field, facility.operating_theatres(), 0, kMaxOperatingTheatres);
  } else if (name == "daily_load") {
    CheckDailyLoad(violations, field, facility.daily_load());
  }
}

}  // namespace

void CheckCoordinates(Violations& violations, const std::string& prefix, int64_t latitude,
                      int64_t longitude) {
  CheckRange(violations, absl::StrCat(prefix, "latitude_microdegrees"), latitude,
             -kMaxLatitudeMicrodegrees, kMaxLatitudeMicrodegrees);
  CheckRange(violations, absl::StrCat(prefix, "longitude_microdegrees"), longitude,
             -kMaxLongitudeMicrodegrees, kMaxLongitudeMicrodegrees);
}

void CheckTime(Violations& violations, absl::string_view field, bool has,
               const google::protobuf::Timestamp& time) {
  if (!has || IsTime(time)) return;
  AddViolation(violations, field, absl::StrCat(time.seconds(), " s and ", time.nanos(), " ns"),
               "a time from year 1 to 9999");
}

void CheckPerson(Violations& violations, absl::string_view field, const std::string& person) {
  if (person.size() <= kMaxPersonBytes) return;
  AddViolation(violations, field, absl::StrCat(person.size(), " bytes"),
               absl::StrCat("at most ", kMaxPersonBytes));
}

void CheckAtMost(Violations& violations, absl::string_view field, int count, int most,
                 absl::string_view things) {
  if (count <= most) return;
  AddViolation(violations, field, absl::StrCat(count, " ", things), absl::StrCat("at most ", most));
}

void CheckFilter(Violations& violations, const std::string& field,
                 const google::protobuf::RepeatedField<int>& values, bool (*is_valid)(int value)) {
  CheckAtMost(violations, field, values.size(), kMaxFilterValues, "values");
  for (int i = 0; i < values.size(); ++i) {
    if (values.Get(i) != 0 && is_valid(values.Get(i))) continue;
    AddViolation(violations, absl::StrCat(field, "[", i, "]"), absl::StrCat(values.Get(i)),
                 "a value of the enum other than 0");
  }
}

Violations NameViolations(absl::string_view name, absl::string_view pattern) {
  Violations violations;
  runtime::CheckName(violations, "name", name, pattern);
  return violations;
}

Violations PageViolations(absl::string_view parent, absl::string_view pattern, int32_t page_size) {
  Violations violations;
  runtime::CheckName(violations, "parent", parent, pattern);
  runtime::CheckPageSize(violations, "page_size", page_size);
  return violations;
}

Violations Validate(const v1::CreateFacilityRequest& request) {
  Violations violations;
  const v1::Facility& facility = request.facility();
  runtime::CheckId(violations, "facility_id", request.facility_id());
  for (const char* field : {"kind", "display_names", "time_zone", "service_day_start_minutes",
                            "people_served", "report_interval_minutes", "beds", "aliases",
                            "people_groups", "operating_theatres", "daily_load"}) {
    CheckField(violations, field, facility);
  }
  // With a wrong number of people there is nothing to hold them against.
  if (facility.people_served() >= 0) {
    for (FieldViolation& each : GroupViolations(facility)) violations.push_back(std::move(each));
  }
  CheckCoordinates(violations, "facility.", facility.latitude_microdegrees(),
                   facility.longitude_microdegrees());
  if (request.initial_state() != v1::FACILITY_STATE_PLANNED &&
      request.initial_state() != v1::FACILITY_STATE_OPEN) {
    AddViolation(violations, "initial_state", v1::FacilityState_Name(request.initial_state()),
                 "FACILITY_STATE_PLANNED or FACILITY_STATE_OPEN");
  }
  return violations;
}

Violations Validate(const v1::GetFacilityRequest& request) {
  return NameViolations(request.name(), kFacilityPattern);
}

Violations Validate(const v1::ListFacilitiesRequest& request) {
  Violations violations;
  CheckFilter(violations, "kinds", request.kinds(), v1::FacilityKind_IsValid);
  CheckFilter(violations, "states", request.states(), v1::FacilityState_IsValid);
  runtime::CheckText(violations, "text", request.text(), 0, kMaxSearchCharacters);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::UpdateFacilityRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "facility.name", request.facility().name(), kFacilityPattern);
  if (request.update_mask().paths().empty()) {
    AddViolation(violations, "update_mask", "no path", "at least one field to change");
  }
  std::set<std::string> seen;
  for (const std::string& path : request.update_mask().paths()) {
    if (!IsUpdatableField(path)) {
      AddViolation(violations, "update_mask", QuoteForMessage(path),
                   "kind, display_names, time_zone, service_day_start_minutes, people_served, "
                   "report_interval_minutes, beds, aliases, people_groups, operating_theatres or "
                   "daily_load");
    } else if (seen.insert(path).second) {
      CheckField(violations, path, request.facility());
    }
  }
  return violations;
}

Violations Validate(const v1::OpenFacilityRequest& request) {
  return NameViolations(request.name(), kFacilityPattern);
}
Violations Validate(const v1::CloseFacilityRequest& request) {
  return NameViolations(request.name(), kFacilityPattern);
}

Violations Validate(const v1::MoveFacilityRequest& request) {
  Violations violations = NameViolations(request.name(), kFacilityPattern);
  CheckCoordinates(violations, "", request.latitude_microdegrees(),
                   request.longitude_microdegrees());
  CheckTime(violations, "moved_time", request.has_moved_time(), request.moved_time());
  CheckPerson(violations, "recorded_by", request.recorded_by());
  return violations;
}

Violations Validate(const v1::ListFacilityLocationsRequest& request) {
  return PageViolations(request.parent(), kFacilityPattern, request.page_size());
}

Violations Validate(const v1::ReportStatusRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  if (request.values().empty() || request.values_size() > kMaxReportValues) {
    AddViolation(violations, "values", absl::StrCat(request.values_size(), " values"),
                 absl::StrCat("1 to ", kMaxReportValues));
  }
  // Not one message for each of a million values.
  const int checked = std::min(request.values_size(), kMaxReportValues);
  for (int i = 0; i < checked; ++i) {
    CheckStatusValue(request.values(i), absl::StrCat("values[", i, "]"), violations);
  }
  return violations;
}

Violations Validate(const v1::GetFacilityStatusRequest& request) {
  return NameViolations(request.name(), "facilities/*/status");
}

Violations Validate(const v1::GetAutonomyRequest& request) {
  Violations violations = NameViolations(request.name(), "facilities/*/autonomy");
  CheckTime(violations, "as_of_time", request.has_as_of_time(), request.as_of_time());
  return violations;
}

Violations Validate(const v1::GetExcursionsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kInstallationPattern);
  CheckTime(violations, "start_time", request.has_start_time(), request.start_time());
  CheckTime(violations, "end_time", request.has_end_time(), request.end_time());
  return violations;
}

Violations Validate(const v1::ListFacilityStatusesRequest& request) {
  Violations violations;
  CheckFilter(violations, "kinds", request.kinds(), v1::FacilityKind_IsValid);
  CheckFilter(violations, "states", request.states(), v1::FacilityState_IsValid);
  CheckFilter(violations, "reporting_states", request.reporting_states(),
              v1::ReportingState_IsValid);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::ListStatusReportsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  const MeasureRule* rule = FindMeasureRule(request.measure());
  if (request.measure() != v1::MEASURE_UNSPECIFIED && rule == nullptr) {
    AddViolation(violations, "measure", absl::StrCat(static_cast<int>(request.measure())),
                 "a measure");
  }
  if (!request.subject().empty() && (rule == nullptr || rule->subject.empty())) {
    AddViolation(violations, "subject", "a subject", "none, or a measure that has subjects");
  } else if (!request.subject().empty()) {
    runtime::CheckId(violations, "subject", request.subject());
  }
  CheckTime(violations, "start_time", request.has_start_time(), request.start_time());
  CheckTime(violations, "end_time", request.has_end_time(), request.end_time());
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

}  // namespace waystation::facility
