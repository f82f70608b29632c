#include <string>

#include "services/facility/domain/names.h"
#include "services/facility/handler/answer.h"
#include "services/facility/handler/basis.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "waystation/facility/v1/status.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

void FillReport(const v1::Event& event, v1::ReportStatusResponse* answer) {
  answer->set_report(event.status_reported().report());
  *answer->mutable_records() = event.status_reported().records();
}

absl::Status TellStatus(const v1::GetFacilityStatusRequest& request, const RowReader& rows,
                        absl::Time now, v1::GetFacilityStatusResponse* answer) {
  const std::string name = FacilityName(FacilityIdOf(request.name()));
  ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, name));
  ASSIGN_OR_RETURN(*answer->mutable_status(), LoadStatus(rows, facility, now));
  return FillBasis(rows, now, answer->mutable_basis());
}

absl::Status TellStatuses(const v1::ListFacilityStatusesRequest& request, const RowReader& rows,
                          absl::Time now, v1::ListFacilityStatusesResponse* answer) {
  RETURN_IF_ERROR(
      FillPage(request, answer, answer->mutable_statuses(),
               [&](const PageRequest& page) { return ListStatuses(rows, request, now, page); }));
  return FillBasis(rows, now, answer->mutable_basis());
}

absl::Status TellReports(const v1::ListStatusReportsRequest& request, const RowReader& rows,
                         absl::Time, v1::ListStatusReportsResponse* answer) {
  return FillPage(request, answer, answer->mutable_records(),
                  [&](const PageRequest& page) { return ListReports(rows, request, page); });
}

class StatusHandler : public v1::StatusService::CallbackService {
 public:
  explicit StatusHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* ReportStatus(CallbackServerContext* context,
                                   const v1::ReportStatusRequest* request,
                                   v1::ReportStatusResponse* response) override {
    return Record(host_, context, request, response, FillReport);
  }

  ServerUnaryReactor* GetFacilityStatus(CallbackServerContext* context,
                                        const v1::GetFacilityStatusRequest* request,
                                        v1::GetFacilityStatusResponse* response) override {
    return Answer(host_, context, request, response, TellStatus);
  }

  ServerUnaryReactor* ListFacilityStatuses(CallbackServerContext* context,
                                           const v1::ListFacilityStatusesRequest* request,
                                           v1::ListFacilityStatusesResponse* response) override {
    return Answer(host_, context, request, response, TellStatuses);
  }

  ServerUnaryReactor* ListStatusReports(CallbackServerContext* context,
                                        const v1::ListStatusReportsRequest* request,
                                        v1::ListStatusReportsResponse* response) override {
    return Answer(host_, context, request, response, TellReports);
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStatusHandler(runtime::StoreHost* host) {
  return std::make_unique<StatusHandler>(host);
}

}  // namespace waystation::facility
