#ifndef SERVICES_INVENTORY_HANDLER_HANDLERS_H_
#define SERVICES_INVENTORY_HANDLER_HANDLERS_H_

#include <memory>

namespace grpc {
class Service;
}  // namespace grpc

namespace waystation::runtime {
class StoreHost;
}  // namespace waystation::runtime

namespace waystation::inventory {

// One for each gRPC service of the inventory. `host` must outlive them.
std::unique_ptr<grpc::Service> MakeItemHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeStorageClassHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeStoragePlaceHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeTankHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeMovementHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeStockHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeScanHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeExceptionHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeCountHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeRequisitionHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeExpectedDeliveryHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeTransferHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeReportHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeControlledHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeReservationHandler(runtime::StoreHost* host);
std::unique_ptr<grpc::Service> MakeRecallHandler(runtime::StoreHost* host);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_HANDLER_HANDLERS_H_
