#include <utility>

#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/handler/validate.h"
#include "services/facility/store/command.h"
#include "services/facility/store/stops.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "waystation/facility/v1/stop.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

absl::Status AnswerOf(const v1::Event& event, v1::PlanStopsResponse* answer) {
  *answer->mutable_plan() = event.stops_planned().plan();
  return absl::OkStatus();
}

absl::Status AnswerOf(const v1::Event& event, v1::RecordArrivalResponse* answer) {
  *answer->mutable_visit() = event.stop_arrived().visit();
  return absl::OkStatus();
}

absl::Status AnswerOf(const v1::Event& event, v1::RecordDepartureResponse* answer) {
  *answer->mutable_visit() = event.stop_left().visit();
  return absl::OkStatus();
}

class StopHandler : public v1::StopService::CallbackService {
 public:
  explicit StopHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* PlanStops(CallbackServerContext* context, const v1::PlanStopsRequest* request,
                                v1::PlanStopsResponse* response) override {
    return runtime::Write(host_, context, request, response,
                          SpecOf<v1::PlanStopsRequest, v1::PlanStopsResponse>(request));
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
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::GetStopsResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(*answer->mutable_day(), GetStopDay(rows, *request));
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListStops(CallbackServerContext* context, const v1::ListStopsRequest* request,
                                v1::ListStopsResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::ListStopsResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(*request));
                           ASSIGN_OR_RETURN(auto page, ListStopDays(rows, *request, wanted));
                           answer->set_next_page_token(TokenFor(*request, page.next_key));
                           for (v1::StopDay& day : page.items) *answer->add_days() = std::move(day);
                           return absl::OkStatus();
                         });
  }

 private:
  template <typename Request, typename Response>
  static runtime::WriteSpec<Request, Response> SpecOf(const Request* request) {
    runtime::WriteSpec<Request, Response> spec;
    spec.violations = Validate(*request);
    spec.decide = [request](const RowReader& rows, const storage::DecideContext& decide) {
      return Decide(*request, rows, decide);
    };
    spec.answer = [](const storage::Outcome& outcome, Response* answer) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Event event, FirstEvent(outcome));
      return AnswerOf(event, answer);
    };
    return spec;
  }

  // Tells the move too, when the entry has one.
  template <typename Request, typename Response>
  ServerUnaryReactor* Visit(CallbackServerContext* context, const Request* request,
                            Response* response) {
    runtime::WriteSpec<Request, Response> spec = SpecOf<Request, Response>(request);
    spec.answer = [told = spec.answer](const storage::Outcome& outcome,
                                       Response* answer) -> absl::Status {
      RETURN_IF_ERROR(told(outcome, answer));
      v1::Event moved;
      if (outcome.entry->events_size() < 2) return absl::OkStatus();
      if (!moved.ParseFromString(outcome.entry->events(1))) {
        return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "An event can't be read.",
                     {{"detail", "facility event"}});
      }
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
