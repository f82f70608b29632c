#include "services/inventory/domain/ledger/condition.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/lot.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

constexpr v1::Condition kUnsaid = v1::CONDITION_UNSPECIFIED;
constexpr v1::Condition kUsable = v1::CONDITION_USABLE;
constexpr v1::Condition kQuarantined = v1::CONDITION_QUARANTINED;
constexpr v1::Condition kDamaged = v1::CONDITION_DAMAGED;

v1::Movement MovementOf(v1::MovementKind kind, v1::Intent intent) {
  v1::Movement movement;
  movement.set_kind(kind);
  movement.set_intent(intent);
  return movement;
}

v1::MovementLine LineOf(const std::string& lot, v1::Condition condition) {
  v1::MovementLine line;
  line.set_lot(lot);
  line.set_condition(condition);
  return line;
}

struct TakenCase {
  v1::MovementKind kind;
  std::vector<v1::Condition> order;          // An ORDER, whether it names a lot or not.
  std::vector<v1::Condition> fact_of_a_lot;  // A fact that names a lot and no condition.
};

const std::vector<TakenCase>& TakenCases() {
  static const auto* const cases = new std::vector<TakenCase>{
      {v1::MOVEMENT_KIND_ISSUE, {kUsable}, {kUsable, kQuarantined}},
      {v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, {kUsable}, {kUsable, kQuarantined, kDamaged}},
      {v1::MOVEMENT_KIND_WASTE, {kUsable}, {kUsable, kQuarantined, kDamaged}},
      {v1::MOVEMENT_KIND_QUARANTINE, {kUsable}, {kUsable}},
      {v1::MOVEMENT_KIND_RELEASE, {kQuarantined}, {kQuarantined}},
      {v1::MOVEMENT_KIND_DAMAGE, {kUsable}, {kUsable, kQuarantined}}};
  return *cases;
}

TEST(ConditionTest, WhatEveryKindTakes) {
  for (const TakenCase& c : TakenCases()) {
    SCOPED_TRACE(v1::MovementKind_Name(c.kind));
    const v1::Movement order = MovementOf(c.kind, v1::INTENT_ORDER);
    const v1::Movement fact = MovementOf(c.kind, v1::INTENT_HAPPENED);
    EXPECT_EQ(ConditionsTaken(order, LineOf("", kUnsaid)), c.order);
    EXPECT_EQ(ConditionsTaken(order, LineOf("A", kUnsaid)), c.order);
    EXPECT_EQ(ConditionsTaken(fact, LineOf("", kUnsaid)), c.order);
    EXPECT_EQ(ConditionsTaken(fact, LineOf("A", kUnsaid)), c.fact_of_a_lot);
  }
}

TEST(ConditionTest, WhatALineSaysIsTakenAndNothingElse) {
  for (const v1::Intent intent : {v1::INTENT_ORDER, v1::INTENT_HAPPENED}) {
    for (const v1::Condition said : kConditions) {
      EXPECT_THAT(ConditionsTaken(MovementOf(v1::MOVEMENT_KIND_WASTE, intent), LineOf("A", said)),
                  ElementsAre(said));
    }
  }
}

TEST(ConditionTest, WhatMayBeSaid) {
  struct Case {
    v1::MovementKind kind;
    v1::Intent intent;
    bool usable, quarantined, damaged;
  };
  const v1::Intent order = v1::INTENT_ORDER;
  const v1::Intent fact = v1::INTENT_HAPPENED;
  for (const Case& c :
       std::vector<Case>{{v1::MOVEMENT_KIND_RECEIPT, order, true, true, true},
                         {v1::MOVEMENT_KIND_RECEIPT, fact, true, true, true},
                         {v1::MOVEMENT_KIND_ISSUE, order, true, false, false},
                         {v1::MOVEMENT_KIND_ISSUE, fact, true, true, true},
                         {v1::MOVEMENT_KIND_ADJUSTMENT_GAIN, order, true, true, true},
                         {v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, order, true, true, true},
                         {v1::MOVEMENT_KIND_WASTE, order, true, true, true},
                         {v1::MOVEMENT_KIND_WASTE, fact, true, true, true},
                         {v1::MOVEMENT_KIND_QUARANTINE, order, true, false, false},
                         {v1::MOVEMENT_KIND_QUARANTINE, fact, true, false, false},
                         {v1::MOVEMENT_KIND_RELEASE, order, false, true, false},
                         {v1::MOVEMENT_KIND_RELEASE, fact, false, true, false},
                         {v1::MOVEMENT_KIND_DAMAGE, order, true, true, false},
                         {v1::MOVEMENT_KIND_DAMAGE, fact, true, true, false},
                         {v1::MOVEMENT_KIND_RETURN, order, true, true, true},
                         {v1::MOVEMENT_KIND_RETURN, fact, true, true, true}}) {
    SCOPED_TRACE(v1::MovementKind_Name(c.kind) + " " + v1::Intent_Name(c.intent));
    const v1::Movement movement = MovementOf(c.kind, c.intent);
    EXPECT_TRUE(MaySayCondition(movement, kUnsaid));
    EXPECT_EQ(MaySayCondition(movement, kUsable), c.usable);
    EXPECT_EQ(MaySayCondition(movement, kQuarantined), c.quarantined);
    EXPECT_EQ(MaySayCondition(movement, kDamaged), c.damaged);
  }
}

