#include "services/inventory/domain/ledger/book.h"

#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

TEST(PositionTest, BalanceIsTotalLessLaterChanges) {
  const Position position(7, {{10, 10}, {12, -8}, {15, 5}});
  EXPECT_EQ(position.BalanceAt(9), 0);
  EXPECT_EQ(position.BalanceAt(10), 10);
  EXPECT_EQ(position.BalanceAt(12), 2);
  EXPECT_EQ(position.BalanceAt(14), 2);
  EXPECT_EQ(position.BalanceAt(99), 7);
}

TEST(PositionTest, LowestNamesTheFirstDayThatHasIt) {
  const Position position(7, {{10, 10}, {12, -8}, {15, 5}});
  EXPECT_EQ(position.LowestFrom(10).quantity, 2);
  EXPECT_EQ(position.LowestFrom(10).day, 12);
  EXPECT_EQ(position.LowestFrom(13).day, 13);
  EXPECT_EQ(position.LowestFrom(15).quantity, 7);
}

TEST(PositionTest, DaysBeforeTheFirstKnownAreInTheTotalAlone) {
  Position position(100, {{20, -10}});
  EXPECT_EQ(position.BalanceAt(19), 110);
  position.Add(19, 5);
  EXPECT_EQ(position.BalanceAt(19), 115);
  EXPECT_EQ(position.total(), 105);
}

}  // namespace
}  // namespace waystation::inventory
