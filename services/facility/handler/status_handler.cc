#include <string>
#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/handler/basis.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/handler/validate.h"
#include "services/facility/store/command.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "waystation/facility/v1/status.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class StatusHandler : public v1::StatusService::CallbackService {
 public:
  explicit StatusHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* ReportStatus(CallbackServerContext* context,
                                   const v1::ReportStatusRequest* request,
                                   v1::ReportStatusResponse* response) override {
    runtime::WriteSpec<v1::ReportStatusRequest, v1::ReportStatusResponse> spec;
    spec.violations = Validate(*request);
    spec.decide = [request](const RowReader& rows, const storage::DecideContext& decide) {
      return Decide(*request, rows, decide);
    };
    spec.answer = [](const storage::Outcome& outcome,
                     v1::ReportStatusResponse* answer) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Event event, FirstEvent(outcome));
      answer->set_report(event.status_reported().report());
      *answer->mutable_records() = event.status_reported().records();
      return absl::OkStatus();
    };
    return runtime::Write(host_, context, request, response, std::move(spec));
  }

  ServerUnaryReactor* GetFacilityStatus(CallbackServerContext* context,
                                        const v1::GetFacilityStatusRequest* request,
                                        v1::GetFacilityStatusResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time now,
                                   v1::GetFacilityStatusResponse* answer) -> absl::Status {
                           const std::string name = FacilityName(FacilityIdOf(request->name()));
                           ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, name));
                           ASSIGN_OR_RETURN(*answer->mutable_status(),
                                            LoadStatus(rows, facility, now));
                           return FillBasis(rows, now, answer->mutable_basis());
                         });
  }

  ServerUnaryReactor* ListFacilityStatuses(CallbackServerContext* context,
                                           const v1::ListFacilityStatusesRequest* request,
                                           v1::ListFacilityStatusesResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time now,
                                   v1::ListFacilityStatusesResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(*request));
                           ASSIGN_OR_RETURN(auto page, ListStatuses(rows, *request, now, wanted));
                           answer->set_next_page_token(TokenFor(*request, page.next_key));
                           for (v1::FacilityStatus& item : page.items)
                             *answer->add_statuses() = std::move(item);
                           return FillBasis(rows, now, answer->mutable_basis());
                         });
  }

  ServerUnaryReactor* ListStatusReports(CallbackServerContext* context,
                                        const v1::ListStatusReportsRequest* request,
                                        v1::ListStatusReportsResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::ListStatusReportsResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(*request));
                           ASSIGN_OR_RETURN(auto page, ListReports(rows, *request, wanted));
                           answer->set_next_page_token(TokenFor(*request, page.next_key));
                           for (v1::StatusRecord& item : page.items)
                             *answer->add_records() = std::move(item);
                           return absl::OkStatus();
                         });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStatusHandler(runtime::StoreHost* host) {
  return std::make_unique<StatusHandler>(host);
}

}  // namespace waystation::facility
