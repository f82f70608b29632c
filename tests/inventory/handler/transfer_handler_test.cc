// Transfers over gRPC: every RPC, every error, and several who act at once.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "tests/inventory/support/transfers.h"
#include "waystation/inventory/v1/requisition.grpc.pb.h"
#include "waystation/inventory/v1/transfer.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::UnorderedElementsAre;

// From "f", which is open, to "shut", which is closed.
class TransferHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::TransferService::NewStub(channel_);
    ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 100, "r1"), 30))).ok());
  }

  static v1::CreateTransferRequest SendingToShut(int64_t rice) {
    v1::CreateTransferRequest request = Sending(rice);
    request.mutable_transfer()->set_to_facility("facilities/shut");
    return request;
  }

#define TRANSFER_CALL(Verb, Method)                                      \
  absl::Status Verb(v1::Method##Request request) {                       \
    request.set_request_id(NextRequestId());                             \
    v1::Method##Response response;                                       \
    const absl::Status status = CALL(stub_, Method, request, &response); \
    if (status.ok()) made_ = response.transfer();                        \
    return status;                                                       \
  }
  TRANSFER_CALL(Create, CreateTransfer)
  TRANSFER_CALL(Pick, PickTransfer)
  TRANSFER_CALL(Dispatch, DispatchTransfer)
  TRANSFER_CALL(Receive, ReceiveTransfer)
  TRANSFER_CALL(Return, ReturnTransfer)
  TRANSFER_CALL(Cancel, CancelTransfer)
  TRANSFER_CALL(Answer, AnswerDifference)
  TRANSFER_CALL(Close, CloseTransfer)
#undef TRANSFER_CALL

  v1::Transfer Get() {
    v1::GetTransferRequest request;
    request.set_name(made_.name());
    v1::GetTransferResponse response;
    EXPECT_TRUE(CALL(stub_, GetTransfer, request, &response).ok());
    return response.transfer();
  }

  std::unique_ptr<v1::TransferService::StubInterface> stub_;
  v1::Transfer made_;
};

TEST_F(TransferHandlerTest, EveryViolationAtOnce) {
  v1::CreateTransferRequest request = SendingToShut(0);
  request.mutable_transfer()->set_to_facility(request.parent());
  request.mutable_transfer()->set_requisition("req-0001");
  request.mutable_transfer()->mutable_planned_arrival_date()->set_year(2026);
  request.mutable_transfer()->set_recorded_by(std::string(101, 'x'));
  request.mutable_transfer()->set_note(std::string(1001, 'x'));
  const absl::Status create = Create(request);
  EXPECT_REASON(create, INVALID_FIELD);
  EXPECT_THAT(FieldsOf(create),
              UnorderedElementsAre("transfer.to_facility", "transfer.lines", "transfer.requisition",
                                   "transfer.planned_arrival_date", "transfer.recorded_by",
                                   "transfer.note"));

  v1::ReceiveTransferRequest receive;
  receive.set_name("wb-0001");
  *receive.add_lines() = Came(0, 0);
  *receive.add_lines() = Came(1, 5, v1::DIFFERENCE_KIND_NOT_ON_WAYBILL);
  *receive.add_lines() = Came(1, 5, v1::DIFFERENCE_KIND_WRONG_LOT);
  *receive.add_lines() = Came(0, 5, v1::DIFFERENCE_KIND_SHORT);
  receive.mutable_lines(3)->set_item("items/rice");
  receive.mutable_lines(3)->set_date_kind(v1::DATE_KIND_USE_BY);
  receive.set_witnessed_by(std::string(101, 'x'));
  const absl::Status wrong = Receive(receive);
  EXPECT_REASON(wrong, INVALID_FIELD);
  EXPECT_THAT(FieldsOf(wrong),
              UnorderedElementsAre("name", "witnessed_by", "lines[0].item", "lines[0].quantity",
                                   "lines[1].waybill_line", "lines[2].lot", "lines[3].waybill_line",
                                   "lines[3].date_kind"));

  v1::AnswerDifferenceRequest answer;
  answer.set_name("facilities/f/transfers/wb-0001");
  answer.set_answer(v1::DIFFERENCE_ANSWER_LOST);
  answer.set_witnessed_by(std::string(101, 'x'));
  EXPECT_THAT(FieldsOf(Answer(answer)),
              UnorderedElementsAre("difference", "answered_by", "witnessed_by", "note"));

  v1::DispatchTransferRequest dispatch;
  dispatch.set_name("facilities/f/transfers/wb-0001");
  dispatch.add_lots()->set_place("Main");
  dispatch.set_witnessed_by(std::string(101, 'x'));
  EXPECT_THAT(FieldsOf(Dispatch(dispatch)),
              UnorderedElementsAre("intent", "witnessed_by", "lots[0].line", "lots[0].place",
                                   "lots[0].quantity"));

  v1::ListTransfersRequest list;
  list.set_parent("facilities/-");
  list.set_direction(v1::TRANSFER_DIRECTION_INCOMING);
  list.set_page_size(-1);
  v1::ListTransfersResponse listed;
  EXPECT_THAT(FieldsOf(CALL(stub_, ListTransfers, list, &listed)),
              UnorderedElementsAre("direction", "page_size"));
}

