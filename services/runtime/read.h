#ifndef SERVICES_RUNTIME_READ_H_
#define SERVICES_RUNTIME_READ_H_

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/runtime/store_host.h"
#include "storage/base/errors.h"
#include "storage/rows.h"

namespace waystation::runtime {

// Everything of Read that does not depend on the types.
using ReadWork = std::function<absl::Status(const storage::RowReader& rows, absl::Time now)>;
void StartRead(StoreHost* host, grpc::CallbackServerContext* context,
               const google::protobuf::Message& request, std::vector<FieldViolation> violations,
               ReadWork work, grpc::ServerUnaryReactor* reactor);

// Answers a call from rows, on the reader pool:
//   return runtime::Read(host_, context, request, response, ValidateGetItem(*request),
//                        [request](const storage::RowReader& rows, absl::Time now,
//                                  GetItemResponse* response) -> absl::Status {...});
// `work` sees one snapshot and the host's clock; it may hold pointers to request and response,
// which live until the answer. Waits for `waystation-after` first. The deadline is the caller's, or
// kDefaultReadDeadline. Besides what `work` says: INVALID_FIELD, NOT_YET_FOLLOWED, OVERLOADED,
// DEADLINE_PASSED.
template <typename Request, typename Response, typename Work>
grpc::ServerUnaryReactor* Read(StoreHost* host, grpc::CallbackServerContext* context,
                               const Request* request, Response* response,
                               std::vector<FieldViolation> violations, Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  StartRead(
      host, context, *request, std::move(violations),
      [response, work = std::move(work)](const storage::RowReader& rows, absl::Time now) {
        return absl::Status(work(rows, now, response));
      },
      reactor);
  return reactor;
}

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_READ_H_
