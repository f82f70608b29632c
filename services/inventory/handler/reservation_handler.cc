#include "services/inventory/domain/reservations/reservation.h"
#include "services/inventory/handler/handlers.h"
#include "services/inventory/handler/paging.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/reservations/reservation_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "waystation/inventory/v1/reservation.grpc.pb.h"

namespace waystation::inventory {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class ReservationHandler : public v1::ReservationService::CallbackService {
 public:
  explicit ReservationHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* CreateReservation(CallbackServerContext* context,
                                        const v1::CreateReservationRequest* request,
                                        v1::CreateReservationResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::CreateReservationRequest, v1::CreateReservationResponse>{
            .violations = Validate(*request),
            .lines = static_cast<size_t>(request->reservation().lines_size()),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::CreateReservation(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::CreateReservationResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* ExtendReservation(CallbackServerContext* context,
                                        const v1::ExtendReservationRequest* request,
                                        v1::ExtendReservationResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::ExtendReservationRequest, v1::ExtendReservationResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::ExtendReservation(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::ExtendReservationResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* PickReservation(CallbackServerContext* context,
                                      const v1::PickReservationRequest* request,
                                      v1::PickReservationResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::PickReservationRequest, v1::PickReservationResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::PickReservation(rows, decide, *request);
                },
            .answer = [](const storage::Outcome& outcome,
                         v1::PickReservationResponse* answer) { return Answer(outcome, answer); }});
  }

  ServerUnaryReactor* ReleaseReservation(CallbackServerContext* context,
                                         const v1::ReleaseReservationRequest* request,
                                         v1::ReleaseReservationResponse* response) override {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::ReleaseReservationRequest, v1::ReleaseReservationResponse>{
            .violations = Validate(*request),
            .decide =
                [request](const RowReader& rows, const storage::DecideContext& decide) {
                  return inventory::ReleaseReservation(rows, decide, *request);
                },
            .answer =
                [](const storage::Outcome& outcome, v1::ReleaseReservationResponse* answer) {
                  return Answer(outcome, answer);
                }});
  }

  ServerUnaryReactor* GetReservation(CallbackServerContext* context,
                                     const v1::GetReservationRequest* request,
                                     v1::GetReservationResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time now,
                                   v1::GetReservationResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(v1::Reservation reservation,
                                            RequireReservation(rows, request->name()));
                           *answer->mutable_reservation() = WithState(std::move(reservation), now);
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListReservations(CallbackServerContext* context,
                                       const v1::ListReservationsRequest* request,
                                       v1::ListReservationsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time now, v1::ListReservationsResponse* answer) {
          return FillPage(*request, answer, [&](const Page& page) {
            return inventory::ListReservations(rows, *request, page, now, answer);
          });
        });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReservationHandler(runtime::StoreHost* host) {
  return std::make_unique<ReservationHandler>(host);
}

}  // namespace waystation::inventory
