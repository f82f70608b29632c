#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/places/place_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/storage_place.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class StoragePlaceHandler : public v1::StoragePlaceService::CallbackService {
 public:
  explicit StoragePlaceHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateStoragePlace(CallbackServerContext* context,
                                         const v1::CreateStoragePlaceRequest* request,
                                         v1::CreateStoragePlaceResponse* response) override {
    return Write(context, request, response, &inventory::CreateStoragePlace);
  }

  ServerUnaryReactor* GetStoragePlace(CallbackServerContext* context,
                                      const v1::GetStoragePlaceRequest* request,
                                      v1::GetStoragePlaceResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::GetStoragePlaceResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(*answer->mutable_storage_place(),
                                            RequireStoragePlace(rows, request->name()));
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListStoragePlaces(CallbackServerContext* context,
                                        const v1::ListStoragePlacesRequest* request,
                                        v1::ListStoragePlacesResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListStoragePlacesResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListStoragePlaces(rows, *request, page, answer);
          });
        });
  }

  ServerUnaryReactor* UpdateStoragePlace(CallbackServerContext* context,
                                         const v1::UpdateStoragePlaceRequest* request,
                                         v1::UpdateStoragePlaceResponse* response) override {
    return Write(context, request, response, &inventory::UpdateStoragePlace);
  }

  ServerUnaryReactor* DecideExposure(CallbackServerContext* context,
                                     const v1::DecideExposureRequest* request,
                                     v1::DecideExposureResponse* response) override {
    return Write(context, request, response, &inventory::DecideExposure);
  }

  ServerUnaryReactor* ListExcursions(CallbackServerContext* context,
                                     const v1::ListExcursionsRequest* request,
                                     v1::ListExcursionsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ListExcursionsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListExcursions(rows, *request, page, now, answer);
          });
        });
  }

 private:
  template <typename Request, typename Response>
  ServerUnaryReactor* Write(CallbackServerContext* context, const Request* request,
                            Response* response,
                            absl::StatusOr<storage::Decision> (*command)(
                                const RowReader&, const storage::DecideContext&, const Request&)) {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<Request, Response>{
            .violations = Validate(*request),
            .decide =
                [request, command](const RowReader& rows, const storage::DecideContext& decide) {
                  return command(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         Response* answer) { return Answer(outcome, answer); }});
  }

  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStoragePlaceHandler(runtime::StoreHost* host) {
  return std::make_unique<StoragePlaceHandler>(host);
}

}  // namespace waystation::inventory
