#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/list.h"
#include "services/runtime/read.h"
#include "waystation/inventory/v1/scan.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class ScanHandler : public v1::ScanService::CallbackService {
 public:
  explicit ScanHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* ResolveScan(CallbackServerContext* context,
                                  const v1::ResolveScanRequest* request,
                                  v1::ResolveScanResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ResolveScanResponse* answer) {
          return inventory::ResolveScan(rows, *request, now, answer);
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeScanHandler(runtime::StoreHost* host) {
  return std::make_unique<ScanHandler>(host);
}

}  // namespace waystation::inventory
