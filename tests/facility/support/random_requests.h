#ifndef TESTS_FACILITY_SUPPORT_RANDOM_REQUESTS_H_
#define TESTS_FACILITY_SUPPORT_RANDOM_REQUESTS_H_

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "tests/support/random.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/facility/v1/installation.pb.h"
#include "waystation/facility/v1/status.pb.h"
#include "waystation/facility/v1/stop.pb.h"

namespace waystation::facility {

using Request =
    std::variant<v1::CreateFacilityRequest, v1::UpdateFacilityRequest, v1::OpenFacilityRequest,
                 v1::CloseFacilityRequest, v1::MoveFacilityRequest, v1::ReportStatusRequest,
                 v1::SetInstallationRequest, v1::RemoveInstallationRequest, v1::PlanStopsRequest,
                 v1::RecordArrivalRequest, v1::RecordDepartureRequest>;

// Valid requests of every kind, without request ids, of few facilities, so that they get into each
// other's way.
class RandomRequests {
 public:
  // Of facilities f0, f1 and so on, one in each of these zones. `random` must outlive it.
  RandomRequests(testing::Random* random, std::vector<std::string> zones)
      : random_(*random), zones_(std::move(zones)) {}

  // Observed before `now`, few of them after it.
  Request Next(absl::Time now);

  // In order. Reports name the first of them as a tank.
  static const std::vector<std::string>& InstallationIds();

 private:
  int64_t Index() { return random_.Below(static_cast<int64_t>(zones_.size())); }
  std::string Name();
  google::protobuf::Timestamp Time(absl::Time now);
  v1::CreateFacilityRequest Create();
  v1::UpdateFacilityRequest Update();
  v1::MoveFacilityRequest Move(absl::Time now);
  v1::ReportStatusRequest Report(absl::Time now);
  v1::SetInstallationRequest Set();
  v1::RemoveInstallationRequest Remove();
  v1::StopPlace StopPlace(const std::string& facility);
  common::v1::CivilDate Day();
  v1::PlanStopsRequest Plan();
  // Fills in what an arrival and a departure have in common.
  template <typename VisitRequest>
  void Visit(VisitRequest& request);
  v1::RecordArrivalRequest Arrive(absl::Time now);
  v1::RecordDepartureRequest Leave(absl::Time now);

  testing::Random& random_;
  const std::vector<std::string> zones_;
};

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_SUPPORT_RANDOM_REQUESTS_H_
