#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/expected_delivery.h"
#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/requests/request_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/expected_delivery.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class ExpectedDeliveryHandler : public v1::ExpectedDeliveryService::CallbackService {
 public:
  explicit ExpectedDeliveryHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateExpectedDelivery(
      CallbackServerContext* context, const v1::CreateExpectedDeliveryRequest* request,
      v1::CreateExpectedDeliveryResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CreateExpectedDeliveryRequest, v1::CreateExpectedDeliveryResponse>{
            .violations = Validate(*request),
            .lines = static_cast<size_t>(request->expected_delivery().lines_size()),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CreateExpectedDelivery(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::CreateExpectedDeliveryResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* ConfirmExpectedDelivery(
      CallbackServerContext* context, const v1::ConfirmExpectedDeliveryRequest* request,
      v1::ConfirmExpectedDeliveryResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::ConfirmExpectedDeliveryRequest, v1::ConfirmExpectedDeliveryResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::ConfirmExpectedDelivery(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::ConfirmExpectedDeliveryResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* RescheduleExpectedDelivery(
      CallbackServerContext* context, const v1::RescheduleExpectedDeliveryRequest* request,
      v1::RescheduleExpectedDeliveryResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::RescheduleExpectedDeliveryRequest,
                           v1::RescheduleExpectedDeliveryResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::RescheduleExpectedDelivery(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome,
                   v1::RescheduleExpectedDeliveryResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* CancelExpectedDelivery(
      CallbackServerContext* context, const v1::CancelExpectedDeliveryRequest* request,
      v1::CancelExpectedDeliveryResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CancelExpectedDeliveryRequest, v1::CancelExpectedDeliveryResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CancelExpectedDelivery(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::CancelExpectedDeliveryResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* CloseExpectedDelivery(CallbackServerContext* context,
                                            const v1::CloseExpectedDeliveryRequest* request,
                                            v1::CloseExpectedDeliveryResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CloseExpectedDeliveryRequest, v1::CloseExpectedDeliveryResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CloseExpectedDelivery(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::CloseExpectedDeliveryResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* GetExpectedDelivery(CallbackServerContext* context,
                                          const v1::GetExpectedDeliveryRequest* request,
                                          v1::GetExpectedDeliveryResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now,
                  v1::GetExpectedDeliveryResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(v1::ExpectedDelivery delivery,
                           RequireExpectedDelivery(rows, request->name()));
          ASSIGN_OR_RETURN(int64_t day, FacilityDays(rows).DayAt(
                                            ExpectedDeliveryIds(delivery.name())->first, now));
          if (request->has_as_of_date()) day = DayNumber(request->as_of_date());
          *answer->mutable_expected_delivery() = WithStanding(std::move(delivery), day);
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListExpectedDeliveries(
      CallbackServerContext* context, const v1::ListExpectedDeliveriesRequest* request,
      v1::ListExpectedDeliveriesResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time now,
                                   v1::ListExpectedDeliveriesResponse* answer) {
                           return FillPage(*request, answer, [&](const Page& page) {
                             return inventory::ListExpectedDeliveries(rows, *request, page, now,
                                                                      answer);
                           });
                         });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeExpectedDeliveryHandler(runtime::StoreHost* host) {
  return std::make_unique<ExpectedDeliveryHandler>(host);
}

}  // namespace waystation::inventory
