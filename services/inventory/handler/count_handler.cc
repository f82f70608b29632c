#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/counts/count_commands.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/list.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/count.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class CountHandler : public v1::CountService::CallbackService {
 public:
  explicit CountHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateCount(CallbackServerContext* context,
                                  const v1::CreateCountRequest* request,
                                  v1::CreateCountResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CreateCountRequest, v1::CreateCountResponse>{
            .violations = Validate(*request),
            .lines = static_cast<size_t>(request->count().lines_size()),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CreateCount(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::CreateCountResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* GetCount(CallbackServerContext* context, const v1::GetCountRequest* request,
                               v1::GetCountResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::GetCountResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(*answer->mutable_count(), RequireCount(rows, request->name()));
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListCounts(CallbackServerContext* context,
                                 const v1::ListCountsRequest* request,
                                 v1::ListCountsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListCountsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListCounts(rows, *request, page, answer);
          });
        });
  }

  ServerUnaryReactor* ProposeCount(CallbackServerContext* context,
                                   const v1::ProposeCountRequest* request,
                                   v1::ProposeCountResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ProposeCountResponse* answer) {
          return inventory::ProposeCount(rows, *request, now, answer);
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCountHandler(runtime::StoreHost* host) {
  return std::make_unique<CountHandler>(host);
}

}  // namespace waystation::inventory
