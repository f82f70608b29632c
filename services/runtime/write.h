#ifndef SERVICES_RUNTIME_WRITE_H_
#define SERVICES_RUNTIME_WRITE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/runtime/store_host.h"
#include "storage/base/errors.h"
#include "storage/committer.h"

namespace waystation::runtime {

using Decide = std::function<absl::StatusOr<storage::Decision>(
    const storage::RowReader& rows, const storage::DecideContext& context)>;

template <typename Request, typename Response>
struct WriteSpec {
  // What is wrong with the request by itself; its request id is checked by Write.
  std::vector<FieldViolation> violations = {};
  // How many lines of work the request is; over kMaxSingleLines it waits in the bulk lane.
  size_t lines = 1;
  // Runs on the writer thread. May hold a pointer to the request, which lives until the answer.
  Decide decide = {};
  // From the accepted entry (the first one when replayed) to the answer; on the writer thread, no
  // rows. May be null when the response is the receipt alone. The receipt is filled already.
  std::function<absl::Status(const storage::Outcome& outcome, Response* response)> answer = {};
};

// Everything of Write that does not depend on the types. `fill` runs for accepted commands only.
void StartWrite(StoreHost* host, grpc::CallbackServerContext* context,
                const google::protobuf::Message& request, const std::string& request_id,
                std::vector<FieldViolation> violations, size_t lines, Decide decide,
                std::function<absl::Status(const storage::Outcome&)> fill,
                grpc::ServerUnaryReactor* reactor);

// SHA-256 over the method and the deterministic bytes of the request without its request id: what
// makes a request the same when it is sent again.
storage::Digest Fingerprint(const std::string& method, const google::protobuf::Message& request);

// The receipt of `outcome` in `log`.
common::v1::WriteReceipt MakeReceipt(const std::string& log, const storage::Outcome& outcome);

// Answers a call that records something:
//   return runtime::Write(host_, context, request, response,
//                         runtime::WriteSpec<CreateItemRequest, CreateItemResponse>{
//                             .violations = ValidateCreateItem(*request),
//                             .decide = [request](const auto& rows, const auto& context) {...},
//                             .answer = [](const auto& outcome, auto* response) {...}});
// The request has `bytes request_id`, the response `common.v1.WriteReceipt receipt`. Waits for
// `waystation-after` first. The deadline is the caller's, or kDefaultWriteDeadline. Besides what
// decide says: INVALID_FIELD, REQUEST_ID_REUSED, REQUEST_TOO_LARGE, NOT_YET_FOLLOWED, OVERLOADED,
// DEADLINE_PASSED, LOG_UNAVAILABLE. A caller who goes away after the command is queued does not
// undo it.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* Write(StoreHost* host, grpc::CallbackServerContext* context,
                                const Request* request, Response* response,
                                WriteSpec<Request, Response> spec) {
  auto fill = [host, response,
               answer = std::move(spec.answer)](const storage::Outcome& outcome) -> absl::Status {
    *response->mutable_receipt() = MakeReceipt(host->log_name(), outcome);
    return answer ? answer(outcome, response) : absl::OkStatus();
  };
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  StartWrite(host, context, *request, request->request_id(), std::move(spec.violations), spec.lines,
             std::move(spec.decide), std::move(fill), reactor);
  return reactor;
}

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WRITE_H_
