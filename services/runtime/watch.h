#ifndef SERVICES_RUNTIME_WATCH_H_
#define SERVICES_RUNTIME_WATCH_H_

#include <functional>
#include <memory>
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

struct WatchOptions {
  // After a message the next change waits so long; changes meanwhile are merged.
  absl::Duration min_interval = absl::Milliseconds(200);
  // A message comes at least so often, changed or not: ages go on.
  absl::Duration max_interval = absl::Seconds(10);
};

// What a watch core needs of its stream; the core calls it one call at a time.
class WatchStream {
 public:
  virtual ~WatchStream() = default;
  // Makes the latest message. True when it differs from the last one sent.
  virtual absl::StatusOr<bool> Produce(const storage::RowReader& rows, absl::Time now) = 0;
  // Sends what Produce made last.
  virtual void Send() = 0;
  virtual void End(const absl::Status& status) = 0;
};

// When to produce and send: everything of Watch that does not depend on the types. Stream callbacks
// hold it by shared_ptr; it drops `stream` before End.
class WatchCore : public std::enable_shared_from_this<WatchCore> {
 public:
  static std::shared_ptr<WatchCore> Make(StoreHost* host, WatchStream* stream,
                                         const WatchOptions& options);
  virtual ~WatchCore() = default;
  virtual void Start(grpc::CallbackServerContext* context, const google::protobuf::Message& request,
                     std::vector<FieldViolation> violations) = 0;
  virtual void Sent(bool ok) = 0;
  virtual void Cancelled() = 0;
};

template <typename Response>
using ProduceWatch =
    std::function<absl::Status(const storage::RowReader& rows, absl::Time now, Response* response)>;

template <typename Response>
class WatchReactor : public grpc::ServerWriteReactor<Response>, private WatchStream {
 public:
  WatchReactor(StoreHost* host, ProduceWatch<Response> produce, const WatchOptions& options)
      : produce_(std::move(produce)), core_(WatchCore::Make(host, this, options)) {}

  WatchCore& core() { return *core_; }

 private:
  absl::StatusOr<bool> Produce(const storage::RowReader& rows, absl::Time now) override {
    Response next;
    if (absl::Status status = produce_(rows, now, &next); !status.ok()) return status;
    const bool changed = !sent_one_ || next.SerializeAsString() != response_.SerializeAsString();
    response_ = std::move(next);
    sent_one_ = true;
    return changed;
  }
  void Send() override { this->StartWrite(&response_); }
  void End(const absl::Status& status) override;
  void OnWriteDone(bool ok) override { core_->Sent(ok); }
  void OnCancel() override { core_->Cancelled(); }
  void OnDone() override { delete this; }

  const ProduceWatch<Response> produce_;
  const std::shared_ptr<WatchCore> core_;
  Response response_;
  bool sent_one_ = false;
};

grpc::Status WatchEnd(const absl::Status& status);

template <typename Response>
void WatchReactor<Response>::End(const absl::Status& status) {
  this->Finish(WatchEnd(status));
}

// Answers a stream of latest values, for screens:
//   return runtime::Watch<WatchSupplyLevelsResponse>(host_, context, request, violations,
//       [request](const storage::RowReader& rows, absl::Time now,
//                 WatchSupplyLevelsResponse* response) -> absl::Status {...});
// A snapshot first (after `waystation-after`), then again after each change of the rows, merged as
// the options say; a message equal to the last is sent only when max_interval has passed. Nothing
// is buffered for a slow reader: it gets the latest when it has read the last. `produce` runs on
// the reader pool, one at a time; the request lives as long as the stream. Ends when the caller
// cancels, with what `produce` said, or OVERLOADED when the server shuts down.
template <typename Response, typename Request>
grpc::ServerWriteReactor<Response>* Watch(StoreHost* host, grpc::CallbackServerContext* context,
                                          const Request* request,
                                          std::vector<FieldViolation> violations,
                                          ProduceWatch<Response> produce,
                                          WatchOptions options = {}) {
  auto* reactor = new WatchReactor<Response>(host, std::move(produce), options);
  reactor->core().Start(context, *request, std::move(violations));
  return reactor;
}

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WATCH_H_
