#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/recalls/recall_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/recall.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class RecallHandler : public v1::RecallService::CallbackService {
 public:
  explicit RecallHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateRecall(CallbackServerContext* context,
                                   const v1::CreateRecallRequest* request,
                                   v1::CreateRecallResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CreateRecallRequest, v1::CreateRecallResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CreateRecall(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::CreateRecallResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* WithdrawRecall(CallbackServerContext* context,
                                     const v1::WithdrawRecallRequest* request,
                                     v1::WithdrawRecallResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::WithdrawRecallRequest, v1::WithdrawRecallResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::WithdrawRecall(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::WithdrawRecallResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* AcknowledgeRecall(CallbackServerContext* context,
                                        const v1::AcknowledgeRecallRequest* request,
                                        v1::AcknowledgeRecallResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::AcknowledgeRecallRequest, v1::AcknowledgeRecallResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::AcknowledgeRecall(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::AcknowledgeRecallResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* GetRecall(CallbackServerContext* context, const v1::GetRecallRequest* request,
                                v1::GetRecallResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::GetRecallResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(*answer->mutable_recall(),
                                            RequireRecall(rows, request->name()));
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListRecalls(CallbackServerContext* context,
                                  const v1::ListRecallsRequest* request,
                                  v1::ListRecallsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListRecallsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListRecalls(rows, *request, page, answer);
          });
        });
  }

  ServerUnaryReactor* GetRecallProgress(CallbackServerContext* context,
                                        const v1::GetRecallProgressRequest* request,
                                        v1::GetRecallProgressResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::GetRecallProgressResponse* answer) {
          return inventory::GetRecallProgress(rows, *request, answer);
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeRecallHandler(runtime::StoreHost* host) {
  return std::make_unique<RecallHandler>(host);
}

}  // namespace waystation::inventory
