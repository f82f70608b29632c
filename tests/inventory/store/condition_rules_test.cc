// Conditions of stock, one rule at a time, through the committer.
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/list.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

constexpr v1::Condition kUsable = v1::CONDITION_USABLE;
constexpr v1::Condition kQuarantined = v1::CONDITION_QUARANTINED;
constexpr v1::Condition kDamaged = v1::CONDITION_DAMAGED;

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

v1::MovementLine In(v1::Condition condition, v1::MovementLine line) {
  line.set_condition(condition);
  return line;
}

class ConditionRulesTest : public ::testing::Test {
 protected:
  ConditionRulesTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  // Posts usable, quarantined and damaged stock of lot A.
  void Stock(int64_t usable, int64_t quarantined, int64_t damaged) {
    if (usable > 0) Must(Receipt(10, Line("rice", usable, "A")));
    if (quarantined > 0) Must(Receipt(10, In(kQuarantined, Line("rice", quarantined, "A"))));
    if (damaged > 0) Must(Receipt(10, In(kDamaged, Line("rice", damaged, "A"))));
  }
  v1::CreateMovementRequest Of(v1::MovementKind kind, int64_t quantity, v1::Intent intent,
                               v1::Condition condition = v1::CONDITION_UNSPECIFIED) {
    return MovementOf(kind, 12, In(condition, Line("rice", quantity, "A")), intent);
  }
  // "usable/quarantined/damaged" of lot A in main.
  std::string Held() {
    const auto total = [this](v1::Condition condition) {
      return desk_.Total("f", "rice", "main", "A", condition);
    };
    return absl::StrCat(total(kUsable), "/", total(kQuarantined), "/", total(kDamaged));
  }
  static v1::Exception Only(const v1::CreateMovementResponse& response) {
    EXPECT_EQ(response.exceptions_size(), 1) << response.DebugString();
    return response.exceptions_size() == 1 ? response.exceptions(0) : v1::Exception();
  }

  Desk desk_;
};

TEST_F(ConditionRulesTest, EveryChangeOfConditionByOrderAndAsAFact) {
  for (const v1::Intent intent : {kOrder, kHappened}) {
    Stock(100, 0, 0);
    const std::string before = Held();
    Must(Of(v1::MOVEMENT_KIND_QUARANTINE, 40, intent));
    Must(Of(v1::MOVEMENT_KIND_RELEASE, 10, intent));
    Must(Of(v1::MOVEMENT_KIND_DAMAGE, 5, intent));
    Must(Of(v1::MOVEMENT_KIND_DAMAGE, 5, intent, kQuarantined));
    Must(Of(v1::MOVEMENT_KIND_WASTE, 10, intent, kDamaged));
    Must(Of(v1::MOVEMENT_KIND_WASTE, 25, intent, kQuarantined));
    Must(Of(v1::MOVEMENT_KIND_WASTE, 65, intent));
    EXPECT_EQ(Held(), "0/0/0") << "from " << before;
  }
}

TEST_F(ConditionRulesTest, AnOrderForMoreThanTheConditionHoldsIsRefused) {
  Stock(10, 5, 0);
  for (const auto& [kind, available] :
       std::vector<std::pair<v1::MovementKind, std::string>>{{v1::MOVEMENT_KIND_ISSUE, "10"},
                                                             {v1::MOVEMENT_KIND_QUARANTINE, "10"},
                                                             {v1::MOVEMENT_KIND_DAMAGE, "10"},
                                                             {v1::MOVEMENT_KIND_RELEASE, "5"}}) {
    SCOPED_TRACE(v1::MovementKind_Name(kind));
    v1::CreateMovementRequest request = Of(kind, 12, kOrder);
    if (kind == v1::MOVEMENT_KIND_ISSUE) request.mutable_movement()->set_purpose(v1::PURPOSE_MEALS);
    const absl::Status status = desk_.Post(request).status();
    EXPECT_REASON(status, NOT_ENOUGH_STOCK);
    EXPECT_EQ(ErrorVariable(status, "available"), available);
    const bool release = kind == v1::MOVEMENT_KIND_RELEASE;
    EXPECT_EQ(ErrorVariable(status, "condition"), release ? "QUARANTINED" : "USABLE");
    EXPECT_EQ(ErrorVariable(status, "quarantined").has_value(), !release);
  }
  EXPECT_EQ(Held(), "10/5/0");
}

