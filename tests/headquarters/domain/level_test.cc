#include "services/headquarters/domain/level.h"

#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace waystation::headquarters {
namespace {

constexpr int64_t kRecordDay = 20'000;  // The record day of every case.
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

LotDay In(int64_t day, Quantity quantity, const std::string& lot = "a", int64_t expiry = kNoDay) {
  return {.day = day, .lot = lot, .expiry_day = expiry, .flow = {.inflow = quantity}};
}
LotDay Used(int64_t day, Quantity quantity, const std::string& lot = "a", int64_t expiry = kNoDay) {
  return {.day = day, .lot = lot, .expiry_day = expiry, .flow = {.consumed = quantity}};
}
LotDay Wasted(int64_t day, Quantity quantity, const std::string& lot = "a") {
  return {.day = day, .lot = lot, .expiry_day = kNoDay, .flow = {.other_out = quantity}};
}
std::vector<LotDay> UsedDaily(int64_t first, int64_t last, Quantity quantity) {
  std::vector<LotDay> days;
  for (int64_t day = first; day <= last; ++day) days.push_back(Used(day, quantity));
  return days;
}
template <typename T>
std::vector<T> Join(std::vector<T> left, const std::vector<T>& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

struct LevelCase {
  std::string name;
  std::vector<LotStock> lots;  // At the end of kRecordDay.
  std::vector<LotDay> days;
  Level want;
};

// Ten a day for thirty days: 300 / 30.
std::vector<LotDay> Steady() {
  return Join<LotDay>({In(kRecordDay - 40, 1000)}, UsedDaily(kRecordDay - 29, kRecordDay, 10));
}

std::vector<LevelCase> UseCases() {
  return {
      {.name = "in stock all days: 100 left at 10 a day is 10 days",
       .lots = {{.lot = "a", .quantity = 100}},
       .days = Steady(),
       .want = {.record_day = kRecordDay,
                .usable = 100,
                .consumed = 300,
                .in_stock_days = 30,
                .standing = Standing::kLasts,
                .run_out_day = kRecordDay + 10}},
      {.name = "a part of a day is not covered: 109 left at 10 a day is 10 days",
       .lots = {{.lot = "a", .quantity = 109}},
       .days = Steady(),
       .want = {.record_day = kRecordDay,
                .usable = 109,
                .consumed = 300,
                .in_stock_days = 30,
                .standing = Standing::kLasts,
                .run_out_day = kRecordDay + 10}},
      // 150 in on day -30, 10 a day until day -15, nothing for 14 days, 50 in on the record day:
      // 16 in-stock days. 50 * 16 / 150 = 5.33.
      {.name = "out half the days: days out do not make the use look small",
       .lots = {{.lot = "a", .quantity = 50}},
       .days = Join<LotDay>({In(kRecordDay - 30, 150), In(kRecordDay, 50)},
                            UsedDaily(kRecordDay - 29, kRecordDay - 15, 10)),
       .want = {.record_day = kRecordDay,
                .usable = 50,
                .consumed = 150,
                .in_stock_days = 16,
                .standing = Standing::kLasts,
                .run_out_day = kRecordDay + 5}},
      {.name = "out all days: out since before the window, no evidence",
       .lots = {},
       .days = {In(kRecordDay - 50, 20), Used(kRecordDay - 40, 20)},
       .want = {.record_day = kRecordDay,
                .standing = Standing::kOut,
                .run_out_day = kRecordDay - 40}},
      {.name = "ran out in the window: the last day in stock",
       .lots = {},
       .days = {In(kRecordDay - 5, 20), Used(kRecordDay - 3, 20)},
       .want = {.record_day = kRecordDay,
                .consumed = 20,
                .in_stock_days = 3,
                .standing = Standing::kOut,
                .run_out_day = kRecordDay - 3}},
  };
}

std::vector<LevelCase> ExpiryCases() {
  return {
      // Of lot a 4 days of use (40) until it expires, 60 go; then 50 of lot b last 5 days.
      {.name = "one lot expires before it is used",
       .lots = {{.lot = "b", .quantity = 50},
                {.lot = "a", .expiry_day = kRecordDay + 4, .quantity = 100}},
       .days = Join<LotDay>({In(kRecordDay - 40, 400)}, UsedDaily(kRecordDay - 29, kRecordDay, 10)),
       .want = {.record_day = kRecordDay,
                .usable = 150,
                .consumed = 300,
                .in_stock_days = 30,
                .standing = Standing::kLasts,
                .run_out_day = kRecordDay + 9,
                .next_expiry_day = kRecordDay + 4,
                .expires_unused = 60}},
      {.name = "two lots expire on one day: the second is too much",
       .lots = {{.lot = "a", .expiry_day = kRecordDay + 3, .quantity = 20},
                {.lot = "b", .expiry_day = kRecordDay + 3, .quantity = 20}},
       .days = Join<LotDay>({In(kRecordDay - 40, 400)}, UsedDaily(kRecordDay - 29, kRecordDay, 10)),
       .want = {.record_day = kRecordDay,
                .usable = 40,
                .consumed = 300,
                .in_stock_days = 30,
                .standing = Standing::kLasts,
                .run_out_day = kRecordDay + 3,
                .next_expiry_day = kRecordDay + 3,
                .usable_until_day = kRecordDay + 3,
                .expires_unused = 10}},
      {.name = "expires on the record day: usable that day and not after",
       .lots = {{.lot = "a", .expiry_day = kRecordDay, .quantity = 20}},
       .days = {In(kRecordDay - 1, 30, "a", kRecordDay), Used(kRecordDay, 10, "a", kRecordDay)},
       .want = {.record_day = kRecordDay,
                .usable = 20,
                .consumed = 10,
                .in_stock_days = 2,
                .standing = Standing::kLasts,
                .run_out_day = kRecordDay,
                .next_expiry_day = kRecordDay,
                .usable_until_day = kRecordDay,
                .expires_unused = 20}},
      // In stock from day -20 until the expiry on day -10.
      {.name = "only expired stock counts as out",
       .lots = {{.lot = "a", .expiry_day = kRecordDay - 10, .quantity = 20}},
       .days = {In(kRecordDay - 20, 25, "a", kRecordDay - 10),
                Used(kRecordDay - 15, 5, "a", kRecordDay - 10)},
       .want = {.record_day = kRecordDay,
                .expired = 20,
                .consumed = 5,
                .in_stock_days = 11,
                .standing = Standing::kOut,
                .run_out_day = kRecordDay - 10}},
      {.name = "expired before the window: found in the whole book",
       .lots = {{.lot = "a", .expiry_day = kRecordDay - 60, .quantity = 20}},
       .days = {In(kRecordDay - 90, 20, "a", kRecordDay - 60)},
       .want = {.record_day = kRecordDay,
                .expired = 20,
                .standing = Standing::kOut,
                .run_out_day = kRecordDay - 60}},
      {.name = "a receipt reversed on its day never was in stock",
       .lots = {},
       .days = {{.day = kRecordDay - 3, .lot = "a", .expiry_day = kNoDay, .flow = {}}},
       .want = {.record_day = kRecordDay, .standing = Standing::kOut}},
  };
}

std::vector<LevelCase> UnusedCases() {
  return {
      {.name = "never used",
       .lots = {{.lot = "a", .expiry_day = kRecordDay + 90, .quantity = 20}},
       .days = {In(kRecordDay - 60, 20, "a", kRecordDay + 90)},
       .want = {.record_day = kRecordDay,
                .usable = 20,
                .in_stock_days = 30,
                .standing = Standing::kUnused,
                .next_expiry_day = kRecordDay + 90,
                .usable_until_day = kRecordDay + 90}},
      {.name = "wasted is not used",
       .lots = {{.lot = "a", .quantity = 15}},
       .days = {In(kRecordDay - 60, 20), Wasted(kRecordDay - 2, 5)},
       .want = {.record_day = kRecordDay,
                .usable = 15,
                .in_stock_days = 30,
                .standing = Standing::kUnused}},
  };
}

std::vector<LevelCase> ExtremeCases() {
  return {
      {.name = "largest stock, smallest use: the last day of the calendar",
       .lots = {{.lot = "a", .quantity = kMax},
                {.lot = "b", .quantity = kMax},
                {.lot = "c", .expiry_day = kLastDay, .quantity = kMax}},
       .days = {In(kRecordDay - 40, kMax), Used(kRecordDay, 1)},
       .want = {.record_day = kRecordDay,
                .usable = 3 * static_cast<Quantity>(kMax),
                .consumed = 1,
                .in_stock_days = 30,
                .standing = Standing::kLasts,
                .run_out_day = kLastDay,
                .next_expiry_day = kLastDay,
                .expires_unused = kMax - (kLastDay - kRecordDay) / 30}},
      // Two days in stock, 2 * kMax used: kMax a day, and kMax - 1 left is less than a day.
      {.name = "largest use: sums beyond 64 bits",
       .lots = {{.lot = "a", .quantity = kMax - 1}},
       .days = {In(kRecordDay - 1, kMax), Used(kRecordDay - 1, kMax), In(kRecordDay, kMax, "b"),
                Used(kRecordDay, kMax, "b"), In(kRecordDay, kMax - 1, "a")},
       .want = {.record_day = kRecordDay,
                .usable = kMax - 1,
                .consumed = 2 * static_cast<Quantity>(kMax),
                .in_stock_days = 2,
                .standing = Standing::kLasts,
                .run_out_day = kRecordDay}},
  };
}

TEST(LevelTest, RunOutsWorkedByHand) {
  for (const LevelCase& c :
       Join(Join(UseCases(), UnusedCases()), Join(ExpiryCases(), ExtremeCases()))) {
    SCOPED_TRACE(c.name);
    const Level level = ComputeLevel({.record_day = kRecordDay, .lots = c.lots, .days = c.days});
    EXPECT_EQ(level.run_out_day, c.want.run_out_day);
    EXPECT_EQ(level.in_stock_days, c.want.in_stock_days);
    EXPECT_EQ(SaturateToInt64(level.consumed), SaturateToInt64(c.want.consumed));
    EXPECT_EQ(SaturateToInt64(level.usable), SaturateToInt64(c.want.usable));
    EXPECT_EQ(SaturateToInt64(level.expires_unused), SaturateToInt64(c.want.expires_unused));
    EXPECT_EQ(static_cast<int>(level.standing), static_cast<int>(c.want.standing));
    EXPECT_TRUE(level == c.want);
  }
}

TEST(LevelTest, EvidenceCountsInStockDays) {
  Level level{.consumed = 5, .in_stock_days = 13};
  EXPECT_EQ(EvidenceOf(level), Evidence::kWeak);
  level.in_stock_days = 14;
  EXPECT_EQ(EvidenceOf(level), Evidence::kStrong);
  level.consumed = 0;
  EXPECT_EQ(EvidenceOf(level), Evidence::kUnused);
  level.in_stock_days = 0;
  EXPECT_EQ(EvidenceOf(level), Evidence::kNone);
}

TEST(LevelTest, UseTakenBackFromBeforeTheWindowIsNotNegative) {
  const Level level = ComputeLevel(
      {.record_day = kRecordDay,
       .lots = {{.lot = "a", .quantity = 30}},
       .days = {In(kRecordDay - 60, 30), Used(kRecordDay - 40, 10), Used(kRecordDay - 1, -10)}});
  EXPECT_TRUE(level.consumed == 0);
  EXPECT_EQ(level.standing, Standing::kUnused);
}

// Ten a day from 100 of lot "a" and 50 of lot "b", of which "b" is called back three days ago.
TEST(LevelTest, ARecalledLotIsNotUsable) {
  StockBook book = {.record_day = kRecordDay,
                    .lots = {{.lot = "a", .quantity = 100}, {.lot = "b", .quantity = 50}},
                    .days = Steady()};
  book.days.push_back(In(kRecordDay - 40, 50, "b"));
  book.recalled = {{"b", kRecordDay - 3}};
  const Level level = ComputeLevel(book);
  EXPECT_TRUE(level.usable == 100);
  EXPECT_TRUE(level.recalled == 50);
  EXPECT_EQ(level.run_out_day, kRecordDay + 10);
}

TEST(LevelTest, OnlyRecalledStockIsOutFromTheDayAfterTheRecallOn) {
  StockBook book = {.record_day = kRecordDay,
                    .lots = {{.lot = "b", .expiry_day = kRecordDay - 1, .quantity = 50}},
                    .days = {In(kRecordDay - 40, 60, "b", kRecordDay - 1),
                             Used(kRecordDay - 20, 10, "b", kRecordDay - 1)},
                    .recalled = {{"b", kRecordDay - 3}}};
  Level level = ComputeLevel(book);
  EXPECT_EQ(level.standing, Standing::kOut);
  EXPECT_EQ(level.run_out_day, kRecordDay - 3);
  EXPECT_EQ(level.in_stock_days, 27);
  // Expired or not.
  EXPECT_TRUE(level.recalled == 50);
  EXPECT_TRUE(level.expired == 0);
  // What comes of it afterwards makes no day one in stock.
  book.days.push_back(In(kRecordDay, 5, "b", kRecordDay - 1));
  EXPECT_EQ(ComputeLevel(book).in_stock_days, 27);
}

TEST(LevelTest, StockOutDaysCountFromTheFirstLine) {
  Level level;
  level.record_day = kRecordDay;
  level.in_stock_days = 10;
  EXPECT_EQ(StockOutDays(level), 0) << "no line at all";
  level.first_day = kRecordDay - 300;
  EXPECT_EQ(StockOutDays(level), 20);
  level.first_day = kRecordDay - 29;
  EXPECT_EQ(StockOutDays(level), 20) << "the window's first day";
  level.first_day = kRecordDay - 11;
  EXPECT_EQ(StockOutDays(level), 2) << "before it nobody had missed it";
  level.first_day = kRecordDay;
  level.in_stock_days = 1;
  EXPECT_EQ(StockOutDays(level), 0);
}

}  // namespace
}  // namespace waystation::headquarters
