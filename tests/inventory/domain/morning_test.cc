// What the morning sheet names, and in which order.
#include "services/inventory/domain/reports/morning.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kSheetDay = 100;

// Ten usable, run out on `run_out`, by a use of one a day.
ItemBook Lasting() {
  ItemBook book;
  book.item = "items/rice";
  book.days = {.as_of = kSheetDay, .record = kSheetDay};
  book.first_usable_day = 1;
  return book;
}

Level LevelOf(std::optional<int64_t> run_out) {
  Level level;
  level.window_days = 30;
  level.in_stock_days = 30;
  level.consumed = 30;
  level.last_in_stock_day = 99;
  level.usable = run_out.has_value() ? 10 : 0;
  level.run_out_day = run_out;
  return level;
}

std::optional<NextDelivery> Comes(int64_t day) { return NextDelivery{"EXP-0001", day, 50}; }

TEST(RunOutTest, OnlyWhatDoesNotLastUntilTheNextDelivery) {
  const auto line = [](std::optional<int64_t> run_out, std::optional<NextDelivery> next) {
    return RunOutLineOf(Lasting(), LevelOf(run_out), next, 30);
  };
  EXPECT_FALSE(line(110, Comes(111)).has_value()) << "comes the day after: no day is without";
  EXPECT_FALSE(line(131, std::nullopt).has_value()) << "further ahead than was asked";
  ASSERT_TRUE(line(110, Comes(112)).has_value());
  EXPECT_EQ(line(110, Comes(112))->gap_days(), 1);
  EXPECT_EQ(line(110, Comes(112))->days_left(), 10);
  ASSERT_TRUE(line(110, std::nullopt).has_value());
  EXPECT_FALSE(line(110, std::nullopt)->has_gap_days());
  ASSERT_TRUE(line(std::nullopt, Comes(103)).has_value());
  EXPECT_EQ(line(std::nullopt, Comes(103))->state(), v1::RUN_OUT_STATE_OUT);
  EXPECT_EQ(line(std::nullopt, Comes(103))->gap_days(), 3);
  EXPECT_EQ(line(98, std::nullopt)->state(), v1::RUN_OUT_STATE_UNKNOWN);
}

TEST(RunOutTest, WhatIsNotUsedHasNoRunOut) {
  Level level = LevelOf(std::nullopt);
  level.usable = 10;
  level.consumed = 0;
  EXPECT_FALSE(RunOutLineOf(Lasting(), level, std::nullopt, 30).has_value());
  level.usable_until_day = 98;
  ASSERT_TRUE(RunOutLineOf(Lasting(), level, std::nullopt, 30).has_value()) << "it has expired";
}

