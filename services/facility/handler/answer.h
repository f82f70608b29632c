// What all calls of this service have in common: the request picks what validates it (validate.h)
// and what decides it (store/command.h and beside it), the handler says what fills the answer.
#ifndef SERVICES_FACILITY_HANDLER_ANSWER_H_
#define SERVICES_FACILITY_HANDLER_ANSWER_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/facility/handler/validate.h"
#include "services/facility/store/command.h"
#include "services/facility/store/handover_commands.h"
#include "services/facility/store/warning_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/store_host.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {

// Fills an answer from the first event of the entry; the receipt is runtime::Write's.
template <typename Response>
using Fill = void (*)(const v1::Event& event, Response* answer);

// What Record does, for calls that answer with more.
template <typename Request, typename Response>
runtime::WriteSpec<Request, Response> SpecOf(const Request* request, Fill<Response> fill) {
  runtime::WriteSpec<Request, Response> spec;
  spec.violations = Validate(*request);
  spec.decide = [request](const storage::RowReader& rows, const storage::DecideContext& context) {
    return Decide(*request, rows, context);
  };
  spec.answer = [fill](const storage::Outcome& outcome, Response* answer) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Event event, FirstEvent(outcome));
    fill(event, answer);
    return absl::OkStatus();
  };
  return spec;
}

// Answers a call that records something.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* Record(runtime::StoreHost* host, grpc::CallbackServerContext* context,
                                 const Request* request, Response* response, Fill<Response> fill) {
  return runtime::Write(host, context, request, response, SpecOf(request, fill));
}

// Fills an answer from rows, as runtime::Read's work.
template <typename Request, typename Response>
using Tell = absl::Status (*)(const Request& request, const storage::RowReader& rows,
                              absl::Time now, Response* answer);

// Answers a call that only asks.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* Answer(runtime::StoreHost* host, grpc::CallbackServerContext* context,
                                 const Request* request, Response* response,
                                 Tell<Request, Response> tell) {
  return runtime::Read(
      host, context, request, response, Validate(*request),
      [request, tell](const storage::RowReader& rows, absl::Time now, Response* answer) {
        return tell(*request, rows, now, answer);
      });
}

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_HANDLER_ANSWER_H_
