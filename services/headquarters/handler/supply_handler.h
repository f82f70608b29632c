#ifndef SERVICES_HEADQUARTERS_HANDLER_SUPPLY_HANDLER_H_
#define SERVICES_HEADQUARTERS_HANDLER_SUPPLY_HANDLER_H_

#include <memory>

#include "services/runtime/store_host.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace waystation::headquarters {

// waystation.headquarters.v1.SupplyService over the rows of `host`, which must outlive it.
std::unique_ptr<grpc::Service> MakeSupplyHandler(runtime::StoreHost* host);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_HANDLER_SUPPLY_HANDLER_H_
