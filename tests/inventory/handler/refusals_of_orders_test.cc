// Refusals that the tests of each service leave out: what it takes more than one call to bring
// about.
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tests/inventory/handler/refusals.h"

namespace waystation::inventory {
namespace {

TEST_F(RefusalsTest, WhatADispatchIsOrderedFor) {
  EXPECT_REASON(SEND(transfers_, CloseTransfer, Closing(MakeTransfer(1))), WRONG_STATE);
  // Picked, and used by somebody else since.
  v1::Transfer transfer = MakeTransfer(80);
  v1::PickTransferRequest pick = Picking(transfer);
  pick.set_request_id(NextRequestId());
  v1::PickTransferResponse picked;
  ASSERT_TRUE(CALL(transfers_, PickTransfer, pick, &picked).ok());
  v1::DispatchTransferRequest tomorrow = Dispatching(picked.transfer(), kOrder);
  *tomorrow.mutable_dispatched_time() = TimestampOf(Noon(25));
  EXPECT_REASON(SEND(transfers_, DispatchTransfer, tomorrow), TIME_OUT_OF_RANGE);
  ASSERT_TRUE(Post(Use(20, Line("rice", 50, "r1"), kHappened)).ok());
  EXPECT_REASON(SEND(transfers_, DispatchTransfer, Dispatching(picked.transfer(), kOrder)),
                NOT_ENOUGH_STOCK);
}

TEST_F(RefusalsTest, ADispatchFromOneOfSeveralPlaces) {
  for (const char* place : {"a", "b"}) {
    ASSERT_TRUE(Post(Receipt(10, Line("salt", 5, "s", place))).ok());
  }
  v1::CreateTransferRequest create = Sending(0, 2);
  create.mutable_transfer()->set_to_facility("facilities/g");
  create.set_request_id(NextRequestId());
  v1::CreateTransferResponse created;
  ASSERT_TRUE(CALL(transfers_, CreateTransfer, create, &created).ok());
  v1::PickTransferRequest pick = Picking(created.transfer());
  v1::PickedLot& lot = *pick.add_lots();
  lot.set_line(1);
  lot.set_quantity(2);
  lot.set_place("a");
  pick.set_request_id(NextRequestId());
  v1::PickTransferResponse picked;
  ASSERT_TRUE(CALL(transfers_, PickTransfer, pick, &picked).ok());
  v1::DispatchTransferRequest dispatch = Dispatching(picked.transfer(), kOrder);
  *dispatch.add_lots() = lot;
  dispatch.mutable_lots(0)->clear_place();
  EXPECT_REASON(SEND(transfers_, DispatchTransfer, dispatch), PLACE_NOT_NAMED);
}

TEST_F(RefusalsTest, APromiseThatCannotBeProlongedOrPicked) {
  const v1::Reservation promise = Promised(100);
  EXPECT_REASON(SEND(reservations_, ExtendReservation, Extending(promise.name(), Noon(10))),
                TIME_OUT_OF_RANGE);
  // The rice is good until the 30th.
  EXPECT_REASON(
      SEND(reservations_, ExtendReservation, Extending(promise.name(), Noon(31) + absl::Hours(24))),
      NOT_ENOUGH_STOCK);
  ASSERT_TRUE(
      SEND(reservations_, ReleaseReservation, Named<v1::ReleaseReservationRequest>(promise.name()))
          .ok());
  EXPECT_REASON(
      SEND(reservations_, PickReservation, Named<v1::PickReservationRequest>(promise.name())),
      WRONG_STATE);
}

TEST_F(RefusalsTest, WhatIsNoMovementToTakeBack) {
  const v1::CreateMovementResponse held = Held(Receipt(12, Line("salt", 5, "s")));
  v1::Movement waits;
  waits.set_name(held.exceptions(0).movement());
  EXPECT_REASON(SEND(movements_, ReverseMovement, ReversalOf(waits, kHappened)), WRONG_STATE);
  const v1::Transfer sent = Dispatched(MakeTransfer(10));
  v1::Movement dispatch;
  dispatch.set_name(sent.dispatch().movement());
  EXPECT_REASON(SEND(movements_, ReverseMovement, ReversalOf(dispatch, kHappened)),
                TRANSFER_NOT_REVERSIBLE);
}

TEST_F(RefusalsTest, WhatWasHeldAndCannotBePostedNow) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const v1::CreateMovementResponse held = Held(Receipt(12, Line("salt", kMost / 2, "s")));
  ASSERT_TRUE(Post(Receipt(13, Line("salt", kMost / 2 + 1, "t"))).ok());
  auto post = Named<v1::ResolveExceptionRequest>(held.exceptions(0).name());
  post.set_resolution(v1::RESOLUTION_POST);
  post.set_note("two lorries");
  EXPECT_REASON(SEND(exceptions_, ResolveException, post), QUANTITY_OVERFLOW);

  // A move into main whose source became two places while it waited.
  ASSERT_TRUE(Post(Receipt(12, Line("rice", 50, "w", "ward"))).ok());
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 14, Line("rice", 2, "w"), kHappened);
  move.mutable_movement()->set_to_place("main");
  const v1::CreateMovementResponse waits = Held(move);
  ASSERT_TRUE(Post(Receipt(12, Line("rice", 50, "w", "fridge"))).ok());
  post.set_name(waits.exceptions(0).name());
  post.clear_request_id();
  EXPECT_REASON(SEND(exceptions_, ResolveException, post), PLACE_NOT_NAMED);
}

TEST_F(RefusalsTest, AnAnswerThatWouldBringBackMoreThanABookHolds) {
  const v1::Transfer sent = Dispatched(MakeTransfer(10));
  v1::ReceiveTransferRequest receive = Receiving(sent);
  *receive.add_lines() = Came(1, 4);
  receive.set_complete(true);
  ASSERT_TRUE(SEND(transfers_, ReceiveTransfer, receive).ok());
  ASSERT_TRUE(
      Post(Receipt(12, Line("rice", std::numeric_limits<int64_t>::max() - 103, "r2"))).ok());
  EXPECT_REASON(SEND(transfers_, AnswerDifference, Answering(sent, 1, v1::DIFFERENCE_ANSWER_FOUND)),
                QUANTITY_OVERFLOW);
  v1::ReturnTransferRequest back = Returning(Dispatched(MakeTransfer(10)));
  *back.add_lines() = Came(1, std::numeric_limits<int64_t>::max());
  EXPECT_REASON(SEND(transfers_, ReturnTransfer, back), QUANTITY_OVERFLOW);
}

}  // namespace
}  // namespace waystation::inventory
