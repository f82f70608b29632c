#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/storage_class.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class StorageClassHandler : public v1::StorageClassService::CallbackService {
 public:
  explicit StorageClassHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateStorageClass(CallbackServerContext* context,
                                         const v1::CreateStorageClassRequest* request,
                                         v1::CreateStorageClassResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CreateStorageClassRequest, v1::CreateStorageClassResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext&) {
                  return inventory::CreateStorageClass(rows, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::CreateStorageClassResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* GetStorageClass(CallbackServerContext* context,
                                      const v1::GetStorageClassRequest* request,
                                      v1::GetStorageClassResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::GetStorageClassResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(*answer->mutable_storage_class(),
                                            RequireStorageClass(rows, request->name()));
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListStorageClasses(CallbackServerContext* context,
                                         const v1::ListStorageClassesRequest* request,
                                         v1::ListStorageClassesResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListStorageClassesResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListStorageClasses(rows, page, answer);
          });
        });
  }

  ServerUnaryReactor* UpdateStorageClass(CallbackServerContext* context,
                                         const v1::UpdateStorageClassRequest* request,
                                         v1::UpdateStorageClassResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::UpdateStorageClassRequest, v1::UpdateStorageClassResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext&) {
                  return inventory::UpdateStorageClass(rows, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::UpdateStorageClassResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStorageClassHandler(runtime::StoreHost* host) {
  return std::make_unique<StorageClassHandler>(host);
}

}  // namespace waystation::inventory
