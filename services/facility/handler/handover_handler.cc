#include <utility>

#include "services/facility/handler/answer.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load_handovers.h"
#include "storage/base/errors.h"
#include "waystation/facility/v1/handover.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

void FillHandover(const v1::Event& event, v1::CreateHandoverResponse* answer) {
  *answer->mutable_handover() = event.handover_created().handover();
}

void FillHandover(const v1::Event& event, v1::AcceptHandoverResponse* answer) {
  *answer->mutable_handover() = event.handover_accepted().handover();
}

void FillTask(const v1::Event& event, v1::CompleteTaskResponse* answer) {
  *answer->mutable_task() = event.task_completed().task();
}

absl::Status TellHandover(const v1::GetHandoverRequest& request, const RowReader& rows, absl::Time,
                          v1::GetHandoverResponse* answer) {
  ASSIGN_OR_RETURN(auto handover, LoadHandover(rows, request.name()));
  if (!handover.has_value()) return NotKnown(request.name());
  *answer->mutable_handover() = *std::move(handover);
  return absl::OkStatus();
}

absl::Status TellHandovers(const v1::ListHandoversRequest& request, const RowReader& rows,
                           absl::Time, v1::ListHandoversResponse* answer) {
  return FillPage(request, answer, answer->mutable_handovers(), [&](const PageRequest& page) {
    return ListHandovers(rows, request.parent(), page);
  });
}

class HandoverHandler : public v1::HandoverService::CallbackService {
 public:
  explicit HandoverHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateHandover(CallbackServerContext* context,
                                     const v1::CreateHandoverRequest* request,
                                     v1::CreateHandoverResponse* response) override {
    return Record(host_, context, request, response, FillHandover);
  }

  ServerUnaryReactor* AcceptHandover(CallbackServerContext* context,
                                     const v1::AcceptHandoverRequest* request,
                                     v1::AcceptHandoverResponse* response) override {
    return Record(host_, context, request, response, FillHandover);
  }

  ServerUnaryReactor* CompleteTask(CallbackServerContext* context,
                                   const v1::CompleteTaskRequest* request,
                                   v1::CompleteTaskResponse* response) override {
    return Record(host_, context, request, response, FillTask);
  }

  ServerUnaryReactor* GetHandover(CallbackServerContext* context,
                                  const v1::GetHandoverRequest* request,
                                  v1::GetHandoverResponse* response) override {
    return Answer(host_, context, request, response, TellHandover);
  }

  ServerUnaryReactor* ListHandovers(CallbackServerContext* context,
                                    const v1::ListHandoversRequest* request,
                                    v1::ListHandoversResponse* response) override {
    return Answer(host_, context, request, response, TellHandovers);
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeHandoverHandler(runtime::StoreHost* host) {
  return std::make_unique<HandoverHandler>(host);
}

}  // namespace waystation::facility
