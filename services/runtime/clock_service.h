#ifndef SERVICES_RUNTIME_CLOCK_SERVICE_H_
#define SERVICES_RUNTIME_CLOCK_SERVICE_H_

#include <functional>
#include <memory>

#include "services/runtime/clock.h"
#include "waystation/common/v1/log.pb.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace waystation::runtime {

// waystation.common.v1.ClockService over `clock`, which must outlive it. `after_set` runs after
// each SetClock, on a callback thread: it asks the writers for what is due now.
std::unique_ptr<grpc::Service> MakeClockService(SettableClock* clock, common::v1::FolderKind kind,
                                                std::function<void()> after_set);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_CLOCK_SERVICE_H_