TEST_F(TransferHandlerTest, MovementsOfTransfersAreMadeByTransfersOnly) {
  for (const v1::MovementKind kind : {v1::MOVEMENT_KIND_TRANSFER_OUT, v1::MOVEMENT_KIND_TRANSFER_IN,
                                      v1::MOVEMENT_KIND_TRANSFER_LOSS}) {
    const absl::Status status = Post(MovementOf(kind, 10, Line("rice", 1), kHappened));
    EXPECT_THAT(FieldsOf(status), UnorderedElementsAre("movement.kind"));
  }
  v1::CreateMovementRequest receipt = Receipt(10, Line("rice", 5, "own"));
  receipt.mutable_movement()->set_transfer("facilities/f/transfers/t");
  receipt.mutable_movement()->set_goods_receipt_number("GRN-9999");
  receipt.mutable_movement()->mutable_lines(0)->set_waybill_line(1);
  ASSERT_TRUE(Post(receipt).ok());
  EXPECT_EQ(posted_.movement().transfer(), "");
  EXPECT_EQ(posted_.movement().goods_receipt_number().substr(0, 6), "GRN-00") << "one of its own";
  EXPECT_EQ(posted_.movement().legs(0).from().kind(), v1::ACCOUNT_KIND_SOURCE);
}

TEST_F(TransferHandlerTest, AControlledItemLeavesByTwoPeople) {
  HearOfFacility("g", facility::v1::FACILITY_STATE_OPEN);
  v1::CreateItemRequest item;
  item.set_request_id(NextRequestId());
  item.set_item_id("morphine");
  *item.mutable_item() = GoodItem("morphine");
  item.mutable_item()->set_controlled(true);
  ASSERT_TRUE(CALL(items_, CreateItem, item, &created_).ok());
  ASSERT_TRUE(Post(Receipt(10, Line("morphine", 20, "m1"))).ok());
  v1::CreateTransferRequest sending = Sending(10);
  sending.mutable_transfer()->mutable_lines(0)->set_item("items/morphine");
  ASSERT_TRUE(Create(sending).ok());
  v1::DispatchTransferRequest dispatch = Dispatching(made_, kOrder);
  dispatch.set_recorded_by("p-1");
  EXPECT_REASON(Dispatch(dispatch), SECOND_SIGNATURE_MISSING);
  dispatch.set_witnessed_by("p-1");
  EXPECT_REASON(Dispatch(dispatch), SIGNER_NOT_DIFFERENT);
  dispatch.set_witnessed_by("p-2");
  EXPECT_TRUE(Dispatch(dispatch).ok());
}

