// Stock that comes to lie too warm or too cold, and its clock, one rule at a time.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/count_requests.h"
#include "tests/inventory/support/places_desk.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr v1::BlockedReason kFree = v1::BLOCKED_REASON_UNSPECIFIED;
constexpr v1::BlockedReason kSpent = v1::BLOCKED_REASON_TIME_SPENT;
constexpr v1::BlockedReason kNoAllowance = v1::BLOCKED_REASON_NO_ALLOWANCE;

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

TEST_F(PlacesTest, AReceiptIntoAWarmPlaceIsRecordedWarnedAboutAndOnTheClock) {
  const auto response = Must(At(0, Receipt(10, Line("vaccine", 100, "L", "room"))));
  ASSERT_THAT(KindsOf(response), ElementsAre(v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE));
  const v1::Exception& told = response.exceptions(0);
  EXPECT_EQ(told.item(), "items/vaccine");
  EXPECT_EQ(told.place(), "room");
  EXPECT_EQ(told.lot(), "L");
  EXPECT_EQ(told.quantity(), 100);
  EXPECT_EQ(told.storage_class(), "cold");
  EXPECT_FALSE(told.too_cold());
  EXPECT_EQ(TimeOf(told.usable_until()), Hour(8));
  EXPECT_EQ(told.owner(), "person-1");
  const v1::StockLine line = StockAt("vaccine", "room");
  EXPECT_EQ(TimeOf(line.usable_until()), Hour(8));
  EXPECT_EQ(line.storage_class(), "cold");
  EXPECT_EQ(line.blocked_reason(), kFree);
  EXPECT_EQ(line.available_quantity(), 100);
  EXPECT_EQ(ExposedIn("room"), 1);
  Clock(1);
  // A second one of the lot is told of no more, and begins nothing anew.
  EXPECT_THAT(KindsOf(Must(At(1, Receipt(10, Line("vaccine", 5, "L", "room"))))), IsEmpty());
  EXPECT_EQ(TimeOf(StockAt("vaccine", "room").usable_until()), Hour(8));
}

TEST_F(PlacesTest, WhatFitsOrIsNotKnownCostsNothing) {
  EXPECT_THAT(KindsOf(Must(At(0, Receipt(10, Line("vaccine", 100, "L", "fridge"))))), IsEmpty());
  EXPECT_THAT(KindsOf(Must(At(0, Receipt(10, Line("vaccine", 100, "L", "corner"))))), IsEmpty());
  EXPECT_THAT(KindsOf(Must(At(0, Receipt(10, Line("rice", 100, "L", "room"))))), IsEmpty())
      << "its class is not described";
  EXPECT_EQ(LotOf("vaccine").exposures_size(), 0);
  EXPECT_FALSE(StockAt("vaccine", "fridge").has_usable_until());
}

TEST_F(PlacesTest, EveryWayIntoAWarmPlace) {
  Must(At(0, Receipt(10, Line("cells", 100, "L", "fridge"))));
  Clock(1);
  EXPECT_THAT(KindsOf(Must(At(1, Moving(Line("cells", 10, "L", "fridge"), "room")))),
              ElementsAre(v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE));
  auto back = MovementOf(v1::MOVEMENT_KIND_RETURN, 10, Line("cells", 1, "M", "room"), kHappened);
  EXPECT_THAT(KindsOf(Must(back)), ElementsAre(v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE));
  auto gain =
      MovementOf(v1::MOVEMENT_KIND_ADJUSTMENT_GAIN, 10, Line("cells", 1, "N", "room"), kHappened);
  EXPECT_THAT(KindsOf(Must(gain)), ElementsAre(v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE));
  auto count = CountAt(Hour(0), {CountedLine("cells", 7, "O")});
  count.mutable_count()->set_place("room");
  const auto counted = desk_.Count(count);
  ASSERT_TRUE(counted.ok()) << counted.status();
  bool told = false;
  for (const v1::Exception& exception : counted->exceptions()) {
    told = told || exception.kind() == v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE;
  }
  EXPECT_TRUE(told);
  EXPECT_EQ(ExposedIn("room"), 4);
  EXPECT_EQ(Blocked("cells", "room"), kNoAllowance);
  EXPECT_EQ(Blocked("cells", "fridge"), kFree);
}

TEST_F(PlacesTest, TooColdAllowsNothing) {
  const auto response = Must(At(0, Receipt(10, Line("vaccine", 100, "L", "freezer"))));
  ASSERT_EQ(response.exceptions_size(), 1);
  EXPECT_TRUE(response.exceptions(0).too_cold());
  EXPECT_FALSE(response.exceptions(0).has_usable_until());
  EXPECT_EQ(Blocked("vaccine", "freezer"), kNoAllowance);
  EXPECT_EQ(StockAt("vaccine", "freezer").available_quantity(), 0);
}

