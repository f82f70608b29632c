// Calls of every service of inventory whose refusal is all that matters.
#ifndef TESTS_INVENTORY_HANDLER_REFUSALS_H_
#define TESTS_INVENTORY_HANDLER_REFUSALS_H_

#include <memory>
#include <string>
#include <type_traits>

#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "tests/inventory/support/transfers.h"
#include "waystation/inventory/v1/controlled.grpc.pb.h"
#include "waystation/inventory/v1/expected_delivery.grpc.pb.h"
#include "waystation/inventory/v1/requisition.grpc.pb.h"
#include "waystation/inventory/v1/reservation.grpc.pb.h"
#include "waystation/inventory/v1/transfer.grpc.pb.h"

namespace waystation::inventory {

class RefusalsTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    HearOfFacility("g", facility::v1::FACILITY_STATE_OPEN);
    controlled_ = v1::ControlledService::NewStub(channel_);
    deliveries_ = v1::ExpectedDeliveryService::NewStub(channel_);
    requisitions_ = v1::RequisitionService::NewStub(channel_);
    reservations_ = v1::ReservationService::NewStub(channel_);
    transfers_ = v1::TransferService::NewStub(channel_);
    ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 100, "r1"), 30))).ok());
  }

  // The status of one call; what it answers otherwise is of no interest.
  template <typename Stub, typename Request, typename Response>
  absl::Status Send(const std::unique_ptr<Stub>& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    Request request) {
    if constexpr (requires { request.request_id(); }) {
      if (request.request_id().empty()) request.set_request_id(NextRequestId());
    }
    Response response;
    return Call(stub, method, request, &response);
  }
#define SEND(stub, method, request) Send(stub, &std::decay_t<decltype(*stub)>::method, request)

  template <typename Request>
  static Request Named(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  template <typename Request>
  static Request Stale(Request request) {
    request.set_etag("old");
    return request;
  }

  v1::Transfer MakeTransfer(int64_t rice) {
    v1::CreateTransferRequest request = Sending(rice);
    request.mutable_transfer()->set_to_facility("facilities/g");
    request.set_request_id(NextRequestId());
    v1::CreateTransferResponse response;
    const absl::Status status = CALL(transfers_, CreateTransfer, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response.transfer();
  }
  v1::Transfer Dispatched(const v1::Transfer& transfer) {
    v1::DispatchTransferRequest request = Dispatching(transfer, kHappened);
    request.set_request_id(NextRequestId());
    v1::DispatchTransferResponse response;
    const absl::Status status = CALL(transfers_, DispatchTransfer, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response.transfer();
  }
  v1::Reservation Promised(int64_t quantity) {
    v1::CreateReservationRequest request = Promising("rice", quantity);
    request.set_request_id(NextRequestId());
    v1::CreateReservationResponse response;
    const absl::Status status = CALL(reservations_, CreateReservation, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response.reservation();
  }
  // A receipt that waits, since its document number was used before.
  v1::CreateMovementResponse Held(const v1::CreateMovementRequest& second) {
    v1::CreateMovementRequest first = second;
    first.mutable_movement()->mutable_lines(0)->set_quantity(1);
    first.mutable_movement()->set_document_number("W-1");
    EXPECT_TRUE(Post(first).ok());
    v1::CreateMovementRequest again = second;
    again.mutable_movement()->set_document_number("W-1");
    const absl::Status status = Post(again);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_TRUE(posted_.held());
    return posted_;
  }
  static v1::ExtendReservationRequest Extending(const std::string& name, absl::Time until) {
    auto request = Named<v1::ExtendReservationRequest>(name);
    *request.mutable_expire_time() = TimestampOf(until);
    return request;
  }

  std::unique_ptr<v1::ControlledService::StubInterface> controlled_;
  std::unique_ptr<v1::ExpectedDeliveryService::StubInterface> deliveries_;
  std::unique_ptr<v1::RequisitionService::StubInterface> requisitions_;
  std::unique_ptr<v1::ReservationService::StubInterface> reservations_;
  std::unique_ptr<v1::TransferService::StubInterface> transfers_;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_HANDLER_REFUSALS_H_
