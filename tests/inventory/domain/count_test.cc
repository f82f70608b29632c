#include "services/inventory/domain/counts/count.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/counts/difference.h"
#include "services/inventory/domain/ledger/book.h"

namespace waystation::inventory {
namespace {

CountMark Mark(int64_t day, int64_t quantity, int64_t difference, int64_t number = 1) {
  CountMark mark;
  mark.moment = Moment(day, 1000, number);
  mark.quantity = quantity;
  mark.difference = difference;
  return mark;
}

// 10 came on day 10, 4 more were found on day 15, 6 went on day 20.
Position Counted() {
  Position position(8, {{10, 10}, {15, 4}, {20, -6}});
  position.SetMarks({Mark(15, 14, 4)});
  return position;
}

TEST(CountedPositionTest, WhatMayBeTakenBeforeACountIsWhatTheBookHadThen) {
  const Position position = Counted();
  EXPECT_EQ(position.LowestFrom({12, 0}).quantity, 10);
  EXPECT_EQ(position.LowestFrom({15, 1000}).quantity, 10) << "at its time is before it";
  EXPECT_EQ(position.LowestFrom({15, 1001}).quantity, 8);
  EXPECT_EQ(position.LowestFrom({15, 1001}).day, 20);
}

TEST(CountedPositionTest, WhatIsAddedBeforeACountEndsThere) {
  Position position = Counted();
  position.Add({12, 0}, -7);
  EXPECT_EQ(position.BalanceAt(14), 3);
  EXPECT_EQ(position.BalanceAt(15), 14);
  EXPECT_EQ(position.total(), 8);
  EXPECT_EQ(position.marks()[0].book(), 3);
  EXPECT_EQ(position.marks()[0].correction, 7);
  position.Add({16, 0}, 5);
  EXPECT_EQ(position.total(), 13);
  EXPECT_EQ(position.marks()[0].correction, 7);
}

TEST(CountedPositionTest, ACountIsBehindOnesOfItsTimeWithSmallerNumbers) {
  Position position = Counted();
  position.SetMarks({Mark(15, 12, 2, 1), Mark(15, 14, 2, 2)});
  position.Add({15, 1000}, 5);
  EXPECT_EQ(position.marks()[0].correction, -5);
  position.Add({15, 1000, 2}, 3);
  EXPECT_EQ(position.marks()[1].correction, -3);
  position.Add({15, 1000, 3}, 2);
  EXPECT_EQ(position.total(), 10);
}

TEST(CountedPositionTest, BelowNothingIsLookedForUpToTheNextCount) {
  Position position(-2, {{10, 1}, {12, -3}, {15, 4}, {20, -4}});
  EXPECT_EQ(position.FirstBelow({11, 0})->day, 12);
  EXPECT_EQ(position.FirstBelow({11, 0})->quantity, -2);
  EXPECT_EQ(position.FirstBelow({13, 0})->day, 13);
  EXPECT_EQ(position.FirstBelow({15, 0})->day, 20);
  position.SetMarks({Mark(18, 2, 0)});
  EXPECT_FALSE(position.FirstBelow({15, 0}).has_value());
  EXPECT_EQ(position.FirstBelow({18, 2000})->day, 20);
}

TEST(MarksOfTest, NamedOrCountedAsNothing) {
  const PositionKey rice = {"items/rice", "main", "A"};
  CountAhead count;
  count.place = "main";
  count.moment = Moment(15, 1000, 1);
  EXPECT_TRUE(MarksOf({count}, rice).empty());
  count.whole_items.insert("items/rice");
  ASSERT_EQ(MarksOf({count}, rice).size(), 1u);
  EXPECT_EQ(MarksOf({count}, rice)[0].quantity, 0);
  EXPECT_TRUE(MarksOf({count}, {"items/salt", "main", "A"}).empty());
  EXPECT_TRUE(MarksOf({count}, {"items/rice", "ward", "A"}).empty());
  count.positions[rice] = {.quantity = 9, .difference = -1};
  EXPECT_EQ(MarksOf({count}, rice)[0].book(), 10);
  count.every_item = true;
  EXPECT_EQ(MarksOf({count}, {"items/salt", "main", "A"}).size(), 1u);
}

struct DifferenceCase {
  std::string name;
  int64_t counted;
  int64_t book;
  bool large;
};

TEST(LargeDifferencesTest, OverATenthOfTheBook) {
  const std::vector<DifferenceCase> cases = {{"none", 100, 100, false},
                                             {"a tenth less", 90, 100, false},
                                             {"more than that", 89, 100, true},
                                             {"a tenth more", 110, 100, false},
                                             {"and over", 111, 100, true},
                                             {"all gone", 0, 1, true},
                                             {"found", 50, 0, false},
                                             {"found below nothing", 50, -3, false},
                                             {"of many", INT64_MAX, INT64_MAX - 10, false}};
  for (const DifferenceCase& c : cases) {
    SCOPED_TRACE(c.name);
    v1::Count count;
    v1::CountLine& line = *count.add_lines();
    line.set_item("items/rice");
    line.set_quantity(c.counted);
    line.set_book_quantity(c.book);
    EXPECT_EQ(LargeDifferences(count).size(), c.large ? 1u : 0u);
  }
}

TEST(CountTest, PositionsOfLines) {
  v1::Count count;
  v1::CountLine line;
  line.set_item("items/rice");
  EXPECT_EQ(PositionOf(count, line).lot, "none");
  EXPECT_EQ(PositionOf(count, line).place, "main");
  EXPECT_TRUE(NamesNoLot(line));
  line.mutable_expiry_date()->set_year(2027);
  line.mutable_expiry_date()->set_month(5);
  line.mutable_expiry_date()->set_day(4);
  EXPECT_EQ(PositionOf(count, line).lot, "exp-2027-05-04");
  EXPECT_FALSE(NamesNoLot(line));
  *count.add_lines() = line;
  count.set_kind(v1::COUNT_KIND_CYCLIC);
  EXPECT_FALSE(IsWhole(count, "items/rice"));
  count.set_complete(true);
  EXPECT_TRUE(IsWhole(count, "items/rice"));
  EXPECT_FALSE(IsWhole(count, "items/salt"));
  count.set_kind(v1::COUNT_KIND_FULL);
  EXPECT_TRUE(IsWhole(count, "items/salt"));
}

}  // namespace
}  // namespace waystation::inventory