TEST_F(PlacesTest, BackInTimeStopsTheClockAndTheTimeAddsUp) {
  Must(At(0, Receipt(10, Line("vaccine", 100, "L", "fridge"))));
  Clock(1);
  const auto out = Must(At(1, Moving(Line("vaccine", 100, "L", "fridge"), "room")));
  Clock(4);
  const auto in = Must(At(4, Moving(Line("vaccine", 100, "L", "room"), "fridge")));
  ASSERT_EQ(in.exceptions_size(), 1);
  EXPECT_EQ(in.exceptions(0).name(), out.exceptions(0).name());
  EXPECT_EQ(in.exceptions(0).end(), v1::EXCEPTION_END_BACK_IN_RANGE);
  EXPECT_EQ(LotOf("vaccine").spent_seconds(), 3 * 3600);
  EXPECT_EQ(LotOf("vaccine").exposures_size(), 0);
  EXPECT_EQ(ExposedIn("room"), 0);
  EXPECT_EQ(Blocked("vaccine", "fridge"), kFree);
  Clock(20);
  const auto again = Must(At(20, Moving(Line("vaccine", 100, "L", "fridge"), "room")));
  ASSERT_EQ(again.exceptions_size(), 1);
  EXPECT_EQ(TimeOf(again.exceptions(0).usable_until()), Hour(25));
  EXPECT_EQ(again.exceptions(0).spent_seconds(), 3 * 3600);
}

TEST_F(PlacesTest, PartsThatWereOutAtOneTimeAreNotAddedUp) {
  Must(At(0, Receipt(10, Line("vaccine", 100, "L", "room"))));
  Clock(5);
  EXPECT_THAT(KindsOf(Must(At(2, Moving(Line("vaccine", 40, "L", "room"), "fridge")))), IsEmpty())
      << "the rest is still there";
  EXPECT_EQ(LotOf("vaccine").spent_seconds(), 2 * 3600);
  Must(At(5, Moving(Line("vaccine", 60, "L", "room"), "fridge")));
  EXPECT_EQ(LotOf("vaccine").spent_seconds(), 5 * 3600);
}

TEST_F(PlacesTest, BackTooLateStaysBlockedUntilAPersonDecides) {
  const auto came = Must(At(0, Receipt(10, Line("vaccine", 100, "L", "room"))));
  Clock(9);
  EXPECT_EQ(Blocked("vaccine", "room"), kSpent);
  EXPECT_THAT(KindsOf(Must(At(9, Moving(Line("vaccine", 100, "L", "room"), "fridge", kOrder)))),
              IsEmpty());
  EXPECT_EQ(Blocked("vaccine", "fridge"), kSpent);
  EXPECT_EQ(ExposedIn("room"), 0);
  EXPECT_EQ(ExposedIn("fridge"), 1);
  EXPECT_EQ(desk_.Exception(came.exceptions(0).name()).state(), v1::EXCEPTION_STATE_OPEN);
  EXPECT_REASON(desk_.Do(Deciding("vaccine", "room")).status(), NOT_KNOWN);
  const auto decided = desk_.Do(Deciding("vaccine", "fridge"));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->exposure().decided_by(), "pharmacist-1");
  EXPECT_EQ(decided->exception().end(), v1::EXCEPTION_END_RELEASED);
  EXPECT_EQ(decided->exception().decided_by(), "pharmacist-1");
  EXPECT_EQ(Blocked("vaccine", "fridge"), kFree);
  EXPECT_EQ(StockAt("vaccine", "fridge").exposure_decided_by(), "pharmacist-1");
  EXPECT_REASON(desk_.Do(Deciding("vaccine", "fridge")).status(), WRONG_STATE);
  auto elsewhere = Deciding("vaccine", "fridge");
  elsewhere.set_parent("facilities/none");
  EXPECT_REASON(desk_.Do(elsewhere).status(), NOT_KNOWN);
  EXPECT_TRUE(desk_.Post(At(9, Use(10, Line("vaccine", 100, "L", "fridge"), kOrder))).ok());
  EXPECT_EQ(ExposedIn("fridge"), 0);
}

TEST_F(PlacesTest, NothingIsLeftOfItWhenItIsGone) {
  const auto came = Must(At(0, Receipt(10, Line("vaccine", 100, "L", "room"))));
  auto waste = MovementOf(v1::MOVEMENT_KIND_WASTE, 10, Line("vaccine", 100, "L", "room"), kOrder);
  waste.mutable_movement()->set_waste_reason(v1::WASTE_REASON_SPOILED);
  const auto gone = Must(At(0, waste));
  ASSERT_EQ(gone.exceptions_size(), 1);
  EXPECT_EQ(gone.exceptions(0).name(), came.exceptions(0).name());
  EXPECT_EQ(gone.exceptions(0).end(), v1::EXCEPTION_END_STOCK_GONE);
  EXPECT_EQ(ExposedIn("room"), 0);
}

