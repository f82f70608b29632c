#ifndef SERVICES_RUNTIME_WATCH_H_
#define SERVICES_RUNTIME_WATCH_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/runtime/store_host.h"
#include "services/runtime/watch_hub.h"
#include "storage/base/errors.h"
#include "storage/rows.h"

namespace waystation::runtime {

using WatchReactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;

// Everything of Watch that does not depend on the types. `question` is the request, which need not
// live on.
WatchReactor* StartWatch(StoreHost* host, grpc::CallbackServerContext* context,
                         const google::protobuf::Message& question,
                         std::vector<FieldViolation> violations, MakeWatchMessage make,
                         const WatchOptions& options);

// False when the bytes are not of this message.
bool ParseQuestion(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);
// For a request of which ParseQuestion made nothing.
std::vector<FieldViolation> NotAMessage();

template <typename Request>
using ValidateWatch = std::function<std::vector<FieldViolation>(const Request& request)>;
template <typename Request, typename Response>
using ProduceWatch = std::function<absl::Status(
    const Request& request, const storage::RowReader& rows, absl::Time now, Response* response)>;

// Answers a stream of latest values, for screens. The handler derives from
// WithRawCallbackMethod_WatchSupplyLevels<SupplyService::CallbackService>, so that a message is
// serialized once for all who ask the same (same method, same request):
//   return runtime::Watch<WatchSupplyLevelsRequest, WatchSupplyLevelsResponse>(
//       host_, context, *bytes, ValidateWatchSupplyLevels,
//       [](const WatchSupplyLevelsRequest& request, const storage::RowReader& rows, absl::Time now,
//          WatchSupplyLevelsResponse* response) -> absl::Status {...});
// A snapshot first (after `waystation-after`), then again after each change of the rows, merged as
// the options say; a message equal to the last is sent only when max_interval has passed. A slow
// reader gets the latest when it has read the last; nothing else is kept for it. `produce` runs on
// the reader pool, for all who ask the same together, so it must not use who asks. Ends when the
// caller cancels or vanishes, with what `produce` said, INVALID_FIELD, NOT_YET_FOLLOWED, or
// OVERLOADED (too many watchers, or the server shuts down). While the store is opened again after a
// failure the stream waits; LOG_UNAVAILABLE when that takes longer than max_interval.
template <typename Request, typename Response>
WatchReactor* Watch(StoreHost* host, grpc::CallbackServerContext* context,
                    const grpc::ByteBuffer& bytes, const ValidateWatch<Request>& validate,
                    ProduceWatch<Request, Response> produce, const WatchOptions& options = {}) {
  const auto request = std::make_shared<Request>();
  const bool parsed = ParseQuestion(bytes, request.get());
  MakeWatchMessage make = [request, produce = std::move(produce)](
                              const storage::RowReader& rows,
                              absl::Time now) -> absl::StatusOr<std::string> {
    Response response;
    if (absl::Status status = produce(*request, rows, now, &response); !status.ok()) return status;
    return response.SerializeAsString();
  };
  return StartWatch(host, context, *request, parsed ? validate(*request) : NotAMessage(),
                    std::move(make), options);
}

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WATCH_H_
