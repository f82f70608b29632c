// Recalls, rule by rule, through the committer.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

class RecallTest : public ::testing::Test {
 protected:
  RecallTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("g", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    desk_.AddItem("salt");
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  v1::Recall Recall(const std::string& lot, const std::string& item = "rice") {
    auto response = desk_.Do(Recalling(item, lot));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->recall() : v1::Recall();
  }
  void Withdraw(const v1::Recall& recall) {
    v1::WithdrawRecallRequest request;
    request.set_name(recall.name());
    request.set_etag(recall.etag());
    request.set_decided_by("boss");
    request.set_note("lifted");
    EXPECT_TRUE(desk_.Do(request).ok());
  }
  v1::RecallAcknowledgement Acknowledge(const v1::Recall& recall, int64_t found,
                                        int64_t destroyed = 0, const std::string& at = "f") {
    v1::AcknowledgeRecallRequest request;
    request.set_name(recall.name());
    request.set_facility(FacilityName(at));
    request.mutable_acknowledgement()->set_found_quantity(found);
    request.mutable_acknowledgement()->set_destroyed_quantity(destroyed);
    const auto response = desk_.Do(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->acknowledgement() : v1::RecallAcknowledgement();
  }
  // Of the only facility that the recall concerns.
  v1::RecallSite OnlySite(const v1::Recall& recall) {
    const v1::GetRecallProgressResponse progress = desk_.Progress(recall.name());
    EXPECT_EQ(progress.sites_size(), 1) << progress.DebugString();
    return progress.sites_size() == 1 ? progress.sites(0) : v1::RecallSite();
  }
  v1::ProposeIssueResponse Propose(int64_t quantity) {
    v1::ProposeIssueRequest request;
    request.set_parent("facilities/f");
    request.set_item("items/rice");
    request.set_quantity(quantity);
    v1::ProposeIssueResponse response;
    const auto rows = desk_.rows().Snapshot();
    EXPECT_TRUE(ProposeIssue(*rows, request, desk_.now(), &response).ok());
    return response;
  }
  v1::ListRecallsResponse List(const v1::ListRecallsRequest& request, const Page& page = {"", 50}) {
    v1::ListRecallsResponse response;
    const auto rows = desk_.rows().Snapshot();
    const auto next = ListRecalls(*rows, request, page, &response);
    EXPECT_TRUE(next.ok()) << next.status();
    if (next.ok()) next_ = *next;
    return response;
  }

  Desk desk_;
  std::string next_;
};

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

TEST_F(RecallTest, AnOrderOfUseIsRefusedAndAnotherLotIsProposed) {
  Must(Receipt(10, WithUseBy(Line("rice", 100, "A"), 25)));
  Must(Receipt(10, WithUseBy(Line("rice", 50, "B"), 30)));
  const v1::Recall recall = Recall("A");
  EXPECT_EQ(recall.number(), "RCL-0001");
  const absl::Status refused = desk_.Post(Use(20, Line("rice", 5, "A"), kOrder)).status();
  EXPECT_REASON(refused, LOT_RECALLED);
  EXPECT_EQ(ErrorVariable(refused, "recall"), recall.name());
  EXPECT_EQ(ErrorVariable(refused, "lot"), "A");
  const v1::ProposeIssueResponse proposal = Propose(60);
  ASSERT_EQ(proposal.lots_size(), 1);
  EXPECT_EQ(proposal.lots(0).lot(), "B");
  EXPECT_EQ(proposal.missing_quantity(), 10);
  EXPECT_EQ(proposal.recalled_quantity(), 100);
  EXPECT_EQ(Must(Use(20, Line("rice", 50), kOrder)).movement().legs(0).lot(), "B");
  EXPECT_REASON(desk_.Post(Use(20, Line("rice", 1), kOrder)).status(), NOT_ENOUGH_STOCK);
}

TEST_F(RecallTest, ARecallIsOfOneItemOnly) {
  Must(Receipt(10, Line("salt", 10, "A")));
  Recall("A", "rice");
  EXPECT_TRUE(desk_.Post(Use(20, Line("salt", 5, "A"), kOrder)).ok());
}

TEST_F(RecallTest, WhatIsNoUseStaysPossible) {
  Must(Receipt(10, Line("rice", 100, "A")));
  Recall("A");
  v1::CreateMovementRequest apart =
      MovementOf(v1::MOVEMENT_KIND_QUARANTINE, 20, Line("rice", 60, "A"), kOrder);
  apart.mutable_movement()->set_quarantine_reason(v1::QUARANTINE_REASON_RECALL);
  EXPECT_EQ(Must(apart).exceptions_size(), 0);
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 20, Line("rice", 10, "A"), kOrder);
  move.mutable_movement()->set_to_place("locked-room");
  EXPECT_EQ(Must(move).exceptions_size(), 0);
  v1::CreateMovementRequest waste =
      MovementOf(v1::MOVEMENT_KIND_WASTE, 20, Line("rice", 5, "A"), kOrder);
  waste.mutable_movement()->set_waste_reason(v1::WASTE_REASON_RECALLED);
  EXPECT_EQ(Must(waste).exceptions_size(), 0);
  v1::CreateMovementRequest unused =
      MovementOf(v1::MOVEMENT_KIND_RETURN, 20, Line("rice", 1, "A"), kOrder);
  unused.mutable_movement()->set_purpose(v1::PURPOSE_MEALS);
  EXPECT_EQ(Must(unused).exceptions_size(), 0);
}

TEST_F(RecallTest, AFactOfUseIsRecordedAndFlagged) {
  Must(Receipt(10, WithUseBy(Line("rice", 100, "A"), 25)));
  Must(Receipt(10, WithUseBy(Line("rice", 50, "B"), 30)));
  const v1::Recall recall = Recall("A");
  const auto use = Must(Use(20, Line("rice", 5, "A"), kHappened));
  ASSERT_EQ(use.exceptions_size(), 1);
  const v1::Exception& exception = use.exceptions(0);
  EXPECT_EQ(exception.kind(), v1::EXCEPTION_KIND_RECALLED_LOT_USED);
  EXPECT_EQ(exception.recall(), recall.name());
  EXPECT_EQ(exception.quantity(), 5);
  EXPECT_EQ(exception.last_resort(), "");
  // Where no lot is named the good ones went first.
  const auto unnamed = Must(Use(20, Line("rice", 60), kHappened));
  ASSERT_EQ(unnamed.movement().legs_size(), 2);
  EXPECT_EQ(unnamed.movement().legs(0).lot(), "B");
  ASSERT_EQ(unnamed.exceptions_size(), 1);
  EXPECT_EQ(unnamed.exceptions(0).quantity(), 10);
}

TEST_F(RecallTest, TheLastResortIsRecordedWithNameAndReason) {
  Must(Receipt(10, Line("rice", 100, "A")));
  Recall("A");
  v1::CreateMovementRequest use = Use(20, Line("rice", 5, "A"), kOrder);
  use.mutable_movement()->set_last_resort("nothing else stops the bleeding");
  use.mutable_movement()->set_decided_by("surgeon-2");
  const auto used = Must(use);
  ASSERT_EQ(used.exceptions_size(), 1);
  EXPECT_EQ(used.exceptions(0).last_resort(), "nothing else stops the bleeding");
  EXPECT_EQ(used.exceptions(0).decided_by(), "surgeon-2");
  EXPECT_EQ(used.exceptions(0).owner(), "person-1");
  EXPECT_EQ(used.movement().last_resort(), "nothing else stops the bleeding");
  // It opens no other lot than the one named.
  use.mutable_movement()->mutable_lines(0)->clear_lot();
  EXPECT_REASON(desk_.Post(use).status(), NOT_ENOUGH_STOCK);
}

TEST_F(RecallTest, AReceiptOfARecalledLotIsRecordedAndFlagged) {
  const v1::Recall recall = Recall("A");
  const auto receipt = Must(Receipt(20, Line("rice", 7, "A"), kOrder));
  ASSERT_EQ(receipt.exceptions_size(), 1);
  EXPECT_EQ(receipt.exceptions(0).kind(), v1::EXCEPTION_KIND_RECALLED_LOT_RECEIVED);
  EXPECT_EQ(receipt.exceptions(0).recall(), recall.name());
  EXPECT_EQ(Must(Receipt(20, Line("rice", 7, "B"))).exceptions_size(), 0);
}

TEST_F(RecallTest, WithdrawnItBlocksNoLongerUnlessAnotherDoes) {
  Must(Receipt(10, Line("rice", 100, "A")));
  const v1::Recall first = Recall("A");
  const v1::Recall second = Recall("A");
  EXPECT_EQ(second.number(), "RCL-0002");
  Withdraw(first);
  const absl::Status refused = desk_.Post(Use(20, Line("rice", 5, "A"), kOrder)).status();
  EXPECT_EQ(ErrorVariable(refused, "recall"), second.name());
  Withdraw(second);
  EXPECT_TRUE(desk_.Post(Use(20, Line("rice", 5, "A"), kOrder)).ok());
}

TEST_F(RecallTest, TheStateAndTheEtagGuardAWithdrawal) {
  const v1::Recall recall = Recall("A");
  v1::WithdrawRecallRequest request;
  request.set_name("recalls/rcl-0001");
  request.set_decided_by("boss");
  request.set_etag("old");
  EXPECT_REASON(desk_.Do(request).status(), ETAG_MISMATCH);
  request.clear_etag();
  EXPECT_TRUE(desk_.Do(request).ok());
  EXPECT_REASON(desk_.Do(request).status(), WRONG_STATE);
  request.set_name("recalls/rcl-0002");
  EXPECT_REASON(desk_.Do(request).status(), NOT_KNOWN);
}

TEST_F(RecallTest, StockIsMarkedAndCountedApart) {
  Must(Receipt(10, Line("rice", 100, "A")));
  Must(Receipt(10, Line("rice", 50, "B")));
  const v1::Recall recall = Recall("A");
  v1::ListStockRequest list;
  list.set_facility("facilities/f");
  v1::ListStockResponse stock;
  const auto rows = desk_.rows().Snapshot();
  ASSERT_TRUE(ListStock(*rows, list, {"", 50}, desk_.now(), &stock).ok());
  ASSERT_EQ(stock.lines_size(), 2);
  EXPECT_THAT(stock.lines(0).recalls(), ElementsAre(recall.name()));
  EXPECT_THAT(stock.lines(1).recalls(), ElementsAre());
  v1::GetStockBalanceRequest ask;
  ask.set_facility("facilities/f");
  ask.set_item("items/rice");
  v1::GetStockBalanceResponse balance;
  ASSERT_TRUE(GetStockBalance(*rows, ask, desk_.now(), &balance).ok());
  EXPECT_EQ(balance.closing_quantity(), 150);
  EXPECT_EQ(balance.recalled_quantity(), 100);
}

TEST_F(RecallTest, ProgressTellsWhereItCameFromAndWent) {
  Must(Receipt(10, Line("rice", 100, "A")));
  const auto meals = Must(Use(11, Line("rice", 30, "A"), kHappened));
  v1::CreateMovementRequest care = Use(11, Line("rice", 20, "A"), kHappened);
  care.mutable_movement()->set_purpose(v1::PURPOSE_PATIENT_CARE);
  Must(care);
  v1::CreateMovementRequest unused =
      MovementOf(v1::MOVEMENT_KIND_RETURN, 12, Line("rice", 5, "A"), kHappened);
  unused.mutable_movement()->set_purpose(v1::PURPOSE_PATIENT_CARE);
  Must(unused);
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 13, Line("rice", 10, "A"), kHappened);
  move.mutable_movement()->set_to_place("ward");
  Must(move);
  v1::CreateMovementRequest waste =
      MovementOf(v1::MOVEMENT_KIND_WASTE, 14, Line("rice", 3, "A"), kHappened);
  waste.mutable_movement()->set_waste_reason(v1::WASTE_REASON_SPOILED);
  Must(waste);
  Must(Receipt(10, Line("rice", 44, "B")));
  const v1::Recall recall = Recall("A");
  v1::RecallSite site = OnlySite(recall);
  EXPECT_EQ(site.facility(), "facilities/f");
  EXPECT_EQ(site.received_quantity(), 100);
  EXPECT_EQ(site.used_quantity(), 45);
  ASSERT_EQ(site.uses_size(), 2);
  EXPECT_EQ(site.uses(0).purpose(), v1::PURPOSE_PATIENT_CARE);
  EXPECT_EQ(site.uses(0).quantity(), 15);
  EXPECT_EQ(site.uses(1).quantity(), 30);
  EXPECT_EQ(site.wasted_quantity(), 3);
  EXPECT_EQ(site.in_books_quantity(), 52);
  ASSERT_EQ(site.places_size(), 2);
  EXPECT_EQ(site.places(0).place(), "main");
  EXPECT_EQ(site.places(0).quantity(), 42);
  EXPECT_EQ(site.places(1).place(), "ward");
  // What was wasted before the recall can't be found any more.
  EXPECT_EQ(site.expected_quantity(), 52);
  EXPECT_FALSE(site.has_acknowledgement());
  // A reversal takes back the use for its own purpose.
  ASSERT_TRUE(desk_.Reverse(ReversalOf(meals.movement(), kHappened)).ok());
  site = OnlySite(recall);
  ASSERT_EQ(site.uses_size(), 1);
  EXPECT_EQ(site.used_quantity(), 15);
  EXPECT_EQ(site.in_books_quantity(), 82);
}

