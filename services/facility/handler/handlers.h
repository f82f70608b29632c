// The gRPC services of this service. Generated gRPC code is heavy: only the .cc files include it.
#ifndef SERVICES_FACILITY_HANDLER_HANDLERS_H_
#define SERVICES_FACILITY_HANDLER_HANDLERS_H_

#include <memory>

#include "services/runtime/store_host.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace waystation::facility {

// waystation.facility.v1.FacilityService. `host` must outlive it.
std::unique_ptr<grpc::Service> MakeFacilityHandler(runtime::StoreHost* host);

// waystation.facility.v1.StatusService. `host` must outlive it.
std::unique_ptr<grpc::Service> MakeStatusHandler(runtime::StoreHost* host);

// waystation.facility.v1.InstallationService. `host` must outlive it.
std::unique_ptr<grpc::Service> MakeInstallationHandler(runtime::StoreHost* host);

// waystation.facility.v1.WarningService. `host` must outlive it.
std::unique_ptr<grpc::Service> MakeWarningHandler(runtime::StoreHost* host);

// waystation.facility.v1.HandoverService. `host` must outlive it.
std::unique_ptr<grpc::Service> MakeHandoverHandler(runtime::StoreHost* host);

// waystation.facility.v1.AutonomyService. `host` must outlive it.
std::unique_ptr<grpc::Service> MakeAutonomyHandler(runtime::StoreHost* host);

// waystation.facility.v1.StopService. `host` must outlive it.
std::unique_ptr<grpc::Service> MakeStopHandler(runtime::StoreHost* host);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_HANDLER_HANDLERS_H_
