// The rules of the ledger, one by one, through the committer.
#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

class RulesTest : public ::testing::Test {
 protected:
  RulesTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("shut", facility::v1::FACILITY_STATE_CLOSED);
    desk_.AddItem("rice");
    desk_.AddItem("salt");
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  absl::Status Refusal(const v1::CreateMovementRequest& request) {
    return desk_.Post(request).status();
  }
  int64_t Rice(const std::string& lot) { return desk_.Total("f", "rice", "main", lot); }
  // The only exception that a movement opened or changed.
  static v1::Exception Only(const v1::CreateMovementResponse& response) {
    EXPECT_EQ(response.exceptions_size(), 1) << response.DebugString();
    return response.exceptions_size() == 1 ? response.exceptions(0) : v1::Exception();
  }

  Desk desk_;
};

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

TEST_F(RulesTest, ReceiptThenUseMovesStockBetweenTwoAccounts) {
  const auto receipt = Must(Receipt(10, WithUseBy(Line("rice", 100, "A"), 30)));
  ASSERT_EQ(receipt.movement().legs_size(), 1);
  EXPECT_EQ(receipt.movement().legs(0).from().kind(), v1::ACCOUNT_KIND_SOURCE);
  EXPECT_EQ(receipt.movement().legs(0).to().place(), "main");
  const auto use = Must(Use(11, Line("rice", 30), kOrder));
  ASSERT_EQ(use.movement().legs_size(), 1);
  EXPECT_EQ(use.movement().legs(0).lot(), "A");
  EXPECT_EQ(use.movement().legs(0).to().kind(), v1::ACCOUNT_KIND_CONSUMED);
  EXPECT_EQ(use.movement().legs(0).expiry_date().day(), 30);
  EXPECT_EQ(Rice("A"), 70);
  EXPECT_EQ(desk_.Balance("f", "rice", MarchDate(9)), 0);
  EXPECT_EQ(desk_.Balance("f", "rice", MarchDate(10)), 100);
  EXPECT_EQ(desk_.Balance("f", "rice", MarchDate(11)), 70);
}

TEST_F(RulesTest, IssueToAPlaceIsAMove) {
  Must(Receipt(10, Line("rice", 100, "A")));
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 11, Line("rice", 40), kOrder);
  move.mutable_movement()->set_to_place("ward-1");
  Must(move);
  EXPECT_EQ(Rice("A"), 60);
  EXPECT_EQ(desk_.Total("f", "rice", "ward-1", "A"), 40);
  EXPECT_EQ(desk_.Balance("f", "rice", MarchDate(11)), 100);
}

TEST_F(RulesTest, TheDayIsTheFacilitysOwn) {
  v1::CreateMovementRequest receipt = Receipt(10, Line("rice", 1));
  // 22:30 on the 10th in UTC is 02:30 on the 11th in Baku.
  *receipt.mutable_movement()->mutable_happened_time() =
      TimestampOf(Noon(10) + absl::Hours(14) + absl::Minutes(30));
  EXPECT_EQ(Must(receipt).movement().day().day(), 11);
}

TEST_F(RulesTest, ReceiptsOfADayCountBeforeItsIssues) {
  v1::CreateMovementRequest late = Receipt(10, Line("rice", 5));
  *late.mutable_movement()->mutable_happened_time() = TimestampOf(Noon(10) + absl::Hours(5));
  Must(late);
  EXPECT_TRUE(desk_.Post(Use(10, Line("rice", 5), kOrder)).ok());
}

TEST_F(RulesTest, AnOrderForMoreThanIsThereNamesDayAndFigure) {
  Must(Receipt(10, Line("rice", 100, "A")));
  const absl::Status status = Refusal(Use(12, Line("rice", 101, "A"), kOrder));
  EXPECT_REASON(status, NOT_ENOUGH_STOCK);
  EXPECT_EQ(ErrorVariable(status, "available"), "100");
  EXPECT_EQ(ErrorVariable(status, "wanted"), "101");
  EXPECT_EQ(ErrorVariable(status, "day"), "2026-03-12");
  EXPECT_EQ(Rice("A"), 100);
}

