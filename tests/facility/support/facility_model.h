// What the facility service should hold, kept the plain way: maps and lists, every answer computed
// anew from all that ever happened.
#ifndef TESTS_FACILITY_SUPPORT_FACILITY_MODEL_H_
#define TESTS_FACILITY_SUPPORT_FACILITY_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "storage/base/errors.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/facility/v1/installation.pb.h"
#include "waystation/facility/v1/status.pb.h"
#include "waystation/facility/v1/stop.pb.h"

namespace waystation::facility {

class FacilityModel {
 public:
  // When a command is decided, in microseconds: by the record time; the clock may stand a little
  // before it; believed or not.
  struct Moment {
    Moment(int64_t time) : now(time), clock(time) {}  // NOLINT(google-explicit-constructor)
    int64_t now;
    int64_t clock;
    bool suspect = false;
  };

  // Each answers the reason of the refusal, UNSPECIFIED when accepted.
  Reason Apply(const v1::CreateFacilityRequest& request, const Moment& at);
  Reason Apply(const v1::UpdateFacilityRequest& request, const Moment& at);
  Reason Apply(const v1::OpenFacilityRequest& request, const Moment& at);
  Reason Apply(const v1::CloseFacilityRequest& request, const Moment& at);
  Reason Apply(const v1::MoveFacilityRequest& request, const Moment& at);
  Reason Apply(const v1::ReportStatusRequest& request, const Moment& at);
  Reason Apply(const v1::SetInstallationRequest& request, const Moment& at);
  Reason Apply(const v1::RemoveInstallationRequest& request, const Moment& at);
  Reason Apply(const v1::PlanStopsRequest& request, const Moment& at);
  Reason Apply(const v1::RecordArrivalRequest& request, const Moment& at);
  Reason Apply(const v1::RecordDepartureRequest& request, const Moment& at);

  // Those that go silent when the clock ticks at `now`.
  std::vector<std::string> Tick(int64_t now);

  // By facility name, one text each: everything that the service should tell of it at `now`.
  std::map<std::string, std::string> Describe(int64_t now) const;

  // How often all of them together went silent, and came back.
  int silences() const { return silences_; }
  int returns() const { return returns_; }

 private:
  struct Value {
    v1::StatusValue value;
    int64_t effective = 0;
    int64_t order = 0;  // Of recording.
  };
  struct Place {
    int64_t since = 0;
    int64_t order = 0;
    int64_t latitude = 0;
    int64_t longitude = 0;
  };
  struct State {
    v1::Facility facility;  // Without state, coordinates and output-only fields.
    v1::FacilityState state = v1::FACILITY_STATE_UNSPECIFIED;
    std::vector<Value> values;
    std::vector<Place> places;
    bool said_silent = false;
    // By id; the changes of each, also of one that is gone, the first first.
    std::map<std::string, v1::Installation> installed;
    std::map<std::string, std::vector<v1::InstallationChange>> changes;
    // Plans without visits, and what was told of each stop.
    std::map<absl::CivilDay, v1::StopDay> days;
    std::map<std::pair<absl::CivilDay, std::string>, v1::StopVisit> visits;
  };

  static std::optional<int64_t> SilentAfter(const State& state);
  void EndSilence(State& state, const Moment& at);
  static std::string DescribeOne(State state, int64_t now);
  static std::string DescribeRegisterOf(const State& state);
  static bool BeyondTank(const State& state, const v1::StatusValue& value);
  static absl::CivilDay DayOf(const common::v1::CivilDate& date);
  static const Place& StandsAt(const State& state);
  // What an arrival and a departure at `time` say alike.
  template <typename Request>
  v1::StopVisit& Visit(State& state, const Request& request, int64_t time);
  // It stood at the visit's coordinates, if they are known, since then.
  void Stand(State& state, const v1::StopVisit& visit, int64_t since);

  std::map<std::string, State> facilities_;
  int64_t order_ = 0;
  int silences_ = 0;
  int returns_ = 0;
};

// The same text as FacilityModel::Describe makes, of what the service answered: its status, its
// history and its places, both newest first, and whether it waits for the facility.
std::string DescribeAnswers(const v1::FacilityStatus& status,
                            const std::vector<v1::StatusRecord>& history,
                            const std::vector<v1::FacilityLocation>& places, bool said_silent,
                            std::optional<int64_t> due);

// What they tell of installations, in order of ids, and of their changes, the latest first; and of
// stops, in order of days.
std::string DescribeRegister(const std::vector<v1::Installation>& installed,
                             const std::vector<v1::InstallationChange>& changes);
std::string DescribeStops(const std::vector<v1::StopDay>& days);

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_SUPPORT_FACILITY_MODEL_H_
