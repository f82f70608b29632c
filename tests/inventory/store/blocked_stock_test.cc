// What orders and facts do about stock that was out of its range for too long, and closed places.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/store/list.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/places_desk.h"
#include "tests/inventory/support/transfers.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

TEST_F(PlacesTest, OrdersLeaveBlockedStockAlone) {
  Must(At(0, Receipt(10, Line("cells", 100, "L", "room"))));
  Must(At(0, Receipt(10, Line("cells", 30, "M", "fridge"))));
  const absl::Status used =
      desk_.Post(At(0, Use(10, Line("cells", 1, "L", "room"), kOrder))).status();
  EXPECT_REASON(used, STOCK_BLOCKED);
  EXPECT_EQ(ErrorVariable(used, "lot"), "L");
  EXPECT_EQ(ErrorVariable(used, "blocked"), "1");
  EXPECT_EQ(ErrorVariable(used, "available"), "0");
  EXPECT_EQ(ErrorVariable(used, "usable_until"), "none");
  EXPECT_REASON(desk_.Post(At(0, Use(10, Line("cells", 1, "", "room"), kOrder))).status(),
                STOCK_BLOCKED);
  EXPECT_REASON(desk_.Post(At(0, Use(10, Line("cells", 101, "", "room"), kOrder))).status(),
                STOCK_BLOCKED);
  auto promise = Promising("cells", 31);
  EXPECT_REASON(desk_.Do(promise).status(), STOCK_BLOCKED);
  EXPECT_REASON(desk_.Do(Promising("cells", 131)).status(), STOCK_BLOCKED);
  EXPECT_TRUE(desk_.Do(Promising("cells", 30)).ok());
  // Wasting, quarantine and moving are how it is seen to.
  for (const v1::MovementKind kind :
       {v1::MOVEMENT_KIND_WASTE, v1::MOVEMENT_KIND_QUARANTINE, v1::MOVEMENT_KIND_DAMAGE}) {
    auto request = MovementOf(kind, 10, Line("cells", 1, "L", "room"), kOrder);
    if (kind == v1::MOVEMENT_KIND_WASTE) {
      request.mutable_movement()->set_waste_reason(v1::WASTE_REASON_SPOILED);
    }
    Must(At(0, request));
  }
}

TEST_F(PlacesTest, APackAndATransferAreRefusedToo) {
  desk_.AddKit("kit", {{"items/cells", 2}});
  Must(At(0, Receipt(10, Line("cells", 100, "L", "room"))));
  auto pack = MovementOf(v1::MOVEMENT_KIND_PACK, 10, Line("kit", 1, "K", "room"), kOrder);
  *pack.mutable_movement()->add_lines() = Line("cells", 2, "L", "room");
  EXPECT_REASON(desk_.Post(At(0, pack)).status(), STOCK_BLOCKED);
  pack.mutable_movement()->set_intent(kHappened);
  EXPECT_THAT(KindsOf(Must(At(0, pack))), ElementsAre(v1::EXCEPTION_KIND_BLOCKED_STOCK_USED));

  v1::CreateTransferRequest sending = Sending(1);
  sending.mutable_transfer()->mutable_lines(0)->set_item("items/cells");
  const auto transfer = desk_.Do(sending);
  ASSERT_TRUE(transfer.ok()) << transfer.status();
  EXPECT_REASON(desk_.Do(Picking(transfer->transfer())).status(), STOCK_BLOCKED);
  EXPECT_REASON(desk_.Do(Dispatching(transfer->transfer(), kOrder)).status(), STOCK_BLOCKED);
  const auto sent = desk_.Do(Dispatching(transfer->transfer(), kHappened));
  ASSERT_TRUE(sent.ok()) << sent.status();
  ASSERT_EQ(sent->exceptions_size(), 1);
  EXPECT_EQ(sent->exceptions(0).kind(), v1::EXCEPTION_KIND_BLOCKED_STOCK_USED);
}

