#include "services/headquarters/service.h"

#include <string>
#include <utility>
#include <vector>

#include "grpcpp/impl/codegen/service_type.h"
#include "services/headquarters/handler/basis.h"
#include "services/headquarters/handler/supply_handler.h"
#include "services/headquarters/store/fold_facility.h"
#include "services/headquarters/store/fold_inventory.h"
#include "services/headquarters/store/tables.h"
#include "services/runtime/store_host.h"
#include "storage/base/status_macros.h"

namespace waystation::headquarters {
namespace {

constexpr char kName[] = "headquarters";

struct Folds {
  OwnFold own;
  InventoryFold inventory;
  FacilityFold facility;
};

class HeadquartersService : public runtime::Service {
 public:
  HeadquartersService(std::unique_ptr<Folds> folds, std::unique_ptr<runtime::StoreHost> host)
      : folds_(std::move(folds)),
        host_(std::move(host)),
        supply_handler_(MakeSupplyHandler(host_.get())) {}

  std::string name() const override { return kName; }
  std::vector<grpc::Service*> grpc_services() override { return {supply_handler_.get()}; }
  runtime::StoreHost& store_host() override { return *host_; }
  absl::Status Start() override { return host_->Start(); }
  void Drain() override { host_->Drain(); }
  absl::Status Close() override { return host_->Close(); }

 private:
  const std::unique_ptr<Folds> folds_;  // Outlives the host.
  const std::unique_ptr<runtime::StoreHost> host_;
  const std::unique_ptr<grpc::Service> supply_handler_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<runtime::Service>> MakeService(
    const runtime::ServiceEnvironment& env) {
  auto folds = std::make_unique<Folds>();
  ASSIGN_OR_RETURN(std::unique_ptr<runtime::StoreHost> host,
                   runtime::StoreHost::Open(env, kName, kRowFormat, &folds->own,
                                            {{.log = kInventoryLog, .fold = &folds->inventory},
                                             {.log = kFacilityLog, .fold = &folds->facility}}));
  return std::make_unique<HeadquartersService>(std::move(folds), std::move(host));
}

}  // namespace waystation::headquarters
