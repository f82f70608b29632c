// Transfers through the committer: the way of stock over two books, differences, and what may not
// be.
#include "tests/inventory/support/transfers.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/transfers/transfer_commands.h"
#include "storage/base/errors.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

class TransfersTest : public ::testing::Test {
 protected:
  TransfersTest() : log_(*engine_.Open("main")), desk_(log_.get(), &rows_) {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("g", facility::v1::FACILITY_STATE_OPEN);
    for (const char* item : {"rice", "salt", "oil"}) desk_.AddItem(item);
    Hold(WithUseBy(Line("rice", 60, "r1"), 28));
    Hold(WithUseBy(Line("rice", 60, "r2"), 30));
    Hold(Line("salt", 40, "s1", "shed"));
  }
  ~TransfersTest() override {
    EXPECT_EQ(AuditRows(*rows_.Snapshot()), "");
    EXPECT_EQ(AuditZeroSum(*rows_.Snapshot(), *log_), "");
    EXPECT_EQ(AuditTransit(*rows_.Snapshot(), *log_), "");
  }

  void Hold(const v1::MovementLine& line) {
    v1::CreateMovementRequest request = Receipt(10, line);
    request.mutable_movement()->mutable_lines(0)->set_owner("donor-1");
    ASSERT_TRUE(desk_.Post(request).ok());
  }
  v1::Transfer Create(int64_t rice, int64_t salt = 0) {
    return desk_.Do(Sending(rice, salt))->transfer();
  }
  // On its way, by an order of now.
  v1::Transfer Sent(int64_t rice, int64_t salt = 0) {
    const auto sent = desk_.Do(Dispatching(Create(rice, salt), kOrder));
    EXPECT_TRUE(sent.ok()) << sent.status();
    return sent->transfer();
  }
  v1::ReceiveTransferResponse Receive(const v1::Transfer& transfer,
                                      const std::vector<v1::ReceivedLine>& lines,
                                      bool complete = false) {
    v1::ReceiveTransferRequest request = Receiving(transfer);
    for (const v1::ReceivedLine& line : lines) *request.add_lines() = line;
    request.set_complete(complete);
    const auto response = desk_.Do(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ReceiveTransferResponse();
  }
  template <typename Request>
  std::string ReasonTo(const Request& request) {
    return ReasonName(ReasonOf(desk_.Do(request).status()));
  }
  int64_t Rice(const std::string& facility, const std::string& lot,
               v1::Condition condition = v1::CONDITION_USABLE) {
    return desk_.Total(facility, "rice", "main", lot, condition);
  }
  std::vector<std::string> Listed(v1::ListTransfersRequest request) {
    std::vector<std::string> numbers;
    Page page = {.after_key = "", .size = 2};
    do {
      v1::ListTransfersResponse response;
      page.after_key = *ListTransfers(*rows_.Snapshot(), request, page, desk_.now(), &response);
      for (const auto& transfer : response.transfers()) {
        numbers.push_back(absl::StrCat(transfer.number(), "+", transfer.overdue_days()));
      }
    } while (!page.after_key.empty());
    return numbers;
  }

  storage::MemoryLogEngine engine_;
  std::unique_ptr<storage::Log> log_;
  storage::MemoryRowStore rows_;
  Desk desk_;
};

TEST_F(TransfersTest, TheWholeWay) {
  const v1::Transfer planned = Create(100, 40);
  EXPECT_EQ(planned.number(), "WB-0001");
  EXPECT_EQ(planned.state(), v1::TRANSFER_STATE_PLANNED);
  const v1::Transfer picked = desk_.Do(Picking(planned))->transfer();
  EXPECT_EQ(picked.state(), v1::TRANSFER_STATE_PICKED);
  ASSERT_EQ(picked.waybill_lines_size(), 3);
  EXPECT_EQ(picked.waybill_lines(0).lot(), "r1");
  EXPECT_EQ(picked.waybill_lines(1).quantity(), 40);
  EXPECT_EQ(picked.waybill_lines(2).place(), "shed");
  EXPECT_EQ(Rice("f", "r1"), 60);

  const auto sent = desk_.Do(Dispatching(picked, kOrder));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->transfer().state(), v1::TRANSFER_STATE_IN_TRANSIT);
  EXPECT_EQ(sent->movement().kind(), v1::MOVEMENT_KIND_TRANSFER_OUT);
  EXPECT_EQ(Rice("f", "r1"), 0);
  EXPECT_EQ(Rice("f", "r2"), 20);
  EXPECT_EQ(Rice("g", "r1"), 0);

