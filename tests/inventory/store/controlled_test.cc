// Controlled items through the committer: second signatures, the register, counts at handover.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/controlled/register.h"
#include "services/inventory/store/load.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

class ControlledTest : public ::testing::Test {
 protected:
  ControlledTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    desk_.AddItem("morphine", /*controlled=*/true);
  }

  static v1::CreateMovementRequest Witnessed(v1::CreateMovementRequest request,
                                             const std::string& by = "person-2") {
    request.mutable_movement()->set_witnessed_by(by);
    return request;
  }
  static v1::CreateMovementRequest Move(int day, const v1::MovementLine& line,
                                        const std::string& to, v1::Intent intent) {
    v1::CreateMovementRequest request = MovementOf(v1::MOVEMENT_KIND_ISSUE, day, line, intent);
    request.mutable_movement()->set_to_place(to);
    return request;
  }
  static v1::CreateMovementRequest At(v1::CreateMovementRequest request, absl::Time time) {
    *request.mutable_movement()->mutable_happened_time() = TimestampOf(time);
    return request;
  }
  static v1::SignMovementRequest Signing(const v1::Movement& movement, const std::string& by) {
    v1::SignMovementRequest request;
    request.set_name(movement.name());
    request.set_signed_by(by);
    return request;
  }
  static v1::RecordHandoverRequest Handing(absl::Time time, int64_t morphine) {
    v1::RecordHandoverRequest request;
    request.set_parent("facilities/f");
    v1::Handover& handover = *request.mutable_handover();
    handover.set_outgoing("nurse-1");
    handover.set_incoming("nurse-2");
    *handover.mutable_counted_time() = TimestampOf(time);
    if (morphine >= 0) {
      v1::HandoverCount& count = *handover.add_counts();
      count.set_item("items/morphine");
      count.set_counted_quantity(morphine);
    }
    return request;
  }
  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  v1::RecordHandoverResponse Must(const v1::RecordHandoverRequest& request) {
    auto response = desk_.Do(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::RecordHandoverResponse();
  }
  v1::Movement Stored(const v1::Movement& movement) {
    return *RequireMovement(*desk_.rows().Snapshot(), movement.name());
  }
  v1::GetControlledRegisterResponse Register(const std::string& place = "", int from_day = 0) {
    v1::GetControlledRegisterRequest request;
    request.set_facility("facilities/f");
    request.set_item("items/morphine");
    request.set_place(place);
    if (from_day > 0) *request.mutable_from_date() = MarchDate(from_day);
    v1::GetControlledRegisterResponse response;
    const auto rows = desk_.rows().Snapshot();
    EXPECT_TRUE(GetControlledRegister(*rows, request, {.size = 100}, &response).ok());
    return response;
  }

  Desk desk_;
};

TEST_F(ControlledTest, APromiseNeedsTwoPeopleAndAFactIsFlagged) {
  const auto receipt = Receipt(10, Line("morphine", 100, "A"), kOrder);
  EXPECT_REASON(desk_.Post(receipt).status(), SECOND_SIGNATURE_MISSING);
  EXPECT_REASON(desk_.Post(Witnessed(receipt, "person-1")).status(), SIGNER_NOT_DIFFERENT);
  EXPECT_EQ(Must(Witnessed(receipt)).movement().second_signature(), v1::SECOND_SIGNATURE_GIVEN);
  // Nothing else needs one.
  EXPECT_EQ(Must(Receipt(10, Line("rice", 100, "A"), kOrder)).movement().second_signature(),
            v1::SECOND_SIGNATURE_UNSPECIFIED);
  for (const auto& fact : {Receipt(10, Line("morphine", 5, "A")),
                           Witnessed(Receipt(10, Line("morphine", 5, "A")), "person-1")}) {
    const auto response = Must(fact);
    EXPECT_EQ(response.movement().second_signature(), v1::SECOND_SIGNATURE_OUTSTANDING);
    ASSERT_EQ(response.exceptions_size(), 1);
    const v1::Exception& exception = response.exceptions(0);
    EXPECT_EQ(exception.kind(), v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING);
    EXPECT_EQ(exception.owner(), "facilities/f/manager");
    EXPECT_EQ(exception.item(), "items/morphine");
    EXPECT_EQ(exception.given_by(), "person-1");
  }
  EXPECT_EQ(desk_.Total("f", "morphine", "main", "A"), 110);
}

