#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/catalogue/merge_commands.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/catalogue.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class ItemHandler : public v1::ItemService::CallbackService {
 public:
  explicit ItemHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateItem(CallbackServerContext* context,
                                 const v1::CreateItemRequest* request,
                                 v1::CreateItemResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CreateItemRequest, v1::CreateItemResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext&) {
                  return inventory::CreateItem(rows, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::CreateItemResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* GetItem(CallbackServerContext* context, const v1::GetItemRequest* request,
                              v1::GetItemResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::GetItemResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(*answer->mutable_item(), RequireItem(rows, request->name()));
          if (!answer->item().has_merge()) return absl::OkStatus();
          ASSIGN_OR_RETURN(*answer->mutable_kept_item(), RequireKept(rows, request->name()));
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListItems(CallbackServerContext* context, const v1::ListItemsRequest* request,
                                v1::ListItemsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time, v1::ListItemsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListItems(rows, *request, page, answer);
          });
        });
  }

  ServerUnaryReactor* UpdateItem(CallbackServerContext* context,
                                 const v1::UpdateItemRequest* request,
                                 v1::UpdateItemResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::UpdateItemRequest, v1::UpdateItemResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext&) {
                  return inventory::UpdateItem(rows, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::UpdateItemResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* MergeItem(CallbackServerContext* context, const v1::MergeItemRequest* request,
                                v1::MergeItemResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::MergeItemRequest, v1::MergeItemResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::MergeItem(rows, decide, *request);
                },
            .answer =
                [host = host_](const storage::Outcome& outcome, v1::MergeItemResponse* answer) {
                  // The books follow at once.
                  host->writer().PollDue();
                  return Answer(outcome, answer);
                }});
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeItemHandler(runtime::StoreHost* host) {
  return std::make_unique<ItemHandler>(host);
}

}  // namespace waystation::inventory
