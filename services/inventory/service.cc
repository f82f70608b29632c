#include "services/inventory/service.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/impl/codegen/service_type.h"
#include "services/inventory/handler/handlers.h"
#include "services/inventory/store/catalogue/merge_commands.h"
#include "services/inventory/store/facility_fold.h"
#include "services/inventory/store/fold.h"
#include "services/inventory/store/places/reading_commands.h"
#include "services/inventory/store/tables.h"
#include "services/runtime/store_host.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// What follows by itself: merged stock moves first, since it is told to be where it was.
runtime::DueSource DueCommands() {
  return [watch = std::make_shared<ReadingWatch>()](const storage::RowReader& rows, absl::Time now,
                                                    int max) {
    std::vector<storage::Command> due = MergedStockCommands(rows, now, max);
    std::vector<storage::Command> weighings =
        watch->Due(rows, now, max - static_cast<int>(due.size()));
    std::move(weighings.begin(), weighings.end(), std::back_inserter(due));
    return due;
  };
}

class InventoryService : public runtime::Service {
 public:
  // The folds must outlive the host, so they are members before it.
  static absl::StatusOr<std::unique_ptr<runtime::Service>> Make(
      const runtime::ServiceEnvironment& env) {
    auto service = std::unique_ptr<InventoryService>(new InventoryService());
    ASSIGN_OR_RETURN(service->host_,
                     runtime::StoreHost::Open(env, "inventory", kRowFormat, &service->fold_,
                                              {{kFacilityLog, &service->facility_fold_}}));
    runtime::StoreHost* host = service->host_.get();
    host->writer().SetDueSource(DueCommands());
    service->handlers_.push_back(MakeItemHandler(host));
    service->handlers_.push_back(MakeStorageClassHandler(host));
    service->handlers_.push_back(MakeStoragePlaceHandler(host));
    service->handlers_.push_back(MakeTankHandler(host));
    service->handlers_.push_back(MakeMovementHandler(host));
    service->handlers_.push_back(MakeStockHandler(host));
    service->handlers_.push_back(MakeScanHandler(host));
    service->handlers_.push_back(MakeExceptionHandler(host));
    service->handlers_.push_back(MakeCountHandler(host));
    service->handlers_.push_back(MakeRequisitionHandler(host));
    service->handlers_.push_back(MakeExpectedDeliveryHandler(host));
    service->handlers_.push_back(MakeTransferHandler(host));
    service->handlers_.push_back(MakeReportHandler(host));
    service->handlers_.push_back(MakeControlledHandler(host));
    service->handlers_.push_back(MakeReservationHandler(host));
    service->handlers_.push_back(MakeRecallHandler(host));
    return service;
  }

  std::string name() const override { return "inventory"; }
  std::vector<grpc::Service*> grpc_services() override {
    std::vector<grpc::Service*> services;
    for (const auto& handler : handlers_) services.push_back(handler.get());
    return services;
  }
  runtime::StoreHost& store_host() override { return *host_; }
  absl::Status Start() override { return host_->Start(); }
  void Drain() override { host_->Drain(); }
  absl::Status Close() override { return host_->Close(); }

 private:
  InventoryService() = default;

  const InventoryFold fold_;
  const FacilityFold facility_fold_;
  std::unique_ptr<runtime::StoreHost> host_;
  std::vector<std::unique_ptr<grpc::Service>> handlers_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<runtime::Service>> MakeService(
    const runtime::ServiceEnvironment& env) {
  return InventoryService::Make(env);
}

}  // namespace waystation::inventory
