#include "services/headquarters/domain/leg_flow.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/base/errors.h"

namespace waystation::headquarters {
namespace {

namespace inv = inventory::v1;

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

TEST(LegFlowTest, AnUnknownAccountIsFromANewerProgram) {
  inv::Leg leg;
  leg.mutable_from()->set_kind(inv::ACCOUNT_KIND_POSITION);
  leg.mutable_to()->set_kind(static_cast<inv::AccountKind>(99));
  EXPECT_EQ(ReasonOf(FlowOf(inv::MOVEMENT_KIND_ISSUE, leg).status()),
            Reason::ERROR_REASON_FOLDER_NEWER);
}

}  // namespace
}  // namespace waystation::headquarters
