#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/places/load_tanks.h"
#include "services/inventory/store/places/tank_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/tank.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class TankHandler : public v1::TankService::CallbackService {
 public:
  explicit TankHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* ListTanks(CallbackServerContext* context, const v1::ListTanksRequest* request,
                                v1::ListTanksResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ListTanksResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListTanks(rows, *request, page, now, answer);
          });
        });
  }

  ServerUnaryReactor* ListTankDips(CallbackServerContext* context,
                                   const v1::ListTankDipsRequest* request,
                                   v1::ListTankDipsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListTankDipsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListTankDips(rows, *request, page, answer);
          });
        });
  }

  ServerUnaryReactor* PostTankDip(CallbackServerContext* context,
                                  const v1::PostTankDipRequest* request,
                                  v1::PostTankDipResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::PostTankDipRequest, v1::PostTankDipResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::PostTankDip(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::PostTankDipResponse* answer) { return Answer(outcome, answer); }});
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeTankHandler(runtime::StoreHost* host) {
  return std::make_unique<TankHandler>(host);
}

}  // namespace waystation::inventory
