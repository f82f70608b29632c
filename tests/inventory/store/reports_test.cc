// Reports through the committer: one test a rule.
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/reports/list_reports.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/transfers.h"

namespace waystation::inventory {
namespace {

class ReportsTest : public ::testing::Test {
 protected:
  ReportsTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    desk_.AddItem("salt");
  }

  v1::Movement Post(const v1::CreateMovementRequest& request) {
    const auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->movement() : v1::Movement();
  }

  template <typename Response, typename Request, typename Report>
  Response Ask(Request request, Report report) {
    request.set_facility("facilities/f");
    Response response;
    const auto rows = desk_.rows().Snapshot();
    const auto next =
        report(*rows, request, Page{.after_key = "", .size = 100}, desk_.now(), &response);
    EXPECT_TRUE(next.ok()) << next.status();
    return response;
  }

  v1::GetStockCardResponse Card() {
    v1::GetStockCardRequest request;
    request.set_item("items/rice");
    return Ask<v1::GetStockCardResponse>(request, GetStockCard);
  }

  v1::GetMorningSheetResponse Sheet() {
    v1::GetMorningSheetRequest request;
    request.set_facility("facilities/f");
    v1::GetMorningSheetResponse response;
    const auto rows = desk_.rows().Snapshot();
    EXPECT_TRUE(GetMorningSheet(*rows, request, desk_.now(), &response).ok());
    return response;
  }

  Desk desk_;
};

TEST_F(ReportsTest, AReversalStandsOnTheDayThatItTakesBackAndBothStay) {
  Post(Receipt(1, Line("rice", 100)));
  const v1::Movement use = Post(Use(5, Line("rice", 30), kHappened));
  ASSERT_TRUE(desk_.Reverse(ReversalOf(use, kHappened)).ok());
  const v1::GetStockCardResponse card = Card();
  ASSERT_EQ(card.lines_size(), 3);
  EXPECT_EQ(card.lines(0).kind(), v1::MOVEMENT_KIND_REVERSAL);
  EXPECT_EQ(card.lines(0).day().day(), 5);
  EXPECT_EQ(card.lines(0).late_days(), 15);
  EXPECT_EQ(card.lines(0).reverses(), use.name());
  EXPECT_EQ(card.lines(0).in_quantity(), 30);
  EXPECT_EQ(card.lines(0).purpose(), use.purpose()) << "what it takes back was for";
  EXPECT_EQ(card.lines(0).balance_quantity(), 100);
  EXPECT_EQ(card.lines(1).reversed_by(), card.lines(0).movement());
  EXPECT_EQ(card.lines(1).balance_quantity(), 70);
  const auto used = Ask<v1::ListConsumptionResponse>(v1::ListConsumptionRequest(), ListConsumption);
  ASSERT_EQ(used.lines_size(), 1);
  EXPECT_EQ(used.lines(0).consumed_quantity(), 0);
  EXPECT_EQ(used.lines(0).consumed_size(), 0);
}

TEST_F(ReportsTest, MovementsOfOneTimeStandAsTheyWereRecorded) {
  std::vector<std::string> recorded;
  for (int i = 0; i < 6; ++i) {
    recorded.push_back(Post(Receipt(5, Line("rice", 10))).name());
    recorded.push_back(Post(Use(5, Line("rice", 10), kHappened)).name());
  }
  const v1::GetStockCardResponse card = Card();
  ASSERT_EQ(card.lines_size(), 12);
  v1::ListMovementsRequest list;
  list.set_parent("facilities/f");
  v1::ListMovementsResponse listed;
  ASSERT_TRUE(ListMovements(*desk_.rows().Snapshot(), list, {.size = 100}, &listed).ok());
  ASSERT_EQ(listed.movements_size(), 12);
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(card.lines(i).movement(), recorded[11 - i]) << i;
    EXPECT_EQ(card.lines(i).balance_quantity(), i % 2 == 0 ? 0 : 10) << i;
    EXPECT_EQ(listed.movements(i).name(), recorded[11 - i]) << i;
  }
}

