#include "services/inventory/domain/controlled/signature.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

constexpr char kMorphine[] = "items/morphine";

v1::Movement MovementTo(v1::MovementKind kind, const std::string& to_place = "",
                        v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED) {
  v1::Movement movement;
  movement.set_kind(kind);
  movement.set_intent(v1::INTENT_ORDER);
  movement.set_to_place(to_place);
  movement.set_purpose(purpose);
  movement.add_lines()->set_item("items/rice");
  movement.add_lines()->set_item(kMorphine);
  return movement;
}

struct NeedCase {
  v1::MovementKind kind;
  std::string to_place;
  v1::Purpose purpose;
  SignatureNeed need;
};

TEST(SignatureNeedTest, ByKindAndByWhereItGoes) {
  const auto none = v1::PURPOSE_UNSPECIFIED;
  const std::vector<NeedCase> cases = {
      {v1::MOVEMENT_KIND_RECEIPT, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_RETURN, "", v1::PURPOSE_PATIENT_CARE, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_WASTE, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_ADJUSTMENT_GAIN, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_UNPACK, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_PACK, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_TRANSFER_OUT, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_TRANSFER_IN, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_TRANSFER_LOSS, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_COUNT, "", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_ISSUE, "cabinet", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_ISSUE, "wardrobe", none, SignatureNeed::kBeforeOrder},
      {v1::MOVEMENT_KIND_ISSUE, "ward", none, SignatureNeed::kInTime},
      {v1::MOVEMENT_KIND_ISSUE, "ward-1", none, SignatureNeed::kInTime},
      {v1::MOVEMENT_KIND_ISSUE, "theatre-2", none, SignatureNeed::kInTime},
      {v1::MOVEMENT_KIND_ISSUE, "", v1::PURPOSE_PATIENT_CARE, SignatureNeed::kInTime},
      {v1::MOVEMENT_KIND_ISSUE, "", v1::PURPOSE_OUTREACH, SignatureNeed::kInTime},
      {v1::MOVEMENT_KIND_QUARANTINE, "", none, SignatureNeed::kNone},
      {v1::MOVEMENT_KIND_RELEASE, "", none, SignatureNeed::kNone},
      {v1::MOVEMENT_KIND_DAMAGE, "", none, SignatureNeed::kNone},
      {v1::MOVEMENT_KIND_REVERSAL, "", none, SignatureNeed::kNone}};
  for (const NeedCase& one : cases) {
    v1::Movement movement = MovementTo(one.kind, one.to_place, one.purpose);
    EXPECT_EQ(SignatureNeedOf(movement), one.need) << movement.ShortDebugString();
    movement.set_opening_history(true);
    EXPECT_EQ(SignatureNeedOf(movement), SignatureNeed::kNone) << movement.ShortDebugString();
  }
}

TEST(SignatureNeedTest, AnOrderIsRefusedWithoutADifferentSecondPerson) {
  v1::Movement movement = MovementTo(v1::MOVEMENT_KIND_WASTE);
  EXPECT_TRUE(CheckSecondSignature(movement, {"items/other"}, "p-1").ok());
  const absl::Status missing = CheckSecondSignature(movement, {kMorphine}, "p-1");
  EXPECT_EQ(ReasonName(ReasonOf(missing)), "SECOND_SIGNATURE_MISSING");
  EXPECT_EQ(ErrorVariable(missing, "item"), kMorphine);
  EXPECT_EQ(ErrorVariable(missing, "kind"), "WASTE");
  movement.set_witnessed_by("p-1");
  const absl::Status same = CheckSecondSignature(movement, {kMorphine}, "p-1");
  EXPECT_EQ(ReasonName(ReasonOf(same)), "SIGNER_NOT_DIFFERENT");
  EXPECT_EQ(ErrorVariable(same, "signed_by"), "p-1");
  movement.set_witnessed_by("p-2");
  EXPECT_TRUE(CheckSecondSignature(movement, {kMorphine}, "p-1").ok());
  EXPECT_TRUE(
      CheckSecondSignature(MovementTo(v1::MOVEMENT_KIND_ISSUE, "ward-1"), {kMorphine}, "p").ok());
}

struct SignCase {
  v1::MovementState state;
  v1::SecondSignature second;
  std::string told;
};

TEST(DecideSignMovementTest, OnlyWhatWaitsForOneIsSigned) {
  const std::vector<SignCase> cases = {
      {v1::MOVEMENT_STATE_HELD, v1::SECOND_SIGNATURE_UNSPECIFIED, "HELD"},
      {v1::MOVEMENT_STATE_DROPPED, v1::SECOND_SIGNATURE_UNSPECIFIED, "DROPPED"},
      {v1::MOVEMENT_STATE_REVERSED, v1::SECOND_SIGNATURE_OUTSTANDING, "REVERSED"},
      {v1::MOVEMENT_STATE_POSTED, v1::SECOND_SIGNATURE_GIVEN, "SIGNED"},
      {v1::MOVEMENT_STATE_POSTED, v1::SECOND_SIGNATURE_SIGNED, "SIGNED"},
      {v1::MOVEMENT_STATE_POSTED, v1::SECOND_SIGNATURE_UNSPECIFIED, "NOT_NEEDED"}};
  for (const SignCase& one : cases) {
    SignState state;
    state.movement.set_state(one.state);
    state.movement.set_second_signature(one.second);
    state.outstanding.emplace();
    v1::SignMovementRequest request;
    request.set_signed_by("p-2");
    const auto event = DecideSignMovement(request, state, {absl::UnixEpoch(), "id", "p"});
    EXPECT_EQ(ReasonName(ReasonOf(event.status())), "WRONG_STATE");
    EXPECT_EQ(ErrorVariable(event.status(), "state"), one.told);
  }
}

TEST(DecideSignMovementTest, SaysHowLate) {
  SignState state;
  state.movement.set_state(v1::MOVEMENT_STATE_POSTED);
  state.movement.set_second_signature(v1::SECOND_SIGNATURE_OUTSTANDING);
  *state.movement.mutable_record_time() = TimestampOf(absl::UnixEpoch());
  state.outstanding.emplace();
  state.outstanding->set_state(v1::EXCEPTION_STATE_OPEN);
  state.outstanding->set_given_by("p-1");
  v1::SignMovementRequest request;
  request.set_signed_by("p-1");
  const DecideContext context = {absl::UnixEpoch() + absl::Hours(3), "id", "p-2"};
  EXPECT_EQ(ReasonName(ReasonOf(DecideSignMovement(request, state, context).status())),
            "SIGNER_NOT_DIFFERENT");
  request.set_signed_by("p-2");
  const auto event = DecideSignMovement(request, state, context);
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->movement_signed().signature().late_seconds(), 3 * 3600);
  EXPECT_EQ(event->movement_signed().exception().end(), v1::EXCEPTION_END_SIGNED);
  EXPECT_EQ(event->movement_signed().exception().signed_by(), "p-2");
  // What a person ended with a note keeps it, and is signed all the same.
  state.outstanding->set_state(v1::EXCEPTION_STATE_CLOSED);
  state.outstanding->set_end(v1::EXCEPTION_END_CLOSED);
  EXPECT_EQ(DecideSignMovement(request, state, context)->movement_signed().exception().end(),
            v1::EXCEPTION_END_CLOSED);
}

}  // namespace
}  // namespace waystation::inventory