TEST_F(RulesTest, AnOrderThatALaterDayCantSpareIsRefusedWithThatDay) {
  Must(Receipt(10, Line("rice", 100, "A")));
  Must(Use(15, Line("rice", 80, "A"), kOrder));
  for (const char* lot : {"A", ""}) {
    const absl::Status status = Refusal(Use(12, Line("rice", 30, lot), kOrder));
    EXPECT_REASON(status, NOT_ENOUGH_STOCK);
    EXPECT_EQ(ErrorVariable(status, "available"), "20");
    EXPECT_EQ(ErrorVariable(status, "day"), "2026-03-15");
  }
}

TEST_F(RulesTest, ManyLinesAreAllOrNone) {
  Must(Receipt(10, Line("rice", 100, "A")));
  v1::CreateMovementRequest use = Use(12, Line("rice", 60), kOrder);
  *use.mutable_movement()->add_lines() = Line("rice", 60);
  EXPECT_REASON(Refusal(use), NOT_ENOUGH_STOCK);
  EXPECT_EQ(Rice("A"), 100);
}

TEST_F(RulesTest, AFactForMoreThanIsThereOpensAShortfall) {
  Must(Receipt(10, Line("rice", 100, "A")));
  const auto use = Must(Use(12, Line("rice", 130, "A"), kHappened));
  const v1::Exception shortfall = Only(use);
  EXPECT_EQ(shortfall.kind(), v1::EXCEPTION_KIND_SHORTFALL);
  EXPECT_EQ(shortfall.outstanding_quantity(), 30);
  EXPECT_EQ(shortfall.owner(), "person-1");
  ASSERT_EQ(use.movement().legs_size(), 2);
  EXPECT_EQ(use.movement().legs(0).from().kind(), v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  EXPECT_EQ(use.movement().legs(0).difference_of(), shortfall.name());
  EXPECT_EQ(use.movement().legs(1).quantity(), 130);
  EXPECT_EQ(Rice("A"), 0);
}

TEST_F(RulesTest, AFactWithNothingThereGoesToLotUnknownOrTheLotNamed) {
  EXPECT_EQ(Only(Must(Use(12, Line("rice", 5), kHappened))).lot(), "unknown");
  EXPECT_EQ(Only(Must(Use(12, Line("rice", 5, "Z"), kHappened))).lot(), "Z");
  EXPECT_REASON(Refusal(Use(12, Line("salt", 5, "Z"), kOrder)), NOT_KNOWN);
}

TEST_F(RulesTest, AShortfallWithoutALotNamedFallsOnTheLastLotProposed) {
  Must(Receipt(10, WithUseBy(Line("rice", 10, "A"), 28)));
  Must(Receipt(10, WithUseBy(Line("rice", 10, "B"), 29)));
  const auto use = Must(Use(12, Line("rice", 25), kHappened));
  EXPECT_EQ(Only(use).lot(), "B");
  EXPECT_FALSE(Only(use).lot_named());
  EXPECT_EQ(Only(use).quantity(), 5);
  EXPECT_EQ(Rice("A") + Rice("B"), 0);
}

TEST_F(RulesTest, AnEarlierReceiptEnteredLaterCoversAndCloses) {
  const v1::Exception shortfall = Only(Must(Use(12, Line("rice", 30), kHappened)));
  const auto first = Must(Receipt(11, Line("rice", 10, "A")));
  EXPECT_EQ(Only(first).outstanding_quantity(), 20);
  EXPECT_EQ(Only(first).state(), v1::EXCEPTION_STATE_OPEN);
  EXPECT_EQ(Rice("A"), 0);
  // The cover counts on the day of the shortfall.
  EXPECT_EQ(desk_.Balance("f", "rice", MarchDate(11)), 10);
  const auto second = Must(Receipt(12, Line("rice", 50, "B")));
  EXPECT_EQ(Only(second).state(), v1::EXCEPTION_STATE_CLOSED);
  EXPECT_EQ(Only(second).end(), v1::EXCEPTION_END_COVERED);
  EXPECT_EQ(Only(second).name(), shortfall.name());
  EXPECT_EQ(Rice("B"), 30);
  EXPECT_EQ(Must(Receipt(11, Line("rice", 1, "C"))).exceptions_size(), 0);
}

TEST_F(RulesTest, WhatDoesNotCover) {
  Must(Use(12, Line("rice", 30, "A"), kHappened));
  EXPECT_EQ(Must(Receipt(13, Line("rice", 9, "A"))).exceptions_size(), 0) << "a later day";
  EXPECT_EQ(Must(Receipt(11, Line("rice", 9, "B"))).exceptions_size(), 0) << "another lot";
  EXPECT_EQ(Must(Receipt(11, Line("rice", 9, "A", "ward"))).exceptions_size(), 0) << "place";
  EXPECT_EQ(Must(Receipt(11, Line("salt", 9, "A"))).exceptions_size(), 0) << "item";
  const auto gain =
      Must(MovementOf(v1::MOVEMENT_KIND_ADJUSTMENT_GAIN, 12, Line("rice", 9, "A"), kHappened));
  EXPECT_EQ(Only(gain).outstanding_quantity(), 21) << "a gain covers";
}

TEST_F(RulesTest, TheOldestShortfallIsCoveredFirst) {
  Must(Use(14, Line("rice", 5), kHappened));
  Must(Use(12, Line("rice", 5), kHappened));
  const auto receipt = Must(Receipt(11, Line("rice", 7)));
  ASSERT_EQ(receipt.exceptions_size(), 2);
  EXPECT_EQ(receipt.exceptions(0).day().day(), 12);
  EXPECT_EQ(receipt.exceptions(0).outstanding_quantity(), 0);
  EXPECT_EQ(receipt.exceptions(1).outstanding_quantity(), 3);
}

TEST_F(RulesTest, ExpiredLots) {
  Must(Receipt(10, WithUseBy(Line("rice", 10, "old"), 14)));
  EXPECT_TRUE(desk_.Post(Use(14, Line("rice", 1, "old"), kOrder)).ok()) << "the last good day";
  const absl::Status named = Refusal(Use(15, Line("rice", 1, "old"), kOrder));
  EXPECT_REASON(named, LOT_EXPIRED);
  EXPECT_EQ(ErrorVariable(named, "expiry_date"), "2026-03-14");
  EXPECT_REASON(Refusal(Use(15, Line("rice", 1), kOrder)), NOT_ENOUGH_STOCK);
  const v1::Exception used = Only(Must(Use(15, Line("rice", 2), kHappened)));
  EXPECT_EQ(used.kind(), v1::EXCEPTION_KIND_EXPIRED_LOT_USED);
  EXPECT_EQ(used.quantity(), 2);
  v1::CreateMovementRequest waste =
      MovementOf(v1::MOVEMENT_KIND_WASTE, 16, Line("rice", 7), kOrder);
  waste.mutable_movement()->set_waste_reason(v1::WASTE_REASON_EXPIRED);
  EXPECT_EQ(Must(waste).exceptions_size(), 0);
  EXPECT_EQ(Rice("old"), 0);
}

TEST_F(RulesTest, PastBestBeforeIsOrderedByNameOnly) {
  Must(Receipt(10, WithBestBefore(Line("rice", 10, "B"), 14)));
  EXPECT_REASON(Refusal(Use(15, Line("rice", 1), kOrder)), NOT_ENOUGH_STOCK);
  EXPECT_TRUE(desk_.Post(Use(15, Line("rice", 1, "B"), kOrder)).ok());
  EXPECT_EQ(Must(Use(15, Line("rice", 1), kHappened)).exceptions_size(), 0);
}

TEST_F(RulesTest, ALotWithAnotherDate) {
  Must(Receipt(10, WithUseBy(Line("rice", 10, "A"), 20)));
  const absl::Status refused = Refusal(Receipt(11, WithUseBy(Line("rice", 5, "A"), 18), kOrder));
  EXPECT_REASON(refused, LOT_DATE_DISAGREES);
  EXPECT_EQ(ErrorVariable(refused, "recorded_expiry_date"), "2026-03-20");
  const auto receipt = Must(Receipt(11, WithUseBy(Line("rice", 5, "A"), 18)));
  EXPECT_EQ(Only(receipt).kind(), v1::EXCEPTION_KIND_LOT_DATE_DISAGREES);
  EXPECT_EQ(Only(receipt).recorded_expiry_date().day(), 20);
  EXPECT_EQ(Only(receipt).entered_expiry_date().day(), 18);
  EXPECT_EQ(receipt.movement().legs(0).expiry_date().day(), 18);
  const auto later = Must(Receipt(11, WithUseBy(Line("rice", 5, "A"), 25)));
  EXPECT_EQ(later.movement().legs(0).expiry_date().day(), 18) << "the stricter is kept";
}

TEST_F(RulesTest, FutureTime) {
  EXPECT_TRUE(desk_.Post(Receipt(20, Line("rice", 1), kOrder)).ok());
  desk_.SetNow(Noon(20) - absl::Minutes(9));
  EXPECT_TRUE(desk_.Post(Receipt(20, Line("rice", 1), kOrder)).ok()) << "within the tolerance";
  EXPECT_REASON(Refusal(Receipt(21, Line("rice", 1), kOrder)), TIME_OUT_OF_RANGE);
  const auto fact = Must(Receipt(25, Line("rice", 1)));
  EXPECT_EQ(Only(fact).kind(), v1::EXCEPTION_KIND_FUTURE_TIME);
  EXPECT_EQ(TimeOf(Only(fact).entered_time()), Noon(25));
  EXPECT_EQ(fact.movement().day().day(), 20);
  EXPECT_EQ(TimeOf(fact.movement().happened_time()), Noon(25)) << "kept as entered";
}

TEST_F(RulesTest, TooOldCountsFromTheLatestOfTheFacility) {
  v1::CreateMovementRequest opening = Receipt(1, Line("rice", 1), kOrder);
  *opening.mutable_movement()->mutable_happened_time() =
      TimestampOf(Noon(19) - absl::Hours(24 * 900));
  EXPECT_TRUE(desk_.Post(opening).ok()) << "nothing before the first";
  Must(Receipt(19, Line("rice", 1)));
  *opening.mutable_movement()->mutable_happened_time() =
      TimestampOf(Noon(19) - absl::Hours(24 * 400));
  EXPECT_TRUE(desk_.Post(opening).ok());
  *opening.mutable_movement()->mutable_happened_time() =
      TimestampOf(Noon(19) - absl::Hours(24 * 400) - absl::Seconds(1));
  EXPECT_REASON(Refusal(opening), TIME_OUT_OF_RANGE);
  opening.mutable_movement()->set_intent(kHappened);
  EXPECT_EQ(Only(Must(opening)).kind(), v1::EXCEPTION_KIND_TIME_TOO_OLD);
  opening.mutable_movement()->set_opening_history(true);
  EXPECT_TRUE(Must(opening).exceptions().empty()) << "history is as old as it is";
}

TEST_F(RulesTest, FacilityNotOpen) {
  v1::CreateMovementRequest request = Receipt(10, Line("rice", 1), kOrder);
  request.set_parent("facilities/shut");
  const absl::Status status = Refusal(request);
  EXPECT_REASON(status, WRONG_STATE);
  EXPECT_EQ(ErrorVariable(status, "state"), "CLOSED");
  request.mutable_movement()->set_intent(kHappened);
  EXPECT_EQ(Only(Must(request)).kind(), v1::EXCEPTION_KIND_FACILITY_NOT_OPEN);
  EXPECT_EQ(desk_.Total("shut", "rice", "main", "none"), 1);
}

TEST_F(RulesTest, UnknownIsAlwaysRefused) {
  for (const v1::Intent intent : {kOrder, kHappened}) {
    v1::CreateMovementRequest request = Receipt(10, Line("rice", 1), intent);
    request.set_parent("facilities/nowhere");
    EXPECT_EQ(ErrorVariable(Refusal(request), "resource"), "facilities/nowhere");
    const absl::Status item = Refusal(Receipt(10, Line("gold", 1), intent));
    EXPECT_REASON(item, NOT_KNOWN);
    EXPECT_EQ(ErrorVariable(item, "resource"), "items/gold");
  }
}

TEST_F(RulesTest, OverflowIsAlwaysRefusedAndCanBeTakenBack) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const auto all = Must(Receipt(10, Line("rice", kMost)));
  EXPECT_REASON(Refusal(Receipt(10, Line("rice", 1))), QUANTITY_OVERFLOW);
  EXPECT_REASON(Refusal(Receipt(10, Line("rice", 1, "B"), kOrder)), QUANTITY_OVERFLOW);
  v1::CreateMovementRequest two = Receipt(10, Line("salt", kMost));
  *two.mutable_movement()->add_lines() = Line("salt", 1);
  EXPECT_REASON(Refusal(two), QUANTITY_OVERFLOW);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(all.movement(), kOrder)).ok());
  EXPECT_TRUE(desk_.Post(Receipt(10, Line("rice", kMost))).ok());
}

