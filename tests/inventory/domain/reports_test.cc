// The rules of reports, without rows.
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/reports/consumption.h"
#include "services/inventory/domain/reports/donor.h"
#include "services/inventory/domain/reports/flow.h"
#include "services/inventory/domain/reports/level.h"
#include "services/inventory/domain/reports/minimum_maximum.h"
#include "services/inventory/domain/reports/stock_out.h"

namespace waystation::inventory {
namespace {

constexpr FlowKind kReceived = {FlowEnd::kSource, FlowEnd::kUsable, 0};
constexpr FlowKind kUsed = {FlowEnd::kUsable, FlowEnd::kConsumed, v1::PURPOSE_MEALS};
constexpr FlowKind kCameBack = {FlowEnd::kConsumed, FlowEnd::kUsable, v1::PURPOSE_MEALS};
constexpr FlowKind kSetApart = {FlowEnd::kUsable, FlowEnd::kQuarantined, 0};

v1::Account AccountOf(int kind, v1::Condition condition = v1::CONDITION_UNSPECIFIED) {
  v1::Account account;
  account.set_kind(static_cast<v1::AccountKind>(kind));
  if (kind == v1::ACCOUNT_KIND_POSITION) account.set_place("main");
  account.set_condition(condition);
  return account;
}

struct LegCase {
  const char* name;
  v1::MovementKind movement;
  int from;
  int to;
  bool of_shortfall;
  FlowKind kind;
  int64_t quantity;
};

constexpr int kHeld = v1::ACCOUNT_KIND_POSITION;

TEST(FlowTest, LegsCountBetweenTheirAccounts) {
  constexpr int kDifferenceAccount = v1::ACCOUNT_KIND_COUNT_DIFFERENCE;
  const FlowKind shortfall = {FlowEnd::kDifference, FlowEnd::kUsable, kOfShortfall};
  const std::vector<LegCase> cases = {
      {"receipt", v1::MOVEMENT_KIND_RECEIPT, v1::ACCOUNT_KIND_SOURCE, kHeld, false, kReceived, 5},
      {"use", v1::MOVEMENT_KIND_ISSUE, kHeld, v1::ACCOUNT_KIND_CONSUMED, false, kUsed, 5},
      {"use taken back", v1::MOVEMENT_KIND_REVERSAL, v1::ACCOUNT_KIND_CONSUMED, kHeld, false, kUsed,
       -5},
      {"unused came back", v1::MOVEMENT_KIND_RETURN, v1::ACCOUNT_KIND_CONSUMED, kHeld, false,
       kCameBack, 5},
      {"waste",
       v1::MOVEMENT_KIND_WASTE,
       kHeld,
       v1::ACCOUNT_KIND_WASTED,
       false,
       {FlowEnd::kUsable, FlowEnd::kWasted, v1::WASTE_REASON_EXPIRED},
       5},
      {"counted less",
       v1::MOVEMENT_KIND_ADJUSTMENT_LOSS,
       kHeld,
       kDifferenceAccount,
       false,
       {FlowEnd::kUsable, FlowEnd::kDifference, kCounted},
       5},
      {"a shortfall", v1::MOVEMENT_KIND_ISSUE, kDifferenceAccount, kHeld, true, shortfall, 5},
      {"a cover", v1::MOVEMENT_KIND_RECEIPT, kHeld, kDifferenceAccount, true, shortfall, -5},
      {"a cover undone", v1::MOVEMENT_KIND_REVERSAL, kDifferenceAccount, kHeld, true, shortfall, 5},
      {"a shortfall taken back", v1::MOVEMENT_KIND_REVERSAL, kHeld, kDifferenceAccount, true,
       shortfall, -5},
      // In transit, as a newer program may write it, and an account nobody knows.
      {"sent",
       v1::MOVEMENT_KIND_UNSPECIFIED,
       kHeld,
       6,
       false,
       {FlowEnd::kUsable, FlowEnd::kTransit, 0},
       5},
      {"out of a kit",
       v1::MOVEMENT_KIND_UNPACK,
       v1::ACCOUNT_KIND_KIT,
       kHeld,
       false,
       {FlowEnd::kKit, FlowEnd::kUsable, 0},
       5},
      {"unknown",
       v1::MOVEMENT_KIND_UNSPECIFIED,
       99,
       kHeld,
       false,
       {FlowEnd::kOther, FlowEnd::kUsable, 0},
       5},
  };
  for (const LegCase& c : cases) {
    SCOPED_TRACE(c.name);
    v1::Movement movement;
    movement.set_kind(c.movement);
    movement.set_purpose(v1::PURPOSE_MEALS);
    movement.set_waste_reason(v1::WASTE_REASON_EXPIRED);
    v1::Leg leg;
    *leg.mutable_from() = AccountOf(c.from);
    *leg.mutable_to() = AccountOf(c.to);
    leg.set_quantity(5);
    if (c.of_shortfall) leg.set_difference_of("facilities/f/exceptions/e");
    const LegFlow flow = FlowOfLeg(movement, movement, leg);
    EXPECT_EQ(flow.kind, c.kind);
    EXPECT_EQ(flow.quantity, c.quantity);
  }
}

// Of a record day 100; lots by name with what is usable and until when (0: for good).
struct LotOf {
  const char* lot;
  int64_t usable;
  int64_t expiry_day;
};

ItemBook BookOf(const std::vector<LotOf>& lots, std::vector<FlowLine> flows,
                int64_t first_day = 1) {
  ItemBook book;
  book.item = "items/rice";
  book.days = {.as_of = 100, .record = 100};
  book.first_usable_day = first_day;
  for (const LotOf& lot : lots) {
    LotBook& stock = book.lots[lot.lot];
    stock.usable = lot.usable;
    if (lot.expiry_day == 0) continue;
    stock.facts.date = {.dated = true, .expiry_day = lot.expiry_day, .kind = v1::DATE_KIND_USE_BY};
  }
  for (const FlowLine& flow : flows) book.lots[flow.lot];
  book.flows = std::move(flows);
  return book;
}

TEST(LevelTest, DaysOutDoNotMakeTheUseLookSmall) {
  // 60 used on day 90, in stock on ten of the last thirty days.
  const ItemBook book = BookOf({}, {{81, "A", kReceived, 60}, {90, "A", kUsed, 60}});
  const Level level = ComputeLevel(book, 30);
  EXPECT_EQ(level.consumed, 60);
  EXPECT_EQ(level.in_stock_days, 10);
  EXPECT_EQ(level.stock_out_days, 20);
  ASSERT_EQ(level.periods.size(), 2u);
  EXPECT_EQ(level.periods[0].first, 71);
  EXPECT_EQ(level.periods[0].last, 80);
  EXPECT_EQ(level.periods[1].first, 91);
  EXPECT_EQ(EvidenceOf(level), v1::USE_EVIDENCE_WEAK);
}

TEST(LevelTest, StockThatHasOnlyExpiredIsOut) {
  const Level level = ComputeLevel(BookOf({{"A", 40, 94}}, {}), 10);
  EXPECT_EQ(level.usable, 0);
  EXPECT_EQ(level.expired, 40);
  EXPECT_EQ(level.in_stock_days, 4) << "91 to 94";
  EXPECT_EQ(level.stock_out_days, 6);
  EXPECT_EQ(level.expired_only_days, 6);
}

TEST(LevelTest, BeforeTheFirstStockNobodyHadMissedIt) {
  const Level level = ComputeLevel(BookOf({{"A", 5, 0}}, {{96, "A", kReceived, 5}}, 96), 30);
  EXPECT_EQ(level.before_first_days, 25);
  EXPECT_EQ(level.stock_out_days, 0);
  EXPECT_EQ(level.in_stock_days, 5);
}

TEST(LevelTest, WhatExpiresBeforeItIsUsed) {
  // Ten a day: A's 100 last until its date on day 105 for half of it; B is used after it.
  const ItemBook book =
      BookOf({{"A", 100, 105}, {"B", 30, 200}}, {{99, "A", kUsed, 150}, {100, "A", kUsed, 150}});
  const Level level = ComputeLevel(book, 30);
  ASSERT_TRUE(level.has_use());
  EXPECT_EQ(level.expires_unused.at("A"), 50);
  EXPECT_EQ(level.expires_unused.count("B"), 0u);
  EXPECT_EQ(level.run_out_day, 108);
}

TEST(LevelTest, WhatIsNotUsedIsUnusedAndNotAtRisk) {
  const ItemBook book = BookOf({{"A", 100, 105}}, {});
  const Level level = ComputeLevel(book, 30);
  EXPECT_EQ(EvidenceOf(level), v1::USE_EVIDENCE_UNUSED);
  EXPECT_EQ(level.all_expires_unused(), 0);
  const auto lots = ExpiringLots(book, level, 10);
  ASSERT_EQ(lots.size(), 1u);
  EXPECT_EQ(lots[0].expires_unused_quantity(), 0);
  EXPECT_EQ(lots[0].days_left(), 5);
  EXPECT_EQ(ExpiringLots(book, level, 4).size(), 0u);
}

TEST(StockOutTest, DaysAfterTheLastRecordAreNotKnown) {
  ItemBook book = BookOf({{"A", 5, 0}}, {});
  book.days.record = 93;
  const v1::StockOutLine line = StockOutLineOf(book, 30);
  EXPECT_EQ(line.unknown_days(), 7);
  EXPECT_EQ(line.in_stock_days(), 23);
  book.days.record.reset();
  EXPECT_EQ(StockOutLineOf(book, 30).unknown_days(), 30);
}

TEST(StockOutTest, VitalItemDaysAddUp) {
  v1::StockOutTotals totals;
  v1::StockOutLine line;
  line.set_in_stock_days(26);
  line.set_stock_out_days(4);
  line.set_vital_class(v1::VITAL_CLASS_VITAL);
  AddTo(line, totals);
  line.set_vital_class(v1::VITAL_CLASS_NORMAL);
  AddTo(line, totals);
  EXPECT_EQ(totals.stock_out_item_days(), 8);
  EXPECT_EQ(totals.vital_stock_out_item_days(), 4);
  EXPECT_EQ(totals.vital_item_days(), 30);
}

constexpr OrderRules kRules = {
    .look_back_days = 30, .lead_time_days = 14, .safety_days = 15, .review_days = 30};

TEST(MinimumMaximumTest, ByDailyUse) {
  // 7 in 30 days; 29 days are 6.77, so 7 at least; 59 are 13.77, so 14 at most.
  const ItemBook book = BookOf({{"A", 5, 0}}, {{90, "A", kUsed, 7}});
  const v1::MinimumMaximumLine line = MinimumMaximumLineOf(book, kRules, 3);
  EXPECT_EQ(line.state(), v1::MINIMUM_MAXIMUM_STATE_BELOW_MINIMUM);
  EXPECT_EQ(line.average_monthly_quantity(), 7);
  EXPECT_EQ(line.minimum_quantity(), 7);
  EXPECT_EQ(line.maximum_quantity(), 14);
  EXPECT_EQ(line.stock_months_tenths(), 7);
  EXPECT_EQ(line.proposed_quantity(), 6) << "14, less 5 here, less 3 on order";
}

TEST(MinimumMaximumTest, WhatExpiresUnusedDoesNotCount) {
  const ItemBook book = BookOf({{"A", 100, 105}}, {{90, "A", kUsed, 300}});
  const v1::MinimumMaximumLine line = MinimumMaximumLineOf(book, kRules, 0);
  EXPECT_EQ(line.expires_unused_quantity(), 50);
  EXPECT_EQ(line.proposed_quantity(), 590 - 50);
}

TEST(MinimumMaximumTest, NoEvidenceIsNotNothingNeeded) {
  const v1::MinimumMaximumLine out = MinimumMaximumLineOf(BookOf({}, {}), kRules, 0);
  EXPECT_EQ(out.state(), v1::MINIMUM_MAXIMUM_STATE_NO_EVIDENCE);
  EXPECT_FALSE(out.has_minimum_quantity());
  EXPECT_FALSE(out.has_proposed_quantity());
  const v1::MinimumMaximumLine unused = MinimumMaximumLineOf(BookOf({{"A", 5, 0}}, {}), kRules, 0);
  EXPECT_EQ(unused.state(), v1::MINIMUM_MAXIMUM_STATE_UNUSED);
  EXPECT_FALSE(unused.has_proposed_quantity());
}

TEST(MinimumMaximumTest, States) {
  const auto state = [](int64_t usable) {
    const ItemBook book = BookOf({{"A", usable, 0}}, {{90, "A", kUsed, 30}});
    return MinimumMaximumLineOf(book, kRules, 0).state();
  };
  EXPECT_EQ(state(0), v1::MINIMUM_MAXIMUM_STATE_OUT);
  EXPECT_EQ(state(60), v1::MINIMUM_MAXIMUM_STATE_ABOVE_MAXIMUM);
  EXPECT_EQ(state(59), v1::MINIMUM_MAXIMUM_STATE_BETWEEN);
  EXPECT_EQ(state(29), v1::MINIMUM_MAXIMUM_STATE_BETWEEN);
  EXPECT_EQ(state(28), v1::MINIMUM_MAXIMUM_STATE_BELOW_MINIMUM);
}

TEST(MinimumMaximumTest, DefaultsOfTheContract) {
  v1::ListMinimumMaximumRequest request;
  EXPECT_EQ(RulesOf(request).safety_days, 15);
  request.set_review_days(7);
  EXPECT_EQ(RulesOf(request).safety_days, 4);
  request.set_safety_days(0);
  request.set_lead_time_days(0);
  EXPECT_EQ(RulesOf(request).safety_days, 0);
  EXPECT_EQ(RulesOf(request).lead_time_days, 0);
}

// Whatever an account is called, opening and closing agree with what stands between them.
TEST(ConsumptionTest, EveryFlowHasAColumn) {
  std::vector<FlowLine> flows;
  const std::vector<FlowEnd> ends = {
      FlowEnd::kSource,   FlowEnd::kUsable, FlowEnd::kQuarantined, FlowEnd::kDamaged,
      FlowEnd::kConsumed, FlowEnd::kWasted, FlowEnd::kDifference,  FlowEnd::kTransit,
      FlowEnd::kKit,      FlowEnd::kOther};
  int64_t quantity = 1;
  int64_t net = 0;
  for (const FlowEnd from : ends) {
    for (const FlowEnd to : ends) {
      if (from == to) continue;
      const FlowKind kind = {from, to, 0};
      net += ChangeOfStock(kind, quantity);
      flows.push_back({95, "A", kind, quantity});
      // No two alike, so that one in a wrong column is not made good by another.
      quantity = quantity * 7 % 1'000'003;
    }
  }
  const ItemBook book = BookOf({{"A", net, 0}}, flows);
  const auto lines = ConsumptionLines(book, 90, v1::REPORT_PERIOD_WHOLE);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].opening_quantity(), 0);
  EXPECT_EQ(lines[0].closing_quantity(), net);
  EXPECT_NE(lines[0].transferred_out_quantity(), 0);
  EXPECT_NE(lines[0].other_out_quantity(), 0);
}

