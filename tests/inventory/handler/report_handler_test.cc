// Reports over gRPC: every RPC, every error, and what an answer rests on.
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/report.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class ReportHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    reports_ = v1::ReportService::NewStub(channel_);
  }

  // 100 of rice came on the 1st, 30 were used on the 10th; salt came as a gift and waits.
  void Fill() {
    ASSERT_TRUE(Post(Receipt(1, WithUseBy(Line("rice", 100, "A"), 25))).ok());
    ASSERT_TRUE(Post(Use(10, Line("rice", 30), v1::INTENT_ORDER)).ok());
    v1::CreateMovementRequest gift = Receipt(5, Line("salt", 7, "S"));
    gift.mutable_movement()->mutable_donation()->set_donor("icrc");
    ASSERT_TRUE(Post(gift).ok());
  }

  std::unique_ptr<v1::ReportService::StubInterface> reports_;
};

template <typename Request>
Request At(const std::string& item = "") {
  Request request;
  request.set_facility("facilities/f");
  if constexpr (!std::is_same_v<Request, v1::GetMorningSheetRequest>) request.set_item(item);
  return request;
}

TEST_F(ReportHandlerTest, EachReportAnswers) {
  Fill();
  v1::GetStockCardResponse card;
  auto ask_card = At<v1::GetStockCardRequest>("items/rice");
  ASSERT_TRUE(CALL(reports_, GetStockCard, ask_card, &card).ok());
  ASSERT_EQ(card.lines_size(), 2);
  EXPECT_EQ(card.closing_quantity(), 70);
  EXPECT_EQ(card.lines(0).out_quantity(), 30);
  EXPECT_EQ(card.lines(0).balance_quantity(), 70);
  EXPECT_EQ(card.lines(0).late_days(), 10);
  ask_card.set_page_size(1);
  ASSERT_TRUE(CALL(reports_, GetStockCard, ask_card, &card).ok());
  ask_card.set_page_token(card.next_page_token());
  ASSERT_TRUE(CALL(reports_, GetStockCard, ask_card, &card).ok());
  ASSERT_EQ(card.lines_size(), 1);
  EXPECT_EQ(card.lines(0).balance_quantity(), 100);
  ask_card.set_item("items/salt");
  EXPECT_REASON(CALL(reports_, GetStockCard, ask_card, &card), PAGE_TOKEN_MISMATCH);

  v1::ListExpiringLotsResponse expiring;
  ASSERT_TRUE(CALL(reports_, ListExpiringLots, At<v1::ListExpiringLotsRequest>(), &expiring).ok());
  ASSERT_EQ(expiring.lots_size(), 1);
  EXPECT_EQ(expiring.lots(0).days_left(), 5);
  // 30 in ten days in stock up to the record day, the 10th; the rest until the 25th is 45.
  EXPECT_EQ(expiring.lots(0).expires_unused_quantity(), 25);

  v1::ListStockOutsResponse outs;
  ASSERT_TRUE(CALL(reports_, ListStockOuts, At<v1::ListStockOutsRequest>(), &outs).ok());
  ASSERT_EQ(outs.lines_size(), 1) << "salt never was usable";
  EXPECT_EQ(outs.lines(0).in_stock_days(), 10);
  EXPECT_EQ(outs.lines(0).unknown_days(), 10);
  EXPECT_EQ(outs.totals().vital_item_count(), 1);

  v1::ListConsumptionResponse used;
  ASSERT_TRUE(CALL(reports_, ListConsumption, At<v1::ListConsumptionRequest>(), &used).ok());
  ASSERT_EQ(used.lines_size(), 2);
  EXPECT_EQ(used.lines(0).consumed_quantity(), 30);

  v1::ListMinimumMaximumResponse order;
  ASSERT_TRUE(CALL(reports_, ListMinimumMaximum, At<v1::ListMinimumMaximumRequest>(), &order).ok());
  ASSERT_EQ(order.lines_size(), 1);
  EXPECT_EQ(order.lines(0).minimum_quantity(), 3 * (14 + 15));

  v1::ListDonorStockResponse donors;
  ASSERT_TRUE(CALL(reports_, ListDonorStock, At<v1::ListDonorStockRequest>(), &donors).ok());
  ASSERT_EQ(donors.lines_size(), 1);
  EXPECT_EQ(donors.lines(0).owner(), "icrc");
  EXPECT_EQ(donors.lines(0).quarantined_quantity(), 7);

  v1::GetMorningSheetResponse sheet;
  ASSERT_TRUE(CALL(reports_, GetMorningSheet, At<v1::GetMorningSheetRequest>(), &sheet).ok());
  EXPECT_EQ(sheet.quarantine_count(), 1);
  EXPECT_EQ(sheet.quarantine(0).waiting_days(), 15);
  EXPECT_EQ(sheet.expiring_lot_count(), 1);
  EXPECT_EQ(sheet.run_out_count(), 1);
  EXPECT_FALSE(sheet.incomplete());
}

