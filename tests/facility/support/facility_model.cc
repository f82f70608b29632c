#include "tests/facility/support/facility_model.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace waystation::facility {
namespace {

constexpr Reason kAccepted = common::v1::ERROR_REASON_UNSPECIFIED;
constexpr Reason kNotKnown = common::v1::ERROR_REASON_NOT_KNOWN;
constexpr int64_t kTooOld = int64_t{400} * 24 * 3600 * 1'000'000;

int64_t Micros(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1'000'000 + time.nanos() / 1000;
}

std::string DescribeFacility(const v1::Facility& facility, v1::FacilityState state,
                             int64_t latitude, int64_t longitude) {
  std::string text = absl::StrCat(facility.kind(), " ", state, " at ", latitude, ",", longitude,
                                  " people ", facility.people_served(), " every ",
                                  facility.report_interval_minutes(), " beds");
  for (const v1::BedCapacity& beds : facility.beds()) {
    absl::StrAppend(&text, " ", beds.type(), "=", beds.capacity());
  }
  for (const v1::FacilityAlias& alias : facility.aliases()) {
    absl::StrAppend(&text, " alias ", alias.text());
  }
  for (const v1::PeopleGroup& group : facility.people_groups()) {
    absl::StrAppend(&text, " ", group.group(), "=", group.people());
  }
  absl::StrAppend(&text, " theatres ", facility.operating_theatres());
  const v1::DailyLoad& load = facility.daily_load();
  if (load.has_residents()) absl::StrAppend(&text, " residents ", load.residents());
  return text;
}

std::string DescribeValue(const v1::StatusValue& value, int64_t effective) {
  return absl::StrCat(value.measure(), "/", value.subject(), "=", value.amount(), "@", effective);
}

std::string DescribeContact(bool said_silent, const std::optional<int64_t>& due) {
  return absl::StrCat("said silent ", said_silent, " due ",
                      due.has_value() ? absl::StrCat(*due) : "never");
}

}  // namespace

Reason FacilityModel::Apply(const v1::CreateFacilityRequest& request, const Moment& at) {
  const std::string name = absl::StrCat("facilities/", request.facility_id());
  if (facilities_.contains(name)) return common::v1::ERROR_REASON_ALREADY_EXISTS;
  State& state = facilities_[name];
  state.facility = request.facility();
  state.state = request.initial_state();
  state.places.push_back({at.now, ++order_, request.facility().latitude_microdegrees(),
                          request.facility().longitude_microdegrees()});
  return kAccepted;
}

Reason FacilityModel::Apply(const v1::UpdateFacilityRequest& request, const Moment& at) {
  const auto found = facilities_.find(request.facility().name());
  if (found == facilities_.end()) return kNotKnown;
  // Histories give no etag, or one that no facility has.
  if (!request.facility().etag().empty()) return common::v1::ERROR_REASON_ETAG_MISMATCH;
  v1::Facility facility = found->second.facility;
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "aliases") *facility.mutable_aliases() = request.facility().aliases();
    if (path == "people_groups") {
      *facility.mutable_people_groups() = request.facility().people_groups();
    }
    if (path == "operating_theatres") {
      facility.set_operating_theatres(request.facility().operating_theatres());
    }
    if (path == "daily_load") {
      facility.clear_daily_load();
      if (request.facility().has_daily_load()) {
        *facility.mutable_daily_load() = request.facility().daily_load();
      }
    }
    if (path == "people_served") facility.set_people_served(request.facility().people_served());
    if (path == "beds") *facility.mutable_beds() = request.facility().beds();
    if (path == "report_interval_minutes") {
      facility.set_report_interval_minutes(request.facility().report_interval_minutes());
    }
  }
  for (const v1::PeopleGroup& group : facility.people_groups()) {
    if (group.people() > facility.people_served()) return common::v1::ERROR_REASON_INVALID_FIELD;
  }
  found->second.facility = facility;
  EndSilence(found->second, at);
  return kAccepted;
}

Reason FacilityModel::Apply(const v1::OpenFacilityRequest& request, const Moment&) {
  const auto found = facilities_.find(request.name());
  if (found == facilities_.end()) return kNotKnown;
  if (found->second.state == v1::FACILITY_STATE_OPEN) return common::v1::ERROR_REASON_WRONG_STATE;
  found->second.state = v1::FACILITY_STATE_OPEN;
  return kAccepted;
}

Reason FacilityModel::Apply(const v1::CloseFacilityRequest& request, const Moment&) {
  const auto found = facilities_.find(request.name());
  if (found == facilities_.end()) return kNotKnown;
  if (found->second.state == v1::FACILITY_STATE_CLOSED) {
    return common::v1::ERROR_REASON_WRONG_STATE;
  }
  found->second.state = v1::FACILITY_STATE_CLOSED;
  found->second.said_silent = false;
  return kAccepted;
}

Reason FacilityModel::Apply(const v1::MoveFacilityRequest& request, const Moment& at) {
  const auto found = facilities_.find(request.name());
  if (found == facilities_.end()) return kNotKnown;
  const int64_t told = request.has_moved_time() ? Micros(request.moved_time()) : at.now;
  found->second.places.push_back({std::min(told, at.now), ++order_, request.latitude_microdegrees(),
                                  request.longitude_microdegrees()});
  return kAccepted;
}

