// Stock out of its range whose item turns out to be another under a second name.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/places_desk.h"

namespace waystation::inventory {
namespace {

class PlacesMergeTest : public PlacesTest {
 protected:
  PlacesMergeTest() { desk_.AddItem("twin", false, "cold"); }

  void Merge() {
    v1::MergeItemRequest request;
    request.set_name("items/twin");
    request.set_into("items/vaccine");
    request.set_reason("typed in twice");
    request.set_merged_by("pharmacist-2");
    const auto merged = desk_.Merge(request);
    ASSERT_TRUE(merged.ok()) << merged.status();
    const auto moved = desk_.MoveMerged();
    ASSERT_TRUE(moved.ok()) << moved.status();
  }
};

TEST_F(PlacesMergeTest, TheClockOfTheDuplicateGoesOn) {
  const auto told = Must(At(0, Receipt(10, Line("twin", 100, "L", "room"))));
  ASSERT_EQ(told.exceptions_size(), 1);
  Clock(5);
  Merge();
  EXPECT_EQ(LotOf("twin").exposures_size(), 0);
  ASSERT_EQ(LotOf("vaccine").exposures_size(), 1);
  EXPECT_EQ(LotOf("vaccine").exposures(0).exception(), told.exceptions(0).name());
  EXPECT_EQ(TimeOf(StockAt("vaccine", "room").usable_until()), Hour(8)) << "as it was, not anew";
  EXPECT_EQ(desk_.Exception(told.exceptions(0).name()).state(), v1::EXCEPTION_STATE_OPEN);
  EXPECT_EQ(ExposedIn("room"), 1);
  Clock(9);
  EXPECT_NE(Blocked("vaccine", "room"), v1::BLOCKED_REASON_UNSPECIFIED);
}

TEST_F(PlacesMergeTest, WhatTheDuplicateHasSpentIsSpent) {
  Must(At(0, Receipt(10, Line("twin", 100, "L", "room"))));
  Clock(3);
  Must(At(3, Moving(Line("twin", 100, "L", "room"), "fridge")));
  Clock(5);
  Merge();
  EXPECT_EQ(LotOf("vaccine").spent_seconds(), 3 * 3600);
  Clock(6);
  Must(At(6, Moving(Line("vaccine", 100, "L", "fridge"), "room")));
  EXPECT_EQ(TimeOf(StockAt("vaccine", "room").usable_until()), Hour(11));
}

}  // namespace
}  // namespace waystation::inventory
