#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/controlled/controlled_commands.h"
#include "services/inventory/store/controlled/register.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "waystation/inventory/v1/controlled.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class ControlledHandler : public v1::ControlledService::CallbackService {
 public:
  explicit ControlledHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* SignMovement(CallbackServerContext* context,
                                   const v1::SignMovementRequest* request,
                                   v1::SignMovementResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::SignMovementRequest, v1::SignMovementResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::SignMovement(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::SignMovementResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* GetControlledRegister(CallbackServerContext* context,
                                            const v1::GetControlledRegisterRequest* request,
                                            v1::GetControlledRegisterResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::GetControlledRegisterResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::GetControlledRegister(rows, *request, page, answer);
          });
        });
  }

  ServerUnaryReactor* RecordHandover(CallbackServerContext* context,
                                     const v1::RecordHandoverRequest* request,
                                     v1::RecordHandoverResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::RecordHandoverRequest, v1::RecordHandoverResponse>{
            .violations = Validate(*request),
            .lines = static_cast<size_t>(request->handover().counts_size()),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::RecordHandover(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::RecordHandoverResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* ListHandovers(CallbackServerContext* context,
                                    const v1::ListHandoversRequest* request,
                                    v1::ListHandoversResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListHandoversResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListHandovers(rows, *request, page, answer);
          });
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeControlledHandler(runtime::StoreHost* host) {
  return std::make_unique<ControlledHandler>(host);
}

}  // namespace waystation::inventory