v1::CreateMovementRequest Numbered(v1::CreateMovementRequest request, const std::string& number,
                                   const std::string& source) {
  request.mutable_movement()->set_document_number(number);
  request.mutable_movement()->set_source(source);
  return request;
}

TEST_F(RulesTest, ARepeatedDocumentNumberIsHeldAndCanBePostedOrDropped) {
  const auto first = Must(Numbered(Receipt(10, Line("rice", 5)), "W-1", "donor"));
  EXPECT_TRUE(desk_.Post(Numbered(Receipt(10, Line("rice", 1)), "W-1", "other")).ok());
  const absl::Status refused =
      Refusal(Numbered(Receipt(10, Line("rice", 5), kOrder), "W-1", "donor"));
  EXPECT_REASON(refused, DOCUMENT_NUMBER_REPEATED);
  EXPECT_EQ(ErrorVariable(refused, "movement"), first.movement().name());

  const auto held = Must(Numbered(Receipt(11, Line("rice", 7)), "W-1", "donor"));
  EXPECT_TRUE(held.held());
  EXPECT_EQ(held.movement().name(), first.movement().name());
  EXPECT_EQ(Rice("none"), 6);
  const auto posted = desk_.Resolve(Resolving(Only(held), v1::RESOLUTION_POST));
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_EQ(posted->posted_movement(), Only(held).movement());
  EXPECT_EQ(posted->exception().end(), v1::EXCEPTION_END_POSTED);
  EXPECT_EQ(Rice("none"), 13);
  EXPECT_REASON(desk_.Resolve(Resolving(Only(held), v1::RESOLUTION_CLOSE)).status(), WRONG_STATE);

  const auto again = Must(Numbered(Receipt(11, Line("rice", 7)), "W-1", "donor"));
  EXPECT_TRUE(desk_.Resolve(Resolving(Only(again), v1::RESOLUTION_CLOSE)).ok());
  EXPECT_EQ(Rice("none"), 13);
  v1::Movement dropped;
  dropped.set_name(Only(again).movement());
  EXPECT_REASON(desk_.Reverse(ReversalOf(dropped, kOrder)).status(), WRONG_STATE);
}