  desk_.SetNow(Noon(22));
  EXPECT_EQ(TransferAt(*rows_.Snapshot(), sent->transfer(), Noon(22))->in_transit_seconds(),
            2 * 24 * 3600);
  const auto received = desk_.Do(Receiving(planned));
  ASSERT_TRUE(received.ok()) << received.status();
  EXPECT_EQ(received->transfer().state(), v1::TRANSFER_STATE_RECEIVED);
  EXPECT_EQ(received->movement().goods_receipt_number(), "GRN-0001");
  EXPECT_EQ(received->movement().name().rfind("facilities/g/movements/", 0), 0);
  EXPECT_EQ(Rice("g", "r1"), 60);
  EXPECT_EQ(Rice("g", "r2"), 40);
  EXPECT_EQ(desk_.Total("g", "salt", "main", "s1"), 40);
  // Dates and owners go with the lots.
  EXPECT_EQ(DayNumber(received->movement().legs(0).expiry_date()), March(28));
  EXPECT_EQ(received->movement().lines(0).owner(), "donor-1");
  EXPECT_TRUE(desk_.Do(Closing(planned)).ok());
  EXPECT_EQ(desk_.Transfer("facilities/f/transfers/wb-0001").state(), v1::TRANSFER_STATE_CLOSED);
  EXPECT_EQ(Create(1).number(), "WB-0002");
}

TEST_F(TransfersTest, AnOrderIsRefusedForWhatIsNotThereAFactIsFlagged) {
  const v1::Transfer transfer = Create(200);
  EXPECT_EQ(ReasonTo(Picking(transfer)), "NOT_ENOUGH_STOCK");
  EXPECT_EQ(ReasonTo(Dispatching(transfer, kOrder)), "NOT_ENOUGH_STOCK");
  const auto sent = desk_.Do(Dispatching(transfer, kHappened));
  ASSERT_TRUE(sent.ok()) << sent.status();
  ASSERT_EQ(sent->exceptions_size(), 1);
  EXPECT_EQ(sent->exceptions(0).kind(), v1::EXCEPTION_KIND_SHORTFALL);
  EXPECT_EQ(sent->exceptions(0).quantity(), 80);
  int64_t on_the_way = 0;
  for (const auto& line : sent->transfer().waybill_lines())
    on_the_way += line.in_transit_quantity();
  EXPECT_EQ(on_the_way, 200);
}

TEST_F(TransfersTest, NamedLotsAreTaken) {
  v1::PickTransferRequest pick = Picking(Create(50));
  v1::PickedLot& lot = *pick.add_lots();
  lot.set_line(1);
  lot.set_lot("r2");
  lot.set_quantity(50);
  EXPECT_EQ(desk_.Do(pick)->transfer().waybill_lines(0).lot(), "r2");
  pick.clear_request_id();
  pick.mutable_lots(0)->set_line(2);
  EXPECT_EQ(ReasonTo(pick), "INVALID_FIELD");
}

TEST_F(TransfersTest, WhatHasLeftIsNotCancelled) {
  const v1::Transfer planned = Create(10);
  ASSERT_TRUE(desk_.Do(Cancelling(planned)).ok());
  EXPECT_EQ(ReasonTo(Dispatching(planned, kHappened)), "WRONG_STATE");
  const v1::Transfer sent = Sent(10);
  EXPECT_EQ(ReasonTo(Cancelling(sent)), "WRONG_STATE");
  EXPECT_EQ(ReasonTo(Closing(sent)), "TRANSFER_NOT_SETTLED");
  const auto returned = desk_.Do(Returning(sent));
  ASSERT_TRUE(returned.ok()) << returned.status();
  EXPECT_EQ(returned->transfer().waybill_lines(0).returned_quantity(), 10);
  EXPECT_EQ(Rice("f", "r1"), 60);
  EXPECT_EQ(ReasonTo(Returning(sent)), "WRONG_STATE");
}

TEST_F(TransfersTest, TwoWhoDecideAtOnceSeeIt) {
  const v1::Transfer sent = Sent(10);
  v1::ReceiveTransferRequest receive = Receiving(sent);
  receive.set_etag(sent.etag());
  ASSERT_TRUE(desk_.Do(receive).ok());
  v1::ReturnTransferRequest back = Returning(sent);
  back.set_etag(sent.etag());
  EXPECT_EQ(ReasonTo(back), "ETAG_MISMATCH");
}

