#ifndef SERVICES_FACILITY_SERVICE_H_
#define SERVICES_FACILITY_SERVICE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/runtime/service.h"

namespace waystation::facility {

// The facility service: FacilityService, StatusService, InstallationService and StopService over
// the log "facility/main" in env.data_folder, and the ticks by which facilities fall silent. It
// follows nobody. Fails as runtime::StoreHost::Open does. What `env` points to must outlive the
// service.
absl::StatusOr<std::unique_ptr<runtime::Service>> MakeService(
    const runtime::ServiceEnvironment& env);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_SERVICE_H_
