#include "tests/facility/handler/hospital_fixture.h"

#include <utility>

#include "services/facility/domain/names.h"
#include "waystation/facility/v1/installation.grpc.pb.h"

namespace waystation::facility {

HospitalTest::HospitalTest(const std::string& id) : name_(FacilityName(id)) {
  v1::CreateFacilityRequest request;
  request.set_request_id(NextId());
  request.set_facility_id(id);
  *request.mutable_facility() = Hospital();
  request.set_initial_state(v1::FACILITY_STATE_OPEN);
  v1::CreateFacilityResponse response;
  EXPECT_TRUE(server_.Call(&v1::FacilityService::Stub::CreateFacility, request, &response).ok());
}

void HospitalTest::Install(const std::string& id, v1::Installation installation) {
  v1::SetInstallationRequest request;
  request.set_request_id(NextId());
  *request.mutable_installation() = std::move(installation);
  request.mutable_installation()->set_name(InstallationName(name_, id));
  v1::SetInstallationResponse response;
  EXPECT_TRUE(
      server_.Call(&v1::InstallationService::Stub::SetInstallation, request, &response).ok());
}

void HospitalTest::Report(const std::vector<v1::StatusValue>& values) {
  v1::ReportStatusRequest request;
  request.set_request_id(NextId());
  request.set_parent(name_);
  request.mutable_values()->Assign(values.begin(), values.end());
  v1::ReportStatusResponse response;
  EXPECT_TRUE(server_.Call(&v1::StatusService::Stub::ReportStatus, request, &response).ok());
}

}  // namespace waystation::facility