Reason FacilityModel::Apply(const v1::ReportStatusRequest& request, const Moment& at) {
  const auto found = facilities_.find(request.parent());
  if (found == facilities_.end()) return kNotKnown;
  for (const v1::StatusValue& value : request.values()) {
    if (BeyondTank(found->second, value)) return common::v1::ERROR_REASON_INVALID_FIELD;
  }
  for (const v1::StatusValue& value : request.values()) {
    int64_t told = value.has_observed_time() ? Micros(value.observed_time()) : at.now;
    // Of a node that doubts its clock, neither it nor the reporter proves the other wrong.
    if (at.suspect && told < at.now - kTooOld) told = at.now;
    found->second.values.push_back({value, std::min(told, at.now), ++order_});
  }
  EndSilence(found->second, at);
  return kAccepted;
}

std::optional<int64_t> FacilityModel::SilentAfter(const State& state) {
  if (state.values.empty()) return std::nullopt;
  int64_t last = INT64_MIN;
  for (const Value& value : state.values) last = std::max(last, value.effective);
  return last + state.facility.report_interval_minutes() * 60'000'000LL;
}

void FacilityModel::EndSilence(State& state, const Moment& at) {
  if (!state.said_silent || std::min(at.now, at.clock) > *SilentAfter(state)) return;
  state.said_silent = false;
  ++returns_;
}

std::vector<std::string> FacilityModel::Tick(int64_t now) {
  std::vector<std::string> silent;
  for (auto& [name, state] : facilities_) {
    const std::optional<int64_t> after = SilentAfter(state);
    if (state.state != v1::FACILITY_STATE_OPEN || state.said_silent || !after || now <= *after) {
      continue;
    }
    state.said_silent = true;
    ++silences_;
    silent.push_back(name);
  }
  return silent;
}

std::string FacilityModel::DescribeOne(State state, int64_t now) {
  std::sort(state.places.begin(), state.places.end(), [](const Place& a, const Place& b) {
    return std::tie(b.since, b.order) < std::tie(a.since, a.order);
  });
  std::sort(state.values.begin(), state.values.end(), [](const Value& a, const Value& b) {
    return std::tie(b.effective, b.order) < std::tie(a.effective, a.order);
  });
  const Place& place = state.places[0];
  std::string text = DescribeFacility(state.facility, state.state, place.latitude, place.longitude);
  const std::optional<int64_t> after = SilentAfter(state);
  // Once said, a clock set back does not take it back.
  const bool silent = after.has_value() && (state.said_silent || now > *after);
  const char* heard = !after ? "never" : silent ? "silent" : "heard";
  absl::StrAppend(&text, "\n", heard, "\ncurrent");
  std::map<std::pair<int, std::string>, const Value*> current;
  for (const Value& value : state.values) {
    current.emplace(std::pair(value.value.measure(), value.value.subject()), &value);
  }
  for (const auto& [key, value] : current) {
    absl::StrAppend(&text, " ", DescribeValue(value->value, value->effective));
  }
  absl::StrAppend(&text, "\nhistory");
  for (const Value& value : state.values) {
    absl::StrAppend(&text, " ", DescribeValue(value.value, value.effective));
  }
  absl::StrAppend(&text, "\nplaces");
  for (const Place& p : state.places) {
    absl::StrAppend(&text, " ", p.latitude, ",", p.longitude, "@", p.since);
  }
  const bool waited_for = state.state == v1::FACILITY_STATE_OPEN && !state.said_silent;
  absl::StrAppend(&text, "\n",
                  DescribeContact(state.said_silent, waited_for ? after : std::nullopt));
  return text + DescribeRegisterOf(state);
}

std::map<std::string, std::string> FacilityModel::Describe(int64_t now) const {
  std::map<std::string, std::string> texts;
  for (const auto& [name, state] : facilities_) texts[name] = DescribeOne(state, now);
  return texts;
}

std::string DescribeAnswers(const v1::FacilityStatus& status,
                            const std::vector<v1::StatusRecord>& history,
                            const std::vector<v1::FacilityLocation>& places, bool said_silent,
                            std::optional<int64_t> due) {
  const v1::Facility& facility = status.facility();
  std::string text = DescribeFacility(facility, facility.state(), facility.latitude_microdegrees(),
                                      facility.longitude_microdegrees());
  const v1::ReportingState reporting = status.reporting_state();
  const char* heard = reporting == v1::REPORTING_STATE_NEVER_REPORTED ? "never"
                      : reporting == v1::REPORTING_STATE_SILENT       ? "silent"
                                                                      : "heard";
  absl::StrAppend(&text, "\n", heard, "\ncurrent");
  for (const v1::CurrentValue& value : status.values()) {
    absl::StrAppend(&text, " ",
                    DescribeValue(value.record().value(), Micros(value.record().effective_time())));
  }
  absl::StrAppend(&text, "\nhistory");
  for (const v1::StatusRecord& record : history) {
    absl::StrAppend(&text, " ", DescribeValue(record.value(), Micros(record.effective_time())));
  }
  absl::StrAppend(&text, "\nplaces");
  for (const v1::FacilityLocation& place : places) {
    absl::StrAppend(&text, " ", place.latitude_microdegrees(), ",", place.longitude_microdegrees(),
                    "@", std::min(Micros(place.moved_time()), Micros(place.record_time())));
  }
  absl::StrAppend(&text, "\n", DescribeContact(said_silent, due));
  return text;
}

}  // namespace waystation::facility