TEST(ConsumptionTest, ByMonthAndByPurpose) {
  const int64_t day = DayNumber(DateOf(absl::CivilDay(2027, 2, 28)));
  ItemBook book = BookOf({{"A", 4, 0}}, {{day, "A", kReceived, 10},
                                         {day, "A", kUsed, 5},
                                         {day + 1, "A", kUsed, 2},
                                         {day + 1, "A", kCameBack, 1}});
  book.days = {.as_of = day + 3, .record = day + 1};
  const auto lines = ConsumptionLines(book, day - 10, v1::REPORT_PERIOD_MONTH);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(DateText(DayNumber(lines[0].first_date())), "2027-02-18");
  EXPECT_EQ(DateText(DayNumber(lines[0].last_date())), "2027-02-28");
  EXPECT_EQ(lines[0].consumed_quantity(), 5);
  EXPECT_EQ(DateText(DayNumber(lines[1].last_date())), "2027-03-03");
  EXPECT_EQ(lines[1].opening_quantity(), 5);
  EXPECT_EQ(lines[1].consumed_quantity(), 1);
  EXPECT_EQ(lines[1].returned_quantity(), 1);
  ASSERT_EQ(lines[1].consumed_size(), 1);
  EXPECT_EQ(lines[1].consumed(0).purpose(), v1::PURPOSE_MEALS);
  EXPECT_EQ(lines[1].closing_quantity(), 4);
}

