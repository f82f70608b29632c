#include "services/inventory/domain/ledger/lot.h"

#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

LotDate Dated(int64_t day, v1::DateKind kind) {
  return {.dated = true, .expiry_day = day, .kind = kind};
}

TEST(LotTest, TheLastGoodDayIsStillGood) {
  EXPECT_FALSE(IsExpired(Dated(10, v1::DATE_KIND_USE_BY), 10));
  EXPECT_TRUE(IsExpired(Dated(10, v1::DATE_KIND_USE_BY), 11));
  EXPECT_FALSE(IsExpired(Dated(10, v1::DATE_KIND_BEST_BEFORE), 11));
  EXPECT_TRUE(IsPast(Dated(10, v1::DATE_KIND_BEST_BEFORE), 11));
  EXPECT_FALSE(IsPast(LotDate{}, 11));
}

TEST(LotTest, MergeKeepsTheStricter) {
  const LotDate use_by_10 = Dated(10, v1::DATE_KIND_USE_BY);
  const LotDate use_by_12 = Dated(12, v1::DATE_KIND_USE_BY);
  const LotDate best_before_8 = Dated(8, v1::DATE_KIND_BEST_BEFORE);
  struct Case {
    LotDate known, entered, kept;
    bool disagrees;
  };
  for (const Case& c :
       {Case{use_by_10, use_by_12, use_by_10, true}, Case{use_by_12, use_by_10, use_by_10, true},
        Case{use_by_10, use_by_10, use_by_10, false}, Case{LotDate{}, use_by_10, use_by_10, false},
        Case{use_by_10, LotDate{}, use_by_10, false},
        Case{use_by_10, best_before_8, Dated(8, v1::DATE_KIND_USE_BY), true}}) {
    const MergedDate merged = MergeDates(c.known, c.entered);
    EXPECT_EQ(merged.kept, c.kept) << c.known.expiry_day << " " << c.entered.expiry_day;
    EXPECT_EQ(merged.disagrees, c.disagrees) << c.known.expiry_day << " " << c.entered.expiry_day;
  }
}

TEST(LotTest, InflowWithoutALotIsNamedAfterItsDate) {
  v1::MovementLine line;
  EXPECT_EQ(LotOfInflow(line), "none");
  line.mutable_expiry_date()->set_year(2027);
  line.mutable_expiry_date()->set_month(3);
  line.mutable_expiry_date()->set_day(1);
  EXPECT_EQ(LotOfInflow(line), "exp-2027-03-01");
  line.set_lot("B7");
  EXPECT_EQ(LotOfInflow(line), "B7");
}

}  // namespace
}  // namespace waystation::inventory
