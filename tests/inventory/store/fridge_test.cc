// Readings of a fridge against the lots that lay there, through the committer.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/store/facility_fold.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/key.h"
#include "tests/inventory/support/fridge_desk.h"

namespace waystation::inventory {
namespace {

constexpr v1::ExposureProposal kCharged = v1::EXPOSURE_PROPOSAL_ALLOWANCE_CHARGED;
constexpr v1::ExposureProposal kQuarantine = v1::EXPOSURE_PROPOSAL_QUARANTINE;

// By hand: 5 degrees at hour 0, 11 at hour 1, 5 at hour 2. Above 8 from 0:30 to 1:30, an hour of
// the vaccine's eight; above 6 from 0:10 to 1:50, which the cells don't bear at all.
TEST_F(FridgeTest, WithinTheAllowanceItIsChargedBeyondItBlocked) {
  Put(-5, "vaccine");
  Put(-5, "cells");
  Put(-5, "rice");
  Clock(2);
  Read(0, 5);
  Read(1, 11);
  Read(2, 5);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(MinutesWarm(TimeOfLot("vaccine")), 60);
  EXPECT_EQ(TimeOfLot("vaccine").proposal(), kCharged);
  EXPECT_EQ(SpentSeconds(LotOf("vaccine")), 3'600);
  EXPECT_EQ(Blocked("vaccine", "cold"), v1::BLOCKED_REASON_UNSPECIFIED);
  EXPECT_EQ(MinutesWarm(TimeOfLot("cells")), 100);
  EXPECT_EQ(TimeOfLot("cells").proposal(), kQuarantine);
  EXPECT_EQ(Blocked("cells", "cold"), v1::BLOCKED_REASON_NO_ALLOWANCE);
  EXPECT_EQ(LotOf("rice").fridge_times_size(), 0) << "nobody knows how to keep it";
  const v1::Exception told = desk_.Exception(LotOf("cells").exposures(0).exception());
  EXPECT_EQ(told.kind(), v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE);
  EXPECT_EQ(told.installation(), "cold-1");
  EXPECT_EQ(told.owner(), "facilities/f/manager");
  EXPECT_FALSE(told.too_cold());
  EXPECT_EQ(told.quantity(), 10);
  EXPECT_EQ(Weigh(), 0);
  Restart();
  EXPECT_EQ(Weigh(), 0) << "by the rows alone";
}

TEST_F(FridgeTest, BlockedUntilAPersonDecides) {
  Put(-5, "cells");
  Clock(1);
  Read(0, 5);
  Read(1, 11);
  EXPECT_EQ(Weigh(), 1);
  const v1::MovementLine line = Line("cells", 1, "L", "cold");
  EXPECT_EQ(ReasonOf(desk_.Post(Use(10, line, kOrder)).status()),
            common::v1::ERROR_REASON_STOCK_BLOCKED);
  EXPECT_EQ(KindsOf(Must(At(1, Use(10, line, kHappened)))),
            std::vector<v1::ExceptionKind>{v1::EXCEPTION_KIND_BLOCKED_STOCK_USED});
  EXPECT_TRUE(KindsOf(Must(At(0, Use(10, line, kHappened)))).empty()) << "it was well then";
  const auto decided = desk_.Do(Deciding("cells", "cold"));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->exception().end(), v1::EXCEPTION_END_RELEASED);
  EXPECT_EQ(Blocked("cells", "cold"), v1::BLOCKED_REASON_UNSPECIFIED);
  Restart();
  EXPECT_EQ(Weigh(), 0) << "the decision stands";
  EXPECT_EQ(TimeOfLot("cells").decided_by(), "pharmacist-1");
  EXPECT_TRUE(desk_.Post(Use(10, line, kOrder)).ok());
  // More than the pharmacist knew.
  Clock(2);
  Read(2, 11);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(Blocked("cells", "cold"), v1::BLOCKED_REASON_NO_ALLOWANCE);
  EXPECT_NE(LotOf("cells").exposures(0).exception(), decided->exception().name());
}

// Nine hours at ten degrees: eight are allowed.
TEST_F(FridgeTest, TheAllowanceIsSpent) {
  Put(-5, "vaccine");
  Clock(9);
  for (int hour = 0; hour <= 9; ++hour) Read(hour, 10);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(TimeOfLot("vaccine").proposal(), kQuarantine);
  EXPECT_EQ(Blocked("vaccine", "cold"), v1::BLOCKED_REASON_TIME_SPENT);
  EXPECT_EQ(TimeOf(StockAt("vaccine", "cold").usable_until()), Hour(8));
}

// By hand: 4 degrees at hour 0, -4 at hour 1: below zero from 0:30 on.
TEST_F(FridgeTest, FrostIsToldApart) {
  Put(-5, "sera");
  Clock(1);
  Read(0, 4);
  Read(1, -0.5);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_GT(TimeOfLot("sera").frozen_seconds(), 0);
  EXPECT_EQ(TimeOfLot("sera").cold_seconds(), 0);
  const v1::Exception told = desk_.Exception(LotOf("sera").exposures(0).exception());
  EXPECT_TRUE(told.frozen());
  EXPECT_EQ(Blocked("sera", "cold"), v1::BLOCKED_REASON_NO_ALLOWANCE);
}

// Eight hours and a half at ten degrees; then it turns out to have been five from 3.9 to 4.4: of
// hours 3 to 5 only 0.36 and 0.24 were above eight, so 7.1 in all.
TEST_F(FridgeTest, ALateReadingWeighsAnew) {
  Put(-5, "vaccine");
  Clock(8.5);
  for (int hour = 0; hour <= 8; ++hour) {
    if (hour != 4) Read(hour, 10);
  }
  Read(3.9, 10);
  Read(4.4, 10);
  Read(8.5, 10);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(Blocked("vaccine", "cold"), v1::BLOCKED_REASON_TIME_SPENT);
  const std::string told = LotOf("vaccine").exposures(0).exception();
  Read(4, 5);
  Read(3.9, 5);
  Read(4.4, 5);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(TimeOfLot("vaccine").proposal(), kCharged);
  EXPECT_EQ(MinutesWarm(TimeOfLot("vaccine")), 426);
  EXPECT_EQ(Blocked("vaccine", "cold"), v1::BLOCKED_REASON_UNSPECIFIED);
  EXPECT_EQ(LotOf("vaccine").exposures_size(), 0);
  EXPECT_EQ(desk_.Exception(told).end(), v1::EXCEPTION_END_WEIGHED_ANEW);
}

TEST_F(FridgeTest, AMovementThatIsRecordedLateCounts) {
  Clock(3);
  Read(0, 12);
  Read(1, 12);
  Read(2, 5);
  EXPECT_EQ(Weigh(), 0) << "nothing lay there";
  Put(0.5, "vaccine");
  EXPECT_EQ(Weigh(), 1);
  // From 0:30 to 1:00, and down from twelve to eight until 1:00 + 4/7 of an hour.
  EXPECT_EQ(TimeOfLot("vaccine").warm_seconds(), 1'800 + 2'058);
  Must(At(1, Moving(Line("vaccine", 10, "L", "cold"), "fridge")));
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(TimeOfLot("vaccine").warm_seconds(), 1'800) << "it was taken out at hour 1";
}

// What has gone on to another place before the readings came is blocked there.
TEST_F(FridgeTest, WhatWasThereIsBlockedWhereItIsNow) {
  Put(-5, "cells");
  Put(-5, "cells", 4, "room");
  Clock(3);
  Must(At(2, Moving(Line("cells", 6, "L", "cold"), "fridge")));
  Read(0, 12);
  Read(1, 12);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(Blocked("cells", "cold"), v1::BLOCKED_REASON_NO_ALLOWANCE);
  EXPECT_EQ(Blocked("cells", "fridge"), v1::BLOCKED_REASON_NO_ALLOWANCE);
  ASSERT_TRUE(desk_.Do(Deciding("cells", "fridge")).ok());
  EXPECT_EQ(Blocked("cells", "cold"), v1::BLOCKED_REASON_NO_ALLOWANCE) << "where it lies";
  EXPECT_EQ(Weigh(), 0);
  // Blocked stock stays so where it is taken.
  Must(At(3, Moving(Line("cells", 4, "L", "cold"), "fridge")));
  EXPECT_EQ(Weigh(), 0);
  EXPECT_EQ(ExposedIn("cold"), 0);
}

// An hour of the eight was spent in the fridge; seven are left in the room, and 6:30 once a reading
// comes that adds half an hour.
TEST_F(FridgeTest, WhatIsChargedIsNotLeftElsewhere) {
  Put(-5, "vaccine");
  Clock(2);
  Read(0, 5);
  Read(1, 11);
  Read(2, 5);
  EXPECT_EQ(Weigh(), 1);
  Must(At(2, Moving(Line("vaccine", 10, "L", "cold"), "room")));
  EXPECT_EQ(TimeOf(StockAt("vaccine", "room").usable_until()), Hour(9));
  Read(1.5, 11);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(MinutesWarm(TimeOfLot("vaccine")), 75);
  EXPECT_EQ(TimeOf(StockAt("vaccine", "room").usable_until()), Hour(8.75));
}

// While it goes on it is taken to stay so, for one interval.
TEST_F(FridgeTest, AnExcursionThatGoesOn) {
  Put(-5, "vaccine");
  Put(-5, "cells");
  Clock(0);
  Read(0, 9);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(Blocked("cells", "cold"), v1::BLOCKED_REASON_NO_ALLOWANCE) << "at once";
  Clock(0.5);
  EXPECT_EQ(Excursions().excursions(0).seconds(), 1'800);
  EXPECT_FALSE(Excursions().excursions(0).has_end_time());
  Clock(5);
  EXPECT_EQ(Weigh(), 1);
  EXPECT_EQ(MinutesWarm(TimeOfLot("vaccine")), 60);
  EXPECT_EQ(TimeOf(Excursions().excursions(0).end_time()), Hour(1));
  ASSERT_EQ(Excursions().unknown_times_size(), 1);
  EXPECT_EQ(TimeOf(Excursions().unknown_times(0).start_time()), Hour(1));
  EXPECT_FALSE(Excursions().unknown_times(0).has_end_time());
}

// The followed log is read anew: half of it takes nothing back.
TEST_F(FridgeTest, FewerReadingsThanWereWeighedSayNothing) {
  Put(-5, "cells");
  Clock(2);
  Read(0, 5);
  Read(1, 11);
  EXPECT_EQ(Weigh(), 1);
  for (const uint8_t table : FacilityFold().Tables()) {
    if (table == kFacilityTable) continue;
    const std::string prefix(1, static_cast<char>(table));
    ASSERT_TRUE(desk_.rows().DeleteRange(prefix, storage::PrefixEnd(prefix)).ok());
  }
  Restart();
  EXPECT_EQ(Weigh(), 0);
  Read(0, 5);
  EXPECT_EQ(Weigh(), 0);
  EXPECT_EQ(Blocked("cells", "cold"), v1::BLOCKED_REASON_NO_ALLOWANCE);
  Read(1, 11);
  EXPECT_EQ(Weigh(), 0);
  EXPECT_EQ(Blocked("cells", "cold"), v1::BLOCKED_REASON_NO_ALLOWANCE);
}

TEST_F(FridgeTest, WhatIsGoneIsListedAndNotWeighed) {
  Put(-5, "cells");
  Must(At(0, Use(10, Line("cells", 10, "L", "cold"), kHappened)));
  Clock(2);
  Read(-1, 11);
  EXPECT_EQ(Weigh(), 0);
  ASSERT_EQ(Excursions().excursions_size(), 1);
  EXPECT_TRUE(Excursions().excursions(0).lots(0).gone());
}

TEST_F(FridgeTest, ExcursionsAreListed) {
  Put(-5, "vaccine");
  Put(-5, "cells");
  Clock(9);
  for (const auto& [hour, celsius] :
       std::vector<std::pair<double, double>>{{0, 5}, {1, 11}, {2, 5}, {3, 5}, {4, 1}, {5, 5}}) {
    Read(hour, celsius);
  }
  EXPECT_EQ(Weigh(), 1);
  ASSERT_TRUE(desk_.Do(Deciding("cells", "cold")).ok());
  const v1::ListExcursionsResponse listed = Excursions();
  ASSERT_EQ(listed.excursions_size(), 2);
  const v1::Excursion& warm = listed.excursions(0);
  EXPECT_EQ(warm.storage_place(), "facilities/f/storagePlaces/cold");
  EXPECT_EQ(warm.installation(), "cold-1");
  EXPECT_EQ(warm.seconds(), 6'000) << "that of the cells";
  EXPECT_EQ(warm.max_millicelsius(), 11'000);
  ASSERT_EQ(warm.lots_size(), 2);
  EXPECT_EQ(warm.lots(0).item(), "items/cells");
  EXPECT_EQ(warm.lots(0).decided_by(), "pharmacist-1");
  EXPECT_EQ(warm.lots(1).warm_seconds(), 3'600);
  EXPECT_EQ(warm.lots(1).allowed_minutes(), 480);
  EXPECT_EQ(warm.lots(1).proposal(), kQuarantine) << "it was too cold later";
  const v1::Excursion& cold = listed.excursions(1);
  EXPECT_EQ(cold.min_millicelsius(), 1'000);
  EXPECT_EQ(cold.lots(0).cold_seconds(), 1'800);
  v1::ListExcursionsRequest request;
  *request.mutable_start_time() = TimestampOf(Hour(2.5));
  EXPECT_EQ(Excursions(request).excursions_size(), 1);
  request.set_place("room");
  EXPECT_EQ(Excursions(request).excursions_size(), 0);
}

}  // namespace
}  // namespace waystation::inventory
