#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/movement.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class MovementHandler : public v1::MovementService::CallbackService {
 public:
  explicit MovementHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateMovement(CallbackServerContext* context,
                                     const v1::CreateMovementRequest* request,
                                     v1::CreateMovementResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CreateMovementRequest, v1::CreateMovementResponse>{
            .violations = Validate(*request),
            .lines = static_cast<size_t>(request->movement().lines_size()),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CreateMovement(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::CreateMovementResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* GetMovement(CallbackServerContext* context,
                                  const v1::GetMovementRequest* request,
                                  v1::GetMovementResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::GetMovementResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(*answer->mutable_movement(),
                                            RequireMovement(rows, request->name()));
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListMovements(CallbackServerContext* context,
                                    const v1::ListMovementsRequest* request,
                                    v1::ListMovementsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListMovementsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListMovements(rows, *request, page, answer);
          });
        });
  }

  ServerUnaryReactor* ReverseMovement(CallbackServerContext* context,
                                      const v1::ReverseMovementRequest* request,
                                      v1::ReverseMovementResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::ReverseMovementRequest, v1::ReverseMovementResponse>{
            .violations = Validate(*request),
            // It does not say how many lines it undoes.
            .lines = kMaxLines,
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::ReverseMovement(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::ReverseMovementResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* ProposeIssue(CallbackServerContext* context,
                                   const v1::ProposeIssueRequest* request,
                                   v1::ProposeIssueResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ProposeIssueResponse* answer) {
          return inventory::ProposeIssue(rows, *request, now, answer);
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeMovementHandler(runtime::StoreHost* host) {
  return std::make_unique<MovementHandler>(host);
}

}  // namespace waystation::inventory