TEST_F(TransfersTest, WhatCameBrokenOrWarmIsNotUsable) {
  const v1::Transfer sent = Sent(60);
  const auto received =
      Receive(sent, {Came(1, 40), Came(1, 5, v1::DIFFERENCE_KIND_DAMAGED),
                     Came(1, 6, v1::DIFFERENCE_KIND_WARM), Came(1, 4, v1::DIFFERENCE_KIND_EXPIRED),
                     Came(1, 3, v1::DIFFERENCE_KIND_WRONG_PACK)});
  EXPECT_EQ(Rice("g", "r1"), 43);
  EXPECT_EQ(Rice("g", "r1", v1::CONDITION_DAMAGED), 5);
  EXPECT_EQ(Rice("g", "r1", v1::CONDITION_QUARANTINED), 10);
  EXPECT_EQ(received.transfer().waybill_lines(0).in_transit_quantity(), 2);
  EXPECT_EQ(received.transfer().open_difference_count(), 4);
  EXPECT_EQ(ReasonTo(Answering(sent, 1, v1::DIFFERENCE_ANSWER_LOST)), "INVALID_FIELD");
  EXPECT_EQ(ReasonTo(Answering(sent, 5, v1::DIFFERENCE_ANSWER_ACCEPTED)), "INVALID_FIELD");
  for (const int difference : {1, 2, 3, 4}) {
    const auto answered = desk_.Do(Answering(sent, difference, v1::DIFFERENCE_ANSWER_ACCEPTED));
    EXPECT_FALSE(answered->has_movement());
  }
  EXPECT_EQ(desk_.Transfer(sent.name()).open_difference_count(), 0);
}

TEST_F(TransfersTest, WhatIsShortWaitsForTheSender) {
  const v1::Transfer sent = Sent(100);
  const v1::Transfer told = Receive(sent, {Came(1, 50), Came(2, 25)}, /*complete=*/true).transfer();
  ASSERT_EQ(told.differences_size(), 2);
  EXPECT_EQ(told.differences(0).quantity(), 10);
  EXPECT_EQ(told.differences(1).quantity(), 15);
  EXPECT_EQ(told.state(), v1::TRANSFER_STATE_IN_TRANSIT);
  // Told twice it is short once.
  v1::ReceiveTransferRequest again = Receiving(sent);
  *again.add_lines() = Came(1, 1, v1::DIFFERENCE_KIND_SHORT);
  EXPECT_EQ(ReasonTo(again), "INVALID_FIELD");

  const auto lost = desk_.Do(Answering(sent, 1, v1::DIFFERENCE_ANSWER_LOST));
  EXPECT_EQ(lost->movement().legs(0).to().kind(), v1::ACCOUNT_KIND_WASTED);
  EXPECT_EQ(lost->transfer().waybill_lines(0).written_off_quantity(), 10);
  EXPECT_EQ(ReasonTo(Answering(sent, 1, v1::DIFFERENCE_ANSWER_FOUND)), "WRONG_STATE");
  ASSERT_TRUE(desk_.Do(Answering(sent, 2, v1::DIFFERENCE_ANSWER_TO_BE_SENT)).ok());
  const auto found = desk_.Do(Answering(sent, 2, v1::DIFFERENCE_ANSWER_FOUND));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(Rice("f", "r2"), 35);
  EXPECT_EQ(found->transfer().state(), v1::TRANSFER_STATE_RECEIVED);
  EXPECT_TRUE(desk_.Do(Closing(sent)).ok());
}

TEST_F(TransfersTest, WhatWasShortAndCameNeedsNoAnswer) {
  const v1::Transfer sent = Sent(60);
  const v1::Transfer told = Receive(sent, {Came(1, 60, v1::DIFFERENCE_KIND_SHORT)}).transfer();
  EXPECT_EQ(told.receipts(0).movement(), "");
  EXPECT_EQ(told.open_difference_count(), 1);
  const v1::Transfer came = Receive(sent, {Came(1, 60)}).transfer();
  EXPECT_TRUE(came.differences(0).withdrawn());
  EXPECT_EQ(came.open_difference_count(), 0);
  EXPECT_EQ(ReasonTo(Answering(sent, 1, v1::DIFFERENCE_ANSWER_LOST)), "WRONG_STATE");
}