TEST_F(ConditionRulesTest, WhatIsInQuarantineSomewhereIsToldWhereNoPlaceWasNamed) {
  Must(Receipt(10, In(kQuarantined, Line("rice", 7, "A", "fridge"))));
  absl::Status status = desk_.Post(Use(12, Line("rice", 2), kOrder)).status();
  EXPECT_REASON(status, NOT_ENOUGH_STOCK);
  EXPECT_EQ(ErrorVariable(status, "place"), "main");
  EXPECT_EQ(ErrorVariable(status, "quarantined"), "7");
  status = desk_.Post(Use(12, Line("rice", 2, "", "main"), kOrder)).status();
  EXPECT_FALSE(ErrorVariable(status, "quarantined").has_value());
  // A release finds it, and the order is then kept.
  EXPECT_EQ(Must(MovementOf(v1::MOVEMENT_KIND_RELEASE, 12, Line("rice", 7), kOrder))
                .movement()
                .legs(0)
                .from()
                .place(),
            "fridge");
  Must(Use(12, Line("rice", 2), kOrder));
}

TEST_F(ConditionRulesTest, AFactForMoreIsAShortfallOfTheConditionItTakes) {
  Stock(0, 5, 0);
  const v1::Exception shortfall =
      Only(Must(Of(v1::MOVEMENT_KIND_DAMAGE, 8, kHappened, kQuarantined)));
  EXPECT_EQ(shortfall.kind(), v1::EXCEPTION_KIND_SHORTFALL);
  EXPECT_EQ(shortfall.condition(), kQuarantined);
  EXPECT_EQ(shortfall.outstanding_quantity(), 3);
  EXPECT_EQ(Held(), "0/0/8");
  // Usable stock that came before explains nothing of it; quarantined stock does.
  EXPECT_EQ(Must(Receipt(11, Line("rice", 3, "A"))).exceptions_size(), 0);
  const v1::Exception covered = Only(Must(Receipt(11, In(kQuarantined, Line("rice", 3, "A")))));
  EXPECT_EQ(covered.end(), v1::EXCEPTION_END_COVERED);
  EXPECT_EQ(Held(), "3/0/8");
}

TEST_F(ConditionRulesTest, AReleaseMakesNothingUsableThatQuarantineDoesNotHold) {
  Stock(0, 5, 0);
  const v1::Exception rest = Only(Must(Of(v1::MOVEMENT_KIND_RELEASE, 8, kHappened)));
  EXPECT_EQ(rest.kind(), v1::EXCEPTION_KIND_RELEASE_EXCEEDS_QUARANTINE);
  EXPECT_EQ(rest.quantity(), 3);
  EXPECT_EQ(Held(), "5/0/0");
  // The same release once more, as someone else tells it.
  const auto again = Must(Of(v1::MOVEMENT_KIND_RELEASE, 8, kHappened));
  EXPECT_EQ(Only(again).quantity(), 8);
  EXPECT_EQ(again.movement().legs_size(), 0);
  EXPECT_EQ(Held(), "5/0/0");
  EXPECT_TRUE(desk_.Reverse(ReversalOf(again.movement(), kOrder)).ok());
  EXPECT_EQ(Held(), "5/0/0");
}

TEST_F(ConditionRulesTest, UseOfALotThatIsInQuarantineIsRecordedAndFlagged) {
  Stock(3, 10, 4);
  const auto use = Must(Use(12, Line("rice", 8, "A"), kHappened));
  const v1::Exception flag = Only(use);
  EXPECT_EQ(flag.kind(), v1::EXCEPTION_KIND_UNUSABLE_STOCK_USED);
  EXPECT_EQ(flag.condition(), kQuarantined);
  EXPECT_EQ(flag.quantity(), 5);
  EXPECT_EQ(Held(), "0/5/4");
  // More than that is a shortfall of usable stock; damaged stock is never guessed to be used.
  const auto more = Must(Use(12, Line("rice", 9, "A"), kHappened));
  ASSERT_EQ(more.exceptions_size(), 2);
  EXPECT_EQ(more.exceptions(0).kind(), v1::EXCEPTION_KIND_SHORTFALL);
  EXPECT_EQ(more.exceptions(0).condition(), kUsable);
  EXPECT_EQ(more.exceptions(0).quantity(), 4);
  EXPECT_EQ(more.exceptions(1).quantity(), 5);
  EXPECT_EQ(Held(), "0/0/4");
}

TEST_F(ConditionRulesTest, UseWithoutALotTakesUsableStockOnly) {
  Stock(3, 10, 0);
  const v1::Exception shortfall = Only(Must(Use(12, Line("rice", 8), kHappened)));
  EXPECT_EQ(shortfall.kind(), v1::EXCEPTION_KIND_SHORTFALL);
  EXPECT_EQ(shortfall.quantity(), 5);
  EXPECT_EQ(Held(), "0/10/0");
}

