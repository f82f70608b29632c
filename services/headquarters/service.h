#ifndef SERVICES_HEADQUARTERS_SERVICE_H_
#define SERVICES_HEADQUARTERS_SERVICE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/runtime/service.h"

namespace waystation::headquarters {

// The headquarters service: opens its store in env.data_folder and, once started, follows
// inventory/main and facility/main. Fails as runtime::StoreHost::Open does.
absl::StatusOr<std::unique_ptr<runtime::Service>> MakeService(
    const runtime::ServiceEnvironment& env);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_SERVICE_H_
