#include <type_traits>
#include <utility>

#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/handler/validate.h"
#include "services/facility/store/command.h"
#include "services/facility/store/handover_commands.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load_handovers.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/errors.h"
#include "waystation/facility/v1/handover.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class HandoverHandler : public v1::HandoverService::CallbackService {
 public:
  explicit HandoverHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateHandover(CallbackServerContext* context,
                                     const v1::CreateHandoverRequest* request,
                                     v1::CreateHandoverResponse* response) override {
    return Record(context, request, response);
  }

  ServerUnaryReactor* AcceptHandover(CallbackServerContext* context,
                                     const v1::AcceptHandoverRequest* request,
                                     v1::AcceptHandoverResponse* response) override {
    return Record(context, request, response);
  }

  ServerUnaryReactor* CompleteTask(CallbackServerContext* context,
                                   const v1::CompleteTaskRequest* request,
                                   v1::CompleteTaskResponse* response) override {
    return Record(context, request, response);
  }

  ServerUnaryReactor* GetHandover(CallbackServerContext* context,
                                  const v1::GetHandoverRequest* request,
                                  v1::GetHandoverResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::GetHandoverResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(auto handover, LoadHandover(rows, request->name()));
                           if (!handover.has_value()) return NotKnown(request->name());
                           *answer->mutable_handover() = *std::move(handover);
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListHandovers(CallbackServerContext* context,
                                    const v1::ListHandoversRequest* request,
                                    v1::ListHandoversResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::ListHandoversResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(*request));
                           ASSIGN_OR_RETURN(
                               auto page, facility::ListHandovers(rows, request->parent(), wanted));
                           answer->set_next_page_token(TokenFor(*request, page.next_key));
                           for (v1::Handover& item : page.items)
                             *answer->add_handovers() = std::move(item);
                           return absl::OkStatus();
                         });
  }

 private:
  // Every write answers with what its event carries.
  template <typename Request, typename Response>
  ServerUnaryReactor* Record(CallbackServerContext* context, const Request* request,
                             Response* response) {
    runtime::WriteSpec<Request, Response> spec;
    spec.violations = Validate(*request);
    spec.decide = [request](const RowReader& rows, const storage::DecideContext& decide) {
      return Decide(*request, rows, decide);
    };
    spec.answer = [](const storage::Outcome& outcome, Response* answer) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Event event, FirstEvent(outcome));
      if constexpr (std::is_same_v<Response, v1::CompleteTaskResponse>) {
        *answer->mutable_task() = event.task_completed().task();
      } else if constexpr (std::is_same_v<Response, v1::AcceptHandoverResponse>) {
        *answer->mutable_handover() = event.handover_accepted().handover();
      } else {
        *answer->mutable_handover() = event.handover_created().handover();
      }
      return absl::OkStatus();
    };
    return runtime::Write(host_, context, request, response, std::move(spec));
  }

  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeHandoverHandler(runtime::StoreHost* host) {
  return std::make_unique<HandoverHandler>(host);
}

}  // namespace waystation::facility