TEST_F(TransfersTest, WhatCameBesideTheWaybillIsADifferenceOfBothBooks) {
  const v1::Transfer sent = Sent(50);
  v1::ReceivedLine other_lot = Came(1, 5, v1::DIFFERENCE_KIND_WRONG_LOT);
  other_lot.set_lot("r2");
  v1::ReceivedLine oil = Came(0, 7);
  oil.set_item("items/oil");
  const auto received = Receive(sent, {Came(1, 53), other_lot, oil});
  EXPECT_EQ(Rice("g", "r1"), 53);
  EXPECT_EQ(Rice("g", "r2"), 5);
  EXPECT_EQ(desk_.Total("g", "oil", "main", "none"), 7);
  std::vector<v1::DifferenceKind> kinds;
  for (const auto& each : received.transfer().differences()) kinds.push_back(each.kind());
  EXPECT_THAT(kinds, ElementsAre(v1::DIFFERENCE_KIND_OVER, v1::DIFFERENCE_KIND_WRONG_LOT,
                                 v1::DIFFERENCE_KIND_NOT_ON_WAYBILL));
  // Three more of r1 had left than the sender's book says.
  const auto agreed = desk_.Do(Answering(sent, 1, v1::DIFFERENCE_ANSWER_MISCOUNTED));
  ASSERT_TRUE(agreed.ok()) << agreed.status();
  EXPECT_EQ(Rice("f", "r1"), 7);
  EXPECT_EQ(agreed->movement().legs(0).to().kind(), v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  EXPECT_TRUE(desk_.Do(Answering(sent, 3, v1::DIFFERENCE_ANSWER_DISPUTED)).ok());
}

TEST_F(TransfersTest, WhatCameBeforeItsDispatchWasRecordedIsSettledByIt) {
  const v1::Transfer planned = Create(30);
  v1::ReceivedLine rice = Came(0, 25);
  rice.set_item("items/rice");
  rice.set_lot("r1");
  const auto received = Receive(planned, {rice});
  EXPECT_EQ(Rice("g", "r1"), 25);
  ASSERT_EQ(received.exceptions_size(), 1);
  EXPECT_EQ(received.exceptions(0).kind(), v1::EXCEPTION_KIND_TRANSFER_NOT_IN_TRANSIT);
  EXPECT_EQ(received.exceptions(0).transfer(), planned.name());
  EXPECT_EQ(received.transfer().received_early(0).quantity(), 25);
  EXPECT_EQ(ReasonTo(Cancelling(planned)), "WRONG_STATE");
  const auto sent = desk_.Do(Dispatching(planned, kHappened));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->transfer().waybill_lines(0).received_quantity(), 25);
  EXPECT_EQ(sent->transfer().waybill_lines(0).in_transit_quantity(), 5);
  EXPECT_EQ(sent->transfer().received_early_size(), 0);
  EXPECT_EQ(
      ReasonName(ReasonOf(desk_.Reverse(ReversalOf(received.movement(), kHappened)).status())),
      "TRANSFER_NOT_REVERSIBLE");
}

TEST_F(TransfersTest, AReceiptTakenBackIsInTransitAgain) {
  const auto sent = desk_.Do(Dispatching(Create(50), kOrder));
  EXPECT_EQ(ReasonName(ReasonOf(desk_.Reverse(ReversalOf(sent->movement(), kHappened)).status())),
            "TRANSFER_NOT_REVERSIBLE");
  const v1::Transfer transfer = sent->transfer();
  const auto wrong = Receive(transfer, {Came(1, 5), Came(1, 1, v1::DIFFERENCE_KIND_DAMAGED)}, true);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(wrong.movement(), kOrder)).ok());
  v1::Transfer back = desk_.Transfer(transfer.name());
  EXPECT_EQ(back.waybill_lines(0).in_transit_quantity(), 50);
  EXPECT_TRUE(back.receipts(0).reversed());
  EXPECT_EQ(back.open_difference_count(), 0);
  EXPECT_EQ(Rice("g", "r1"), 0);
  const auto right = Receive(transfer, {Came(1, 45), Came(1, 5, v1::DIFFERENCE_KIND_SHORT)});
  ASSERT_TRUE(desk_.Do(Answering(transfer, 3, v1::DIFFERENCE_ANSWER_LOST)).ok());
  EXPECT_EQ(ReasonName(ReasonOf(desk_.Reverse(ReversalOf(right.movement(), kOrder)).status())),
            "TRANSFER_NOT_REVERSIBLE");
}