TEST_F(RulesTest, PostIsForHeldMovementsOnly) {
  const v1::Exception shortfall = Only(Must(Use(12, Line("rice", 5), kHappened)));
  EXPECT_REASON(desk_.Resolve(Resolving(shortfall, v1::RESOLUTION_POST)).status(), INVALID_FIELD);
  EXPECT_TRUE(desk_.Resolve(Resolving(shortfall, v1::RESOLUTION_CLOSE)).ok());
  EXPECT_EQ(Must(Receipt(11, Line("rice", 5))).exceptions_size(), 0) << "closed is not covered";
}

TEST_F(RulesTest, ReversalPutsBackOnTheSameDayAndFreesTheNumber) {
  const auto receipt = Must(Numbered(Receipt(10, Line("rice", 5)), "W-1", "donor"));
  const auto reversal = desk_.Reverse(ReversalOf(receipt.movement(), kOrder));
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  EXPECT_EQ(reversal->movement().legs(0).day().day(), 10);
  EXPECT_EQ(desk_.Balance("f", "rice", MarchDate(10)), 0);
  const absl::Status again = desk_.Reverse(ReversalOf(receipt.movement(), kOrder)).status();
  EXPECT_REASON(again, ALREADY_REVERSED);
  EXPECT_EQ(ErrorVariable(again, "reversed_by"), reversal->movement().name());
  EXPECT_REASON(desk_.Reverse(ReversalOf(reversal->movement(), kOrder)).status(),
                REVERSAL_NOT_REVERSIBLE);
  EXPECT_FALSE(Must(Numbered(Receipt(10, Line("rice", 6)), "W-1", "donor")).held());
}

