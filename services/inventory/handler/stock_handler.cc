#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/list.h"
#include "services/runtime/read.h"
#include "waystation/inventory/v1/stock.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class StockHandler : public v1::StockService::CallbackService {
 public:
  explicit StockHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* ListStock(CallbackServerContext* context, const v1::ListStockRequest* request,
                                v1::ListStockResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ListStockResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListStock(rows, *request, page, now, answer);
          });
        });
  }

  ServerUnaryReactor* GetStockBalance(CallbackServerContext* context,
                                      const v1::GetStockBalanceRequest* request,
                                      v1::GetStockBalanceResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::GetStockBalanceResponse* answer) {
          return inventory::GetStockBalance(rows, *request, now, answer);
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStockHandler(runtime::StoreHost* host) {
  return std::make_unique<StockHandler>(host);
}

}  // namespace waystation::inventory
