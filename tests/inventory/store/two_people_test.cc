// Two named people for controlled items that are sent, received, destroyed and counted, through the
// committer.
#include <string>

#include "gtest/gtest.h"
#include "services/inventory/store/load.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/count_requests.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/transfers.h"

namespace waystation::inventory {
namespace {

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

class TwoPeopleTest : public ::testing::Test {
 protected:
  TwoPeopleTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("g", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    desk_.AddItem("morphine", /*controlled=*/true);
    v1::CreateMovementRequest receipt = Receipt(10, Line("morphine", 100, "A"));
    receipt.mutable_movement()->set_witnessed_by("person-2");
    Must(receipt);
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  static v1::SignMovementRequest Signing(const v1::Movement& movement, const std::string& by) {
    v1::SignMovementRequest request;
    request.set_name(movement.name());
    request.set_signed_by(by);
    return request;
  }
  // Of ten ampoules to "g".
  v1::Transfer Planned() {
    v1::CreateTransferRequest sending = Sending(10);
    sending.mutable_transfer()->mutable_lines(0)->set_item("items/morphine");
    const auto created = desk_.Do(sending);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? created->transfer() : v1::Transfer();
  }
  v1::Movement Stored(const std::string& name) {
    return *RequireMovement(*desk_.rows().Snapshot(), name);
  }

  Desk desk_;
};

TEST_F(TwoPeopleTest, ATransferNeedsTwoPeopleAtBothEnds) {
  // Choosing lots moves nothing.
  const auto picked = desk_.Do(Picking(Planned()));
  ASSERT_TRUE(picked.ok()) << picked.status();
  v1::DispatchTransferRequest dispatch = Dispatching(picked->transfer(), kOrder);
  dispatch.set_recorded_by("person-1");
  EXPECT_REASON(desk_.Do(dispatch).status(), SECOND_SIGNATURE_MISSING);
  dispatch.set_witnessed_by("person-1");
  EXPECT_REASON(desk_.Do(dispatch).status(), SIGNER_NOT_DIFFERENT);
  dispatch.set_witnessed_by("person-2");
  const auto sent = desk_.Do(dispatch);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->movement().second_signature(), v1::SECOND_SIGNATURE_GIVEN);
  // What came is a fact; so is what comes back.
  v1::ReceiveTransferRequest receive = Receiving(sent->transfer());
  receive.set_recorded_by("nurse-1");
  *receive.add_lines() = Came(1, 6);
  const auto received = desk_.Do(receive);
  ASSERT_TRUE(received.ok()) << received.status();
  EXPECT_EQ(received->movement().second_signature(), v1::SECOND_SIGNATURE_OUTSTANDING);
  ASSERT_EQ(received->exceptions_size(), 1);
  EXPECT_EQ(received->exceptions(0).owner(), "facilities/g/manager");
  EXPECT_EQ(received->exceptions(0).given_by(), "nurse-1");
  EXPECT_TRUE(desk_.Do(Signing(received->movement(), "nurse-2")).ok());
  v1::ReturnTransferRequest back = Returning(received->transfer());
  *back.add_lines() = Came(1, 3);
  back.set_recorded_by("person-1");
  back.set_witnessed_by("person-2");
  const auto returned = desk_.Do(back);
  ASSERT_TRUE(returned.ok()) << returned.status();
  EXPECT_EQ(returned->movement().second_signature(), v1::SECOND_SIGNATURE_GIVEN);
  // The last one is lost on the way.
  back.clear_lines();
  *back.add_lines() = Came(1, 1, v1::DIFFERENCE_KIND_SHORT);
  back.set_etag(returned->transfer().etag());
  const auto short_of = desk_.Do(back);
  ASSERT_TRUE(short_of.ok()) << short_of.status();
  v1::AnswerDifferenceRequest answer =
      Answering(short_of->transfer(), 1, v1::DIFFERENCE_ANSWER_LOST);
  answer.set_witnessed_by("person-9");
  const auto lost = desk_.Do(answer);
  ASSERT_TRUE(lost.ok()) << lost.status();
  EXPECT_EQ(lost->movement().second_signature(), v1::SECOND_SIGNATURE_GIVEN);
}

TEST_F(TwoPeopleTest, ADispatchThatHappenedIsFlagged) {
  const auto sent = desk_.Do(Dispatching(Planned(), kHappened));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->movement().second_signature(), v1::SECOND_SIGNATURE_OUTSTANDING);
  ASSERT_EQ(sent->exceptions_size(), 1);
  EXPECT_EQ(sent->exceptions(0).kind(), v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING);
}

TEST_F(TwoPeopleTest, DestroyingNeedsTwoPeople) {
  v1::CreateMovementRequest waste =
      MovementOf(v1::MOVEMENT_KIND_WASTE, 11, Line("morphine", 5), kOrder);
  waste.mutable_movement()->set_waste_reason(v1::WASTE_REASON_EXPIRED);
  EXPECT_REASON(desk_.Post(waste).status(), SECOND_SIGNATURE_MISSING);
  waste.mutable_movement()->set_intent(kHappened);
  EXPECT_EQ(Must(waste).movement().second_signature(), v1::SECOND_SIGNATURE_OUTSTANDING);
}

TEST_F(TwoPeopleTest, ACountNeedsASecondPersonEvenWhereNothingDiffers) {
  Must(Receipt(10, Line("rice", 100, "A")));
  v1::CreateCountRequest count =
      CountAt(Noon(12), {CountedLine("rice", 100, "A"), CountedLine("morphine", 100, "A")});
  const auto alone = desk_.Count(count);
  ASSERT_TRUE(alone.ok()) << alone.status();
  ASSERT_EQ(alone->exceptions_size(), 1);
  const v1::Exception outstanding = alone->exceptions(0);
  EXPECT_EQ(outstanding.kind(), v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING);
  EXPECT_EQ(outstanding.item(), "items/morphine");
  EXPECT_EQ(outstanding.given_by(), "person-1");
  EXPECT_EQ(outstanding.owner(), "facilities/f/manager");
  v1::SignMovementRequest sign;
  sign.set_name(alone->count().movement());
  sign.set_signed_by("person-1");
  EXPECT_REASON(desk_.Do(sign).status(), SIGNER_NOT_DIFFERENT);
  sign.set_signed_by("person-2");
  EXPECT_TRUE(desk_.Do(sign).ok());
  count.mutable_count()->set_second_counted_by("person-2");
  EXPECT_EQ(desk_.Count(count)->exceptions_size(), 0);
  // What a complete count says was not there counts too; other items don't.
  const auto gone = desk_.Count(
      Complete(CountAt(Noon(13), {CountedLine("rice", 100, "A")}), v1::COUNT_KIND_FULL));
  ASSERT_TRUE(gone.ok()) << gone.status();
  const v1::Movement posted = Stored(gone->count().movement());
  EXPECT_EQ(posted.second_signature(), v1::SECOND_SIGNATURE_OUTSTANDING);
  const auto rice = desk_.Count(CountAt(Noon(14), {CountedLine("rice", 100, "A")}));
  EXPECT_EQ(rice->exceptions_size(), 0);
  // Taken back it waits no longer.
  const auto reversal = desk_.Reverse(ReversalOf(posted, kHappened));
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  sign.set_name(gone->count().movement());
  EXPECT_REASON(desk_.Do(sign).status(), WRONG_STATE);
}

}  // namespace
}  // namespace waystation::inventory
