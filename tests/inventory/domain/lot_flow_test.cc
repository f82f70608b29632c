#include "services/inventory/domain/recalls/lot_flow.h"

#include <limits>

#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

v1::Leg* AddLeg(v1::AccountKind from, v1::AccountKind to, int64_t quantity,
                v1::Movement& movement) {
  v1::Leg* leg = movement.add_legs();
  leg->set_item("items/rice");
  leg->set_lot("A");
  leg->mutable_from()->set_kind(from);
  leg->mutable_to()->set_kind(to);
  leg->set_quantity(quantity);
  return leg;
}

TEST(LotFlowTest, EveryAccountIsAddedUpAndUseByPurpose) {
  // Of a kind that has no quantity of its own: between facilities.
  const auto other = static_cast<v1::AccountKind>(6);
  v1::Movement movement;
  AddLeg(v1::ACCOUNT_KIND_SOURCE, v1::ACCOUNT_KIND_POSITION, 100, movement);
  AddLeg(v1::ACCOUNT_KIND_POSITION, v1::ACCOUNT_KIND_POSITION, 50, movement);
  AddLeg(v1::ACCOUNT_KIND_POSITION, v1::ACCOUNT_KIND_CONSUMED, 20, movement);
  AddLeg(v1::ACCOUNT_KIND_CONSUMED, v1::ACCOUNT_KIND_POSITION, 5, movement);
  AddLeg(v1::ACCOUNT_KIND_POSITION, v1::ACCOUNT_KIND_WASTED, 7, movement);
  AddLeg(v1::ACCOUNT_KIND_COUNT_DIFFERENCE, v1::ACCOUNT_KIND_POSITION, 3, movement);
  AddLeg(v1::ACCOUNT_KIND_POSITION, other, 11, movement);
  AddLeg(v1::ACCOUNT_KIND_POSITION, v1::ACCOUNT_KIND_KIT, 13, movement);
  const auto flows = FlowsOf(movement, v1::PURPOSE_MEALS);
  ASSERT_EQ(flows.size(), 1u);
  const LotFlow& flow = flows.at({"items/rice", "A"});
  v1::RecallSite site;
  SetFlow(flow, site);
  EXPECT_EQ(site.received_quantity(), 100);
  EXPECT_EQ(site.used_quantity(), 15);
  ASSERT_EQ(site.uses_size(), 1);
  EXPECT_EQ(site.uses(0).purpose(), v1::PURPOSE_MEALS);
  EXPECT_EQ(site.wasted_quantity(), 7);
  EXPECT_EQ(site.count_difference_quantity(), 3);
  EXPECT_EQ(site.sent_on_quantity(), 11);
  EXPECT_EQ(site.packed_quantity(), 13);
  EXPECT_EQ(WrittenOff(flow), 4);
}

TEST(LotFlowTest, LotsAreApartAndOneThatOnlyMovesIsNone) {
  v1::Movement movement;
  AddLeg(v1::ACCOUNT_KIND_SOURCE, v1::ACCOUNT_KIND_POSITION, 10, movement)->set_lot("B");
  AddLeg(v1::ACCOUNT_KIND_POSITION, v1::ACCOUNT_KIND_POSITION, 10, movement);
  const auto flows = FlowsOf(movement, v1::PURPOSE_UNSPECIFIED);
  EXPECT_FALSE(flows.contains({"items/rice", "A"}));
  EXPECT_EQ(FromAccount(flows.at({"items/rice", "B"}), v1::ACCOUNT_KIND_SOURCE), 10);
}

TEST(LotFlowTest, WhatCameToNothingWasThere) {
  v1::Movement movement;
  AddLeg(v1::ACCOUNT_KIND_COUNT_DIFFERENCE, v1::ACCOUNT_KIND_POSITION, 4, movement);
  AddLeg(v1::ACCOUNT_KIND_POSITION, v1::ACCOUNT_KIND_COUNT_DIFFERENCE, 4, movement);
  EXPECT_TRUE(FlowsOf(movement, v1::PURPOSE_UNSPECIFIED).at({"items/rice", "A"}).empty());
}

TEST(LotFlowTest, WhatIsTakenBackLeavesNothing) {
  const std::pair key = {v1::ACCOUNT_KIND_WASTED, v1::PURPOSE_UNSPECIFIED};
  LotFlow flow = {{key, -5}};
  AddFlow({{key, 5}}, flow);
  EXPECT_TRUE(flow.empty());
}

TEST(LotFlowTest, SumsEndAtTheLargestNumber) {
  EXPECT_EQ(SumAtMost(2, 3), 5);
  EXPECT_EQ(SumAtMost(kMost - 3, 3), kMost);
  EXPECT_EQ(SumAtMost(kMost - 2, 3), kMost);
}

}  // namespace
}  // namespace waystation::inventory