TEST_F(ReportsTest, AShortfallThatWasCoveredIsNone) {
  Post(Use(5, Line("rice", 10), kHappened));
  v1::ListConsumptionRequest request;
  auto used = Ask<v1::ListConsumptionResponse>(request, ListConsumption);
  EXPECT_EQ(used.lines(0).shortfall_quantity(), 10);
  EXPECT_EQ(Card().lines(0).shortfall_quantity(), 10);
  Post(Receipt(3, Line("rice", 10)));
  used = Ask<v1::ListConsumptionResponse>(request, ListConsumption);
  EXPECT_EQ(used.lines(0).shortfall_quantity(), 0);
  EXPECT_EQ(used.lines(0).received_quantity(), 10);
  EXPECT_EQ(used.lines(0).consumed_quantity(), 10);
  const v1::GetStockCardResponse card = Card();
  ASSERT_EQ(card.lines_size(), 3) << "the receipt has a line on its day and one where it covers";
  EXPECT_EQ(card.lines(0).day().day(), 5);
  EXPECT_EQ(card.closing_quantity(), 0);
}

TEST_F(ReportsTest, ACardOfAPlaceSeesAMoveAsComingAndGoing) {
  Post(Receipt(1, Line("rice", 100)));
  v1::CreateMovementRequest move = Use(2, Line("rice", 40, "", "main"), kHappened);
  move.mutable_movement()->clear_purpose();
  move.mutable_movement()->set_to_place("ward");
  Post(move);
  v1::GetStockCardRequest request;
  request.set_item("items/rice");
  request.set_place("ward");
  const auto ward = Ask<v1::GetStockCardResponse>(request, GetStockCard);
  ASSERT_EQ(ward.lines_size(), 1);
  EXPECT_EQ(ward.lines(0).in_quantity(), 40);
  EXPECT_EQ(ward.lines(0).counterpart(), "main");
  const v1::GetStockCardResponse all = Card();
  EXPECT_EQ(all.lines(0).moved_quantity(), 40);
  EXPECT_EQ(all.lines(0).counterpart(), "ward");
  EXPECT_EQ(all.closing_quantity(), 100);
}

TEST_F(ReportsTest, ACardNamesTheOtherFacilityOfATransferAndTheReceiptNote) {
  desk_.SetFacility("g", facility::v1::FACILITY_STATE_OPEN);
  EXPECT_EQ(Post(Receipt(1, Line("rice", 100))).goods_receipt_number(), "GRN-0001");
  const auto created = desk_.Do(Sending(40));
  ASSERT_TRUE(created.ok()) << created.status();
  const auto sent = desk_.Do(Dispatching(created->transfer(), kOrder));
  ASSERT_TRUE(sent.ok()) << sent.status();
  v1::ReturnTransferRequest back = Returning(sent->transfer());
  *back.add_lines() = Came(1, 10);
  const auto returned = desk_.Do(back);
  ASSERT_TRUE(returned.ok()) << returned.status();
  ASSERT_TRUE(desk_.Do(Receiving(returned->transfer())).ok());
  const v1::GetStockCardResponse card = Card();
  ASSERT_EQ(card.lines_size(), 3);
  EXPECT_EQ(card.lines(2).goods_receipt_number(), "GRN-0001");
  EXPECT_EQ(card.lines(2).counterpart(), "");
  int came_back = 0;
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(card.lines(i).counterpart(), "facilities/g") << "sent, and what came back";
    if (card.lines(i).in_quantity() == 0) continue;
    ++came_back;
    EXPECT_EQ(card.lines(i).goods_receipt_number(), "GRN-0002");
  }
  EXPECT_EQ(came_back, 1);
  v1::GetStockCardRequest request;
  request.set_facility("facilities/g");
  request.set_item("items/rice");
  v1::GetStockCardResponse there;
  ASSERT_TRUE(GetStockCard(*desk_.rows().Snapshot(), request, {.after_key = "", .size = 9},
                           desk_.now(), &there)
                  .ok());
  ASSERT_EQ(there.lines_size(), 1);
  EXPECT_EQ(there.lines(0).counterpart(), "facilities/f");
  EXPECT_EQ(there.lines(0).goods_receipt_number(), "GRN-0001");
}

