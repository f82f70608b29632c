#include <type_traits>
#include <utility>

#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/handler/validate.h"
#include "services/facility/store/command.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
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

class FacilityHandler : public v1::FacilityService::CallbackService {
 public:
  explicit FacilityHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateFacility(CallbackServerContext* context,
                                     const v1::CreateFacilityRequest* request,
                                     v1::CreateFacilityResponse* response) override {
    return Change(context, request, response);
  }

  ServerUnaryReactor* UpdateFacility(CallbackServerContext* context,
                                     const v1::UpdateFacilityRequest* request,
                                     v1::UpdateFacilityResponse* response) override {
    return Change(context, request, response);
  }

  ServerUnaryReactor* OpenFacility(CallbackServerContext* context,
                                   const v1::OpenFacilityRequest* request,
                                   v1::OpenFacilityResponse* response) override {
    return Change(context, request, response);
  }

  ServerUnaryReactor* CloseFacility(CallbackServerContext* context,
                                    const v1::CloseFacilityRequest* request,
                                    v1::CloseFacilityResponse* response) override {
    return Change(context, request, response);
  }

  ServerUnaryReactor* MoveFacility(CallbackServerContext* context,
                                   const v1::MoveFacilityRequest* request,
                                   v1::MoveFacilityResponse* response) override {
    return Change(context, request, response);
  }

  ServerUnaryReactor* GetFacility(CallbackServerContext* context,
                                  const v1::GetFacilityRequest* request,
                                  v1::GetFacilityResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::GetFacilityResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(*answer->mutable_facility(),
                                            facility::GetFacility(rows, request->name()));
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListFacilities(CallbackServerContext* context,
                                     const v1::ListFacilitiesRequest* request,
                                     v1::ListFacilitiesResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::ListFacilitiesResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(*request));
                           ASSIGN_OR_RETURN(auto page,
                                            facility::ListFacilities(rows, *request, wanted));
                           answer->set_next_page_token(TokenFor(*request, page.next_key));
                           for (v1::Facility& item : page.items)
                             *answer->add_facilities() = std::move(item);
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListFacilityLocations(CallbackServerContext* context,
                                            const v1::ListFacilityLocationsRequest* request,
                                            v1::ListFacilityLocationsResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::ListFacilityLocationsResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(*request));
                           ASSIGN_OR_RETURN(auto page,
                                            ListLocations(rows, request->parent(), wanted));
                           answer->set_next_page_token(TokenFor(*request, page.next_key));
                           for (v1::FacilityLocation& item : page.items)
                             *answer->add_locations() = std::move(item);
                           return absl::OkStatus();
                         });
  }

 private:
  // Every write about a facility answers with the facility as it is from then on.
  template <typename Request, typename Response>
  ServerUnaryReactor* Change(CallbackServerContext* context, const Request* request,
                             Response* response) {
    runtime::WriteSpec<Request, Response> spec;
    spec.violations = Validate(*request);
    spec.decide = [request](const RowReader& rows, const storage::DecideContext& decide) {
      return Decide(*request, rows, decide);
    };
    spec.answer = [](const storage::Outcome& outcome, Response* answer) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Event event, FirstEvent(outcome));
      *answer->mutable_facility() = FacilityOf(event);
      if constexpr (std::is_same_v<Response, v1::MoveFacilityResponse>) {
        *answer->mutable_location() = event.facility_moved().location();
      }
      return absl::OkStatus();
    };
    return runtime::Write(host_, context, request, response, std::move(spec));
  }

  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeFacilityHandler(runtime::StoreHost* host) {
  return std::make_unique<FacilityHandler>(host);
}

}  // namespace waystation::facility
