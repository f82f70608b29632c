#ifndef SERVICES_RUNTIME_LOG_SERVICE_H_
#define SERVICES_RUNTIME_LOG_SERVICE_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "services/runtime/limits.h"
#include "services/runtime/store_host.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace waystation::runtime {

// waystation.common.v1.LogService over the own logs of `hosts`, which must outlive it. An idle
// Follow stream says where the head is every `progress_interval`.
std::unique_ptr<grpc::Service> MakeLogService(std::vector<StoreHost*> hosts,
                                              absl::Duration progress_interval = kProgressInterval);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_LOG_SERVICE_H_
