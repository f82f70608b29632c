// The rules of counts, one by one, through the committer.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/count_requests.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"

namespace waystation::inventory {
namespace {

class CountRulesTest : public ::testing::Test {
 protected:
  CountRulesTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    desk_.AddItem("salt");
  }
  ~CountRulesTest() override { EXPECT_EQ(AuditRows(*desk_.rows().Snapshot()), ""); }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  v1::CreateCountResponse Count(const v1::CreateCountRequest& request) {
    auto response = desk_.Count(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateCountResponse();
  }
  // On a day at noon, of lot A of rice.
  v1::CreateCountResponse CountRice(int day, int64_t quantity) {
    return Count(CountAt(Noon(day), {CountedLine("rice", quantity, "A")}));
  }
  int64_t Difference(const v1::CreateCountResponse& count, int line = 0) {
    return desk_.CountNamed(count.count().name()).lines(line).difference_quantity();
  }
  int64_t Rice(const std::string& lot) { return desk_.Total("f", "rice", "main", lot); }
  int64_t OnDay(int day) { return desk_.Balance("f", "rice", MarchDate(day)); }
  static v1::Movement CountMovement(const v1::CreateCountResponse& count) {
    v1::Movement movement;
    movement.set_name(count.count().movement());
    return movement;
  }
  static v1::CreateMovementRequest AtHour(v1::CreateMovementRequest request, int day, int hours) {
    *request.mutable_movement()->mutable_happened_time() =
        TimestampOf(Noon(day) + absl::Hours(hours));
    return request;
  }

  Desk desk_;
};

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

TEST_F(CountRulesTest, ACountSetsTheBalanceAndLaterMovementsStand) {
  Must(Receipt(5, Line("rice", 100, "A")));
  Must(Use(12, Line("rice", 10, "A"), v1::INTENT_HAPPENED));
  const auto count = CountRice(10, 97);
  EXPECT_EQ(count.count().number(), "CNT-0001");
  EXPECT_EQ(count.count().place(), "main");
  EXPECT_EQ(count.count().lines(0).book_quantity(), 100);
  EXPECT_EQ(Difference(count), -3);
  EXPECT_EQ(OnDay(9), 100);
  EXPECT_EQ(OnDay(10), 97);
  EXPECT_EQ(OnDay(12), 87);
  EXPECT_EQ(desk_.CountNamed("facilities/f/counts/cnt-0001").name(), count.count().name());
  EXPECT_EQ(count.exceptions_size(), 0) << "3 of 100 is not much";
}

TEST_F(CountRulesTest, WithinItsDayACountStandsAtItsTime) {
  Must(Receipt(5, Line("rice", 100, "A")));
  Must(AtHour(Use(10, Line("rice", 30, "A"), v1::INTENT_HAPPENED), 10, -2));
  Must(AtHour(Use(10, Line("rice", 5, "A"), v1::INTENT_HAPPENED), 10, 2));
  const auto count = CountRice(10, 68);
  EXPECT_EQ(count.count().lines(0).book_quantity(), 70);
  EXPECT_EQ(OnDay(10), 63);
  // At its very time counts as before it.
  Must(Use(10, Line("rice", 7, "A"), v1::INTENT_HAPPENED));
  EXPECT_EQ(OnDay(10), 63);
  EXPECT_EQ(Difference(count), 5);
}

TEST_F(CountRulesTest, AnEarlierEntryReDerivesTheDifferenceNeverTheFigure) {
  Must(Receipt(5, Line("rice", 100, "A")));
  const auto count = CountRice(10, 60);
  EXPECT_EQ(Difference(count), -40);
  const auto late = Must(Use(8, Line("rice", 25, "A"), v1::INTENT_HAPPENED));
  EXPECT_EQ(Difference(count), -15);
  EXPECT_EQ(desk_.CountNamed(count.count().name()).lines(0).quantity(), 60);
  EXPECT_EQ(OnDay(9), 75);
  EXPECT_EQ(OnDay(10), 60);
  ASSERT_EQ(late.movement().legs_size(), 2) << late.DebugString();
  const v1::Leg& leg = late.movement().legs(1);
  EXPECT_EQ(leg.count(), count.count().name());
  EXPECT_EQ(leg.from().kind(), v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  EXPECT_EQ(leg.quantity(), 25);
  EXPECT_EQ(leg.day().day(), 10);
  // Taken back, it is as before.
  ASSERT_TRUE(desk_.Reverse(ReversalOf(late.movement(), v1::INTENT_ORDER)).ok());
  EXPECT_EQ(Difference(count), -40);
  EXPECT_EQ(OnDay(9), 100);
  EXPECT_EQ(OnDay(10), 60);
}

TEST_F(CountRulesTest, OnlyTheNextCountIsReDerived) {
  Must(Receipt(5, Line("rice", 100, "A")));
  const auto second = CountRice(14, 40);
  const auto first = CountRice(10, 60);
  EXPECT_EQ(Difference(first), -40);
  EXPECT_EQ(Difference(second), -20);
  Must(Receipt(8, Line("rice", 10, "A")));
  EXPECT_EQ(Difference(first), -50);
  EXPECT_EQ(Difference(second), -20);
  Must(Use(12, Line("rice", 15, "A"), v1::INTENT_HAPPENED));
  EXPECT_EQ(Difference(first), -50);
  EXPECT_EQ(Difference(second), -5);
  EXPECT_EQ(Rice("A"), 40);
}

TEST_F(CountRulesTest, AnOrderBeforeACountMayTakeWhatTheBookHadUntilThen) {
  Must(Receipt(5, Line("rice", 100, "A")));
  const auto count = CountRice(10, 20);
  EXPECT_REASON(desk_.Post(Use(9, Line("rice", 101, "A"), v1::INTENT_ORDER)).status(),
                NOT_ENOUGH_STOCK);
  Must(Use(9, Line("rice", 100, "A"), v1::INTENT_ORDER));
  EXPECT_EQ(Difference(count), 20);
  EXPECT_REASON(desk_.Post(Use(10, Line("rice", 21, "A"), v1::INTENT_ORDER)).status(),
                NOT_ENOUGH_STOCK)
      << "at the count's own time the book has nothing";
  EXPECT_REASON(desk_.Post(Use(11, Line("rice", 21, "A"), v1::INTENT_ORDER)).status(),
                NOT_ENOUGH_STOCK);
  Must(Use(11, Line("rice", 20, "A"), v1::INTENT_ORDER));
}

TEST_F(CountRulesTest, WhatWasCountedAwayIsFoundAgainByAnEarlierEntry) {
  Must(Receipt(5, WithUseBy(Line("rice", 30, "A"), 28)));
  Must(Receipt(5, Line("rice", 30, "B")));
  const auto count = Count(CountAt(Noon(10), {CountedLine("rice", 0, "A")}));
  EXPECT_EQ(Rice("A"), 0);
  // Nothing of A is left now, but it goes first on day 7.
  const auto use = Must(Use(7, Line("rice", 20), v1::INTENT_ORDER));
  EXPECT_EQ(use.movement().legs(0).lot(), "A");
  EXPECT_EQ(Difference(count), -10);
}

TEST_F(CountRulesTest, MoreUseAfterwardsThanWasCountedOpensAShortfallWhereItShows) {
  Must(Receipt(5, Line("rice", 100, "A")));
  Must(Use(12, Line("rice", 80, "A"), v1::INTENT_HAPPENED));
  const auto count = CountRice(10, 50);
  ASSERT_EQ(count.exceptions_size(), 2) << count.DebugString();
  const v1::Exception& shortfall = count.exceptions(0);
  EXPECT_EQ(shortfall.kind(), v1::EXCEPTION_KIND_SHORTFALL);
  EXPECT_EQ(shortfall.quantity(), 30);
  EXPECT_EQ(shortfall.day().day(), 12);
  EXPECT_EQ(count.exceptions(1).kind(), v1::EXCEPTION_KIND_COUNT_DIFFERENCE_LARGE);
  EXPECT_EQ(OnDay(10), 50);
  EXPECT_EQ(OnDay(12), 0);
  // What came after the count and was entered late covers it.
  Must(Receipt(11, Line("rice", 40, "A")));
  EXPECT_EQ(desk_.Exception(shortfall.name()).end(), v1::EXCEPTION_END_COVERED);
  EXPECT_EQ(OnDay(12), 10);
  EXPECT_EQ(Difference(count), -50);
}

TEST_F(CountRulesTest, ACountEndsTheShortfallsBeforeIt) {
  Must(Receipt(5, Line("rice", 10, "A")));
  const auto use = Must(Use(8, Line("rice", 25, "A"), v1::INTENT_HAPPENED));
  const std::string shortfall = use.exceptions(0).name();
  const auto count = CountRice(10, 4);
  EXPECT_THAT(count.count().ended_shortfalls(), ::testing::ElementsAre(shortfall));
  EXPECT_EQ(desk_.Exception(shortfall).end(), v1::EXCEPTION_END_COUNTED);
  EXPECT_EQ(desk_.Exception(shortfall).count(), count.count().name());
  // The receipt that was missing is re-derived and covers nothing: once, not twice.
  const auto late = Must(Receipt(6, Line("rice", 15, "A")));
  EXPECT_EQ(late.exceptions_size(), 0);
  EXPECT_EQ(desk_.Exception(shortfall).outstanding_quantity(), 15);
  EXPECT_EQ(Difference(count), -11);
  EXPECT_EQ(Rice("A"), 4);
}

TEST_F(CountRulesTest, AShortfallBeforeACountIsEndedAtOnce) {
  const auto count = CountRice(10, 4);
  const auto use = Must(Use(8, Line("rice", 25, "A"), v1::INTENT_HAPPENED));
  ASSERT_EQ(use.exceptions_size(), 1);
  EXPECT_EQ(use.exceptions(0).end(), v1::EXCEPTION_END_COUNTED);
  EXPECT_EQ(Rice("A"), 4);
  // Open again once nobody has counted.
  ASSERT_TRUE(desk_.Reverse(ReversalOf(CountMovement(count), v1::INTENT_HAPPENED)).ok());
  EXPECT_EQ(desk_.Exception(use.exceptions(0).name()).state(), v1::EXCEPTION_STATE_OPEN);
  EXPECT_EQ(Rice("A"), 0);
}

TEST_F(CountRulesTest, AReceiptCoversNoShortfallBehindACountOfWhatCameIn) {
  const auto count = CountRice(6, 5);
  // Of no lot named, so any lot may cover it.
  Must(Use(8, Line("rice", 5, "A"), v1::INTENT_HAPPENED));
  const auto use = Must(Use(8, Line("rice", 7), v1::INTENT_HAPPENED));
  ASSERT_EQ(use.exceptions(0).lot(), "unknown");
  EXPECT_EQ(Must(Receipt(4, Line("rice", 7, "A"))).exceptions_size(), 0);
  EXPECT_EQ(Difference(count), -2);
  EXPECT_EQ(Rice("A"), 0);
  EXPECT_EQ(Must(Receipt(7, Line("rice", 7, "A"))).exceptions_size(), 1);
}

TEST_F(CountRulesTest, CompleteCountsWhatIsNotNamedAsNothing) {
  Must(Receipt(5, Line("rice", 10, "A")));
  Must(Receipt(5, Line("rice", 20, "B")));
  Must(Receipt(5, Line("salt", 30, "S")));
  const auto partly = CountAt(Noon(10), {CountedLine("rice", 10, "A")});
  EXPECT_EQ(Count(partly).count().not_named_size(), 0);
  const auto cyclic = Count(Complete(partly, v1::COUNT_KIND_CYCLIC));
  ASSERT_EQ(cyclic.count().not_named_size(), 1);
  EXPECT_EQ(cyclic.count().not_named(0).lot(), "B");
  EXPECT_EQ(cyclic.count().not_named(0).difference_quantity(), -20);
  EXPECT_EQ(desk_.Total("f", "salt", "main", "S"), 30);
  const auto full = Count(Complete(CountAt(Noon(11), {}), v1::COUNT_KIND_FULL));
  EXPECT_EQ(full.count().not_named_size(), 2);
  EXPECT_EQ(desk_.Total("f", "salt", "main", "S"), 0);
  EXPECT_EQ(Rice("A"), 0);
}

TEST_F(CountRulesTest, ACompleteCountStandsAlsoForLotsThatTurnUpLater) {
  const auto count =
      Count(Complete(CountAt(Noon(10), {CountedLine("rice", 10, "A")}), v1::COUNT_KIND_FULL));
  Must(Receipt(8, Line("salt", 30, "S")));
  EXPECT_EQ(desk_.Total("f", "salt", "main", "S"), 0);
  const v1::Count now = desk_.CountNamed(count.count().name());
  ASSERT_EQ(now.not_named_size(), 1);
  EXPECT_EQ(now.not_named(0).lot(), "S");
  EXPECT_EQ(now.not_named(0).difference_quantity(), -30);
  // Elsewhere nobody counted.
  Must(Receipt(8, Line("salt", 30, "S", "ward")));
  EXPECT_EQ(desk_.Total("f", "salt", "ward", "S"), 30);
}

TEST_F(CountRulesTest, ALineWithoutALotNeedsTheLotsOrACompleteCount) {
  Must(Receipt(5, Line("rice", 10, "A")));
  const auto count = CountAt(Noon(10), {CountedLine("rice", 10, "")});
  const absl::Status refused = desk_.Count(count).status();
  EXPECT_REASON(refused, INVALID_FIELD);
  ASSERT_EQ(FieldViolationsOf(refused).size(), 1u);
  EXPECT_EQ(FieldViolationsOf(refused)[0].field, "count.lines[0].lot");
  EXPECT_THAT(FieldViolationsOf(refused)[0].description, ::testing::HasSubstr("A of items/rice"));
  Count(Complete(count, v1::COUNT_KIND_CYCLIC));
  EXPECT_EQ(Rice("none"), 10);
  EXPECT_EQ(Rice("A"), 0);
  // Of salt there are no lots.
  EXPECT_EQ(Count(CountAt(Noon(10), {CountedLine("salt", 3, "")})).count().lines(0).lot(), "none");
}

TEST_F(CountRulesTest, ALotThatWasCountedIsKnownWithItsDate) {
  v1::CountLine line = CountedLine("rice", 0, "N");
  *line.mutable_expiry_date() = MarchDate(15);
  Count(CountAt(Noon(10), {line}));
  EXPECT_REASON(desk_.Post(Use(16, Line("rice", 1, "N"), v1::INTENT_ORDER)).status(), LOT_EXPIRED);
  *line.mutable_expiry_date() = MarchDate(17);
  const auto again = Count(CountAt(Noon(11), {line}));
  ASSERT_EQ(again.exceptions_size(), 1);
  EXPECT_EQ(again.exceptions(0).kind(), v1::EXCEPTION_KIND_LOT_DATE_DISAGREES);
}

TEST_F(CountRulesTest, ALargeDifferenceIsSeenByTheItemNotByTheLot) {
  Must(Receipt(5, Line("rice", 50, "A")));
  Must(Receipt(5, Line("rice", 50, "B")));
  const auto mixed_up =
      Count(CountAt(Noon(10), {CountedLine("rice", 20, "A"), CountedLine("rice", 70, "B")}));
  EXPECT_EQ(mixed_up.exceptions_size(), 0) << mixed_up.DebugString();
  const auto lost =
      Count(CountAt(Noon(11), {CountedLine("rice", 20, "A"), CountedLine("rice", 60, "B")}));
  ASSERT_EQ(lost.exceptions_size(), 1);
  const v1::Exception& large = lost.exceptions(0);
  EXPECT_EQ(large.kind(), v1::EXCEPTION_KIND_COUNT_DIFFERENCE_LARGE);
  EXPECT_EQ(large.quantity(), 10);
  EXPECT_EQ(large.counted_quantity(), 80);
  EXPECT_EQ(large.book_quantity(), 90);
  EXPECT_EQ(large.owner(), "person-1");
  ASSERT_TRUE(desk_.Reverse(ReversalOf(CountMovement(lost), v1::INTENT_HAPPENED)).ok());
  EXPECT_EQ(desk_.Exception(large.name()).end(), v1::EXCEPTION_END_REVERSED);
}

TEST_F(CountRulesTest, ACountTakenBackStandsForNothing) {
  Must(Receipt(5, Line("rice", 100, "A")));
  const auto count = CountRice(10, 60);
  Must(Use(8, Line("rice", 25, "A"), v1::INTENT_HAPPENED));
  const auto reversal = desk_.Reverse(ReversalOf(CountMovement(count), v1::INTENT_ORDER));
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  EXPECT_EQ(reversal->movement().count(), count.count().name());
  EXPECT_EQ(Rice("A"), 75);
  const v1::Count now = desk_.CountNamed(count.count().name());
  EXPECT_EQ(now.state(), v1::COUNT_STATE_REVERSED);
  EXPECT_EQ(now.reversed_by(), reversal->movement().name());
  Must(Receipt(7, Line("rice", 5, "A")));
  EXPECT_EQ(Rice("A"), 80);
  EXPECT_REASON(desk_.Reverse(ReversalOf(CountMovement(count), v1::INTENT_ORDER)).status(),
                ALREADY_REVERSED);
}

TEST_F(CountRulesTest, WhatWasFoundAndUsedCantBeTakenBackByAnOrder) {
  const auto count = CountRice(10, 30);
  Must(Use(12, Line("rice", 30, "A"), v1::INTENT_ORDER));
  const absl::Status refused =
      desk_.Reverse(ReversalOf(CountMovement(count), v1::INTENT_ORDER)).status();
  EXPECT_REASON(refused, NOT_ENOUGH_STOCK);
  EXPECT_EQ(ErrorVariable(refused, "day"), "2026-03-12");
  const auto happened = desk_.Reverse(ReversalOf(CountMovement(count), v1::INTENT_HAPPENED));
  ASSERT_TRUE(happened.ok()) << happened.status();
  ASSERT_EQ(happened->exceptions_size(), 1);
  EXPECT_EQ(happened->exceptions(0).quantity(), 30);
  EXPECT_EQ(happened->exceptions(0).day().day(), 12);
  EXPECT_EQ(OnDay(11), 0);
}

TEST_F(CountRulesTest, ANumberUsedTwiceIsFlaggedAndBothStand) {
  Must(Receipt(5, Line("rice", 100, "A")));
  v1::CreateCountRequest count = CountAt(Noon(10), {CountedLine("rice", 100, "A")});
  count.mutable_count()->set_document_number("sheet 7");
  const v1::CreateCountResponse first = Count(count);
  EXPECT_EQ(first.count().document_number(), "sheet 7");
  EXPECT_EQ(first.exceptions_size(), 0);
  const v1::CreateCountResponse second = Count(count);
  ASSERT_EQ(second.exceptions_size(), 1);
  const v1::Exception& flag = second.exceptions(0);
  EXPECT_EQ(flag.kind(), v1::EXCEPTION_KIND_COUNT_NUMBER_REPEATED);
  EXPECT_EQ(flag.document_number(), "sheet 7");
  EXPECT_EQ(flag.first_movement(), first.count().movement());
  EXPECT_EQ(Rice("A"), 100);
  // Taking the repeat back ends it; a source's number is another one.
  ASSERT_TRUE(desk_.Reverse(ReversalOf(CountMovement(second), v1::INTENT_ORDER)).ok());
  EXPECT_EQ(desk_.Exception(flag.name()).end(), v1::EXCEPTION_END_REVERSED);
  v1::CreateMovementRequest receipt = Receipt(6, Line("rice", 1, "A"));
  receipt.mutable_movement()->set_document_number("sheet 7");
  EXPECT_FALSE(Must(receipt).held());
}

TEST_F(CountRulesTest, TakingACountBackPassesItsDifferenceToTheNext) {
  Must(Receipt(5, Line("rice", 100, "A")));
  const auto first = CountRice(10, 60);
  const auto second = CountRice(14, 55);
  EXPECT_EQ(Difference(second), -5);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(CountMovement(first), v1::INTENT_ORDER)).ok());
  EXPECT_EQ(Difference(second), -45);
  EXPECT_EQ(Rice("A"), 55);
  EXPECT_EQ(OnDay(12), 100);
}

TEST_F(CountRulesTest, AMoveIntoACountedPlaceEndsThere) {
  Must(Receipt(5, Line("rice", 100, "A")));
  v1::CreateCountRequest ward = CountAt(Noon(10), {CountedLine("rice", 12, "A")});
  ward.mutable_count()->set_place("ward");
  const auto count = Count(ward);
  EXPECT_EQ(Difference(count), 12);
  v1::CreateMovementRequest move = Use(8, Line("rice", 10, "A"), v1::INTENT_ORDER);
  move.mutable_movement()->clear_purpose();
  move.mutable_movement()->set_to_place("ward");
  Must(move);
  EXPECT_EQ(Difference(count), 2);
  EXPECT_EQ(desk_.Total("f", "rice", "ward", "A"), 12);
  EXPECT_EQ(Rice("A"), 90);
}

TEST_F(CountRulesTest, ItemsMustBeKnown) {
  EXPECT_REASON(desk_.Count(CountAt(Noon(10), {CountedLine("gold", 1, "")})).status(), NOT_KNOWN);
  v1::CreateCountRequest elsewhere = CountAt(Noon(10), {CountedLine("rice", 1, "")});
  elsewhere.set_parent("facilities/nowhere");
  EXPECT_REASON(desk_.Count(elsewhere).status(), NOT_KNOWN);
}

TEST_F(CountRulesTest, AFutureCountIsOfTheTimeOfRecording) {
  const auto count = CountRice(25, 5);
  ASSERT_EQ(count.exceptions_size(), 1);
  EXPECT_EQ(count.exceptions(0).kind(), v1::EXCEPTION_KIND_FUTURE_TIME);
  EXPECT_EQ(count.count().day().day(), 20);
}

TEST_F(CountRulesTest, TwoCountsOfOneTimeStandInTheOrderOfTheirNumbers) {
  const auto first = CountRice(10, 5);
  const auto second = CountRice(10, 7);
  EXPECT_EQ(Difference(second), 2);
  Must(Receipt(10, Line("rice", 4, "A")));
  EXPECT_EQ(Difference(first), 1);
  EXPECT_EQ(Difference(second), 2);
  EXPECT_EQ(Rice("A"), 7);
}

}  // namespace
}  // namespace waystation::inventory