TEST_F(ConditionRulesTest, UseThatSaysTheConditionTakesItAndIsFlagged) {
  Stock(3, 10, 4);
  for (const v1::Condition condition : {kQuarantined, kDamaged}) {
    const v1::Exception flag = Only(Must(Use(12, In(condition, Line("rice", 2, "A")), kHappened)));
    EXPECT_EQ(flag.kind(), v1::EXCEPTION_KIND_UNUSABLE_STOCK_USED);
    EXPECT_EQ(flag.condition(), condition);
  }
  EXPECT_EQ(Held(), "3/8/2");
}

TEST_F(ConditionRulesTest, WasteOfALotTakesWhateverIsThereOfIt) {
  Stock(3, 4, 5);
  EXPECT_EQ(Must(Of(v1::MOVEMENT_KIND_WASTE, 9, kHappened)).exceptions_size(), 0);
  EXPECT_EQ(Held(), "0/0/3");
}

TEST_F(ConditionRulesTest, AMoveKeepsTheConditionAndIsNotFlagged) {
  Stock(0, 10, 0);
  v1::CreateMovementRequest move = Of(v1::MOVEMENT_KIND_ISSUE, 4, kOrder, kQuarantined);
  move.mutable_movement()->set_to_place("cage");
  EXPECT_EQ(Must(move).exceptions_size(), 0);
  EXPECT_EQ(Held(), "0/6/0");
  EXPECT_EQ(desk_.Total("f", "rice", "cage", "A", kQuarantined), 4);
}

TEST_F(ConditionRulesTest, AReturnComesBackFromConsumedAndCoversAShortfall) {
  const v1::Exception shortfall = Only(Must(Use(12, Line("rice", 10, "A"), kHappened)));
  v1::CreateMovementRequest back = Of(v1::MOVEMENT_KIND_RETURN, 4, kHappened);
  back.mutable_movement()->set_purpose(v1::PURPOSE_MEALS);
  const auto returned = Must(back);
  EXPECT_EQ(returned.movement().legs(0).from().kind(), v1::ACCOUNT_KIND_CONSUMED);
  EXPECT_EQ(Only(returned).name(), shortfall.name());
  EXPECT_EQ(Only(returned).outstanding_quantity(), 6);
  EXPECT_EQ(Held(), "0/0/0");
  back.mutable_movement()->mutable_lines(0)->set_condition(kDamaged);
  EXPECT_EQ(Must(back).exceptions_size(), 0);
  EXPECT_EQ(Held(), "0/0/4");
}

TEST_F(ConditionRulesTest, AReversalPutsStockBackIntoTheConditionItHad) {
  Stock(10, 0, 0);
  const auto quarantine = Must(Of(v1::MOVEMENT_KIND_QUARANTINE, 6, kOrder));
  ASSERT_TRUE(desk_.Reverse(ReversalOf(quarantine.movement(), kOrder)).ok());
  EXPECT_EQ(Held(), "10/0/0");
  const auto again = Must(Of(v1::MOVEMENT_KIND_QUARANTINE, 6, kOrder));
  Must(Of(v1::MOVEMENT_KIND_DAMAGE, 2, kOrder, kQuarantined));
  EXPECT_REASON(desk_.Reverse(ReversalOf(again.movement(), kOrder)).status(), NOT_ENOUGH_STOCK);
  const auto reversed = desk_.Reverse(ReversalOf(again.movement(), kHappened));
  ASSERT_TRUE(reversed.ok());
  ASSERT_EQ(reversed->exceptions_size(), 1);
  EXPECT_EQ(reversed->exceptions(0).condition(), kQuarantined);
  EXPECT_EQ(Held(), "10/0/2");
}

TEST_F(ConditionRulesTest, ADonationWaitsInQuarantineAndShortShelfLifeIsFlagged) {
  v1::CreateMovementRequest donation = Receipt(10, WithUseBy(Line("rice", 50, "A"), 30));
  donation.mutable_movement()->mutable_donation()->set_donor("donor-1");
  const v1::Exception flag = Only(Must(donation));
  EXPECT_EQ(flag.kind(), v1::EXCEPTION_KIND_SHORT_SHELF_LIFE);
  EXPECT_EQ(flag.days_left(), 20);
  EXPECT_EQ(flag.quantity(), 50);
  EXPECT_EQ(Held(), "0/50/0");
  // A day short of 12 months is flagged, the day itself is not.
  for (const int day : {9, 10}) {
    const std::string lot = absl::StrCat("year-", day);
    v1::CreateMovementRequest fresh = Receipt(10, Line("rice", 1, lot));
    fresh.mutable_movement()->mutable_donation()->set_donor("donor-1");
    common::v1::CivilDate* date = fresh.mutable_movement()->mutable_lines(0)->mutable_expiry_date();
    *date = MarchDate(day);
    date->set_year(2027);
    EXPECT_EQ(Must(fresh).exceptions_size(), day == 9 ? 1 : 0);
  }
}