TEST_F(RecallTest, WhatIsMissingIsMeasuredAgainstTheBooksOfThatTime) {
  Must(Receipt(10, Line("rice", 100, "A")));
  const v1::Recall recall = Recall("A");
  // Destroyed and booked before it was acknowledged: found, and not missing.
  v1::CreateMovementRequest waste =
      MovementOf(v1::MOVEMENT_KIND_WASTE, 20, Line("rice", 60, "A"), kHappened);
  waste.mutable_movement()->set_waste_reason(v1::WASTE_REASON_RECALLED);
  Must(waste);
  v1::RecallAcknowledgement told = Acknowledge(recall, 90, 60);
  EXPECT_EQ(told.expected_quantity(), 100);
  EXPECT_EQ(told.missing_quantity(), 10);
  // What is missing stays so once the books know.
  Must(MovementOf(v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, 20, Line("rice", 10, "A"), kHappened));
  EXPECT_EQ(OnlySite(recall).acknowledgement().missing_quantity(), 10);
  EXPECT_EQ(OnlySite(recall).expected_quantity(), 100);
  // The latest counts.
  told = Acknowledge(recall, 104);
  EXPECT_EQ(told.missing_quantity(), 0);
  EXPECT_EQ(told.unexpected_quantity(), 4);
  EXPECT_EQ(OnlySite(recall).acknowledgement().found_quantity(), 104);
}

