// What a recall means for promises, for kits and for what arrives in a transfer, through the
// committer.
#include <string>

#include "gtest/gtest.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/transfers.h"

namespace waystation::inventory {
namespace {

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

class RecallEffectsTest : public ::testing::Test {
 protected:
  RecallEffectsTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("g", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  v1::Recall Recall(const std::string& lot) {
    auto response = desk_.Do(Recalling("rice", lot));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->recall() : v1::Recall();
  }
  void Withdraw(const v1::Recall& recall) {
    v1::WithdrawRecallRequest request;
    request.set_name(recall.name());
    request.set_etag(recall.etag());
    request.set_decided_by("boss");
    request.set_note("lifted");
    EXPECT_TRUE(desk_.Do(request).ok());
  }

  Desk desk_;
};

TEST_F(RecallEffectsTest, ARecalledLotCarriesNoNewPromise) {
  Must(Receipt(10, Line("rice", 60, "A")));
  Must(Receipt(10, Line("rice", 40, "B")));
  const auto before = desk_.Do(Promising("rice", 30));
  ASSERT_TRUE(before.ok()) << before.status();
  const v1::Recall recall = Recall("A");
  // What was promised before is told nothing, and is wanted of the good lot.
  EXPECT_EQ(desk_.Reservation(before->reservation().name()).lines(0).outstanding_quantity(), 30);
  const absl::Status refused = desk_.Do(Promising("rice", 11)).status();
  EXPECT_REASON(refused, NOT_ENOUGH_STOCK);
  EXPECT_EQ(ErrorVariable(refused, "available"), "10");
  EXPECT_EQ(ErrorVariable(refused, "reserved"), "1");
  v1::CreateReservationRequest named = Promising("rice", 1);
  named.mutable_reservation()->mutable_lines(0)->set_lot("A");
  EXPECT_REASON(desk_.Do(named).status(), NOT_ENOUGH_STOCK);
  EXPECT_TRUE(desk_.Do(Promising("rice", 10)).ok());
  Withdraw(recall);
  EXPECT_TRUE(desk_.Do(Promising("rice", 60)).ok());
}

TEST_F(RecallEffectsTest, OrdersLeaveWhatIsLeftToThePromisesOfBefore) {
  Must(Receipt(10, Line("rice", 60, "A")));
  Must(Receipt(10, Line("rice", 40, "B")));
  const auto promised = desk_.Do(Promising("rice", 70));
  ASSERT_TRUE(promised.ok()) << promised.status();
  Recall("A");
  // No good stock is spare, so it is not taken from those who were promised it.
  const absl::Status refused = desk_.Post(Use(20, Line("rice", 1), kOrder)).status();
  EXPECT_REASON(refused, NOT_ENOUGH_STOCK);
  EXPECT_EQ(ErrorVariable(refused, "reserved"), "1");
  // The recalled lot is set apart all the same, and whoever was promised it is told.
  v1::CreateMovementRequest apart =
      MovementOf(v1::MOVEMENT_KIND_QUARANTINE, 20, Line("rice", 60, "A"), kOrder);
  apart.mutable_movement()->set_quarantine_reason(v1::QUARANTINE_REASON_RECALL);
  const auto done = Must(apart);
  ASSERT_EQ(done.exceptions_size(), 1);
  EXPECT_EQ(done.exceptions(0).kind(), v1::EXCEPTION_KIND_RESERVATION_SHRUNK);
  EXPECT_EQ(done.exceptions(0).quantity(), 30);
  // Under the promise itself the good lot goes.
  v1::CreateMovementRequest use = Use(20, Line("rice", 40), kOrder);
  use.mutable_movement()->set_reservation(promised->reservation().name());
  EXPECT_EQ(Must(use).movement().legs(0).lot(), "B");
}

TEST_F(RecallEffectsTest, AnOrderUnderAReservationOfTheLotIsRefused) {
  Must(Receipt(10, Line("rice", 60, "A")));
  v1::CreateReservationRequest named = Promising("rice", 10);
  named.mutable_reservation()->mutable_lines(0)->set_lot("A");
  const auto promised = desk_.Do(named);
  ASSERT_TRUE(promised.ok()) << promised.status();
  Recall("A");
  v1::CreateMovementRequest use = Use(20, Line("rice", 5), kOrder);
  use.mutable_movement()->set_reservation(promised->reservation().name());
  EXPECT_REASON(desk_.Post(use).status(), LOT_RECALLED);
}

TEST_F(RecallEffectsTest, AnOrderPacksNoRecalledLot) {
  desk_.AddKit("box", {{"items/rice", 10}});
  Must(Receipt(10, WithUseBy(Line("rice", 60, "A"), 25)));
  Must(Receipt(10, WithUseBy(Line("rice", 15, "B"), 30)));
  Recall("A");
  const auto packing = [](int64_t boxes, const std::string& lot, v1::Intent intent) {
    v1::CreateMovementRequest request =
        MovementOf(v1::MOVEMENT_KIND_PACK, 20, Line("box", boxes, "K"), intent);
    *request.mutable_movement()->add_lines() = Line("rice", boxes * 10, lot);
    return request;
  };
  EXPECT_REASON(desk_.Post(packing(1, "A", kOrder)).status(), LOT_RECALLED);
  EXPECT_REASON(desk_.Post(packing(2, "", kOrder)).status(), NOT_ENOUGH_STOCK);
  Must(packing(1, "", kOrder));
  EXPECT_EQ(desk_.Total("f", "rice", "main", "A"), 60);
  EXPECT_EQ(desk_.Total("f", "rice", "main", "B"), 5);
  // What was packed was packed.
  Must(packing(1, "A", kHappened));
}

TEST_F(RecallEffectsTest, ATransferThatBringsARecalledLotIsFlaggedAsAReceiptIs) {
  Must(Receipt(10, Line("rice", 60, "A")));
  Must(Receipt(10, Line("rice", 60, "B")));
  const auto created = desk_.Do(Sending(80));
  ASSERT_TRUE(created.ok()) << created.status();
  ASSERT_TRUE(desk_.Do(Dispatching(created->transfer(), kOrder)).ok());
  const v1::Recall recall = Recall("A");
  const auto received = desk_.Do(Receiving(desk_.Transfer(created->transfer().name())));
  ASSERT_TRUE(received.ok()) << received.status();
  ASSERT_EQ(received->movement().exceptions_size(), 1);
  const v1::Exception opened = desk_.Exception(received->movement().exceptions(0));
  EXPECT_EQ(opened.kind(), v1::EXCEPTION_KIND_RECALLED_LOT_RECEIVED);
  EXPECT_EQ(opened.recall(), recall.name());
  EXPECT_EQ(opened.quantity(), 60);
}

}  // namespace
}  // namespace waystation::inventory
