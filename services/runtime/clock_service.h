#ifndef SERVICES_RUNTIME_CLOCK_SERVICE_H_
#define SERVICES_RUNTIME_CLOCK_SERVICE_H_

#include <memory>
#include <vector>

#include "services/runtime/judged_clock.h"
#include "services/runtime/store_host.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace waystation::runtime {

// waystation.common.v1.ClockService over `clock`, in a process of `kind`. `judged`, if not null, is
// what the hosts decide by; else they decide by `clock` and it is always good. A confirmation is
// recorded in the logs of `hosts`, at least one. All must outlive the service.
std::unique_ptr<grpc::Service> MakeClockService(SettableClock* clock, const JudgedClock* judged,
                                                common::v1::FolderKind kind,
                                                std::vector<StoreHost*> hosts);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_CLOCK_SERVICE_H_
