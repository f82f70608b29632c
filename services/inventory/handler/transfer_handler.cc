#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/transfers/load_transfers.h"
#include "services/inventory/store/transfers/transfer_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/transfer.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

// A transfer's lots are not told by a request that takes or receives all of it.
size_t LinesOr(int given) { return given == 0 ? kMaxRequestLines : static_cast<size_t>(given); }

class TransferHandler : public v1::TransferService::CallbackService {
 public:
  explicit TransferHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateTransfer(CallbackServerContext* context,
                                     const v1::CreateTransferRequest* request,
                                     v1::CreateTransferResponse* response) override {
    return Send(context, request, response, request->transfer().lines_size(),
                inventory::CreateTransfer);
  }

  ServerUnaryReactor* PickTransfer(CallbackServerContext* context,
                                   const v1::PickTransferRequest* request,
                                   v1::PickTransferResponse* response) override {
    return Send(context, request, response, LinesOr(request->lots_size()), inventory::PickTransfer);
  }

  ServerUnaryReactor* DispatchTransfer(CallbackServerContext* context,
                                       const v1::DispatchTransferRequest* request,
                                       v1::DispatchTransferResponse* response) override {
    return Send(context, request, response, LinesOr(request->lots_size()),
                inventory::DispatchTransfer);
  }

  ServerUnaryReactor* ReceiveTransfer(CallbackServerContext* context,
                                      const v1::ReceiveTransferRequest* request,
                                      v1::ReceiveTransferResponse* response) override {
    return Send(context, request, response, LinesOr(request->lines_size()),
                inventory::ReceiveTransfer);
  }

  ServerUnaryReactor* ReturnTransfer(CallbackServerContext* context,
                                     const v1::ReturnTransferRequest* request,
                                     v1::ReturnTransferResponse* response) override {
    return Send(context, request, response, LinesOr(request->lines_size()),
                inventory::ReturnTransfer);
  }

  ServerUnaryReactor* CancelTransfer(CallbackServerContext* context,
                                     const v1::CancelTransferRequest* request,
                                     v1::CancelTransferResponse* response) override {
    return Send(context, request, response, 1, inventory::CancelTransfer);
  }

  ServerUnaryReactor* AnswerDifference(CallbackServerContext* context,
                                       const v1::AnswerDifferenceRequest* request,
                                       v1::AnswerDifferenceResponse* response) override {
    return Send(context, request, response, 1, inventory::AnswerDifference);
  }

  ServerUnaryReactor* CloseTransfer(CallbackServerContext* context,
                                    const v1::CloseTransferRequest* request,
                                    v1::CloseTransferResponse* response) override {
    return Send(context, request, response, 1, inventory::CloseTransfer);
  }

  ServerUnaryReactor* GetTransfer(CallbackServerContext* context,
                                  const v1::GetTransferRequest* request,
                                  v1::GetTransferResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now,
                  v1::GetTransferResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(v1::Transfer transfer, RequireTransfer(rows, request->name()));
          ASSIGN_OR_RETURN(*answer->mutable_transfer(), TransferAt(rows, std::move(transfer), now));
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListTransfers(CallbackServerContext* context,
                                    const v1::ListTransfersRequest* request,
                                    v1::ListTransfersResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ListTransfersResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListTransfers(rows, *request, page, now, answer);
          });
        });
  }

 private:
  // Validates the command, runs `decide` on the rows and answers from the entry.
  template <typename Request, typename Response>
  ServerUnaryReactor* Send(CallbackServerContext* context, const Request* request,
                           Response* response, size_t lines,
                           absl::StatusOr<storage::Decision> (*decide)(
                               const RowReader&, const storage::DecideContext&, const Request&)) {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<Request, Response>{
            .violations = Validate(*request),
            .lines = lines,
            .decide =
                [request, decide](const RowReader& rows, const storage::DecideContext& facts) {
                  return decide(rows, facts, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         Response* answer) { return Answer(outcome, answer); }});
  }

  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeTransferHandler(runtime::StoreHost* host) {
  return std::make_unique<TransferHandler>(host);
}

}  // namespace waystation::inventory
