#include "services/facility/handler/answer.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "waystation/facility/v1/facility.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

// The facility that the event of an accepted command carries.
v1::Facility FacilityOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kFacilityCreated:
      return event.facility_created().facility();
    case v1::Event::kFacilityUpdated:
      return event.facility_updated().facility();
    case v1::Event::kFacilityOpened:
      return event.facility_opened().facility();
    case v1::Event::kFacilityClosed:
      return event.facility_closed().facility();
    case v1::Event::kFacilityMoved:
      return event.facility_moved().facility();
    default:
      return {};
  }
}

template <typename Response>
void FillFacility(const v1::Event& event, Response* answer) {
  *answer->mutable_facility() = FacilityOf(event);
}

void FillMove(const v1::Event& event, v1::MoveFacilityResponse* answer) {
  FillFacility(event, answer);
  *answer->mutable_location() = event.facility_moved().location();
}

absl::Status TellFacility(const v1::GetFacilityRequest& request, const RowReader& rows, absl::Time,
                          v1::GetFacilityResponse* answer) {
  ASSIGN_OR_RETURN(*answer->mutable_facility(), GetFacility(rows, request.name()));
  return absl::OkStatus();
}

absl::Status TellFacilities(const v1::ListFacilitiesRequest& request, const RowReader& rows,
                            absl::Time, v1::ListFacilitiesResponse* answer) {
  return FillPage(request, answer, answer->mutable_facilities(),
                  [&](const PageRequest& page) { return ListFacilities(rows, request, page); });
}

absl::Status TellLocations(const v1::ListFacilityLocationsRequest& request, const RowReader& rows,
                           absl::Time, v1::ListFacilityLocationsResponse* answer) {
  return FillPage(request, answer, answer->mutable_locations(), [&](const PageRequest& page) {
    return ListLocations(rows, request.parent(), page);
  });
}

class FacilityHandler : public v1::FacilityService::CallbackService {
 public:
  explicit FacilityHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateFacility(CallbackServerContext* context,
                                     const v1::CreateFacilityRequest* request,
                                     v1::CreateFacilityResponse* response) override {
    return Record(host_, context, request, response, FillFacility);
  }

  ServerUnaryReactor* UpdateFacility(CallbackServerContext* context,
                                     const v1::UpdateFacilityRequest* request,
                                     v1::UpdateFacilityResponse* response) override {
    return Record(host_, context, request, response, FillFacility);
  }

  ServerUnaryReactor* OpenFacility(CallbackServerContext* context,
                                   const v1::OpenFacilityRequest* request,
                                   v1::OpenFacilityResponse* response) override {
    return Record(host_, context, request, response, FillFacility);
  }

  ServerUnaryReactor* CloseFacility(CallbackServerContext* context,
                                    const v1::CloseFacilityRequest* request,
                                    v1::CloseFacilityResponse* response) override {
    return Record(host_, context, request, response, FillFacility);
  }

  ServerUnaryReactor* MoveFacility(CallbackServerContext* context,
                                   const v1::MoveFacilityRequest* request,
                                   v1::MoveFacilityResponse* response) override {
    return Record(host_, context, request, response, FillMove);
  }

  ServerUnaryReactor* GetFacility(CallbackServerContext* context,
                                  const v1::GetFacilityRequest* request,
                                  v1::GetFacilityResponse* response) override {
    return Answer(host_, context, request, response, TellFacility);
  }

  ServerUnaryReactor* ListFacilities(CallbackServerContext* context,
                                     const v1::ListFacilitiesRequest* request,
                                     v1::ListFacilitiesResponse* response) override {
    return Answer(host_, context, request, response, TellFacilities);
  }

  ServerUnaryReactor* ListFacilityLocations(CallbackServerContext* context,
                                            const v1::ListFacilityLocationsRequest* request,
                                            v1::ListFacilityLocationsResponse* response) override {
    return Answer(host_, context, request, response, TellLocations);
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeFacilityHandler(runtime::StoreHost* host) {
  return std::make_unique<FacilityHandler>(host);
}

}  // namespace waystation::facility
