// Refusals that the tests of each service leave out: what is wrong with the form, the name, the
// token, the etag or the request id alone, and what it takes longer to bring about.
#include <limits>
#include <memory>
#include <string>
#include <type_traits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "tests/inventory/support/transfers.h"
#include "waystation/inventory/v1/controlled.grpc.pb.h"
#include "waystation/inventory/v1/expected_delivery.grpc.pb.h"
#include "waystation/inventory/v1/requisition.grpc.pb.h"
#include "waystation/inventory/v1/reservation.grpc.pb.h"
#include "waystation/inventory/v1/transfer.grpc.pb.h"

namespace waystation::inventory {
namespace {

class RefusalsTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
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
    request.mutable_transfer()->set_to_facility("facilities/shut");
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

TEST_F(RefusalsTest, ARequestIdIsOfOneContent) {
  ASSERT_TRUE(Post(Use(12, Line("rice", 500, "r1"), kHappened)).ok());
  const v1::CreateMovementResponse short_use = posted_;
  ASSERT_EQ(short_use.exceptions_size(), 1);

  v1::CreateItemRequest item;
  item.set_request_id(NextRequestId());
  item.set_item_id("flour");
  *item.mutable_item() = GoodItem("flour");
  ASSERT_TRUE(SEND(items_, CreateItem, item).ok());
  item.set_item_id("bran");
  EXPECT_REASON(SEND(items_, CreateItem, item), REQUEST_ID_REUSED);

  v1::UpdateItemRequest update;
  update.set_request_id(NextRequestId());
  update.mutable_item()->set_name("items/flour");
  update.mutable_item()->set_category("baking");
  update.mutable_update_mask()->add_paths("category");
  ASSERT_TRUE(SEND(items_, UpdateItem, update).ok());
  update.mutable_item()->set_category("bread");
  EXPECT_REASON(SEND(items_, UpdateItem, update), REQUEST_ID_REUSED);

  v1::CreateStorageClassRequest cold;
  cold.set_request_id(NextRequestId());
  cold.set_storage_class_id("cold");
  *cold.mutable_storage_class()->mutable_display_names() = GoodItem("cold").display_names();
  cold.mutable_storage_class()->set_max_temperature_millicelsius(8'000);
  ASSERT_TRUE(SEND(storage_classes_, CreateStorageClass, cold).ok());
  cold.set_storage_class_id("cool");
  EXPECT_REASON(SEND(storage_classes_, CreateStorageClass, cold), REQUEST_ID_REUSED);

  v1::UpdateStorageClassRequest warmer;
  warmer.set_request_id(NextRequestId());
  warmer.mutable_storage_class()->set_name("storageClasses/cold");
  warmer.mutable_storage_class()->set_freeze_sensitive(true);
  warmer.mutable_update_mask()->add_paths("freeze_sensitive");
  ASSERT_TRUE(SEND(storage_classes_, UpdateStorageClass, warmer).ok());
  warmer.mutable_storage_class()->set_freeze_sensitive(false);
  EXPECT_REASON(SEND(storage_classes_, UpdateStorageClass, warmer), REQUEST_ID_REUSED);

  auto resolve = Named<v1::ResolveExceptionRequest>(short_use.exceptions(0).name());
  resolve.set_request_id(NextRequestId());
  resolve.set_resolution(v1::RESOLUTION_CLOSE);
  resolve.set_note("seen");
  ASSERT_TRUE(SEND(exceptions_, ResolveException, resolve).ok());
  resolve.set_note("seen again");
  EXPECT_REASON(SEND(exceptions_, ResolveException, resolve), REQUEST_ID_REUSED);

  v1::ReverseMovementRequest reverse = ReversalOf(short_use.movement(), kHappened);
  reverse.set_request_id(NextRequestId());
  ASSERT_TRUE(SEND(movements_, ReverseMovement, reverse).ok());
  reverse.set_note("another");
  EXPECT_REASON(SEND(movements_, ReverseMovement, reverse), REQUEST_ID_REUSED);
}

TEST_F(RefusalsTest, ASignaturesRequestIdToo) {
  v1::CreateItemRequest item;
  item.set_item_id("morphine");
  *item.mutable_item() = GoodItem("morphine");
  item.mutable_item()->set_controlled(true);
  ASSERT_TRUE(SEND(items_, CreateItem, item).ok());
  ASSERT_TRUE(Post(Receipt(12, Line("morphine", 5, "m"))).ok());
  auto sign = Named<v1::SignMovementRequest>(posted_.movement().name());
  sign.set_request_id(NextRequestId());
  sign.set_signed_by("nurse-2");
  ASSERT_TRUE(SEND(controlled_, SignMovement, sign).ok());
  sign.set_signed_by("nurse-3");
  EXPECT_REASON(SEND(controlled_, SignMovement, sign), REQUEST_ID_REUSED);
}

TEST_F(RefusalsTest, WhatWasReadIsOld) {
  const v1::Transfer transfer = MakeTransfer(10);
  EXPECT_REASON(SEND(transfers_, PickTransfer, Stale(Picking(transfer))), ETAG_MISMATCH);
  EXPECT_REASON(SEND(transfers_, DispatchTransfer, Stale(Dispatching(transfer, kHappened))),
                ETAG_MISMATCH);
  const v1::Transfer sent = Dispatched(transfer);
  EXPECT_REASON(SEND(transfers_, ReceiveTransfer, Stale(Receiving(sent))), ETAG_MISMATCH);
  EXPECT_REASON(SEND(transfers_, ReturnTransfer, Stale(Returning(sent))), ETAG_MISMATCH);
  EXPECT_REASON(SEND(transfers_, CloseTransfer, Stale(Closing(sent))), ETAG_MISMATCH);
  v1::ReceiveTransferRequest receive = Receiving(sent);
  *receive.add_lines() = Came(1, 4);
  receive.set_complete(true);
  ASSERT_TRUE(SEND(transfers_, ReceiveTransfer, receive).ok());
  EXPECT_REASON(
      SEND(transfers_, AnswerDifference, Stale(Answering(sent, 1, v1::DIFFERENCE_ANSWER_LOST))),
      ETAG_MISMATCH);

  const v1::Reservation promise = Promised(5);
  EXPECT_REASON(SEND(reservations_, ExtendReservation, Stale(Extending(promise.name(), Noon(29)))),
                ETAG_MISMATCH);
  EXPECT_REASON(SEND(reservations_, ReleaseReservation,
                     Stale(Named<v1::ReleaseReservationRequest>(promise.name()))),
                ETAG_MISMATCH);

  v1::CreateRequisitionRequest ask = Asking(10);
  ask.set_request_id(NextRequestId());
  v1::CreateRequisitionResponse asked;
  ASSERT_TRUE(CALL(requisitions_, CreateRequisition, ask, &asked).ok());
  auto reject = Stale(Named<v1::RejectRequisitionRequest>(asked.requisition().name()));
  reject.set_reason(v1::REJECT_REASON_OTHER);
  reject.set_decided_by("boss");
  reject.set_note("no");
  EXPECT_REASON(SEND(requisitions_, RejectRequisition, reject), ETAG_MISMATCH);

  v1::CreateExpectedDeliveryRequest expect = Expecting(25, 10);
  expect.set_request_id(NextRequestId());
  v1::CreateExpectedDeliveryResponse expected;
  ASSERT_TRUE(CALL(deliveries_, CreateExpectedDelivery, expect, &expected).ok());
  auto later =
      Stale(Named<v1::RescheduleExpectedDeliveryRequest>(expected.expected_delivery().name()));
  *later.mutable_latest_date() = MarchDate(26);
  later.set_reason(v1::DELIVERY_REASON_OTHER);
  later.set_recorded_by("boss");
  later.set_note("the road is closed");
  EXPECT_REASON(SEND(deliveries_, RescheduleExpectedDelivery, later), ETAG_MISMATCH);
  EXPECT_REASON(SEND(deliveries_, CloseExpectedDelivery,
                     Stale(Named<v1::CloseExpectedDeliveryRequest>(later.name()))),
                ETAG_MISMATCH);
}

TEST_F(RefusalsTest, WhatNobodyHasHeardOf) {
  auto cancel = Named<v1::CancelRequisitionRequest>("facilities/f/requisitions/req-0099");
  cancel.set_recorded_by("ward");
  cancel.set_note("no");
  EXPECT_REASON(SEND(requisitions_, CancelRequisition, cancel), NOT_KNOWN);
  auto reject = Named<v1::RejectRequisitionRequest>(cancel.name());
  reject.set_reason(v1::REJECT_REASON_OTHER);
  reject.set_decided_by("boss");
  reject.set_note("no");
  EXPECT_REASON(SEND(requisitions_, RejectRequisition, reject), NOT_KNOWN);

  const std::string delivery = "facilities/f/expectedDeliveries/exp-0099";
  auto stop = Named<v1::CancelExpectedDeliveryRequest>(delivery);
  stop.set_reason(v1::DELIVERY_REASON_OTHER);
  stop.set_recorded_by("boss");
  stop.set_note("no");
  EXPECT_REASON(SEND(deliveries_, CancelExpectedDelivery, stop), NOT_KNOWN);
  auto later = Named<v1::RescheduleExpectedDeliveryRequest>(delivery);
  *later.mutable_latest_date() = MarchDate(26);
  later.set_reason(v1::DELIVERY_REASON_OTHER);
  later.set_recorded_by("boss");
  later.set_note("the road is closed");
  EXPECT_REASON(SEND(deliveries_, RescheduleExpectedDelivery, later), NOT_KNOWN);
  EXPECT_REASON(
      SEND(deliveries_, CloseExpectedDelivery, Named<v1::CloseExpectedDeliveryRequest>(delivery)),
      NOT_KNOWN);

  const std::string reservation = "facilities/f/reservations/res-0099";
  EXPECT_REASON(SEND(reservations_, ExtendReservation, Extending(reservation, Noon(29))),
                NOT_KNOWN);
  EXPECT_REASON(
      SEND(reservations_, ReleaseReservation, Named<v1::ReleaseReservationRequest>(reservation)),
      NOT_KNOWN);

  EXPECT_REASON(SEND(exceptions_, GetException,
                     Named<v1::GetExceptionRequest>("facilities/f/exceptions/none")),
                NOT_KNOWN);
  v1::ListExceptionsRequest exceptions;
  exceptions.set_parent("facilities/nowhere");
  EXPECT_REASON(SEND(exceptions_, ListExceptions, exceptions), NOT_KNOWN);
  v1::ProposeIssueRequest propose;
  propose.set_facility("facilities/nowhere");
  propose.set_item("items/rice");
  propose.set_quantity(1);
  EXPECT_REASON(SEND(movements_, ProposeIssue, propose), NOT_KNOWN);
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name("items/gold");
  update.mutable_item()->set_category("metals");
  update.mutable_update_mask()->add_paths("category");
  EXPECT_REASON(SEND(items_, UpdateItem, update), NOT_KNOWN);
}

TEST_F(RefusalsTest, WhatIsNotOfTheForm) {
  EXPECT_REASON(
      SEND(reservations_, ExtendReservation, Named<v1::ExtendReservationRequest>("res-0001")),
      INVALID_FIELD);
  EXPECT_REASON(SEND(exceptions_, GetException, Named<v1::GetExceptionRequest>("f")),
                INVALID_FIELD);
  EXPECT_REASON(SEND(movements_, GetMovement, Named<v1::GetMovementRequest>("f")), INVALID_FIELD);
  EXPECT_REASON(SEND(stock_, GetStockBalance, v1::GetStockBalanceRequest()), INVALID_FIELD);
  EXPECT_REASON(SEND(exceptions_, ListExceptions, v1::ListExceptionsRequest()), INVALID_FIELD);
  EXPECT_REASON(SEND(movements_, ListMovements, v1::ListMovementsRequest()), INVALID_FIELD);
  EXPECT_REASON(SEND(transfers_, PickTransfer, v1::PickTransferRequest()), INVALID_FIELD);
  EXPECT_REASON(SEND(transfers_, ReturnTransfer, v1::ReturnTransferRequest()), INVALID_FIELD);
}

TEST_F(RefusalsTest, APackOfAnotherItem) {
  v1::UpdateItemRequest update;
  update.mutable_update_mask()->add_paths("packs");
  for (const char* item : {"items/rice", "items/salt"}) {
    update.mutable_item()->set_name(item);
    update.mutable_item()->clear_packs();
    v1::Pack& pack = *update.mutable_item()->add_packs();
    pack.set_name("bag");
    pack.set_quantity(1000);
    pack.set_gtin("96385074");
    const absl::Status status = SEND(items_, UpdateItem, update);
    if (update.item().name() == "items/rice") {
      EXPECT_TRUE(status.ok()) << status;
    } else {
      EXPECT_REASON(status, ALREADY_EXISTS);
    }
  }
}

TEST_F(RefusalsTest, ATokenOfNoList) {
  v1::ListExceptionsRequest exceptions;
  exceptions.set_parent("facilities/f");
  exceptions.set_page_token("garbage");
  EXPECT_REASON(SEND(exceptions_, ListExceptions, exceptions), PAGE_TOKEN_MISMATCH);
  v1::ListMovementsRequest movements;
  movements.set_parent("facilities/f");
  movements.set_page_token("garbage");
  EXPECT_REASON(SEND(movements_, ListMovements, movements), PAGE_TOKEN_MISMATCH);
  v1::ListStockRequest stock;
  stock.set_facility("facilities/f");
  stock.set_page_token("garbage");
  EXPECT_REASON(SEND(stock_, ListStock, stock), PAGE_TOKEN_MISMATCH);
}

TEST_F(RefusalsTest, WhatADispatchIsOrderedFor) {
  EXPECT_REASON(SEND(transfers_, CloseTransfer, Closing(MakeTransfer(1))), WRONG_STATE);
  // Picked, and used by somebody else since.
  v1::Transfer transfer = MakeTransfer(80);
  v1::PickTransferRequest pick = Picking(transfer);
  pick.set_request_id(NextRequestId());
  v1::PickTransferResponse picked;
  ASSERT_TRUE(CALL(transfers_, PickTransfer, pick, &picked).ok());
  v1::DispatchTransferRequest tomorrow = Dispatching(picked.transfer(), kOrder);
  *tomorrow.mutable_dispatched_time() = TimestampOf(Noon(25));
  EXPECT_REASON(SEND(transfers_, DispatchTransfer, tomorrow), TIME_OUT_OF_RANGE);
  ASSERT_TRUE(Post(Use(20, Line("rice", 50, "r1"), kHappened)).ok());
  EXPECT_REASON(SEND(transfers_, DispatchTransfer, Dispatching(picked.transfer(), kOrder)),
                NOT_ENOUGH_STOCK);
}

TEST_F(RefusalsTest, ADispatchFromOneOfSeveralPlaces) {
  for (const char* place : {"a", "b"}) {
    ASSERT_TRUE(Post(Receipt(10, Line("salt", 5, "s", place))).ok());
  }
  v1::CreateTransferRequest create = Sending(0, 2);
  create.mutable_transfer()->set_to_facility("facilities/shut");
  create.set_request_id(NextRequestId());
  v1::CreateTransferResponse created;
  ASSERT_TRUE(CALL(transfers_, CreateTransfer, create, &created).ok());
  v1::PickTransferRequest pick = Picking(created.transfer());
  v1::PickedLot& lot = *pick.add_lots();
  lot.set_line(1);
  lot.set_quantity(2);
  lot.set_place("a");
  pick.set_request_id(NextRequestId());
  v1::PickTransferResponse picked;
  ASSERT_TRUE(CALL(transfers_, PickTransfer, pick, &picked).ok());
  v1::DispatchTransferRequest dispatch = Dispatching(picked.transfer(), kOrder);
  *dispatch.add_lots() = lot;
  dispatch.mutable_lots(0)->clear_place();
  EXPECT_REASON(SEND(transfers_, DispatchTransfer, dispatch), PLACE_NOT_NAMED);
}

TEST_F(RefusalsTest, APromiseThatCannotBeProlongedOrPicked) {
  const v1::Reservation promise = Promised(100);
  EXPECT_REASON(SEND(reservations_, ExtendReservation, Extending(promise.name(), Noon(10))),
                TIME_OUT_OF_RANGE);
  // The rice is good until the 30th.
  EXPECT_REASON(
      SEND(reservations_, ExtendReservation, Extending(promise.name(), Noon(31) + absl::Hours(24))),
      NOT_ENOUGH_STOCK);
  ASSERT_TRUE(
      SEND(reservations_, ReleaseReservation, Named<v1::ReleaseReservationRequest>(promise.name()))
          .ok());
  EXPECT_REASON(
      SEND(reservations_, PickReservation, Named<v1::PickReservationRequest>(promise.name())),
      WRONG_STATE);
}

TEST_F(RefusalsTest, WhatIsNoMovementToTakeBack) {
  const v1::CreateMovementResponse held = Held(Receipt(12, Line("salt", 5, "s")));
  EXPECT_REASON(SEND(movements_, ReverseMovement, ReversalOf(held.movement(), kHappened)),
                WRONG_STATE);
  const v1::Transfer sent = Dispatched(MakeTransfer(10));
  v1::Movement dispatch;
  dispatch.set_name(sent.dispatch().movement());
  EXPECT_REASON(SEND(movements_, ReverseMovement, ReversalOf(dispatch, kHappened)),
                TRANSFER_NOT_REVERSIBLE);
}

TEST_F(RefusalsTest, WhatWasHeldAndCannotBePostedNow) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const v1::CreateMovementResponse held = Held(Receipt(12, Line("salt", kMost / 2, "s")));
  ASSERT_TRUE(Post(Receipt(13, Line("salt", kMost / 2 + 1, "t"))).ok());
  auto post = Named<v1::ResolveExceptionRequest>(held.exceptions(0).name());
  post.set_resolution(v1::RESOLUTION_POST);
  post.set_note("two lorries");
  EXPECT_REASON(SEND(exceptions_, ResolveException, post), QUANTITY_OVERFLOW);

  // A move into main whose source became two places while it waited.
  ASSERT_TRUE(Post(Receipt(12, Line("rice", 50, "w", "ward"))).ok());
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 14, Line("rice", 2, "w"), kHappened);
  move.mutable_movement()->set_to_place("main");
  const v1::CreateMovementResponse waits = Held(move);
  ASSERT_TRUE(Post(Receipt(12, Line("rice", 50, "w", "fridge"))).ok());
  post.set_name(waits.exceptions(0).name());
  post.clear_request_id();
  EXPECT_REASON(SEND(exceptions_, ResolveException, post), PLACE_NOT_NAMED);
}

TEST_F(RefusalsTest, AnAnswerThatWouldBringBackMoreThanABookHolds) {
  const v1::Transfer sent = Dispatched(MakeTransfer(10));
  v1::ReceiveTransferRequest receive = Receiving(sent);
  *receive.add_lines() = Came(1, 4);
  receive.set_complete(true);
  ASSERT_TRUE(SEND(transfers_, ReceiveTransfer, receive).ok());
  ASSERT_TRUE(
      Post(Receipt(12, Line("rice", std::numeric_limits<int64_t>::max() - 103, "r2"))).ok());
  EXPECT_REASON(
      SEND(transfers_, AnswerDifference, Answering(sent, 1, v1::DIFFERENCE_ANSWER_MISCOUNTED)),
      QUANTITY_OVERFLOW);
  v1::ReturnTransferRequest back = Returning(Dispatched(MakeTransfer(10)));
  *back.add_lines() = Came(1, std::numeric_limits<int64_t>::max());
  EXPECT_REASON(SEND(transfers_, ReturnTransfer, back), QUANTITY_OVERFLOW);
}

}  // namespace
}  // namespace waystation::inventory
