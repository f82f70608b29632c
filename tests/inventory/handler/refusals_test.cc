// Refusals that the tests of each service leave out: what is wrong with the form, the name, the
// token, the etag or the request id alone.
#include "tests/inventory/handler/refusals.h"

#include <string>

#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

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
  propose.set_parent("facilities/nowhere");
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

}  // namespace
}  // namespace waystation::inventory