TEST_F(TransferHandlerTest, FromThePlanToTheEnd) {
  ASSERT_TRUE(Create(SendingToShut(60)).ok());
  EXPECT_EQ(made_.number(), "WB-0001");
  EXPECT_REASON(Dispatch(Dispatching(made_, kOrder)), WRONG_STATE);
  ASSERT_TRUE(Pick(Picking(made_)).ok());
  v1::CancelTransferRequest stale = Cancelling(made_);
  stale.set_etag("old");
  EXPECT_REASON(Cancel(stale), ETAG_MISMATCH);
  ASSERT_TRUE(Dispatch(Dispatching(made_, kHappened)).ok());
  EXPECT_REASON(Cancel(Cancelling(made_)), WRONG_STATE);
  EXPECT_REASON(Pick(Picking(made_)), WRONG_STATE);
  EXPECT_REASON(Close(Closing(made_)), TRANSFER_NOT_SETTLED);
  v1::ReceiveTransferRequest receive = Receiving(made_);
  *receive.add_lines() = Came(1, 50);
  receive.set_complete(true);
  ASSERT_TRUE(Receive(receive).ok());
  EXPECT_EQ(made_.open_difference_count(), 1);
  EXPECT_REASON(Answer(Answering(made_, 1, v1::DIFFERENCE_ANSWER_ACCEPTED)), INVALID_FIELD);
  ASSERT_TRUE(Answer(Answering(made_, 1, v1::DIFFERENCE_ANSWER_LOST)).ok());
  EXPECT_REASON(Answer(Answering(made_, 1, v1::DIFFERENCE_ANSWER_LOST)), WRONG_STATE);
  EXPECT_REASON(Return(Returning(made_)), WRONG_STATE);
  ASSERT_TRUE(Close(Closing(made_)).ok());
  EXPECT_EQ(Get().state(), v1::TRANSFER_STATE_CLOSED);
  v1::ListTransfersRequest list;
  list.set_parent("facilities/shut");
  list.set_direction(v1::TRANSFER_DIRECTION_INCOMING);
  v1::ListTransfersResponse listed;
  ASSERT_TRUE(CALL(stub_, ListTransfers, list, &listed).ok());
  EXPECT_EQ(listed.transfers_size(), 1);
  list.set_parent("facilities/nowhere");
  EXPECT_REASON(CALL(stub_, ListTransfers, list, &listed), NOT_KNOWN);
  list.set_parent("facilities/f");
  list.set_page_token("forged");
  EXPECT_REASON(CALL(stub_, ListTransfers, list, &listed), PAGE_TOKEN_MISMATCH);
}

TEST_F(TransferHandlerTest, WhatAnOrderIsRefusedFor) {
  ASSERT_TRUE(Create(SendingToShut(101)).ok());
  EXPECT_REASON(Pick(Picking(made_)), NOT_ENOUGH_STOCK);
  v1::PickTransferRequest pick = Picking(made_);
  v1::PickedLot& lot = *pick.add_lots();
  lot.set_line(1);
  lot.set_quantity(1);
  lot.set_lot("nobody-has-it");
  EXPECT_REASON(Pick(pick), NOT_KNOWN);
  ASSERT_TRUE(Post(Receipt(10, Line("salt", 5, "s", "a"))).ok());
  ASSERT_TRUE(Post(Receipt(10, Line("salt", 5, "s", "b"))).ok());
  v1::CreateTransferRequest salt = SendingToShut(0);
  salt.mutable_transfer()->add_lines()->set_item("items/salt");
  salt.mutable_transfer()->mutable_lines(0)->set_quantity(2);
  ASSERT_TRUE(Create(salt).ok());
  EXPECT_REASON(Pick(Picking(made_)), PLACE_NOT_NAMED);
}

TEST_F(TransferHandlerTest, WhatIsNotKnown) {
  v1::CreateTransferRequest request = SendingToShut(1);
  request.set_parent("facilities/nowhere");
  EXPECT_REASON(Create(request), NOT_KNOWN);
  made_.set_name("facilities/f/transfers/wb-0077");
  EXPECT_REASON(Pick(Picking(made_)), NOT_KNOWN);
  EXPECT_REASON(Dispatch(Dispatching(made_, kHappened)), NOT_KNOWN);
  EXPECT_REASON(Receive(Receiving(made_)), NOT_KNOWN);
  EXPECT_REASON(Return(Returning(made_)), NOT_KNOWN);
  EXPECT_REASON(Cancel(Cancelling(made_)), NOT_KNOWN);
  EXPECT_REASON(Close(Closing(made_)), NOT_KNOWN);
  EXPECT_REASON(Answer(Answering(made_, 1, v1::DIFFERENCE_ANSWER_LOST)), NOT_KNOWN);
  v1::GetTransferRequest get;
  get.set_name(made_.name());
  v1::GetTransferResponse got;
  EXPECT_REASON(CALL(stub_, GetTransfer, get, &got), NOT_KNOWN);
}

