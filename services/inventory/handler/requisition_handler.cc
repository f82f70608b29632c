#include "services/inventory/domain/requests/requisition.h"
#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/requests/request_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/requisition.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class RequisitionHandler : public v1::RequisitionService::CallbackService {
 public:
  explicit RequisitionHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateRequisition(CallbackServerContext* context,
                                        const v1::CreateRequisitionRequest* request,
                                        v1::CreateRequisitionResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CreateRequisitionRequest, v1::CreateRequisitionResponse>{
            .violations = Validate(*request),
            .lines = static_cast<size_t>(request->requisition().lines_size()),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CreateRequisition(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::CreateRequisitionResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* ApproveRequisition(CallbackServerContext* context,
                                         const v1::ApproveRequisitionRequest* request,
                                         v1::ApproveRequisitionResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::ApproveRequisitionRequest, v1::ApproveRequisitionResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::ApproveRequisition(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::ApproveRequisitionResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* RejectRequisition(CallbackServerContext* context,
                                        const v1::RejectRequisitionRequest* request,
                                        v1::RejectRequisitionResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::RejectRequisitionRequest, v1::RejectRequisitionResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::RejectRequisition(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::RejectRequisitionResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* CancelRequisition(CallbackServerContext* context,
                                        const v1::CancelRequisitionRequest* request,
                                        v1::CancelRequisitionResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CancelRequisitionRequest, v1::CancelRequisitionResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CancelRequisition(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::CancelRequisitionResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* CloseRequisition(CallbackServerContext* context,
                                       const v1::CloseRequisitionRequest* request,
                                       v1::CloseRequisitionResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CloseRequisitionRequest, v1::CloseRequisitionResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CloseRequisition(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::CloseRequisitionResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* GetRequisition(CallbackServerContext* context,
                                     const v1::GetRequisitionRequest* request,
                                     v1::GetRequisitionResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::GetRequisitionResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(v1::Requisition requisition,
                                            RequireRequisition(rows, request->name()));
                           *answer->mutable_requisition() = WithBalances(std::move(requisition));
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListRequisitions(CallbackServerContext* context,
                                       const v1::ListRequisitionsRequest* request,
                                       v1::ListRequisitionsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListRequisitionsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListRequisitions(rows, *request, page, answer);
          });
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeRequisitionHandler(runtime::StoreHost* host) {
  return std::make_unique<RequisitionHandler>(host);
}

}  // namespace waystation::inventory