v1::ExpectedDelivery DeliveryOf(int64_t day, int64_t missing, bool confirmed,
                                const std::string& requisition = "") {
  v1::ExpectedDelivery delivery;
  delivery.set_number(absl::StrCat("EXP-", day));
  delivery.set_state(confirmed ? v1::EXPECTED_DELIVERY_STATE_CONFIRMED
                               : v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  delivery.set_requisition(requisition);
  *delivery.mutable_latest_date() = DateOf(day);
  v1::ExpectedDeliveryLine* line = delivery.add_lines();
  line->set_item("items/rice");
  line->set_missing_quantity(missing);
  return delivery;
}

TEST(ComingTest, TheNextConfirmedAndWhatIsOverdue) {
  Coming coming;
  AddDeliveries({DeliveryOf(95, 5, true), DeliveryOf(105, 7, true), DeliveryOf(103, 9, false),
                 DeliveryOf(104, 11, true), DeliveryOf(90, 0, true)},
                kSheetDay, coming);
  ASSERT_EQ(coming.next_confirmed.count("items/rice"), 1u);
  EXPECT_EQ(coming.next_confirmed["items/rice"].day, 104);
  EXPECT_EQ(coming.on_order["items/rice"], 5 + 7 + 9 + 11);
  ASSERT_EQ(coming.overdue_deliveries.size(), 1u) << "what has come is not overdue";
  EXPECT_EQ(coming.overdue_deliveries[0].overdue_days(), 5);
}

v1::Requisition RequisitionOf(v1::RequisitionState state, int64_t asked, int64_t outstanding) {
  v1::Requisition requisition;
  requisition.set_name("facilities/f/requisitions/r");
  requisition.set_number("REQ-0001");
  requisition.set_state(state);
  *requisition.mutable_needed_by_date() = DateOf(98);
  v1::RequisitionLine* line = requisition.add_lines();
  line->set_item("items/rice");
  line->set_quantity(asked);
  line->set_outstanding_quantity(outstanding);
  return requisition;
}

TEST(ComingTest, WhatADeliveryIsForIsNotOrderedTwice) {
  const auto on_order = [](v1::RequisitionState state, const std::string& delivery_for) {
    Coming coming;
    const std::vector<v1::ExpectedDelivery> expected = {DeliveryOf(105, 30, true, delivery_for)};
    AddDeliveries(expected, kSheetDay, coming);
    AddRequisitions({RequisitionOf(state, 100, 80)}, expected, kSheetDay, coming);
    return coming.on_order["items/rice"];
  };
  EXPECT_EQ(on_order(v1::REQUISITION_STATE_APPROVED, "facilities/f/requisitions/r"), 80);
  EXPECT_EQ(on_order(v1::REQUISITION_STATE_APPROVED, ""), 110);
  EXPECT_EQ(on_order(v1::REQUISITION_STATE_REQUESTED, ""), 130);
  EXPECT_EQ(on_order(v1::REQUISITION_STATE_REJECTED, ""), 30);
}

TEST(ComingTest, AnOverdueRequisition) {
  Coming coming;
  AddRequisitions({RequisitionOf(v1::REQUISITION_STATE_REQUESTED, 100, 0)}, {}, kSheetDay, coming);
  ASSERT_EQ(coming.overdue_requisitions.size(), 1u);
  EXPECT_EQ(coming.overdue_requisitions[0].overdue_days(), 2);
  EXPECT_FALSE(coming.overdue_requisitions[0].confirmed());
}

TEST(SheetTest, VitalFirstThenWhatWentOutLast) {
  v1::GetMorningSheetResponse sheet;
  const auto add = [&sheet](const char* item, v1::VitalClass vital_class, v1::RunOutState state,
                            int64_t day) {
    v1::RunOutLine* line = sheet.add_run_outs();
    line->set_item(item);
    line->set_vital_class(vital_class);
    line->set_state(state);
    *line->mutable_run_out_date() = DateOf(day);
  };
  add("items/normal", v1::VITAL_CLASS_NORMAL, v1::RUN_OUT_STATE_OUT, 99);
  add("items/soon", v1::VITAL_CLASS_VITAL, v1::RUN_OUT_STATE_LASTS, 101);
  add("items/long-out", v1::VITAL_CLASS_VITAL, v1::RUN_OUT_STATE_OUT, 80);
  add("items/just-out", v1::VITAL_CLASS_VITAL, v1::RUN_OUT_STATE_OUT, 99);
  FinishSheet(sheet);
  std::vector<std::string> items;
  for (const auto& line : sheet.run_outs()) items.push_back(line.item());
  EXPECT_THAT(items, testing::ElementsAre("items/just-out", "items/long-out", "items/soon",
                                          "items/normal"));
}

TEST(SheetTest, CutsAndCounts) {
  v1::GetMorningSheetResponse sheet;
  for (int i = 0; i < kMaxMorningLines + 5; ++i) sheet.add_quarantine()->set_waiting_days(i);
  FinishSheet(sheet);
  EXPECT_EQ(sheet.quarantine_count(), kMaxMorningLines + 5);
  ASSERT_EQ(sheet.quarantine_size(), kMaxMorningLines);
  EXPECT_EQ(sheet.quarantine(0).waiting_days(), kMaxMorningLines + 4) << "longest first";
}

}  // namespace
}  // namespace waystation::inventory
