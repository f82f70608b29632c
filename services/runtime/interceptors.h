// What is done to every call of a server, whatever its handler: one decorator each.
#ifndef SERVICES_RUNTIME_INTERCEPTORS_H_
#define SERVICES_RUNTIME_INTERCEPTORS_H_

#include <condition_variable>
#include <memory>
#include <mutex>

#include "absl/time/time.h"
#include "grpcpp/support/server_interceptor.h"
#include "services/runtime/metrics.h"

namespace waystation::runtime {

using InterceptorFactory = std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>;

// How many calls a server has open. Thread-safe.
class OpenCalls {
 public:
  void Began();
  void Ended();
  // True as soon as none is open; false when some still are after `patience`.
  bool WaitUntilNone(absl::Duration patience);

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  int open_ = 0;
};

// Counts open calls in `open`, which must outlive the server.
InterceptorFactory MakeOpenCallsInterceptor(OpenCalls* open);

// Counts and times calls, by method and code. `metrics` must outlive the server.
InterceptorFactory MakeMetricsInterceptor(Metrics* metrics);

// Answers a request whose bytes are not of its message with INVALID_ARGUMENT (INVALID_FIELD, field
// "request"); gRPC by itself says UNIMPLEMENTED, which sends callers looking for a wrong method.
InterceptorFactory MakeUndecodableInterceptor();

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_INTERCEPTORS_H_