TEST(ConditionTest, AMoveByOrderMayTakeWhatIsNotUsable) {
  v1::Movement move = MovementOf(v1::MOVEMENT_KIND_ISSUE, v1::INTENT_ORDER);
  move.set_to_place("cage");
  EXPECT_TRUE(MaySayCondition(move, kQuarantined));
  EXPECT_FALSE(IsUse(move));
}

TEST(ConditionTest, ADonationGoesIntoQuarantineUnlessItsLineSaysOtherwise) {
  v1::Movement receipt = MovementOf(v1::MOVEMENT_KIND_RECEIPT, v1::INTENT_HAPPENED);
  EXPECT_EQ(ConditionPut(receipt, LineOf("A", kUnsaid)), kUsable);
  receipt.mutable_donation()->set_donor("donor-1");
  EXPECT_EQ(ConditionPut(receipt, LineOf("A", kUnsaid)), kQuarantined);
  EXPECT_EQ(ConditionPut(receipt, LineOf("A", kUsable)), kUsable);
  EXPECT_EQ(ConditionPut(receipt, LineOf("A", kDamaged)), kDamaged);
}

TEST(ConditionTest, WhatWasRecordedWithoutAConditionWasUsable) {
  v1::Account account;
  account.set_kind(v1::ACCOUNT_KIND_POSITION);
  EXPECT_EQ(ConditionOf(account), kUsable);
  account.set_condition(kDamaged);
  EXPECT_EQ(ConditionOf(account), kDamaged);
}

TEST(LotOwnerTest, TheFirstStaysTheFirstAndLaterOnesStandBesideIt) {
  LotFacts lot;
  AddOwner("", lot);
  EXPECT_TRUE(lot.owners.empty());
  for (const char* owner : {"ministry", "donor-1", "ministry"}) AddOwner(owner, lot);
  EXPECT_THAT(lot.owners, ElementsAre("ministry", "donor-1"));
  for (int i = 0; i < 20; ++i) AddOwner("donor-" + std::to_string(i + 2), lot);
  EXPECT_EQ(lot.owners.size(), 1u + kMaxOtherOwners);
  EXPECT_EQ(lot.owners.front(), "ministry");
}

TEST(LotOwnerTest, ALineIsItsOwnersElseTheDonors) {
  v1::Movement receipt;
  v1::MovementLine line;
  EXPECT_EQ(OwnerOf(receipt, line), "");
  receipt.mutable_donation()->set_donor("donor-1");
  EXPECT_EQ(OwnerOf(receipt, line), "donor-1");
  line.set_owner("ministry");
  EXPECT_EQ(OwnerOf(receipt, line), "ministry");
}

TEST(CalendarTest, MonthsAfter) {
  const auto day = [](int year, int month, int day_of_month) {
    common::v1::CivilDate date;
    date.set_year(year);
    date.set_month(month);
    date.set_day(day_of_month);
    return DayNumber(date);
  };
  EXPECT_EQ(MonthsAfter(day(2026, 3, 10), 12), day(2027, 3, 10));
  EXPECT_EQ(MonthsAfter(day(2028, 2, 29), 12), day(2029, 3, 1));
  EXPECT_EQ(MonthsAfter(day(2026, 1, 31), 1), day(2026, 3, 1));
}

}  // namespace
}  // namespace waystation::inventory