TEST_F(RecallTest, EverySiteIsThereAlsoOneThatHasNothingLeft) {
  Must(Receipt(10, Line("rice", 100, "A")));
  v1::CreateMovementRequest at_g = Receipt(10, Line("rice", 8, "A"));
  at_g.set_parent("facilities/g");
  Must(at_g);
  v1::CreateMovementRequest used = Use(11, Line("rice", 8, "A"), kHappened);
  used.set_parent("facilities/g");
  Must(used);
  const v1::Recall recall = Recall("A");
  v1::GetRecallProgressResponse progress = desk_.Progress(recall.name());
  ASSERT_EQ(progress.sites_size(), 2);
  EXPECT_EQ(progress.sites(1).facility(), "facilities/g");
  EXPECT_EQ(progress.sites(1).in_books_quantity(), 0);
  EXPECT_EQ(progress.used_quantity(), 8);
  EXPECT_EQ(progress.in_books_quantity(), 100);
  EXPECT_EQ(progress.not_acknowledged_count(), 2);
  Acknowledge(recall, 97, 0, "f");
  Acknowledge(recall, 0, 0, "g");
  progress = desk_.Progress(recall.name());
  EXPECT_EQ(progress.not_acknowledged_count(), 0);
  EXPECT_EQ(progress.found_quantity(), 97);
  EXPECT_EQ(progress.missing_quantity(), 3);
  // A site that acknowledges is one, whatever its books say.
  const v1::Recall nobodys = Recall("Z");
  EXPECT_EQ(desk_.Progress(nobodys.name()).sites_size(), 0);
  Acknowledge(nobodys, 2, 0, "g");
  EXPECT_EQ(OnlySite(nobodys).acknowledgement().unexpected_quantity(), 2);
}

