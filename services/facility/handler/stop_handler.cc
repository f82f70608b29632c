#include <utility>

#include "services/facility/handler/answer.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/store/stops.h"
#include "waystation/facility/v1/stop.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

void FillPlan(const v1::Event& event, v1::PlanStopsResponse* answer) {
  *answer->mutable_plan() = event.stops_planned().plan();
}

void FillVisit(const v1::Event& event, v1::RecordArrivalResponse* answer) {
  *answer->mutable_visit() = event.stop_arrived().visit();
}

void FillVisit(const v1::Event& event, v1::RecordDepartureResponse* answer) {
  *answer->mutable_visit() = event.stop_left().visit();
}

absl::Status TellStops(const v1::GetStopsRequest& request, const RowReader& rows, absl::Time,
                       v1::GetStopsResponse* answer) {
  ASSIGN_OR_RETURN(*answer->mutable_day(), GetStopDay(rows, request));
  return absl::OkStatus();
}

absl::Status TellStopDays(const v1::ListStopsRequest& request, const RowReader& rows, absl::Time,
                          v1::ListStopsResponse* answer) {
  return FillPage(request, answer, answer->mutable_days(),
                  [&](const PageRequest& page) { return ListStopDays(rows, request, page); });
}

class StopHandler : public v1::StopService::CallbackService {
 public:
  explicit StopHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* PlanStops(CallbackServerContext* context, const v1::PlanStopsRequest* request,
                                v1::PlanStopsResponse* response) override {
    return Record(host_, context, request, response, FillPlan);
  }

  ServerUnaryReactor* RecordArrival(CallbackServerContext* context,
                                    const v1::RecordArrivalRequest* request,
                                    v1::RecordArrivalResponse* response) override {
    return Visit(context, request, response);
  }

  ServerUnaryReactor* RecordDeparture(CallbackServerContext* context,
                                      const v1::RecordDepartureRequest* request,
                                      v1::RecordDepartureResponse* response) override {
    return Visit(context, request, response);
  }

  ServerUnaryReactor* GetStops(CallbackServerContext* context, const v1::GetStopsRequest* request,
                               v1::GetStopsResponse* response) override {
    return Answer(host_, context, request, response, TellStops);
  }

  ServerUnaryReactor* ListStops(CallbackServerContext* context, const v1::ListStopsRequest* request,
                                v1::ListStopsResponse* response) override {
    return Answer(host_, context, request, response, TellStopDays);
  }

 private:
  // Tells the move too, when the entry has one.
  template <typename Request, typename Response>
  ServerUnaryReactor* Visit(CallbackServerContext* context, const Request* request,
                            Response* response) {
    auto spec = SpecOf<Request, Response>(request, FillVisit);
    spec.answer = [filled = spec.answer](const storage::Outcome& outcome,
                                         Response* answer) -> absl::Status {
      RETURN_IF_ERROR(filled(outcome, answer));
      if (outcome.entry->events_size() < 2) return absl::OkStatus();
      ASSIGN_OR_RETURN(const v1::Event moved, EventOf(outcome, 1));
      if (moved.has_facility_moved()) {
        *answer->mutable_location() = moved.facility_moved().location();
      }
      return absl::OkStatus();
    };
    return runtime::Write(host_, context, request, response, std::move(spec));
  }

  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStopHandler(runtime::StoreHost* host) {
  return std::make_unique<StopHandler>(host);
}

}  // namespace waystation::facility
