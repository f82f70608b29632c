#include "services/inventory/domain/ledger/exception.h"
#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/exception.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class ExceptionHandler : public v1::ExceptionService::CallbackService {
 public:
  explicit ExceptionHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* GetException(CallbackServerContext* context,
                                   const v1::GetExceptionRequest* request,
                                   v1::GetExceptionResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time now,
                                   v1::GetExceptionResponse* answer) -> absl::Status {
                           v1::Exception& exception = *answer->mutable_exception();
                           ASSIGN_OR_RETURN(exception, RequireException(rows, request->name()));
                           exception.set_age_seconds(AgeSeconds(exception, now));
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListExceptions(CallbackServerContext* context,
                                     const v1::ListExceptionsRequest* request,
                                     v1::ListExceptionsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ListExceptionsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListExceptions(rows, *request, page, now, answer);
          });
        });
  }

  ServerUnaryReactor* ResolveException(CallbackServerContext* context,
                                       const v1::ResolveExceptionRequest* request,
                                       v1::ResolveExceptionResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::ResolveExceptionRequest, v1::ResolveExceptionResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::ResolveException(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::ResolveExceptionResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeExceptionHandler(runtime::StoreHost* host) {
  return std::make_unique<ExceptionHandler>(host);
}

}  // namespace waystation::inventory