TEST_F(ControlledTest, WhatGoesToAPatientIsPostedAtOnceWhateverTheIntent) {
  Must(Witnessed(Receipt(10, Line("morphine", 100, "A"))));
  EXPECT_REASON(desk_.Post(Move(11, Line("morphine", 5), "cabinet", kOrder)).status(),
                SECOND_SIGNATURE_MISSING);
  EXPECT_EQ(Must(Move(11, Line("morphine", 5), "ward-1", kOrder)).movement().second_signature(),
            v1::SECOND_SIGNATURE_OUTSTANDING);
  EXPECT_EQ(Must(Use(11, Line("morphine", 1), kOrder)).movement().second_signature(),
            v1::SECOND_SIGNATURE_OUTSTANDING);
  EXPECT_EQ(Must(Witnessed(Use(11, Line("morphine", 1), kOrder))).movement().second_signature(),
            v1::SECOND_SIGNATURE_GIVEN);
}

TEST_F(ControlledTest, ADifferentPersonSignsHoweverLate) {
  Must(Witnessed(Receipt(10, Line("morphine", 100, "A"))));
  const auto use = Must(Use(12, Line("morphine", 1), kHappened));
  EXPECT_REASON(desk_.Do(Signing(use.movement(), "person-1")).status(), SIGNER_NOT_DIFFERENT);
  desk_.SetNow(Noon(20) + absl::Hours(30));
  const auto response = desk_.Do(Signing(use.movement(), "person-2"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->signature().late_seconds(), 30 * 3600);
  EXPECT_EQ(response->exception().end(), v1::EXCEPTION_END_SIGNED);
  EXPECT_EQ(response->exception().age_seconds(), 30 * 3600);
  const v1::Movement stored = Stored(use.movement());
  EXPECT_EQ(stored.second_signature(), v1::SECOND_SIGNATURE_SIGNED);
  EXPECT_EQ(stored.signature().signed_by(), "person-2");
  EXPECT_EQ(desk_.Exception(use.exceptions(0).name()).state(), v1::EXCEPTION_STATE_CLOSED);
  EXPECT_REASON(desk_.Do(Signing(use.movement(), "person-3")).status(), WRONG_STATE);
}

TEST_F(ControlledTest, WithNobodyNamedTheSenderIsTheFirstPerson) {
  v1::CreateMovementRequest fact = Receipt(10, Line("morphine", 1));
  fact.mutable_movement()->clear_recorded_by();
  const auto receipt = Must(Witnessed(fact, "principal-1"));
  EXPECT_EQ(receipt.movement().second_signature(), v1::SECOND_SIGNATURE_OUTSTANDING);
  EXPECT_REASON(desk_.Do(Signing(receipt.movement(), "principal-1")).status(),
                SIGNER_NOT_DIFFERENT);
}

TEST_F(ControlledTest, TakenBackItWaitsNoLonger) {
  const auto receipt = Must(Receipt(10, Line("morphine", 100, "A")));
  const auto reversal = desk_.Reverse(ReversalOf(receipt.movement(), kHappened));
  ASSERT_TRUE(reversal.ok()) << reversal.status();
  ASSERT_EQ(reversal->exceptions_size(), 1);
  EXPECT_EQ(reversal->exceptions(0).end(), v1::EXCEPTION_END_REVERSED);
  EXPECT_REASON(desk_.Do(Signing(receipt.movement(), "person-2")).status(), WRONG_STATE);
}

TEST_F(ControlledTest, AHeldRepeatIsAskedForItsSignatureOncePosted) {
  v1::CreateMovementRequest receipt = Witnessed(Receipt(10, Line("morphine", 100, "A")));
  receipt.mutable_movement()->set_document_number("WB-1");
  Must(receipt);
  receipt.mutable_movement()->clear_witnessed_by();
  const auto held = Must(receipt);
  ASSERT_TRUE(held.held());
  const auto resolved = desk_.Resolve(Resolving(held.exceptions(0), v1::RESOLUTION_POST));
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  ASSERT_EQ(resolved->other_exceptions_size(), 1);
  EXPECT_EQ(resolved->other_exceptions(0).kind(), v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING);
}

TEST_F(ControlledTest, OpeningHistoryWasSignedOnPaper) {
  v1::CreateMovementRequest history = Receipt(10, Line("morphine", 100, "A"));
  history.mutable_movement()->set_opening_history(true);
  EXPECT_EQ(Must(history).exceptions_size(), 0);
}

TEST_F(ControlledTest, TheRegisterHasEveryEntryWithWhatWasLeft) {
  v1::CreateMovementRequest receipt = Witnessed(Receipt(10, Line("morphine", 100, "A")));
  receipt.mutable_movement()->set_document_number("WB-7");
  Must(receipt);
  Must(Move(11, Line("morphine", 20), "ward-1", kHappened));
  Must(Witnessed(Use(12, Line("morphine", 3, "A", "ward-1"), kHappened)));
  // Entered later, happened before.
  Must(Witnessed(Receipt(9, Line("morphine", 7, "B"))));
  const auto page = Register();
  ASSERT_EQ(page.entries_size(), 4);
  EXPECT_EQ(page.closing_quantity(), 104);
  const v1::RegisterEntry& use = page.entries(0);
  EXPECT_EQ(use.out_quantity(), 3);
  EXPECT_EQ(use.balance_quantity(), 104);
  EXPECT_EQ(use.from_place(), "ward-1");
  EXPECT_EQ(use.witnessed_by(), "person-2");
  const v1::RegisterEntry& move = page.entries(1);
  EXPECT_EQ(move.in_quantity() + move.out_quantity(), 0) << "it stays in the facility";
  EXPECT_EQ(move.to_place(), "ward-1");
  EXPECT_EQ(move.balance_quantity(), 107);
  EXPECT_EQ(move.second_signature(), v1::SECOND_SIGNATURE_OUTSTANDING);
  EXPECT_EQ(page.entries(2).document_number(), "WB-7");
  EXPECT_EQ(page.entries(2).balance_quantity(), 107);
  EXPECT_EQ(page.entries(3).balance_quantity(), 7);
  const auto ward = Register("ward-1");
  ASSERT_EQ(ward.entries_size(), 2);
  EXPECT_EQ(ward.entries(1).in_quantity(), 20);
  EXPECT_EQ(ward.closing_quantity(), 17);
  const auto since = Register("", 11);
  EXPECT_EQ(since.entries_size(), 2);
  EXPECT_EQ(since.opening_quantity(), 107);
}

TEST_F(ControlledTest, ACorrectionStandsOnTheDayOfWhatItUndoes) {
  Must(Witnessed(Receipt(10, Line("morphine", 100, "A"))));
  const auto use = Must(Witnessed(Use(12, Line("morphine", 3), kHappened)));
  ASSERT_TRUE(desk_.Reverse(ReversalOf(use.movement(), kHappened)).ok());
  const auto page = Register();
  ASSERT_EQ(page.entries_size(), 3);
  EXPECT_EQ(page.entries(0).reverses(), use.movement().name());
  EXPECT_EQ(DayNumber(page.entries(0).day()), March(12));
  EXPECT_EQ(page.entries(0).in_quantity(), 3);
  EXPECT_EQ(page.entries(0).balance_quantity(), 100);
  EXPECT_EQ(page.entries(1).state(), v1::MOVEMENT_STATE_REVERSED);
  EXPECT_EQ(page.entries(1).balance_quantity(), 97);
}

TEST_F(ControlledTest, ACountAtHandoverIsHeldAgainstTheRegisterAtItsTime) {
  Must(Witnessed(Receipt(10, Line("morphine", 100, "A"))));
  Must(At(Witnessed(Use(12, Line("morphine", 3), kHappened)), Noon(12) - absl::Hours(2)));
  const auto later =
      Must(At(Witnessed(Use(12, Line("morphine", 10), kHappened)), Noon(12) + absl::Hours(2)));
  const auto agrees = Must(Handing(Noon(12), 97));
  EXPECT_EQ(agrees.exceptions_size(), 0) << agrees.DebugString();
  EXPECT_EQ(agrees.handover().place(), "main");
  EXPECT_EQ(agrees.handover().counts(0).register_quantity(), 97);
  // A correction since of what came after the count changes nothing about it.
  ASSERT_TRUE(desk_.Reverse(ReversalOf(later.movement(), kHappened)).ok());
  EXPECT_EQ(Must(Handing(Noon(12), 97)).exceptions_size(), 0);
  EXPECT_EQ(desk_.Total("f", "morphine", "main", "A"), 97);

  const auto missing = Must(Handing(Noon(13), 95));
  ASSERT_EQ(missing.exceptions_size(), 1);
  const v1::Exception& exception = missing.exceptions(0);
  EXPECT_EQ(exception.kind(), v1::EXCEPTION_KIND_CONTROLLED_DISCREPANCY);
  EXPECT_EQ(exception.owner(), "facilities/f/manager");
  EXPECT_EQ(exception.counted_quantity(), 95);
  EXPECT_EQ(exception.register_quantity(), 97);
  EXPECT_EQ(exception.quantity(), 2);
  EXPECT_EQ(exception.handover(), missing.handover().name());
  EXPECT_EQ(missing.handover().counts(0).difference_quantity(), -2);
  EXPECT_EQ(desk_.Total("f", "morphine", "main", "A"), 97) << "nothing is posted";
}

TEST_F(ControlledTest, WhatNobodyCountedIsListedAndOnePersonIsFlagged) {
  desk_.AddItem("diazepam", /*controlled=*/true);
  Must(Witnessed(Receipt(10, Line("morphine", 100, "A"))));
  Must(Receipt(10, Line("rice", 100, "A")));
  v1::RecordHandoverRequest request = Handing(Noon(11), -1);
  request.mutable_handover()->set_incoming("nurse-1");
  const auto response = Must(request);
  ASSERT_EQ(response.exceptions_size(), 1);
  EXPECT_EQ(response.exceptions(0).kind(), v1::EXCEPTION_KIND_HANDOVER_NOT_WITNESSED);
  EXPECT_EQ(response.exceptions(0).given_by(), "nurse-1");
  ASSERT_EQ(response.handover().not_counted_size(), 1);
  EXPECT_EQ(response.handover().not_counted(0).item(), "items/morphine");
  EXPECT_EQ(response.handover().not_counted(0).register_quantity(), 100);
  request.mutable_handover()->add_counts()->set_item("items/gold");
  EXPECT_REASON(desk_.Do(request).status(), NOT_KNOWN);
}

TEST_F(ControlledTest, HandoversAreListedTheLatestCountedFirst) {
  Must(Handing(Noon(12), 0));
  Must(Handing(Noon(14), 0));
  Must(Handing(Noon(13), 0));
  // One that has not come counts as now.
  EXPECT_EQ(TimeOf(Must(Handing(Noon(25), 0)).handover().effective_time()), Noon(20));
  v1::ListHandoversRequest request;
  request.set_parent("facilities/f");
  std::vector<int64_t> days;
  Page page = {.size = 3};
  const auto rows = desk_.rows().Snapshot();
  do {
    v1::ListHandoversResponse response;
    const auto next = ListHandovers(*rows, request, page, &response);
    ASSERT_TRUE(next.ok()) << next.status();
    for (const v1::Handover& handover : response.handovers()) {
      days.push_back(DayNumber(handover.day()) - March(0));
    }
    page.after_key = *next;
  } while (!page.after_key.empty());
  EXPECT_THAT(days, ElementsAre(20, 14, 13, 12));
}

}  // namespace
}  // namespace waystation::inventory
