// What is read of items that became one: reports, scans, stock on its way.
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/reports/list_reports.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/transfers.h"

namespace waystation::inventory {
namespace {

class MergeReadsTest : public ::testing::Test {
 protected:
  MergeReadsTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("g", facility::v1::FACILITY_STATE_OPEN);
    for (const char* item : {"rice", "rise", "salt"}) desk_.AddItem(item);
  }

  void Merge() {
    v1::MergeItemRequest request;
    request.set_name("items/rise");
    request.set_into("items/rice");
    request.set_reason("typed in twice");
    request.set_merged_by("p");
    const auto merged = desk_.Merge(request);
    ASSERT_TRUE(merged.ok()) << merged.status();
  }
  void Follow() {
    const auto moved = desk_.MoveMerged();
    ASSERT_TRUE(moved.ok()) << moved.status();
  }
  void Post(const v1::CreateMovementRequest& request) {
    const auto response = desk_.Post(request);
    ASSERT_TRUE(response.ok()) << response.status();
  }

  template <typename Response, typename Request, typename Report>
  Response Ask(Request request, Report report) {
    request.set_facility("facilities/f");
    Response response;
    const auto next = report(*desk_.rows().Snapshot(), request, Page{.after_key = "", .size = 100},
                             desk_.now(), &response);
    EXPECT_TRUE(next.ok()) << next.status();
    return response;
  }

  v1::ListConsumptionResponse Used(const std::string& item = "") {
    v1::ListConsumptionRequest request;
    request.set_item(item);
    return Ask<v1::ListConsumptionResponse>(request, ListConsumption);
  }

  Desk desk_;
};

TEST_F(MergeReadsTest, UseOfBothIsUseOfTheKeptItemBeforeAndAfterTheBooksFollow) {
  Post(Receipt(5, Line("rice", 100, "A")));
  Post(Receipt(5, Line("rise", 50, "A")));
  Post(Use(6, Line("rice", 10), kHappened));
  Post(Use(7, Line("rise", 5), kHappened));
  EXPECT_EQ(Used().lines_size(), 2);
  Merge();
  for (const bool followed : {false, true}) {
    if (followed) Follow();
    const v1::ListConsumptionResponse used = Used();
    ASSERT_EQ(used.lines_size(), 1) << followed;
    EXPECT_EQ(used.lines(0).item(), "items/rice");
    EXPECT_EQ(used.lines(0).received_quantity(), 150);
    EXPECT_EQ(used.lines(0).consumed_quantity(), 15);
    EXPECT_EQ(used.lines(0).closing_quantity(), 135);
    EXPECT_EQ(Used("items/rise").lines(0).item(), "items/rice");
  }
}

TEST_F(MergeReadsTest, OnlyTheDuplicateEverWasThere) {
  Post(Receipt(5, Line("rise", 50, "A")));
  Merge();
  const v1::ListConsumptionResponse used = Used();
  ASSERT_EQ(used.lines_size(), 1);
  EXPECT_EQ(used.lines(0).item(), "items/rice");
  Follow();
  EXPECT_EQ(Used().lines_size(), 1);
}

TEST_F(MergeReadsTest, EachCardTellsWhereTheStockWent) {
  Post(Receipt(5, Line("rise", 50, "A")));
  Merge();
  Follow();
  v1::GetStockCardRequest request;
  request.set_item("items/rise");
  v1::GetStockCardResponse card = Ask<v1::GetStockCardResponse>(request, GetStockCard);
  ASSERT_EQ(card.lines_size(), 2);
  EXPECT_EQ(card.lines(0).kind(), v1::MOVEMENT_KIND_MERGE);
  EXPECT_EQ(card.lines(0).out_quantity(), 50);
  EXPECT_EQ(card.lines(0).counterpart(), "items/rice");
  EXPECT_EQ(card.closing_quantity(), 0);
  request.set_item("items/rice");
  card = Ask<v1::GetStockCardResponse>(request, GetStockCard);
  ASSERT_EQ(card.lines_size(), 1);
  EXPECT_EQ(card.lines(0).in_quantity(), 50);
  EXPECT_EQ(card.lines(0).counterpart(), "items/rise");
  EXPECT_EQ(card.closing_quantity(), 50);
}

TEST_F(MergeReadsTest, TheBarcodeOfTheDuplicateFindsTheKeptItemInItsOwnPack) {
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name("items/rise");
  v1::Pack* sack = update.mutable_item()->add_packs();
  sack->set_name("sack");
  sack->set_quantity(25000);
  sack->set_gtin("09506000134352");
  update.mutable_update_mask()->add_paths("packs");
  ASSERT_TRUE(desk_.Update(update).ok());
  Merge();
  v1::ResolveScanRequest scan;
  scan.set_parent("facilities/f");
  scan.add_scans("(01)09506000134352");
  v1::ResolveScanResponse found;
  const absl::Status status = ResolveScan(*desk_.rows().Snapshot(), scan, desk_.now(), &found);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(found.item().name(), "items/rice");
  EXPECT_EQ(found.pack().quantity(), 25000);
  EXPECT_EQ(found.alias(), "items/rise");
  // It is taken: no other item may have it.
  update.mutable_item()->set_name("items/salt");
  update.clear_request_id();
  EXPECT_EQ(ReasonOf(desk_.Update(update).status()), Reason::ERROR_REASON_ALREADY_EXISTS);
}

TEST_F(MergeReadsTest, WhatIsOnItsWayUnderTheAliasArrivesAndMovesOn) {
  Post(Receipt(10, Line("rise", 40, "A")));
  v1::CreateTransferRequest sending = Sending(25);
  sending.mutable_transfer()->mutable_lines(0)->set_item("items/rise");
  const auto sent = desk_.Do(Dispatching(desk_.Do(sending)->transfer(), kOrder));
  ASSERT_TRUE(sent.ok()) << sent.status();
  v1::CreateTransferRequest planning = Sending(5);
  planning.mutable_transfer()->mutable_lines(0)->set_item("items/rise");
  const auto planned = desk_.Do(planning);
  ASSERT_TRUE(planned.ok()) << planned.status();
  Merge();
  Follow();
  const auto received = desk_.Do(Receiving(sent->transfer()));
  ASSERT_TRUE(received.ok()) << received.status();
  EXPECT_EQ(received->transfer().state(), v1::TRANSFER_STATE_RECEIVED);
  Follow();
  EXPECT_EQ(desk_.Total("g", "rise", "main", "A"), 0);
  EXPECT_EQ(desk_.Total("g", "rice", "main", "A"), 25);
  // What has not left leaves as the kept item.
  const auto left = desk_.Do(Dispatching(planned->transfer(), kOrder));
  ASSERT_TRUE(left.ok()) << left.status();
  EXPECT_EQ(left->transfer().waybill_lines(0).item(), "items/rice");
  EXPECT_EQ(desk_.Total("f", "rice", "main", "A"), 10);
}

}  // namespace
}  // namespace waystation::inventory