TEST_F(RulesTest, ReversingAReceiptThatWasUsed) {
  const auto receipt = Must(Receipt(10, Line("rice", 50, "A")));
  Must(Use(12, Line("rice", 20, "A"), kOrder));
  const absl::Status refused = desk_.Reverse(ReversalOf(receipt.movement(), kOrder)).status();
  EXPECT_REASON(refused, NOT_ENOUGH_STOCK);
  EXPECT_EQ(ErrorVariable(refused, "available"), "30");
  EXPECT_EQ(ErrorVariable(refused, "day"), "2026-03-12");
  const auto reversal = desk_.Reverse(ReversalOf(receipt.movement(), kHappened));
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  ASSERT_EQ(reversal->exceptions_size(), 1);
  EXPECT_EQ(reversal->exceptions(0).kind(), v1::EXCEPTION_KIND_SHORTFALL);
  EXPECT_EQ(reversal->exceptions(0).quantity(), 20);
  EXPECT_EQ(Rice("A"), 0);
  EXPECT_EQ(Only(Must(Receipt(9, Line("rice", 20, "A")))).end(), v1::EXCEPTION_END_COVERED);
}

TEST_F(RulesTest, ReversingAShortUseClosesItAndGivesCoversBack) {
  const auto use = Must(Use(12, Line("rice", 30), kHappened));
  const auto receipt = Must(Receipt(11, Line("rice", 50, "A")));
  EXPECT_EQ(Rice("A"), 20);
  const auto reversal = desk_.Reverse(ReversalOf(use.movement(), kOrder));
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  EXPECT_EQ(Rice("A"), 50);
  EXPECT_EQ(Rice("unknown"), 0);
  const v1::Exception shortfall = desk_.Exception(use.exceptions(0).name());
  EXPECT_EQ(shortfall.end(), v1::EXCEPTION_END_REVERSED);
  EXPECT_EQ(shortfall.covers_size(), 0);
  // The cover is gone already: the receipt's reversal does not undo it twice.
  ASSERT_TRUE(desk_.Reverse(ReversalOf(receipt.movement(), kOrder)).ok());
  EXPECT_EQ(Rice("A"), 0);
  EXPECT_EQ(desk_.Exception(shortfall.name()).state(), v1::EXCEPTION_STATE_CLOSED);
}

