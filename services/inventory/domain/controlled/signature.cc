#include "services/inventory/domain/controlled/signature.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

constexpr absl::string_view kPatientAreas[] = {"ward", "icu", "theatre", "emergency", "triage"};

// The first controlled item of the movement; empty: there is none.
std::string ControlledItemOf(const v1::Movement& movement,
                             const std::set<std::string>& controlled_items) {
  for (const v1::MovementLine& line : movement.lines()) {
    if (controlled_items.contains(line.item())) return line.item();
  }
  return "";
}

absl::Status NotDifferent(const std::string& signed_by, const std::string& given_by) {
  return Error(Reason::ERROR_REASON_SIGNER_NOT_DIFFERENT,
               "the second signature must be a different person's",
               {{"signed_by", signed_by}, {"recorded_by", given_by}});
}

// Why it waits for no signature; empty when it does.
std::string NotWaitingFor(const v1::Movement& movement) {
  switch (movement.state()) {
    case v1::MOVEMENT_STATE_HELD:
    case v1::MOVEMENT_STATE_DROPPED:
    case v1::MOVEMENT_STATE_REVERSED:
      return std::string(
          absl::StripPrefix(v1::MovementState_Name(movement.state()), "MOVEMENT_STATE_"));
    default:
      break;
  }
  switch (movement.second_signature()) {
    case v1::SECOND_SIGNATURE_OUTSTANDING:
      return "";
    case v1::SECOND_SIGNATURE_UNSPECIFIED:
      return "NOT_NEEDED";
    default:
      return "SIGNED";
  }
}

}  // namespace

bool IsPatientArea(absl::string_view place) {
  return std::any_of(
      std::begin(kPatientAreas), std::end(kPatientAreas), [&](absl::string_view area) {
        return place == area ||
               (absl::StartsWith(place, area) && absl::StartsWith(place.substr(area.size()), "-"));
      });
}

SignatureNeed SignatureNeedOf(const v1::Movement& movement) {
  if (movement.opening_history()) return SignatureNeed::kNone;
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_RECEIPT:
    case v1::MOVEMENT_KIND_RETURN:
    case v1::MOVEMENT_KIND_WASTE:
    case v1::MOVEMENT_KIND_ADJUSTMENT_GAIN:
    case v1::MOVEMENT_KIND_ADJUSTMENT_LOSS:
    case v1::MOVEMENT_KIND_UNPACK:
    case v1::MOVEMENT_KIND_PACK:
    case v1::MOVEMENT_KIND_TRANSFER_OUT:
    case v1::MOVEMENT_KIND_TRANSFER_IN:
    case v1::MOVEMENT_KIND_TRANSFER_LOSS:
    case v1::MOVEMENT_KIND_COUNT:
      return SignatureNeed::kBeforeOrder;
    case v1::MOVEMENT_KIND_ISSUE:
      return IsUse(movement) || IsPatientArea(movement.to_place()) ? SignatureNeed::kInTime
                                                                   : SignatureNeed::kBeforeOrder;
    default:
      return SignatureNeed::kNone;
  }
}

std::string ManagerOf(absl::string_view facility_name) {
  return absl::StrCat(facility_name, "/manager");
}

absl::Status CheckSecondSignature(const v1::Movement& movement,
                                  const std::set<std::string>& controlled_items,
                                  const std::string& given_by) {
  if (SignatureNeedOf(movement) != SignatureNeed::kBeforeOrder) return absl::OkStatus();
  const std::string item = ControlledItemOf(movement, controlled_items);
  if (item.empty()) return absl::OkStatus();
  if (movement.witnessed_by().empty()) {
    const std::string kind = v1::MovementKind_Name(movement.kind());
    return Error(
        Reason::ERROR_REASON_SECOND_SIGNATURE_MISSING,
        "a controlled item needs a second named person (witnessed_by)",
        {{"item", item}, {"kind", std::string(absl::StripPrefix(kind, "MOVEMENT_KIND_"))}});
  }
  if (movement.witnessed_by() == given_by) return NotDifferent(movement.witnessed_by(), given_by);
  return absl::OkStatus();
}

void ApplySecondSignature(Posting& posting, const std::set<std::string>& controlled_items) {
  ApplySecondSignatureOf(ControlledItemOf(posting.movement(), controlled_items), posting);
}

void ApplySecondSignatureOf(const std::string& item, Posting& posting) {
  v1::Movement& movement = posting.movement();
  if (item.empty() || SignatureNeedOf(movement) == SignatureNeed::kNone) return;
  if (!movement.witnessed_by().empty() && movement.witnessed_by() != posting.owner()) {
    movement.set_second_signature(v1::SECOND_SIGNATURE_GIVEN);
    return;
  }
  movement.set_second_signature(v1::SECOND_SIGNATURE_OUTSTANDING);
  v1::Exception* exception = posting.Open(v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING);
  exception->set_owner(ManagerOf(posting.facility_name()));
  exception->set_item(item);
  exception->set_given_by(posting.owner());
}

absl::StatusOr<v1::Event> DecideSignMovement(const v1::SignMovementRequest& request,
                                             const SignState& state, const DecideContext& context) {
  const std::string not_waiting = NotWaitingFor(state.movement);
  if (!not_waiting.empty() || !state.outstanding.has_value()) {
    return Error(Reason::ERROR_REASON_WRONG_STATE, "the movement waits for no second signature",
                 {{"resource", state.movement.name()}, {"state", not_waiting}});
  }
  v1::Exception exception = *state.outstanding;
  if (request.signed_by() == exception.given_by()) {
    return NotDifferent(request.signed_by(), exception.given_by());
  }
  exception.set_signed_by(request.signed_by());
  // What a person closed keeps that person's note.
  if (exception.state() == v1::EXCEPTION_STATE_OPEN) {
    exception.set_state(v1::EXCEPTION_STATE_CLOSED);
    exception.set_end(v1::EXCEPTION_END_SIGNED);
    *exception.mutable_close_time() = TimestampOf(context.now);
    exception.set_closed_by(context.principal);
  }
  v1::Event event;
  v1::MovementSigned& signed_event = *event.mutable_movement_signed();
  signed_event.set_movement(state.movement.name());
  v1::Signature& signature = *signed_event.mutable_signature();
  signature.set_signed_by(request.signed_by());
  *signature.mutable_signed_time() = TimestampOf(context.now);
  signature.set_late_seconds(std::max<int64_t>(
      0, absl::ToInt64Seconds(context.now - TimeOf(state.movement.record_time()))));
  signature.set_note(request.note());
  *signed_event.mutable_exception() = std::move(exception);
  return event;
}

}  // namespace waystation::inventory
