#include "services/facility/service.h"

#include <string>
#include <utility>
#include <vector>

#include "grpcpp/impl/codegen/service_type.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/store/command.h"
#include "services/facility/store/fold.h"
#include "services/facility/store/tables.h"
#include "services/runtime/store_host.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {
namespace {

class FacilityServer : public runtime::Service {
 public:
  explicit FacilityServer(std::unique_ptr<runtime::StoreHost> host)
      : host_(std::move(host)),
        facilities_(MakeFacilityHandler(host_.get())),
        statuses_(MakeStatusHandler(host_.get())),
        installations_(MakeInstallationHandler(host_.get())),
        autonomy_(MakeAutonomyHandler(host_.get())),
        stops_(MakeStopHandler(host_.get())),
        warnings_(MakeWarningHandler(host_.get())),
        handovers_(MakeHandoverHandler(host_.get())) {
    host_->writer().SetDueSource(DueCommands);
  }

  std::string name() const override { return kServiceName; }
  std::vector<grpc::Service*> grpc_services() override {
    return {facilities_.get(), statuses_.get(), installations_.get(), autonomy_.get(),
            stops_.get(),      warnings_.get(), handovers_.get()};
  }
  runtime::StoreHost& store_host() override { return *host_; }
  absl::Status Start() override { return host_->Start(); }
  void Drain() override { host_->Drain(); }
  absl::Status Close() override { return host_->Close(); }

 private:
  // Destroyed last: the handlers point to it.
  const std::unique_ptr<runtime::StoreHost> host_;
  const std::unique_ptr<grpc::Service> facilities_;
  const std::unique_ptr<grpc::Service> statuses_;
  const std::unique_ptr<grpc::Service> installations_;
  const std::unique_ptr<grpc::Service> autonomy_;
  const std::unique_ptr<grpc::Service> stops_;
  const std::unique_ptr<grpc::Service> warnings_;
  const std::unique_ptr<grpc::Service> handovers_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<runtime::Service>> MakeService(
    const runtime::ServiceEnvironment& env) {
  static const FacilityFold fold;
  ASSIGN_OR_RETURN(auto host, runtime::StoreHost::Open(env, kServiceName, kRowFormat, &fold, {}));
  return std::unique_ptr<runtime::Service>(new FacilityServer(std::move(host)));
}

}  // namespace waystation::facility