TEST_F(RulesTest, ReversingACoveringReceiptOpensTheShortfallAgain) {
  const v1::Exception shortfall = Only(Must(Use(12, Line("rice", 30), kHappened)));
  const auto receipt = Must(Receipt(11, Line("rice", 50, "A")));
  const auto reversal = desk_.Reverse(ReversalOf(receipt.movement(), kOrder));
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  const v1::Exception open = desk_.Exception(shortfall.name());
  EXPECT_EQ(open.state(), v1::EXCEPTION_STATE_OPEN);
  EXPECT_EQ(open.outstanding_quantity(), 30);
  EXPECT_EQ(Rice("A"), 0);
  EXPECT_EQ(Only(Must(Receipt(11, Line("rice", 30, "B")))).end(), v1::EXCEPTION_END_COVERED);
}

TEST_F(RulesTest, TheSameRequestTwiceIsAnsweredWithTheFirst) {
  v1::CreateMovementRequest request = Receipt(10, Line("rice", 5));
  request.set_request_id("0123456789abcdef");
  const auto first = Must(request);
  const auto again = Must(request);
  EXPECT_TRUE(again.receipt().replayed());
  EXPECT_EQ(again.movement().SerializeAsString(), first.movement().SerializeAsString());
  EXPECT_EQ(Rice("none"), 5);
  request.mutable_movement()->mutable_lines(0)->set_quantity(6);
  EXPECT_REASON(Refusal(request), REQUEST_ID_REUSED);
}

}  // namespace
}  // namespace waystation::inventory