TEST_F(TransferHandlerTest, AQuantityThatNoBookCanHold) {
  ASSERT_TRUE(Create(SendingToShut(10)).ok());
  ASSERT_TRUE(Dispatch(Dispatching(made_, kHappened)).ok());
  v1::ReceiveTransferRequest receive = Receiving(made_);
  *receive.add_lines() = Came(1, std::numeric_limits<int64_t>::max());
  *receive.add_lines() = Came(1, std::numeric_limits<int64_t>::max());
  EXPECT_REASON(Receive(receive), QUANTITY_OVERFLOW);
  EXPECT_EQ(Get().waybill_lines(0).in_transit_quantity(), 10);
}

// The receiver, the sender and one who would cancel, all at once: every unit arrives once, comes
// back once, or never left, and nobody is answered anything else.
TEST_F(TransferHandlerTest, AllAtOnceEachUnitGoesOneWay) {
  constexpr int kTimes = 8;
  for (int round = 0; round < 5; ++round) {
    ASSERT_TRUE(Create(SendingToShut(10)).ok());
    const v1::Transfer transfer = made_;
    std::vector<std::string> ids;
    for (int i = 0; i < 4 * kTimes; ++i) ids.push_back(NextRequestId());
    std::vector<std::thread> threads;
    const auto run = [&](int index, auto call) {
      threads.emplace_back([&ids, index, call] {
        for (int i = 0; i < kTimes; ++i) call(ids[static_cast<size_t>(index * kTimes + i)]);
      });
    };
    std::atomic<int> dispatched = 0;
    std::atomic<int> cancelled = 0;
    run(0, [&](const std::string& id) {
      v1::DispatchTransferRequest request = Dispatching(transfer, kHappened);
      request.set_request_id(id);
      v1::DispatchTransferResponse response;
      if (CALL(stub_, DispatchTransfer, request, &response).ok()) ++dispatched;
    });
    run(1, [&](const std::string& id) {
      v1::ReceiveTransferRequest request = Receiving(transfer);
      request.set_request_id(id);
      v1::ReceiveTransferResponse response;
      CALL(stub_, ReceiveTransfer, request, &response).IgnoreError();
    });
    run(2, [&](const std::string& id) {
      v1::ReturnTransferRequest request = Returning(transfer);
      request.set_request_id(id);
      v1::ReturnTransferResponse response;
      CALL(stub_, ReturnTransfer, request, &response).IgnoreError();
    });
    run(3, [&](const std::string& id) {
      v1::CancelTransferRequest request = Cancelling(transfer);
      request.set_request_id(id);
      v1::CancelTransferResponse response;
      if (CALL(stub_, CancelTransfer, request, &response).ok()) ++cancelled;
    });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(dispatched + cancelled, 1);
    made_ = transfer;
    const v1::Transfer after = Get();
    EXPECT_EQ(after.open_difference_count(), 0);
    if (cancelled == 1) {
      EXPECT_EQ(after.state(), v1::TRANSFER_STATE_CANCELLED);
      continue;
    }
    int64_t gone = 0;
    for (const auto& line : after.waybill_lines()) {
      gone += line.received_quantity() + line.returned_quantity() + line.in_transit_quantity();
      EXPECT_GE(line.in_transit_quantity(), 0);
      EXPECT_TRUE(line.received_quantity() == 0 || line.returned_quantity() == 0);
    }
    EXPECT_EQ(gone, 10);
    EXPECT_LE(after.receipts_size(), 1);
  }
}

}  // namespace
}  // namespace waystation::inventory