TEST_F(RecallTest, ListsAreNewestFirstAndOfAFacilityOnlyWhatConcernsIt) {
  Must(Receipt(10, Line("rice", 100, "A")));
  const v1::Recall first = Recall("A");
  const v1::Recall second = Recall("B");
  v1::ListRecallsRequest request;
  v1::ListRecallsResponse all = List(request, {"", 1});
  ASSERT_EQ(all.entries_size(), 1);
  EXPECT_EQ(all.entries(0).recall().name(), second.name());
  EXPECT_FALSE(all.entries(0).has_site());
  all = List(request, {next_, 1});
  ASSERT_EQ(all.entries_size(), 1);
  EXPECT_EQ(all.entries(0).recall().name(), first.name());
  request.set_facility("facilities/f");
  request.set_not_acknowledged(true);
  const v1::ListRecallsResponse here = List(request);
  ASSERT_EQ(here.entries_size(), 1);
  EXPECT_EQ(here.entries(0).recall().name(), first.name());
  EXPECT_EQ(here.entries(0).site().in_books_quantity(), 100);
  Acknowledge(first, 100);
  EXPECT_EQ(List(request).entries_size(), 0);
  request.set_not_acknowledged(false);
  EXPECT_EQ(List(request).entries_size(), 1);
  Withdraw(first);
  request.set_state(v1::RECALL_STATE_OPEN);
  EXPECT_EQ(List(request).entries_size(), 0);
}

}  // namespace
}  // namespace waystation::inventory
