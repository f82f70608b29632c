#ifndef SERVICES_INVENTORY_SERVICE_H_
#define SERVICES_INVENTORY_SERVICE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/runtime/service.h"

namespace waystation::inventory {

// The inventory service: log "inventory/main", following "facility/main".
absl::StatusOr<std::unique_ptr<runtime::Service>> MakeService(
    const runtime::ServiceEnvironment& env);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_SERVICE_H_