TEST_F(PlacesTest, WhatGoesWhereNothingIsKnownStaysOnTheClock) {
  const auto came = Must(At(0, Receipt(10, Line("vaccine", 100, "L", "room"))));
  Clock(6);
  EXPECT_THAT(KindsOf(Must(At(6, Moving(Line("vaccine", 100, "L", "room"), "corner")))), IsEmpty());
  EXPECT_EQ(TimeOf(StockAt("vaccine", "corner").usable_until()), Hour(8));
  EXPECT_EQ(desk_.Exception(came.exceptions(0).name()).state(), v1::EXCEPTION_STATE_OPEN);
  Clock(9);
  EXPECT_EQ(Blocked("vaccine", "corner"), kSpent);
  EXPECT_REASON(desk_.Post(At(9, Use(10, Line("vaccine", 1, "L", "corner"), kOrder))).status(),
                STOCK_BLOCKED);
  Must(At(7, Moving(Line("vaccine", 100, "L", "corner"), "fridge")));
  EXPECT_EQ(LotOf("vaccine").spent_seconds(), 7 * 3600);
  EXPECT_EQ(desk_.Exception(came.exceptions(0).name()).end(), v1::EXCEPTION_END_BACK_IN_RANGE);
  EXPECT_EQ(LotOf("vaccine").exposures_size(), 0);
}

TEST_F(PlacesTest, AReversedMistakeHasCostNoTime) {
  Must(At(0, Receipt(10, Line("vaccine", 100, "L", "fridge"))));
  Clock(1);
  const auto out = Must(At(1, Moving(Line("vaccine", 100, "L", "fridge"), "room")));
  Clock(6);
  const auto undone = desk_.Reverse(ReversalOf(out.movement(), kHappened));
  ASSERT_TRUE(undone.ok()) << undone.status();
  ASSERT_EQ(undone->exceptions_size(), 1);
  EXPECT_EQ(undone->exceptions(0).end(), v1::EXCEPTION_END_REVERSED);
  EXPECT_EQ(LotOf("vaccine").spent_seconds(), 0);
  EXPECT_EQ(LotOf("vaccine").exposures_size(), 0);
  EXPECT_EQ(Blocked("vaccine", "fridge"), kFree);
}

TEST_F(PlacesTest, WhatAReversalPutsBackIsOnTheClockSinceThen) {
  Must(At(0, Receipt(10, Line("vaccine", 100, "L", "room"))));
  Clock(2);
  const auto used = Must(At(2, Use(10, Line("vaccine", 100, "L", "room"), kHappened)));
  EXPECT_EQ(LotOf("vaccine").spent_seconds(), 2 * 3600);
  Clock(5);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(used.movement(), kHappened)).ok());
  EXPECT_EQ(TimeOf(StockAt("vaccine", "room").usable_until()), Hour(8));
}

TEST_F(PlacesTest, RegisteringAPlaceLooksAtWhatLiesThere) {
  Must(At(0, Receipt(10, Line("vaccine", 100, "L", "corner"))));
  Must(At(0, Receipt(10, Line("rice", 100, "L", "corner"))));
  Clock(3);
  const auto registered = Register("corner", 15, 25);
  ASSERT_EQ(registered.exceptions_size(), 1);
  EXPECT_EQ(registered.exceptions(0).kind(), v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE);
  EXPECT_EQ(registered.exceptions(0).quantity(), 100);
  EXPECT_EQ(TimeOf(registered.exceptions(0).usable_until()), Hour(11));
  EXPECT_EQ(ExposedIn("corner"), 1);
  Clock(5);
  const auto cooled = Rerange("corner", 3, 5);
  ASSERT_TRUE(cooled.ok()) << cooled.status();
  ASSERT_EQ(cooled->exceptions_size(), 1);
  EXPECT_EQ(cooled->exceptions(0).end(), v1::EXCEPTION_END_BACK_IN_RANGE);
  EXPECT_EQ(LotOf("vaccine").spent_seconds(), 2 * 3600);
  EXPECT_EQ(ExposedIn("corner"), 0);
  // Warm again for longer than is left, then cooled: too late.
  ASSERT_TRUE(Rerange("corner", 15, 25).ok());
  Clock(12);
  ASSERT_TRUE(Rerange("corner", 3, 5).ok());
  EXPECT_EQ(Blocked("vaccine", "corner"), kSpent);
  EXPECT_REASON(desk_.Do(Registering("corner", 1, 2)).status(), ALREADY_EXISTS);
}

}  // namespace
}  // namespace waystation::inventory