TEST_F(ConditionRulesTest, StockIsListedByConditionWithItsOwners) {
  Stock(10, 5, 2);
  v1::CreateMovementRequest donation = Receipt(11, Line("rice", 1, "A"));
  donation.mutable_movement()->mutable_donation()->set_donor("donor-1");
  Must(donation);
  donation.mutable_movement()->mutable_donation()->set_donor("donor-2");
  Must(donation);
  const auto rows = desk_.rows().Snapshot();
  v1::ListStockRequest request;
  request.set_facility("facilities/f");
  v1::ListStockResponse all;
  ASSERT_TRUE(ListStock(*rows, request, {.size = 10}, Noon(20), &all).ok());
  ASSERT_EQ(all.lines_size(), 3);
  EXPECT_EQ(all.lines(0).condition(), kUsable);
  EXPECT_EQ(all.lines(1).quantity(), 7);
  EXPECT_EQ(all.lines(1).owner(), "donor-1");
  ASSERT_EQ(all.lines(1).other_owners_size(), 1);
  EXPECT_EQ(all.lines(1).other_owners(0), "donor-2");
  request.set_condition(kDamaged);
  v1::ListStockResponse damaged;
  ASSERT_TRUE(ListStock(*rows, request, {.size = 10}, Noon(20), &damaged).ok());
  ASSERT_EQ(damaged.lines_size(), 1);
  EXPECT_EQ(damaged.lines(0).quantity(), 2);
}

TEST_F(ConditionRulesTest, TheBalanceAndAProposalTellUsableStockApart) {
  Stock(10, 5, 2);
  const auto rows = desk_.rows().Snapshot();
  v1::GetStockBalanceRequest balance;
  balance.set_facility("facilities/f");
  balance.set_item("items/rice");
  v1::GetStockBalanceResponse balanced;
  ASSERT_TRUE(GetStockBalance(*rows, balance, Noon(20), &balanced).ok());
  EXPECT_EQ(balanced.closing_quantity(), 10);
  EXPECT_EQ(balanced.lowest_quantity(), 10);
  EXPECT_EQ(balanced.quarantined_quantity(), 5);
  EXPECT_EQ(balanced.damaged_quantity(), 2);
  v1::ProposeIssueRequest propose;
  propose.set_parent("facilities/f");
  propose.set_item("items/rice");
  propose.set_quantity(12);
  v1::ProposeIssueResponse proposed;
  ASSERT_TRUE(ProposeIssue(*rows, propose, Noon(20), &proposed).ok());
  ASSERT_EQ(proposed.lots_size(), 1);
  EXPECT_EQ(proposed.missing_quantity(), 2);
  EXPECT_EQ(proposed.quarantined_quantity(), 5);
}

// The difference that a short move made is taken back out of what the move brings back.
TEST_F(ConditionRulesTest, AShortMoveTakenBackLeavesNothing) {
  v1::CreateMovementRequest move = Of(v1::MOVEMENT_KIND_ISSUE, 100, kHappened);
  move.mutable_movement()->clear_purpose();
  move.mutable_movement()->set_to_place("ward");
  for (const v1::CreateMovementRequest& request :
       {move, Of(v1::MOVEMENT_KIND_QUARANTINE, 100, kHappened),
        Of(v1::MOVEMENT_KIND_DAMAGE, 100, kHappened)}) {
    for (const v1::Intent intent : {kOrder, kHappened}) {
      const auto moved = Must(request);
      EXPECT_EQ(Only(moved).kind(), v1::EXCEPTION_KIND_SHORTFALL);
      const auto back = desk_.Reverse(ReversalOf(moved.movement(), intent));
      ASSERT_TRUE(back.ok()) << back.status();
      ASSERT_EQ(back->exceptions_size(), 1);
      EXPECT_EQ(back->exceptions(0).end(), v1::EXCEPTION_END_REVERSED);
      EXPECT_EQ(Held(), "0/0/0");
      EXPECT_EQ(desk_.Total("f", "rice", "ward", "A", kUsable), 0);
    }
  }
}

TEST_F(ConditionRulesTest, ChangesOfConditionKeepWithin64Bits) {
  Must(Receipt(10, Line("rice", std::numeric_limits<int64_t>::max(), "A")));
  EXPECT_REASON(desk_.Post(Of(v1::MOVEMENT_KIND_QUARANTINE, 1, kHappened)).status(),
                QUANTITY_OVERFLOW);
}

}  // namespace
}  // namespace waystation::inventory