TEST(DonorTest, ALotOfSeveralIsToldUnderTheFirst) {
  ItemBook book = BookOf({{"A", 6, 0}, {"B", 3, 90}, {"C", 1, 0}},
                         {{95, "A", kReceived, 10}, {96, "A", kUsed, 4}, {95, "B", kSetApart, 2}});
  book.lots["A"].facts.owners = {"icrc", "unicef"};
  book.lots["B"].facts.owners = {"icrc"};
  book.lots["B"].quarantined = 2;
  const auto lines = DonorLines(book, {});
  ASSERT_EQ(lines.size(), 1u) << "nobody's lot is told when it is asked for";
  const v1::DonorLine& line = lines[0];
  EXPECT_EQ(line.owner(), "icrc");
  EXPECT_EQ(line.received_quantity(), 10);
  EXPECT_EQ(line.used_quantity(), 4);
  EXPECT_EQ(line.left_quantity(), 6);
  EXPECT_EQ(line.expired_quantity(), 3);
  EXPECT_EQ(line.quarantined_quantity(), 2);
  EXPECT_EQ(line.mixed_quantity(), 6);
  EXPECT_THAT(line.other_owners(), testing::ElementsAre("unicef"));
  EXPECT_EQ(line.opening_quantity() + 10 - 4, 6 + 3 + 2);
  EXPECT_EQ(DonorLines(book, {.owner = "unicef", .with_unowned = false}).size(), 0u);
  EXPECT_EQ(DonorLines(book, {.owner = "", .with_unowned = true}).size(), 2u);
}

}  // namespace
}  // namespace waystation::inventory
