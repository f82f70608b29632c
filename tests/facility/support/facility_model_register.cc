// What the model makes of installations and stops.
#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/facility/domain/times.h"
#include "tests/facility/support/facility_model.h"

namespace waystation::facility {
namespace {

constexpr Reason kTaken = common::v1::ERROR_REASON_UNSPECIFIED;

// "facilities/a/installations/b" as "facilities/a" and "b".
std::pair<std::string, std::string> SplitInstallation(const std::string& name) {
  const size_t at = name.find("/installations/");
  return {name.substr(0, at), name.substr(at + std::string("/installations/").size())};
}

// What random histories name: a circuit its parent, a fridge its circuit.
std::string NamedBy(const v1::Installation& installation) {
  if (installation.has_circuit()) return installation.circuit().parent();
  return installation.fridge().circuit();
}

bool Loops(const std::map<std::string, v1::Installation>& installed, const std::string& id,
           std::string above) {
  for (size_t step = 0; step <= installed.size() && !above.empty(); ++step) {
    if (above == id) return true;
    const auto found = installed.find(above);
    above = found == installed.end() ? "" : found->second.circuit().parent();
  }
  return false;
}

std::string DescribeInstallation(const v1::Installation& installation) {
  return absl::StrCat(SplitInstallation(installation.name()).second, ":",
                      static_cast<int>(installation.kind_case()), "(", NamedBy(installation), " ",
                      installation.tank().capacity_ml(), " ", installation.note(), ")");
}

std::string DescribePlace(const v1::StopPlace& place) {
  return absl::StrCat(place.facility(), place.coordinates().latitude_microdegrees());
}

std::string DescribeVisit(const v1::StopVisit& visit) {
  return absl::StrCat(
      visit.stop(), " at ", DescribePlace(visit.place()), " ",
      visit.has_coordinates() ? absl::StrCat(visit.coordinates().latitude_microdegrees()) : "lost",
      visit.has_arrive_time() ? absl::StrCat(" from ", ToMicros(visit.arrive_time())) : "",
      visit.has_leave_time() ? absl::StrCat(" to ", ToMicros(visit.leave_time())) : "", " ",
      visit.has_diners() ? absl::StrCat(visit.diners()) : "uncounted",
      visit.unplanned() ? " unplanned" : "");
}

}  // namespace

std::string DescribeRegister(const std::vector<v1::Installation>& installed,
                             const std::vector<v1::InstallationChange>& changes) {
  std::string text = "\ninstallations";
  for (const v1::Installation& each : installed) {
    absl::StrAppend(&text, " ", DescribeInstallation(each));
  }
  absl::StrAppend(&text, "\nchanges");
  for (const v1::InstallationChange& each : changes) {
    absl::StrAppend(&text, each.removed() ? " gone " : " ",
                    DescribeInstallation(each.installation()));
  }
  return text;
}

std::string DescribeStops(const std::vector<v1::StopDay>& days) {
  std::string text = "\nstops";
  for (const v1::StopDay& day : days) {
    absl::StrAppend(&text, " [", day.plan().day().month(), "-", day.plan().day().day());
    for (const v1::PlannedStop& stop : day.plan().stops()) {
      absl::StrAppend(&text, " ", stop.stop(), "=", DescribePlace(stop.place()));
    }
    for (const v1::StopVisit& visit : day.visits()) {
      absl::StrAppend(&text, "; ", DescribeVisit(visit));
    }
    absl::StrAppend(&text, "]");
  }
  return text;
}

Reason FacilityModel::Apply(const v1::SetInstallationRequest& request, const Moment&) {
  const auto [facility, id] = SplitInstallation(request.installation().name());
  const auto found = facilities_.find(facility);
  if (found == facilities_.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  auto& installed = found->second.installed;
  const auto present = installed.find(id);
  // Histories give no etag, or one that no installation has.
  if (!request.installation().etag().empty()) {
    return present == installed.end() ? common::v1::ERROR_REASON_NOT_KNOWN
                                      : common::v1::ERROR_REASON_ETAG_MISMATCH;
  }
  const std::string named = NamedBy(request.installation());
  const auto other = installed.find(named);
  if (!named.empty() && named != id && other == installed.end()) {
    return common::v1::ERROR_REASON_NOT_KNOWN;
  }
  const bool other_kind = present != installed.end() &&
                          present->second.kind_case() != request.installation().kind_case();
  const bool wrong_kind = other != installed.end() && !other->second.has_circuit();
  const bool loops = request.installation().has_circuit() && Loops(installed, id, named);
  if (other_kind || wrong_kind || loops) return common::v1::ERROR_REASON_INVALID_FIELD;
  installed[id] = request.installation();
  v1::InstallationChange change;
  *change.mutable_installation() = request.installation();
  found->second.changes[id].push_back(std::move(change));
  return kTaken;
}

Reason FacilityModel::Apply(const v1::RemoveInstallationRequest& request, const Moment&) {
  const auto [facility, id] = SplitInstallation(request.name());
  const auto found = facilities_.find(facility);
  if (found == facilities_.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  auto& installed = found->second.installed;
  const auto present = installed.find(id);
  if (present == installed.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  if (!request.etag().empty()) return common::v1::ERROR_REASON_ETAG_MISMATCH;
  for (const auto& [other, installation] : installed) {
    if (NamedBy(installation) == id) return common::v1::ERROR_REASON_WRONG_STATE;
  }
  v1::InstallationChange change;
  *change.mutable_installation() = present->second;
  change.set_removed(true);
  found->second.changes[id].push_back(std::move(change));
  installed.erase(present);
  return kTaken;
}

bool FacilityModel::BeyondTank(const State& state, const v1::StatusValue& value) {
  if (value.measure() != v1::MEASURE_TANK_LEVEL_ML) return false;
  const auto found = state.installed.find(value.subject());
  return found != state.installed.end() && found->second.has_tank() &&
         value.amount() > found->second.tank().capacity_ml();
}

Reason FacilityModel::Apply(const v1::PlanStopsRequest& request, const Moment&) {
  const auto found = facilities_.find(request.plan().facility());
  if (found == facilities_.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  State& state = found->second;
  // Histories give no etag, or one that no day has.
  if (!request.plan().etag().empty()) return common::v1::ERROR_REASON_ETAG_MISMATCH;
  if (state.state == v1::FACILITY_STATE_CLOSED ||
      state.facility.kind() != v1::FACILITY_KIND_MOBILE_CAFETERIA) {
    return common::v1::ERROR_REASON_WRONG_STATE;
  }
  for (const v1::PlannedStop& stop : request.plan().stops()) {
    const bool named = stop.place().has_facility();
    if (named && !facilities_.contains(stop.place().facility())) {
      return common::v1::ERROR_REASON_NOT_KNOWN;
    }
  }
  *state.days[DayOf(request.plan().day())].mutable_plan() = request.plan();
  return kTaken;
}

absl::CivilDay FacilityModel::DayOf(const common::v1::CivilDate& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

template <typename Request>
v1::StopVisit& FacilityModel::Visit(State& state, const Request& request, int64_t time) {
  absl::TimeZone zone;
  absl::LoadTimeZone(state.facility.time_zone(), &zone);
  absl::CivilDay day(absl::ToCivilMinute(absl::FromUnixMicros(time), zone) -
                     state.facility.service_day_start_minutes());
  if (request.has_day()) day = DayOf(request.day());
  v1::StopDay& of_day = state.days[day];
  of_day.mutable_plan()->mutable_day()->set_month(day.month());
  of_day.mutable_plan()->mutable_day()->set_day(day.day());
  const v1::PlannedStop* planned = nullptr;
  for (const v1::PlannedStop& each : of_day.plan().stops()) {
    if (each.stop() == request.stop()) planned = &each;
  }
  v1::StopVisit& visit = state.visits[{day, request.stop()}];
  visit.set_stop(request.stop());
  visit.set_unplanned(planned == nullptr);
  if (request.has_place()) {
    *visit.mutable_place() = request.place();
  } else if (!visit.has_place() && planned != nullptr) {
    *visit.mutable_place() = planned->place();
  }
  visit.clear_coordinates();
  if (visit.place().has_coordinates()) {
    *visit.mutable_coordinates() = visit.place().coordinates();
  } else if (const auto at = facilities_.find(visit.place().facility()); at != facilities_.end()) {
    const Place& stands = StandsAt(at->second);
    visit.mutable_coordinates()->set_latitude_microdegrees(stands.latitude);
    visit.mutable_coordinates()->set_longitude_microdegrees(stands.longitude);
  }
  return visit;
}

const FacilityModel::Place& FacilityModel::StandsAt(const State& state) {
  return *std::max_element(state.places.begin(), state.places.end(),
                           [](const Place& a, const Place& b) {
                             return std::tie(a.since, a.order) < std::tie(b.since, b.order);
                           });
}

void FacilityModel::Stand(State& state, const v1::StopVisit& visit, int64_t since) {
  if (!visit.has_coordinates()) return;
  state.places.push_back({since, ++order_, visit.coordinates().latitude_microdegrees(),
                          visit.coordinates().longitude_microdegrees()});
}

Reason FacilityModel::Apply(const v1::RecordArrivalRequest& request, const Moment& at) {
  const auto found = facilities_.find(request.name());
  if (found == facilities_.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  const int64_t told = request.has_arrive_time() ? ToMicros(request.arrive_time()) : at.now;
  v1::StopVisit& visit = Visit(found->second, request, std::min(told, at.now));
  *visit.mutable_arrive_time() = ToTimestamp(told);
  Stand(found->second, visit, std::min(told, at.now));
  return kTaken;
}

Reason FacilityModel::Apply(const v1::RecordDepartureRequest& request, const Moment& at) {
  const auto found = facilities_.find(request.name());
  if (found == facilities_.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  const int64_t told = request.has_leave_time() ? ToMicros(request.leave_time()) : at.now;
  v1::StopVisit& visit = Visit(found->second, request, std::min(told, at.now));
  *visit.mutable_leave_time() = ToTimestamp(told);
  if (request.has_diners()) visit.set_diners(request.diners());
  if (!visit.has_arrive_time()) Stand(found->second, visit, std::min(told, at.now));
  return kTaken;
}

std::string FacilityModel::DescribeRegisterOf(const State& state) {
  std::vector<v1::Installation> installed;
  for (const auto& [id, installation] : state.installed) installed.push_back(installation);
  std::vector<v1::InstallationChange> changes;
  for (const auto& [id, of_one] : state.changes) {
    changes.insert(changes.end(), of_one.rbegin(), of_one.rend());
  }
  std::vector<v1::StopDay> days;
  for (const auto& [day, of_day] : state.days) {
    days.push_back(of_day);
    for (const auto& [key, visit] : state.visits) {
      if (key.first == day) *days.back().add_visits() = visit;
    }
  }
  return DescribeRegister(installed, changes) + DescribeStops(days);
}

}  // namespace waystation::facility