TEST_F(ReportHandlerTest, AReportSaysWhatItRestsOn) {
  Fill();
  auto request = At<v1::ListStockOutsRequest>();
  v1::ListStockOutsResponse response;
  ASSERT_TRUE(CALL(reports_, ListStockOuts, request, &response).ok());
  const v1::ReportBasis& basis = response.basis();
  EXPECT_EQ(basis.as_of_date().day(), 20);
  EXPECT_EQ(basis.record_date().day(), 10);
  EXPECT_EQ(basis.record_age_days(), 10);
  EXPECT_EQ(basis.log_revision(), posted_.receipt().revision());
  EXPECT_TRUE(basis.has_read_time());
  // As of the 4th: only what counts by then, though it was all entered on the 20th.
  *request.mutable_as_of_date() = MarchDate(4);
  ASSERT_TRUE(CALL(reports_, ListStockOuts, request, &response).ok());
  EXPECT_EQ(response.basis().record_date().day(), 1);
  EXPECT_EQ(response.lines(0).in_stock_days(), 1);
  EXPECT_EQ(response.lines(0).unknown_days(), 3);
  request.clear_as_of_date();
  *request.mutable_as_of_time() = TimestampOf(Noon(4));
  ASSERT_TRUE(CALL(reports_, ListStockOuts, request, &response).ok());
  EXPECT_EQ(response.basis().as_of_date().day(), 4);
}

TEST_F(ReportHandlerTest, PagesAreOfWholeItems) {
  Fill();
  ASSERT_TRUE(Post(Receipt(6, Line("salt", 1))).ok());
  auto request = At<v1::ListStockOutsRequest>();
  request.set_page_size(1);
  *request.mutable_as_of_date() = MarchDate(20);
  v1::ListStockOutsResponse response;
  ASSERT_TRUE(CALL(reports_, ListStockOuts, request, &response).ok());
  ASSERT_EQ(response.lines_size(), 1);
  EXPECT_EQ(response.lines(0).item(), "items/rice");
  request.set_page_token(response.next_page_token());
  ASSERT_TRUE(CALL(reports_, ListStockOuts, request, &response).ok());
  ASSERT_EQ(response.lines_size(), 1);
  EXPECT_EQ(response.lines(0).item(), "items/salt");
  EXPECT_EQ(response.next_page_token(), "");
}

TEST_F(ReportHandlerTest, WrongFieldsAreListedAllAtOnce) {
  v1::GetStockCardRequest card;
  card.set_facility("f");
  card.set_item("rice");
  card.set_place("Not An Id");
  card.set_page_size(-1);
  *card.mutable_as_of_date() = MarchDate(1);
  *card.mutable_as_of_time() = TimestampOf(Noon(1));
  v1::GetStockCardResponse card_answer;
  EXPECT_THAT(FieldsOf(CALL(reports_, GetStockCard, card, &card_answer)),
              UnorderedElementsAre("facility", "item", "place", "page_size", "as_of_date"));

  auto outs = At<v1::ListStockOutsRequest>();
  outs.set_look_back_days(401);
  v1::ListStockOutsResponse outs_answer;
  EXPECT_THAT(FieldsOf(CALL(reports_, ListStockOuts, outs, &outs_answer)),
              ElementsAre("look_back_days"));
  auto lots = At<v1::ListExpiringLotsRequest>();
  lots.set_within_days(-1);
  v1::ListExpiringLotsResponse lots_answer;
  EXPECT_THAT(FieldsOf(CALL(reports_, ListExpiringLots, lots, &lots_answer)),
              ElementsAre("within_days"));
  auto order = At<v1::ListMinimumMaximumRequest>();
  order.set_lead_time_days(-1);
  order.set_safety_days(401);
  order.set_review_days(0);
  v1::ListMinimumMaximumResponse order_answer;
  EXPECT_THAT(FieldsOf(CALL(reports_, ListMinimumMaximum, order, &order_answer)),
              UnorderedElementsAre("lead_time_days", "safety_days", "review_days"));
  auto sheet = At<v1::GetMorningSheetRequest>();
  sheet.set_within_days(401);
  v1::GetMorningSheetResponse sheet_answer;
  EXPECT_THAT(FieldsOf(CALL(reports_, GetMorningSheet, sheet, &sheet_answer)),
              ElementsAre("within_days"));
  auto donors = At<v1::ListDonorStockRequest>();
  donors.set_owner(std::string(101, 'x'));
  v1::ListDonorStockResponse donors_answer;
  EXPECT_THAT(FieldsOf(CALL(reports_, ListDonorStock, donors, &donors_answer)),
              ElementsAre("owner"));
}

TEST_F(ReportHandlerTest, ErrorsInTheirOrder) {
  auto used = At<v1::ListConsumptionRequest>("items/gold");
  *used.mutable_from_date() = MarchDate(21);
  v1::ListConsumptionResponse answer;
  EXPECT_REASON(CALL(reports_, ListConsumption, used, &answer), NOT_KNOWN);
  used.set_item("items/rice");
  EXPECT_THAT(FieldsOf(CALL(reports_, ListConsumption, used, &answer)), ElementsAre("from_date"))
      << "after the day of the report";
  used.mutable_from_date()->set_year(2024);
  EXPECT_THAT(FieldsOf(CALL(reports_, ListConsumption, used, &answer)), ElementsAre("from_date"))
      << "more than 400 days before it";
  used.set_facility("facilities/nowhere");
  EXPECT_REASON(CALL(reports_, ListConsumption, used, &answer), NOT_KNOWN);
}

TEST_F(ReportHandlerTest, AFacilityThatHasRecordedNothing) {
  auto request = At<v1::GetMorningSheetRequest>();
  request.set_facility("facilities/shut");
  v1::GetMorningSheetResponse sheet;
  ASSERT_TRUE(CALL(reports_, GetMorningSheet, request, &sheet).ok());
  EXPECT_FALSE(sheet.basis().has_record_date());
  EXPECT_EQ(sheet.run_out_count(), 0);
}

}  // namespace
}  // namespace waystation::inventory
