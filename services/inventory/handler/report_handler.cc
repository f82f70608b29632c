#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/reports/list_reports.h"
#include "services/inventory/store/tables.h"
#include "services/runtime/clock.h"
#include "services/runtime/read.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/report.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

google::protobuf::Duration WholeSeconds(absl::Duration age) {
  google::protobuf::Duration duration;
  duration.set_seconds(absl::ToInt64Seconds(age));
  return duration;
}

// What the answer is of, beside the facility and the day: logs, clock, and the age of the copy.
absl::Status CompleteBasis(runtime::StoreHost& host, const RowReader& rows, absl::Time now,
                           v1::ReportBasis& basis) {
  *basis.mutable_read_time() = TimestampOf(now);
  basis.set_clock_state(host.ReadClock().state);
  ASSIGN_OR_RETURN(const storage::LogPosition own, host.Applied(kOwnLog, rows));
  basis.set_log_revision(own.revision);
  for (const runtime::FollowState& state : host.FollowStates()) {
    if (state.log != kFacilityLog) continue;
    ASSIGN_OR_RETURN(const storage::LogPosition applied, host.Applied(state.log, rows));
    basis.set_facility_log_revision(applied.revision);
    if (state.last_confirm_time == absl::InfinitePast()) continue;
    *basis.mutable_facility_copy_age() =
        WholeSeconds(runtime::SteadyNow() - state.last_confirm_moment);
  }
  return absl::OkStatus();
}

class ReportHandler : public v1::ReportService::CallbackService {
 public:
  explicit ReportHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* GetStockCard(CallbackServerContext* context,
                                   const v1::GetStockCardRequest* request,
                                   v1::GetStockCardResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [host = host_, request](const RowReader& rows, absl::Time now,
                                                 v1::GetStockCardResponse* answer) -> absl::Status {
                           RETURN_IF_ERROR(FillPage(*request, answer, [&](const Page& page) {
                             return inventory::GetStockCard(rows, *request, page, now, answer);
                           }));
                           return CompleteBasis(*host, rows, now, *answer->mutable_basis());
                         });
  }

  ServerUnaryReactor* ListExpiringLots(CallbackServerContext* context,
                                       const v1::ListExpiringLotsRequest* request,
                                       v1::ListExpiringLotsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::ListExpiringLotsResponse* answer) -> absl::Status {
          RETURN_IF_ERROR(FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListExpiringLots(rows, *request, page, now, answer);
          }));
          return CompleteBasis(*host, rows, now, *answer->mutable_basis());
        });
  }

  ServerUnaryReactor* ListStockOuts(CallbackServerContext* context,
                                    const v1::ListStockOutsRequest* request,
                                    v1::ListStockOutsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::ListStockOutsResponse* answer) -> absl::Status {
          RETURN_IF_ERROR(FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListStockOuts(rows, *request, page, now, answer);
          }));
          return CompleteBasis(*host, rows, now, *answer->mutable_basis());
        });
  }

  ServerUnaryReactor* ListConsumption(CallbackServerContext* context,
                                      const v1::ListConsumptionRequest* request,
                                      v1::ListConsumptionResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::ListConsumptionResponse* answer) -> absl::Status {
          RETURN_IF_ERROR(FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListConsumption(rows, *request, page, now, answer);
          }));
          return CompleteBasis(*host, rows, now, *answer->mutable_basis());
        });
  }

  ServerUnaryReactor* ListMinimumMaximum(CallbackServerContext* context,
                                         const v1::ListMinimumMaximumRequest* request,
                                         v1::ListMinimumMaximumResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::ListMinimumMaximumResponse* answer) -> absl::Status {
          RETURN_IF_ERROR(FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListMinimumMaximum(rows, *request, page, now, answer);
          }));
          return CompleteBasis(*host, rows, now, *answer->mutable_basis());
        });
  }

  ServerUnaryReactor* ListDonorStock(CallbackServerContext* context,
                                     const v1::ListDonorStockRequest* request,
                                     v1::ListDonorStockResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::ListDonorStockResponse* answer) -> absl::Status {
          RETURN_IF_ERROR(FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListDonorStock(rows, *request, page, now, answer);
          }));
          return CompleteBasis(*host, rows, now, *answer->mutable_basis());
        });
  }

  ServerUnaryReactor* GetMorningSheet(CallbackServerContext* context,
                                      const v1::GetMorningSheetRequest* request,
                                      v1::GetMorningSheetResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::GetMorningSheetResponse* answer) -> absl::Status {
          RETURN_IF_ERROR(inventory::GetMorningSheet(rows, *request, now, answer));
          return CompleteBasis(*host, rows, now, *answer->mutable_basis());
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReportHandler(runtime::StoreHost* host) {
  return std::make_unique<ReportHandler>(host);
}

}  // namespace waystation::inventory