TEST_F(TransfersTest, ReceiptsCountForWhatTheTransferAnswers) {
  v1::CreateRequisitionRequest asking = Asking(50);
  asking.set_parent("facilities/g");
  const v1::Requisition asked = desk_.Do(asking)->requisition();
  v1::CreateTransferRequest sending = Sending(50);
  sending.mutable_transfer()->set_requisition("facilities/g/requisitions/req-0001");
  const v1::Transfer transfer = desk_.Do(sending)->transfer();
  EXPECT_EQ(transfer.requisition(), asked.name());
  ASSERT_TRUE(desk_.Do(Dispatching(transfer, kOrder)).ok());
  const auto received = Receive(transfer, {Came(1, 52), Came(1, 1, v1::DIFFERENCE_KIND_DAMAGED)});
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 52);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(received.movement(), kOrder)).ok());
  EXPECT_EQ(desk_.Requisition(asked.name()).lines(0).fulfilled_quantity(), 0);
}

TEST_F(TransfersTest, NothingIsRefusedForTheStateOfTheTransferWhenItCame) {
  const v1::Transfer planned = Create(10);
  ASSERT_TRUE(desk_.Do(Cancelling(planned)).ok());
  v1::ReceivedLine rice = Came(0, 10);
  rice.set_item("items/rice");
  const auto received = Receive(planned, {rice});
  EXPECT_EQ(received.exceptions(0).kind(), v1::EXCEPTION_KIND_TRANSFER_NOT_IN_TRANSIT);
  EXPECT_EQ(received.transfer().differences(0).kind(), v1::DIFFERENCE_KIND_NOT_ON_WAYBILL);
  EXPECT_EQ(received.transfer().state(), v1::TRANSFER_STATE_CANCELLED);
  EXPECT_EQ(ReasonTo(Receiving(planned)), "INVALID_FIELD");
}

TEST_F(TransfersTest, NamesThatAreNotKnown) {
  v1::CreateTransferRequest request = Sending(10);
  request.mutable_transfer()->set_to_facility("facilities/nowhere");
  EXPECT_EQ(ReasonTo(request), "NOT_KNOWN");
  request = Sending(10);
  request.mutable_transfer()->set_requisition("facilities/g/requisitions/req-0007");
  EXPECT_EQ(ReasonTo(request), "NOT_KNOWN");
  v1::ReceiveTransferRequest receive;
  receive.set_name("facilities/f/transfers/wb-0099");
  EXPECT_EQ(ReasonTo(receive), "NOT_KNOWN");
  v1::ReceivedLine ghost = Came(0, 1);
  ghost.set_item("items/ghost");
  receive = Receiving(Sent(10));
  *receive.add_lines() = ghost;
  EXPECT_EQ(ReasonTo(receive), "NOT_KNOWN");
}

TEST_F(TransfersTest, NothingIsSentToAClosedFacilityByOrder) {
  const v1::Transfer transfer = Create(10);
  desk_.SetFacility("g", facility::v1::FACILITY_STATE_CLOSED);
  EXPECT_EQ(ReasonTo(Dispatching(transfer, kOrder)), "WRONG_STATE");
  EXPECT_TRUE(desk_.Do(Dispatching(transfer, kHappened)).ok());
  const auto received = Receive(transfer, {Came(1, 10)});
  EXPECT_EQ(received.exceptions(0).kind(), v1::EXCEPTION_KIND_FACILITY_NOT_OPEN);
}

TEST_F(TransfersTest, ListsByDirectionStateAndOpenDifferences) {
  v1::CreateTransferRequest late = Sending(10);
  *late.mutable_transfer()->mutable_planned_arrival_date() = MarchDate(21);
  ASSERT_TRUE(desk_.Do(Dispatching(desk_.Do(late)->transfer(), kOrder)).ok());
  Receive(Sent(20), {Came(1, 25)});
  Create(30);
  desk_.SetNow(Noon(24));
  v1::ListTransfersRequest list;
  list.set_parent("facilities/-");
  EXPECT_THAT(Listed(list), ElementsAre("WB-0003+0", "WB-0002+0", "WB-0001+3"));
  list.set_parent("facilities/g");
  EXPECT_THAT(Listed(list), ElementsAre());
  list.set_direction(v1::TRANSFER_DIRECTION_INCOMING);
  EXPECT_THAT(Listed(list), ElementsAre("WB-0003+0", "WB-0002+0", "WB-0001+3"));
  list.add_states(v1::TRANSFER_STATE_IN_TRANSIT);
  EXPECT_THAT(Listed(list), ElementsAre("WB-0001+3"));
  list.clear_states();
  list.set_with_open_differences(true);
  EXPECT_THAT(Listed(list), ElementsAre("WB-0002+0"));
}

}  // namespace
}  // namespace waystation::inventory
