// From where it is taken when nobody said where, through the committer.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

class SourcePlaceRulesTest : public ::testing::Test {
 protected:
  SourcePlaceRulesTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  absl::Status Refusal(const v1::CreateMovementRequest& request) {
    return desk_.Post(request).status();
  }
  static v1::Exception Only(const v1::CreateMovementResponse& response) {
    EXPECT_EQ(response.exceptions_size(), 1) << response.DebugString();
    return response.exceptions_size() == 1 ? response.exceptions(0) : v1::Exception();
  }

  Desk desk_;
};

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

TEST_F(SourcePlaceRulesTest, AnIssueWithoutAPlaceIsTakenWhereTheStockIs) {
  Must(Receipt(10, Line("rice", 100, "A", "fridge")));
  for (const v1::Intent intent : {kOrder, kHappened}) {
    for (const char* lot : {"", "A"}) {
      const auto use = Must(Use(12, Line("rice", 10, lot), intent));
      EXPECT_EQ(use.exceptions_size(), 0);
      ASSERT_EQ(use.movement().legs_size(), 1);
      EXPECT_EQ(use.movement().legs(0).from().place(), "fridge");
      EXPECT_EQ(use.movement().lines(0).place(), "") << "kept as entered";
    }
  }
  EXPECT_EQ(desk_.Total("f", "rice", "fridge", "A"), 60);
  // Main is preferred on a day on which it holds any.
  Must(Receipt(15, Line("rice", 5, "B")));
  EXPECT_EQ(Must(Use(14, Line("rice", 1), kHappened)).movement().legs(0).from().place(), "fridge");
  EXPECT_EQ(Must(Use(15, Line("rice", 1), kHappened)).movement().legs(0).from().place(), "main");
  EXPECT_EQ(Must(Use(15, Line("rice", 1, "A"), kHappened)).movement().legs(0).from().place(),
            "fridge");
}

TEST_F(SourcePlaceRulesTest, WhereSeveralOthersHoldItAFactIsShortInMainAndAnOrderIsAsked) {
  Must(Receipt(10, Line("rice", 100, "A", "fridge")));
  Must(Receipt(10, Line("rice", 100, "B", "ward")));
  const absl::Status refused = Refusal(Use(12, Line("rice", 10), kOrder));
  EXPECT_REASON(refused, PLACE_NOT_NAMED);
  EXPECT_EQ(ErrorVariable(refused, "places"), "fridge ward");
  EXPECT_TRUE(desk_.Post(Use(12, Line("rice", 10, "B"), kOrder)).ok()) << "one has the lot";
  const v1::Exception shortfall = Only(Must(Use(12, Line("rice", 10), kHappened)));
  EXPECT_EQ(shortfall.kind(), v1::EXCEPTION_KIND_SHORTFALL);
  EXPECT_EQ(shortfall.place(), "main");
  EXPECT_EQ(desk_.Total("f", "rice", "fridge", "A"), 100);
  // Waste and losses likewise.
  EXPECT_REASON(Refusal(MovementOf(v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, 12, Line("rice", 1), kOrder)),
                PLACE_NOT_NAMED);
}

TEST_F(SourcePlaceRulesTest, EachLineIsTakenFromWhatTheOnesBeforeItLeft) {
  Must(Receipt(10, Line("rice", 10, "A")));
  Must(Receipt(10, Line("rice", 10, "B", "fridge")));
  v1::CreateMovementRequest use = Use(12, Line("rice", 10), kHappened);
  *use.mutable_movement()->add_lines() = Line("rice", 10);
  const auto both = Must(use);
  EXPECT_EQ(both.exceptions_size(), 0);
  ASSERT_EQ(both.movement().legs_size(), 2);
  EXPECT_EQ(both.movement().legs(0).from().place(), "main");
  EXPECT_EQ(both.movement().legs(1).from().place(), "fridge");
}

TEST_F(SourcePlaceRulesTest, AMoveIntoMainIsFromTheOnlyOtherPlaceOrFromOneNamed) {
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 11, Line("rice", 40), kHappened);
  move.mutable_movement()->set_to_place("main");
  EXPECT_REASON(Refusal(move), PLACE_NOT_NAMED);
  Must(Receipt(10, Line("rice", 100, "A", "fridge")));
  Must(Receipt(10, Line("rice", 100, "A")));
  EXPECT_EQ(Must(move).movement().legs(0).from().place(), "fridge");
  EXPECT_EQ(desk_.Total("f", "rice", "main", "A"), 140);
  Must(Receipt(10, Line("rice", 100, "A", "ward")));
  EXPECT_REASON(Refusal(move), PLACE_NOT_NAMED);
  move.mutable_movement()->mutable_lines(0)->set_place("ward");
  EXPECT_EQ(Must(move).exceptions_size(), 0);
}

TEST_F(SourcePlaceRulesTest, AHeldMoveIsPostedFromWhereTheStockIsThenOrStaysHeld) {
  Must(Receipt(10, Line("rice", 50, "A", "fridge")));
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 11, Line("rice", 10), kHappened);
  move.mutable_movement()->set_document_number("W-1");
  move.mutable_movement()->set_to_place("main");
  Must(move);
  const v1::Exception held = Only(Must(move));
  Must(Receipt(10, Line("rice", 50, "A", "ward")));
  EXPECT_REASON(desk_.Resolve(Resolving(held, v1::RESOLUTION_POST)).status(), PLACE_NOT_NAMED);
  EXPECT_EQ(desk_.Exception(held.name()).state(), v1::EXCEPTION_STATE_OPEN);
  Must(MovementOf(v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, 11, Line("rice", 50, "A", "ward"), kOrder));
  EXPECT_TRUE(desk_.Resolve(Resolving(held, v1::RESOLUTION_POST)).ok());
  EXPECT_EQ(desk_.Total("f", "rice", "fridge", "A"), 30);
}

}  // namespace
}  // namespace waystation::inventory