TEST_F(ReportsTest, OnlyWhatComesFromASourceAfterTheBooksOfBeforeHasANoteOfItsOwn) {
  v1::CreateMovementRequest history = Receipt(1, Line("rice", 100));
  history.mutable_movement()->set_opening_history(true);
  EXPECT_EQ(Post(history).goods_receipt_number(), "");
  EXPECT_EQ(Post(Use(5, Line("rice", 30), kHappened)).goods_receipt_number(), "");
  v1::CreateMovementRequest receipt = Receipt(6, Line("rice", 10));
  receipt.mutable_movement()->set_document_number("WB-7");
  EXPECT_EQ(Post(receipt).goods_receipt_number(), "GRN-0001");
  // One that is held has none until it is posted.
  const auto held = desk_.Post(receipt);
  ASSERT_TRUE(held.ok() && held->held());
  const std::string second = held->exceptions(0).movement();
  EXPECT_EQ(RequireMovement(*desk_.rows().Snapshot(), second)->goods_receipt_number(), "");
  EXPECT_EQ(Post(Receipt(7, Line("rice", 10))).goods_receipt_number(), "GRN-0002");
  const auto posted = desk_.Resolve(Resolving(held->exceptions(0), v1::RESOLUTION_POST));
  ASSERT_TRUE(posted.ok()) << posted.status();
  const v1::Movement stored = *RequireMovement(*desk_.rows().Snapshot(), posted->posted_movement());
  EXPECT_EQ(stored.goods_receipt_number(), "GRN-0003");
}

TEST_F(ReportsTest, WhatIsExpectedIsOnOrderAndOverdueOnceItsDayHasPassed) {
  Post(Receipt(1, Line("rice", 100)));
  Post(Use(15, Line("rice", 20), kHappened));
  ASSERT_TRUE(desk_.Do(Expecting(25, 50)).ok());
  ASSERT_TRUE(desk_.Do(Expecting(18, 7)).ok());
  ASSERT_TRUE(desk_.Do(Asking(11)).ok());
  const auto order =
      Ask<v1::ListMinimumMaximumResponse>(v1::ListMinimumMaximumRequest(), ListMinimumMaximum);
  ASSERT_EQ(order.lines_size(), 1);
  EXPECT_EQ(order.lines(0).on_order_quantity(), 50 + 7 + 11);
  const v1::GetMorningSheetResponse sheet = Sheet();
  ASSERT_EQ(sheet.overdue_delivery_count(), 1);
  EXPECT_EQ(sheet.overdue_deliveries(0).overdue_days(), 2);
  EXPECT_EQ(sheet.overdue_requisition_count(), 0) << "nobody said by when";
}

TEST_F(ReportsTest, QuarantineWaitsSinceItWasLastEmpty) {
  v1::CreateMovementRequest gift = Receipt(2, Line("rice", 10, "A"));
  gift.mutable_movement()->mutable_donation()->set_donor("icrc");
  Post(gift);
  v1::CreateMovementRequest release =
      MovementOf(v1::MOVEMENT_KIND_RELEASE, 4, Line("rice", 10, "A"), kHappened);
  release.mutable_movement()->set_decided_by("pharmacist");
  release.mutable_movement()->set_note("looked at");
  Post(release);
  v1::CreateMovementRequest apart =
      MovementOf(v1::MOVEMENT_KIND_QUARANTINE, 9, Line("rice", 3, "A"), kHappened);
  apart.mutable_movement()->set_quarantine_reason(v1::QUARANTINE_REASON_RECALL);
  Post(apart);
  const v1::GetMorningSheetResponse sheet = Sheet();
  ASSERT_EQ(sheet.quarantine_count(), 1);
  EXPECT_EQ(sheet.quarantine(0).quantity(), 3);
  EXPECT_EQ(sheet.quarantine(0).since_date().day(), 9);
  EXPECT_EQ(sheet.quarantine(0).owner(), "icrc");
}

TEST_F(ReportsTest, TheSheetHasOpenExceptionsByAge) {
  Post(Use(5, Line("rice", 10), kHappened));
  const v1::GetMorningSheetResponse sheet = Sheet();
  ASSERT_EQ(sheet.exception_count(), 1);
  EXPECT_EQ(sheet.exceptions(0).kind(), v1::EXCEPTION_KIND_SHORTFALL);
  ASSERT_EQ(sheet.run_out_count(), 1) << "used and not there";
  EXPECT_EQ(sheet.run_outs(0).state(), v1::RUN_OUT_STATE_OUT);
}

