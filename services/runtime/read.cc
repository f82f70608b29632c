#include "services/runtime/read.h"

#include <memory>
#include <string>

#include "services/runtime/call.h"
#include "services/runtime/clock.h"
#include "services/runtime/limits.h"
#include "services/runtime/status.h"

namespace waystation::runtime {
namespace {

// One read, from callback thread to reader pool. The context lives until Finish.
struct ReadCall {
  StoreHost* host;
  grpc::CallbackServerContext* context;
  grpc::ServerUnaryReactor* reactor;
  const google::protobuf::Descriptor* request;
  absl::Time deadline;
  ReadWork work;

  absl::Status Work() const {
    if (context->IsCancelled()) return absl::CancelledError("The caller went away.");
    if (SteadyNow() >= deadline) {
      return Error(common::v1::ERROR_REASON_DEADLINE_PASSED,
                   "The deadline passed before the work began.");
    }
    return work(*host->Snapshot(), host->Now());
  }

  void Finish(const absl::Status& status) const {
    const grpc::Status wire = ToGrpc(status);
    if (wire.error_code() == grpc::StatusCode::INTERNAL) {
      Logger::Fields fields = StatusFields(status);
      fields.emplace_back("method", MethodOf(request));
      host->environment().logger->Error("read_failed", fields);
    }
    reactor->Finish(wire);
  }
};

}  // namespace

void StartRead(StoreHost* host, grpc::CallbackServerContext* context,
               const google::protobuf::Message& request, std::vector<FieldViolation> violations,
               ReadWork work, grpc::ServerUnaryReactor* reactor) {
  const CallContext call_context = ReadCallContext(*context, kDefaultReadDeadline, violations);
  auto call = std::make_shared<ReadCall>(ReadCall{host, context, reactor, request.GetDescriptor(),
                                                  call_context.deadline, std::move(work)});
  if (!violations.empty()) return call->Finish(InvalidFields(violations));
  if (host->signal().closed()) return call->Finish(Overloaded());
  WhenFollowed(host, call_context.after, call_context.deadline, [call](const absl::Status& ready) {
    if (!ready.ok()) return call->Finish(ready);
    const bool queued =
        call->host->environment().readers->Run([call] { call->Finish(call->Work()); });
    if (!queued) call->Finish(Overloaded());
  });
}

}  // namespace waystation::runtime
