// Kits that are opened and put together.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

class KitRulesTest : public ::testing::Test {
 protected:
  KitRulesTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    desk_.AddItem("salt");
    desk_.AddKit("box", {{"items/rice", 500}, {"items/salt", 20}});
  }

  static v1::CreateMovementRequest Of(v1::MovementKind kind, std::vector<v1::MovementLine> lines,
                                      v1::Intent intent) {
    v1::CreateMovementRequest request = MovementOf(kind, 12, lines[0], intent);
    for (size_t i = 1; i < lines.size(); ++i) *request.mutable_movement()->add_lines() = lines[i];
    return request;
  }

  int64_t Held(const std::string& item, const std::string& lot,
               v1::Condition condition = v1::CONDITION_USABLE) {
    return desk_.Total("f", item, "main", lot, condition);
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }

  Desk desk_;
};

TEST_F(KitRulesTest, ABoxBecomesWhatIsInItAndBack) {
  Must(Receipt(10, Line("box", 3, "K1")));
  Must(Of(v1::MOVEMENT_KIND_UNPACK,
          {Line("box", 2, "K1"), Line("rice", 1000, "R1"), Line("salt", 40, "S1")}, kOrder));
  EXPECT_EQ(Held("box", "K1"), 1);
  EXPECT_EQ(Held("rice", "R1"), 1000);
  EXPECT_EQ(Held("salt", "S1"), 40);
  const auto packed = Must(Of(v1::MOVEMENT_KIND_PACK,
                              {Line("box", 1, "K2"), Line("rice", 500), Line("salt", 20)}, kOrder));
  EXPECT_EQ(Held("box", "K1"), 1);
  EXPECT_EQ(Held("box", "K2"), 1);
  EXPECT_EQ(Held("rice", "R1"), 500);
  // Taken back, everything is where it was.
  ASSERT_TRUE(desk_.Reverse(ReversalOf(packed.movement(), kOrder)).ok());
  EXPECT_EQ(Held("box", "K1"), 1);
  EXPECT_EQ(Held("box", "K2"), 0);
  EXPECT_EQ(Held("rice", "R1"), 1000);
  EXPECT_EQ(Held("salt", "S1"), 40);
}

TEST_F(KitRulesTest, AnOrderFollowsThePackingListAndAFactTellsWhatDiffers) {
  Must(Receipt(10, Line("box", 3, "K1")));
  const std::vector<v1::MovementLine> lines = {Line("box", 2, "K1"), Line("rice", 900, "R1"),
                                               Line("salt", 30, "S1"), Line("salt", 10, "S2")};
  const absl::Status refused = desk_.Post(Of(v1::MOVEMENT_KIND_UNPACK, lines, kOrder)).status();
  EXPECT_REASON(refused, KIT_CONTENT_DIFFERS);
  EXPECT_EQ(ErrorVariable(refused, "kit"), "items/box");
  EXPECT_EQ(ErrorVariable(refused, "item"), "items/rice");
  EXPECT_EQ(ErrorVariable(refused, "want"), "1000");
  EXPECT_EQ(ErrorVariable(refused, "got"), "900");
  const auto told = Must(Of(v1::MOVEMENT_KIND_UNPACK, lines, kHappened));
  ASSERT_EQ(told.exceptions_size(), 1);
  EXPECT_EQ(told.exceptions(0).kind(), v1::EXCEPTION_KIND_KIT_CONTENT_DIFFERS);
  EXPECT_EQ(told.exceptions(0).item(), "items/rice");
  EXPECT_EQ(told.exceptions(0).quantity(), 900);
  EXPECT_EQ(told.exceptions(0).expected_quantity(), 1000);
  EXPECT_EQ(Held("rice", "R1"), 900);
}

TEST_F(KitRulesTest, WhatIsNoKitHoldsNothing) {
  Must(Receipt(10, Line("rice", 3, "A")));
  const std::vector<v1::MovementLine> lines = {Line("rice", 1, "A"), Line("salt", 5)};
  EXPECT_REASON(desk_.Post(Of(v1::MOVEMENT_KIND_UNPACK, lines, kOrder)).status(),
                KIT_CONTENT_DIFFERS);
  const auto told = Must(Of(v1::MOVEMENT_KIND_UNPACK, lines, kHappened));
  ASSERT_EQ(told.exceptions_size(), 1);
  EXPECT_EQ(told.exceptions(0).expected_quantity(), 0);
}

TEST_F(KitRulesTest, WhatWasInAQuarantinedKitIsQuarantined) {
  v1::MovementLine kit = Line("box", 1, "K1");
  kit.set_condition(v1::CONDITION_QUARANTINED);
  Must(Receipt(10, kit));
  Must(Of(v1::MOVEMENT_KIND_UNPACK, {kit, Line("rice", 500, "R1"), Line("salt", 20, "S1")},
          kHappened));
  EXPECT_EQ(Held("rice", "R1"), 0);
  EXPECT_EQ(Held("rice", "R1", v1::CONDITION_QUARANTINED), 500);
}

TEST_F(KitRulesTest, WhatIsNotThereCantBePackedByOrderAndIsShortAsAFact) {
  Must(Receipt(10, Line("rice", 300, "R1")));
  const std::vector<v1::MovementLine> lines = {Line("box", 1, "K2"), Line("rice", 500),
                                               Line("salt", 20)};
  const absl::Status refused = desk_.Post(Of(v1::MOVEMENT_KIND_PACK, lines, kOrder)).status();
  EXPECT_REASON(refused, NOT_ENOUGH_STOCK);
  EXPECT_EQ(ErrorVariable(refused, "available"), "300");
  const auto told = Must(Of(v1::MOVEMENT_KIND_PACK, lines, kHappened));
  EXPECT_EQ(told.exceptions_size(), 2);
  EXPECT_EQ(Held("box", "K2"), 1);
  EXPECT_EQ(Held("rice", "R1"), 0);
}

// A ward used what nobody had told was unpacked.
TEST_F(KitRulesTest, AKitToldOfLaterCoversAShortfall) {
  Must(Receipt(10, Line("box", 1, "K1")));
  EXPECT_EQ(Must(Use(13, Line("rice", 100), kHappened)).exceptions_size(), 1);
  const auto told =
      Must(Of(v1::MOVEMENT_KIND_UNPACK,
              {Line("box", 1, "K1"), Line("rice", 500, "R1"), Line("salt", 20)}, kHappened));
  ASSERT_EQ(told.exceptions_size(), 1);
  EXPECT_EQ(told.exceptions(0).end(), v1::EXCEPTION_END_COVERED);
  EXPECT_EQ(Held("rice", "R1"), 400);
}

}  // namespace
}  // namespace waystation::inventory