TEST_F(ReportsTest, ARecalledLotIsNotUsable) {
  Post(Receipt(1, Line("rice", 100, "A")));
  Post(Receipt(1, Line("rice", 300, "B")));
  for (int day = 1; day <= 20; ++day) Post(Use(day, Line("rice", 10, "B"), kHappened));
  EXPECT_EQ(Sheet().run_outs_size(), 0) << "200 at 10 a day";
  ASSERT_TRUE(desk_.Do(Recalling("rice", "B")).ok());
  const v1::GetMorningSheetResponse sheet = Sheet();
  ASSERT_EQ(sheet.run_outs_size(), 1);
  EXPECT_EQ(sheet.run_outs(0).usable_quantity(), 100);
  EXPECT_EQ(sheet.run_outs(0).recalled_quantity(), 100);
  EXPECT_EQ(sheet.run_outs(0).days_left(), 10);
  EXPECT_EQ(sheet.run_outs(0).daily_use().in_stock_days(), 20);
}

TEST_F(ReportsTest, TheSheetOfAPastDayIsAsThatDayWas) {
  desk_.SetNow(Noon(20));
  const auto expected = desk_.Do(Expecting(22, 100));
  ASSERT_TRUE(expected.ok()) << expected.status();
  const auto asked = desk_.Do(Asking(40));
  ASSERT_TRUE(asked.ok()) << asked.status();
  const auto use = desk_.Post(Use(20, Line("rice", 10), kHappened));
  ASSERT_TRUE(use.ok()) << use.status();
  desk_.SetNow(Noon(26));
  v1::CreateMovementRequest receipt = Receipt(26, Line("rice", 100));
  receipt.mutable_movement()->set_expected_delivery(expected->expected_delivery().name());
  Post(receipt);
  ASSERT_TRUE(desk_.Resolve(Resolving(use->exceptions(0), v1::RESOLUTION_CLOSE)).ok());
  desk_.SetNow(Noon(30));
  const auto on = [&](int day) {
    v1::GetMorningSheetRequest request;
    request.set_facility("facilities/f");
    *request.mutable_as_of_date() = MarchDate(day);
    v1::GetMorningSheetResponse response;
    EXPECT_TRUE(GetMorningSheet(*desk_.rows().Snapshot(), request, desk_.now(), &response).ok());
    return response;
  };
  // It was late, and lacked all; the use was not looked at.
  const v1::GetMorningSheetResponse then = on(24);
  ASSERT_EQ(then.overdue_deliveries_size(), 1);
  EXPECT_EQ(then.overdue_deliveries(0).overdue_days(), 2);
  ASSERT_EQ(then.exceptions_size(), 1);
  EXPECT_EQ(then.exceptions(0).state(), v1::EXCEPTION_STATE_OPEN);
  EXPECT_EQ(then.exception_count(), 1);
  EXPECT_EQ(then.exceptions(0).age_seconds(), 4 * 86'400 + 12 * 3'600 - 1);
  for (const int day : {19, 26, 30}) {
    const v1::GetMorningSheetResponse other = on(day);
    EXPECT_EQ(other.overdue_deliveries_size(), 0) << day;
    EXPECT_EQ(other.exceptions_size(), 0) << day;
  }
}

TEST_F(ReportsTest, ADonorsReportOfAPeriodOpensWithWhatWasLeft) {
  v1::CreateMovementRequest gift = Receipt(2, Line("rice", 10, "A"));
  gift.mutable_movement()->mutable_lines(0)->set_owner("icrc");
  Post(gift);
  Post(Use(4, Line("rice", 3, "A"), kHappened));
  Post(Use(12, Line("rice", 2, "A"), kHappened));
  v1::ListDonorStockRequest request;
  *request.mutable_from_date() = MarchDate(10);
  const auto donors = Ask<v1::ListDonorStockResponse>(request, ListDonorStock);
  ASSERT_EQ(donors.lines_size(), 1);
  EXPECT_EQ(donors.lines(0).opening_quantity(), 7);
  EXPECT_EQ(donors.lines(0).received_quantity(), 0);
  EXPECT_EQ(donors.lines(0).used_quantity(), 2);
  EXPECT_EQ(donors.lines(0).left_quantity(), 5);
}

}  // namespace
}  // namespace waystation::inventory