TEST_F(PlacesTest, FactsTakeBlockedStockLastAndAreFlagged) {
  Must(At(0, Receipt(10, WithUseBy(Line("cells", 10, "L", "room"), 20))));
  ASSERT_TRUE(Rerange("room", 3, 5).ok());
  Must(At(0, Receipt(10, WithUseBy(Line("cells", 10, "M", "room"), 25))));
  ASSERT_TRUE(Rerange("room", 3, 25).ok());
  // Both are on the clock now; one is decided about.
  ASSERT_TRUE(desk_
                  .Do([&] {
                    auto request = Deciding("cells", "room");
                    request.set_lot("M");
                    return request;
                  }())
                  .ok());
  const auto used = Must(At(0, Use(10, Line("cells", 12, "", "room"), kHappened)));
  ASSERT_EQ(used.movement().legs_size(), 2);
  EXPECT_EQ(used.movement().legs(0).lot(), "M");
  EXPECT_EQ(used.movement().legs(1).lot(), "L");
  bool flagged = false;
  for (const v1::Exception& exception : used.exceptions()) {
    if (exception.kind() != v1::EXCEPTION_KIND_BLOCKED_STOCK_USED) continue;
    flagged = true;
    EXPECT_EQ(exception.lot(), "L");
    EXPECT_EQ(exception.quantity(), 2);
  }
  EXPECT_TRUE(flagged);
}

TEST_F(PlacesTest, PastBestBeforeIsUsableOnceLookedAtPastUseByIsNot) {
  desk_.AddKit("kit", {{"items/rice", 2}});
  Must(At(0, Receipt(10, WithBestBefore(Line("rice", 20, "stale"), 9))));
  Must(At(0, Receipt(10, WithUseBy(Line("rice", 20, "spoilt"), 9))));
  const auto pack_of = [](const std::string& lot) {
    auto pack = MovementOf(v1::MOVEMENT_KIND_PACK, 10, Line("kit", 1, "K"), kOrder);
    *pack.mutable_movement()->add_lines() = Line("rice", 2, lot);
    return pack;
  };
  EXPECT_REASON(desk_.Post(At(0, Use(10, Line("rice", 1), kOrder))).status(), NOT_ENOUGH_STOCK);
  EXPECT_REASON(desk_.Post(At(0, pack_of(""))).status(), NOT_ENOUGH_STOCK);
  EXPECT_REASON(desk_.Post(At(0, Use(10, Line("rice", 1, "spoilt"), kOrder))).status(),
                LOT_EXPIRED);
  EXPECT_REASON(desk_.Post(At(0, pack_of("spoilt"))).status(), LOT_EXPIRED);
  Must(At(0, Use(10, Line("rice", 1, "stale"), kOrder)));
  Must(At(0, pack_of("stale")));
}

TEST_F(PlacesTest, AClosedPlace) {
  ASSERT_TRUE(SetState("room", v1::STORAGE_PLACE_STATE_CLOSED).ok());
  const absl::Status refused =
      desk_.Post(At(0, Receipt(10, Line("rice", 5, "L", "room"), kOrder))).status();
  EXPECT_REASON(refused, WRONG_STATE);
  EXPECT_EQ(ErrorVariable(refused, "resource"), "facilities/f/storagePlaces/room");
  EXPECT_THAT(KindsOf(Must(At(0, Receipt(10, Line("rice", 5, "L", "room"))))),
              ElementsAre(v1::EXCEPTION_KIND_PLACE_NOT_OPEN));
  ASSERT_TRUE(SetState("room", v1::STORAGE_PLACE_STATE_OPEN).ok());
  EXPECT_REASON(SetState("room", v1::STORAGE_PLACE_STATE_CLOSED).status(), PLACE_NOT_EMPTY);
  EXPECT_REASON(SetState("nowhere", v1::STORAGE_PLACE_STATE_CLOSED).status(), NOT_KNOWN);
}

TEST_F(PlacesTest, ProposalsAndBalancesLeaveItOut) {
  Must(At(0, Receipt(10, Line("cells", 100, "L", "room"))));
  Must(At(0, Receipt(10, Line("cells", 30, "M", "fridge"))));
  const auto snapshot = desk_.rows().Snapshot();
  v1::GetStockBalanceRequest balance;
  balance.set_facility("facilities/f");
  balance.set_item("items/cells");
  v1::GetStockBalanceResponse held;
  ASSERT_TRUE(GetStockBalance(*snapshot, balance, desk_.now(), &held).ok());
  EXPECT_EQ(held.closing_quantity(), 130);
  EXPECT_EQ(held.blocked_quantity(), 100);
  EXPECT_EQ(held.available_quantity(), 30);
  v1::ProposeIssueRequest propose;
  propose.set_parent("facilities/f");
  propose.set_item("items/cells");
  propose.set_place("room");
  propose.set_quantity(10);
  v1::ProposeIssueResponse proposed;
  ASSERT_TRUE(ProposeIssue(*snapshot, propose, desk_.now(), &proposed).ok());
  EXPECT_EQ(proposed.lots_size(), 0);
  EXPECT_EQ(proposed.missing_quantity(), 10);
  EXPECT_EQ(proposed.blocked_quantity(), 100);
}

}  // namespace
}  // namespace waystation::inventory
