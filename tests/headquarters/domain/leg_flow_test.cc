#include "services/headquarters/domain/leg_flow.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/base/errors.h"

namespace waystation::headquarters {
namespace {

namespace inv = inventory::v1;

TEST(LegFlowTest, ACountsDifferenceIsInflowMoreOrLessWhateverTheMovement) {
  for (const inv::MovementKind kind :
       {inv::MOVEMENT_KIND_COUNT, inv::MOVEMENT_KIND_ISSUE, inv::MOVEMENT_KIND_REVERSAL}) {
    inv::Leg leg;
    leg.set_quantity(7);
    leg.set_count("facilities/f/counts/c");
    leg.mutable_from()->set_kind(inv::ACCOUNT_KIND_COUNT_DIFFERENCE);
    leg.mutable_to()->set_kind(inv::ACCOUNT_KIND_POSITION);
    EXPECT_TRUE(*FlowOf(kind, leg) == Flow{.inflow = 7});
    leg.mutable_from()->Swap(leg.mutable_to());
    EXPECT_TRUE(*FlowOf(kind, leg) == Flow{.inflow = -7});
    leg.mutable_from()->set_condition(inv::CONDITION_QUARANTINED);
    EXPECT_TRUE(*FlowOf(kind, leg) == Flow{.quarantined = -7});
  }
}

struct Case {
  std::string name;
  inv::MovementKind kind;
  inv::AccountKind from;
  inv::AccountKind to;
  bool of_shortfall;
  Flow want;  // For a quantity of 7.
};

TEST(LegFlowTest, EveryLegCountsForOnePart) {
  const auto source = inv::ACCOUNT_KIND_SOURCE;
  const auto position = inv::ACCOUNT_KIND_POSITION;
  const auto consumed = inv::ACCOUNT_KIND_CONSUMED;
  const auto wasted = inv::ACCOUNT_KIND_WASTED;
  const auto difference = inv::ACCOUNT_KIND_COUNT_DIFFERENCE;
  const auto reversal = inv::MOVEMENT_KIND_REVERSAL;
  const std::vector<Case> cases = {
      {"receipt", inv::MOVEMENT_KIND_RECEIPT, source, position, false, {.inflow = 7}},
      {"use", inv::MOVEMENT_KIND_ISSUE, position, consumed, false, {.consumed = 7}},
      {"move", inv::MOVEMENT_KIND_ISSUE, position, position, false, {}},
      {"waste", inv::MOVEMENT_KIND_WASTE, position, wasted, false, {.other_out = 7}},
      {"gain", inv::MOVEMENT_KIND_ADJUSTMENT_GAIN, difference, position, false, {.inflow = 7}},
      {"loss", inv::MOVEMENT_KIND_ADJUSTMENT_LOSS, position, difference, false, {.other_out = 7}},
      {"shortfall", inv::MOVEMENT_KIND_ISSUE, difference, position, true, {.inflow = 7}},
      {"cover", inv::MOVEMENT_KIND_RECEIPT, position, difference, true, {.inflow = -7}},
      {"receipt reversed", reversal, position, source, false, {.inflow = -7}},
      {"use reversed", reversal, consumed, position, false, {.consumed = -7}},
      {"move reversed", reversal, position, position, false, {}},
      {"waste reversed", reversal, wasted, position, false, {.other_out = -7}},
      {"gain reversed", reversal, position, difference, false, {.inflow = -7}},
      {"loss reversed", reversal, difference, position, false, {.other_out = -7}},
      {"shortfall reversed", reversal, position, difference, true, {.inflow = -7}},
      {"shortfall of a reversal", reversal, difference, position, true, {.inflow = 7}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    inv::Leg leg;
    leg.set_quantity(7);
    leg.mutable_from()->set_kind(c.from);
    leg.mutable_to()->set_kind(c.to);
    if (c.of_shortfall) leg.set_difference_of("facilities/f/exceptions/e");
    const absl::StatusOr<Flow> flow = FlowOf(c.kind, leg);
    ASSERT_TRUE(flow.ok());
    EXPECT_TRUE(*flow == c.want);
  }
}

struct ConditionCase {
  std::string name;
  inv::MovementKind kind;
  inv::AccountKind from;
  inv::Condition from_condition;
  inv::AccountKind to;
  inv::Condition to_condition;
  Flow want;  // For a quantity of 7.
};

constexpr auto kSource = inv::ACCOUNT_KIND_SOURCE;
constexpr auto kPosition = inv::ACCOUNT_KIND_POSITION;
constexpr auto kConsumed = inv::ACCOUNT_KIND_CONSUMED;
constexpr auto kWasted = inv::ACCOUNT_KIND_WASTED;
constexpr auto kDifference = inv::ACCOUNT_KIND_COUNT_DIFFERENCE;
constexpr auto kTransit = inv::ACCOUNT_KIND_IN_TRANSIT;
constexpr auto kNone = inv::CONDITION_UNSPECIFIED;
constexpr auto kUsable = inv::CONDITION_USABLE;
constexpr auto kApart = inv::CONDITION_QUARANTINED;
constexpr auto kDamaged = inv::CONDITION_DAMAGED;
constexpr auto kReceipt = inv::MOVEMENT_KIND_RECEIPT;
constexpr auto kIssue = inv::MOVEMENT_KIND_ISSUE;
constexpr auto kReversal = inv::MOVEMENT_KIND_REVERSAL;
const Flow kSetApart = {.other_out = 7, .quarantined = 7};
const Flow kUseOfIt = {.consumed = 7, .other_out = -7, .quarantined = -7};

std::vector<ConditionCase> ComingAndChanging() {
  return {
      {"donation", kReceipt, kSource, kNone, kPosition, kApart, {.quarantined = 7}},
      {"damaged on arrival", kReceipt, kSource, kNone, kPosition, kDamaged, {}},
      {"quarantine", inv::MOVEMENT_KIND_QUARANTINE, kPosition, kUsable, kPosition, kApart,
       kSetApart},
      {"of old stock", inv::MOVEMENT_KIND_QUARANTINE, kPosition, kNone, kPosition, kApart,
       kSetApart},
      {"release",
       inv::MOVEMENT_KIND_RELEASE,
       kPosition,
       kApart,
       kPosition,
       kUsable,
       {.inflow = 7, .quarantined = -7}},
      {"damage",
       inv::MOVEMENT_KIND_DAMAGE,
       kPosition,
       kUsable,
       kPosition,
       kDamaged,
       {.other_out = 7}},
      {"damage apart",
       inv::MOVEMENT_KIND_DAMAGE,
       kPosition,
       kApart,
       kPosition,
       kDamaged,
       {.quarantined = -7}},
      {"kit opened",
       inv::MOVEMENT_KIND_UNPACK,
       kPosition,
       kUsable,
       inv::ACCOUNT_KIND_KIT,
       kNone,
       {.other_out = 7}},
      {"out of a kit",
       inv::MOVEMENT_KIND_UNPACK,
       inv::ACCOUNT_KIND_KIT,
       kNone,
       kPosition,
       kUsable,
       {.inflow = 7}},
      {"out of a kit in quarantine",
       inv::MOVEMENT_KIND_UNPACK,
       inv::ACCOUNT_KIND_KIT,
       kNone,
       kPosition,
       kApart,
       {.quarantined = 7}},
      {"return", inv::MOVEMENT_KIND_RETURN, kConsumed, kNone, kPosition, kUsable, {.consumed = -7}},
      {"return to check",
       inv::MOVEMENT_KIND_RETURN,
       kConsumed,
       kNone,
       kPosition,
       kApart,
       {.consumed = -7, .other_out = 7, .quarantined = 7}},
      {"return broken",
       inv::MOVEMENT_KIND_RETURN,
       kConsumed,
       kNone,
       kPosition,
       kDamaged,
       {.consumed = -7, .other_out = 7}},
  };
}

std::vector<ConditionCase> GoingAndReversed() {
  return {
      {"use of quarantined", kIssue, kPosition, kApart, kConsumed, kNone, kUseOfIt},
      {"use of damaged",
       kIssue,
       kPosition,
       kDamaged,
       kConsumed,
       kNone,
       {.consumed = 7, .other_out = -7}},
      {"move of quarantined", kIssue, kPosition, kApart, kPosition, kApart, {}},
      {"waste of quarantined",
       inv::MOVEMENT_KIND_WASTE,
       kPosition,
       kApart,
       kWasted,
       kNone,
       {.quarantined = -7}},
      {"waste of damaged", inv::MOVEMENT_KIND_WASTE, kPosition, kDamaged, kWasted, kNone, {}},
      {"loss of damaged",
       inv::MOVEMENT_KIND_ADJUSTMENT_LOSS,
       kPosition,
       kDamaged,
       kDifference,
       kNone,
       {}},
      {"quarantine reversed",
       kReversal,
       kPosition,
       kApart,
       kPosition,
       kUsable,
       {.other_out = -7, .quarantined = -7}},
      {"release reversed",
       kReversal,
       kPosition,
       kUsable,
       kPosition,
       kApart,
       {.inflow = -7, .quarantined = 7}},
      {"return reversed", kReversal, kPosition, kUsable, kConsumed, kNone, {.consumed = 7}},
      {"use of quarantined reversed",
       kReversal,
       kConsumed,
       kNone,
       kPosition,
       kApart,
       {.consumed = -7, .other_out = 7, .quarantined = 7}},
  };
}

// Of transfers: no use, at either end.
std::vector<ConditionCase> Transferred() {
  constexpr auto kOut = inv::MOVEMENT_KIND_TRANSFER_OUT;
  constexpr auto kIn = inv::MOVEMENT_KIND_TRANSFER_IN;
  constexpr auto kLoss = inv::MOVEMENT_KIND_TRANSFER_LOSS;
  return {
      {"sent", kOut, kPosition, kUsable, kTransit, kNone, {.other_out = 7}},
      {"sent apart", kOut, kPosition, kApart, kTransit, kNone, {.quarantined = -7}},
      {"settled", kOut, kTransit, kNone, kDifference, kNone, {}},
      {"came", kIn, kTransit, kNone, kPosition, kUsable, {.inflow = 7}},
      {"came warm", kIn, kTransit, kNone, kPosition, kApart, {.quarantined = 7}},
      {"came broken", kIn, kTransit, kNone, kPosition, kDamaged, {}},
      {"came reversed", kReversal, kPosition, kUsable, kTransit, kNone, {.inflow = -7}},
      {"lost", kLoss, kTransit, kNone, kWasted, kNone, {}},
  };
}

TEST(LegFlowTest, OnlyUsableStockIsUsable) {
  std::vector<ConditionCase> cases = ComingAndChanging();
  for (const ConditionCase& c : GoingAndReversed()) cases.push_back(c);
  for (const ConditionCase& c : Transferred()) cases.push_back(c);
  for (const ConditionCase& c : cases) {
    SCOPED_TRACE(c.name);
    inv::Leg leg;
    leg.set_quantity(7);
    leg.mutable_from()->set_kind(c.from);
    leg.mutable_from()->set_condition(c.from_condition);
    leg.mutable_to()->set_kind(c.to);
    leg.mutable_to()->set_condition(c.to_condition);
    const absl::StatusOr<Flow> flow = FlowOf(c.kind, leg);
    ASSERT_TRUE(flow.ok());
    EXPECT_TRUE(*flow == c.want);
    if (c.from_condition == kApart && c.to == kConsumed) {
      EXPECT_TRUE(flow->net() == 0);
    }
  }
}

// Of a place that is there to send.
TEST(LegFlowTest, SendingIsUseWhereItIsSaidToBe) {
  const std::vector<ConditionCase> cases = {
      {"sent",
       inv::MOVEMENT_KIND_TRANSFER_OUT,
       kPosition,
       kUsable,
       kTransit,
       kNone,
       {.consumed = 7, .dispatched = 7}},
      {"came back",
       inv::MOVEMENT_KIND_TRANSFER_IN,
       kTransit,
       kNone,
       kPosition,
       kUsable,
       {.consumed = -7, .dispatched = -7}},
      {"its coming back reversed",
       kReversal,
       kPosition,
       kUsable,
       kTransit,
       kNone,
       {.consumed = 7, .dispatched = 7}},
      {"sent apart",
       inv::MOVEMENT_KIND_TRANSFER_OUT,
       kPosition,
       kApart,
       kTransit,
       kNone,
       {.quarantined = -7}},
      {"use", kIssue, kPosition, kUsable, kConsumed, kNone, {.consumed = 7}},
  };
  for (const ConditionCase& c : cases) {
    SCOPED_TRACE(c.name);
    inv::Leg leg;
    leg.set_quantity(7);
    leg.mutable_from()->set_kind(c.from);
    leg.mutable_from()->set_condition(c.from_condition);
    leg.mutable_to()->set_kind(c.to);
    leg.mutable_to()->set_condition(c.to_condition);
    const absl::StatusOr<Flow> flow = FlowOf(c.kind, leg, Sending::kUse);
    ASSERT_TRUE(flow.ok());
    EXPECT_TRUE(*flow == c.want);
  }
}

TEST(LegFlowTest, AnUnknownConditionIsFromANewerProgram) {
  inv::Leg leg;
  leg.mutable_from()->set_kind(inv::ACCOUNT_KIND_SOURCE);
  leg.mutable_to()->set_kind(inv::ACCOUNT_KIND_POSITION);
  leg.mutable_to()->set_condition(static_cast<inv::Condition>(99));
  EXPECT_EQ(ReasonOf(FlowOf(inv::MOVEMENT_KIND_RECEIPT, leg).status()),
            Reason::ERROR_REASON_FOLDER_NEWER);
}

TEST(LegFlowTest, AnUnknownAccountIsFromANewerProgram) {
  inv::Leg leg;
  leg.mutable_from()->set_kind(inv::ACCOUNT_KIND_POSITION);
  leg.mutable_to()->set_kind(static_cast<inv::AccountKind>(99));
  EXPECT_EQ(ReasonOf(FlowOf(inv::MOVEMENT_KIND_ISSUE, leg).status()),
            Reason::ERROR_REASON_FOLDER_NEWER);
}

}  // namespace
}  // namespace waystation::headquarters
