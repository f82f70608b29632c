#include "services/inventory/domain/places/tank.h"

#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/names.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kNoon = 1000;

TankPosition Diesel(const std::string& lot, std::vector<BookedChange> changes, int64_t expiry = 0,
                    v1::Condition condition = v1::CONDITION_USABLE) {
  LotDate date;
  if (expiry > 0) date = {.dated = true, .expiry_day = expiry, .kind = v1::DATE_KIND_BEST_BEFORE};
  return {{"items/diesel", "tank-a", lot, condition}, date, std::move(changes)};
}

v1::TankDip Dipped(const TankBook& book, int64_t level_ml, const Moment& moment) {
  v1::TankDip dip;
  dip.set_level_ml(level_ml);
  CompareWithBook(book, moment, dip);
  return dip;
}

// By hand: 5,000 L came on day 1; 800 L went that day, 300 L on day 3 in the morning and 200 L that
// evening. Dipped at noon of day 3: the book has 5,000 - 800 - 300 = 3,900 L; 3,822 L were there,
// 78 L less, which are 2 % of 3,900.
TEST(TankTest, AVarianceByHand) {
  TankBook book;
  book.positions.push_back(Diesel("D1", {{{1, 10}, 5'000'000},
                                         {{1, 20}, -800'000},
                                         {{3, 10}, -300'000},
                                         {{3, kNoon + 1}, -200'000},
                                         {{4, 5}, 100'000}}));
  const v1::TankDip dip = Dipped(book, 3'822'000, {3, kNoon});
  EXPECT_EQ(dip.book_ml(), 3'900'000);
  EXPECT_EQ(dip.variance_ml(), -78'000);
  EXPECT_EQ(dip.variance_hundredths_percent(), -200);
  EXPECT_EQ(dip.booked_in_since_ml(), 100'000);
  EXPECT_EQ(dip.booked_out_since_ml(), 200'000);
  EXPECT_EQ(BookNow(book), 3'800'000);
  EXPECT_TRUE(DiffersBy(dip, 77'999));
  EXPECT_FALSE(DiffersBy(dip, 78'000));
  EXPECT_TRUE(DiffersBy(dip, 0));
}

TEST(TankTest, TheTimeOfTheDipIsIn) {
  TankBook book;
  book.positions.push_back(Diesel("D1", {{{3, kNoon}, 500}}));
  EXPECT_EQ(Dipped(book, 500, {3, kNoon}).variance_ml(), 0);
  EXPECT_EQ(Dipped(book, 500, {3, kNoon - 1}).variance_ml(), 500);
  EXPECT_FALSE(Dipped(book, 500, {3, kNoon - 1}).has_variance_hundredths_percent());
}

TEST(TankTest, ABookBelowNothingHasASignedShare) {
  TankBook book;
  book.positions.push_back(Diesel("D1", {{{3, 1}, -400}, {{3, 9}, 400}}));
  const v1::TankDip dip = Dipped(book, 100, {3, 5});
  EXPECT_EQ(dip.book_ml(), -400);
  EXPECT_EQ(dip.variance_ml(), 500);
  EXPECT_EQ(dip.variance_hundredths_percent(), 12'500);
}

TEST(TankTest, SumsOfManyItemsStayInRange) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  TankBook book;
  book.positions.push_back(Diesel("D1", {{{1, 1}, kMost}}));
  book.positions.push_back(Diesel("D2", {{{1, 1}, kMost}}));
  EXPECT_EQ(BookNow(book), kMost);
  const v1::TankDip dip = Dipped(book, 0, {0, 0});
  EXPECT_EQ(dip.booked_in_since_ml(), kMost);
  EXPECT_EQ(Dipped(book, 0, {1, 1}).variance_ml(), -kMost);
}

TEST(TankTest, WhatIsMissingLeavesFirstExpiredFirstOut) {
  TankBook book;
  book.positions.push_back(Diesel("undated", {{{1, 1}, 100}}));
  book.positions.push_back(Diesel("bad", {{{1, 1}, 50}}, 5, v1::CONDITION_DAMAGED));
  book.positions.push_back(Diesel("later", {{{1, 1}, 30}}, 20));
  book.positions.push_back(Diesel("sooner", {{{1, 1}, 20}}, 10));
  SortAsLeaving(book);
  std::vector<int64_t> spread;
  std::vector<std::string> lots;
  for (const v1::CountLine& line : SpreadDip(Dipped(book, 165, {1, 1}), "items/diesel")) {
    lots.push_back(line.lot());
    spread.push_back(line.quantity());
  }
  EXPECT_EQ(lots, (std::vector<std::string>{"sooner", "later", "undated", "bad"}));
  EXPECT_EQ(spread, (std::vector<int64_t>{0, 15, 100, 50}));
}

TEST(TankTest, WhatIsOverIsOfTheLastUsableLot) {
  TankBook book;
  book.positions.push_back(Diesel("D1", {{{1, 1}, 100}}, 10));
  book.positions.push_back(Diesel("D2", {{{1, 1}, 100}}));
  book.positions.push_back(Diesel("D2", {{{1, 1}, 7}}, 0, v1::CONDITION_QUARANTINED));
  SortAsLeaving(book);
  const auto lines = SpreadDip(Dipped(book, 250, {1, 1}), "items/diesel");
  ASSERT_EQ(lines.size(), 3);
  EXPECT_EQ(lines[0].quantity(), 100);
  EXPECT_EQ(lines[1].quantity(), 143);
  EXPECT_EQ(lines[2].quantity(), 7);
  const auto none = SpreadDip(Dipped(TankBook(), 12, {1, 1}), "items/diesel");
  ASSERT_EQ(none.size(), 1);
  EXPECT_EQ(none[0].lot(), kNoLot);
  EXPECT_EQ(none[0].quantity(), 12);
}

TEST(TankTest, OfWhichItemADipIs) {
  TankBook book;
  EXPECT_FALSE(ItemOfDip(Dipped(book, 1, {1, 1}), "").ok());
  EXPECT_EQ(*ItemOfDip(Dipped(book, 1, {1, 1}), "items/petrol"), "items/petrol");
  book.positions.push_back(Diesel("D1", {{{1, 1}, 100}}));
  const v1::TankDip dip = Dipped(book, 1, {1, 1});
  EXPECT_EQ(*ItemOfDip(dip, ""), "items/diesel");
  EXPECT_EQ(*ItemOfDip(dip, "items/diesel"), "items/diesel");
  EXPECT_EQ(FieldViolationsOf(ItemOfDip(dip, "items/petrol").status()).size(), 1);
  book.positions.push_back({{"items/petrol", "tank-a", "P1"}, {}, {{{1, 1}, 5}}});
  EXPECT_FALSE(ItemOfDip(Dipped(book, 1, {1, 1}), "items/diesel").ok());
}

}  // namespace
}  // namespace waystation::inventory
