#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/handler/validate_packs.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::AddViolation;
using runtime::Presence;
using runtime::Violations;

std::string ConditionsOf(const v1::Movement& movement) {
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_QUARANTINE:
      return "USABLE or nothing: only usable stock goes into quarantine";
    case v1::MOVEMENT_KIND_RELEASE:
      return "QUARANTINED or nothing: only quarantined stock is released";
    case v1::MOVEMENT_KIND_DAMAGE:
      return "USABLE, QUARANTINED or nothing";
    default:
      return "USABLE or nothing in an ORDER for use: release it first, or record what happened";
  }
}

void CheckCondition(Violations& violations, const std::string& path, const v1::Movement& movement,
                    const v1::MovementLine& line) {
  const std::string field = absl::StrCat(path, ".condition");
  if (!v1::Condition_IsValid(line.condition())) {
    AddViolation(violations, field, absl::StrCat(line.condition()),
                 "USABLE, QUARANTINED or DAMAGED");
  } else if (!MaySayCondition(movement, line.condition())) {
    AddViolation(violations, field, ConditionWord(line.condition()), ConditionsOf(movement));
  }
}

void CheckOwner(Violations& violations, const std::string& path, const v1::Movement& movement,
                const v1::MovementLine& line) {
  const std::string field = absl::StrCat(path, ".owner");
  runtime::CheckText(violations, field, line.owner(), 0, kMaxOwnerCharacters);
  const bool may_say = movement.kind() == v1::MOVEMENT_KIND_RECEIPT ||
                       movement.kind() == v1::MOVEMENT_KIND_ADJUSTMENT_GAIN ||
                       movement.kind() == v1::MOVEMENT_KIND_UNPACK;
  if (!line.owner().empty() && !may_say) {
    AddViolation(violations, field, line.owner(),
                 "nothing but in a RECEIPT, ADJUSTMENT_GAIN or UNPACK");
  }
}

// What a kit holds is no better than the kit, and only usable stock goes into one: nothing becomes
// usable by being packed.
void CheckKitLine(Violations& violations, const std::string& path, const v1::Movement& movement,
                  int index) {
  if (!ChangesKits(movement.kind())) return;
  const v1::MovementLine& line = movement.lines(index);
  const v1::Condition kit = KnownCondition(movement.lines(0).condition());
  const bool pack = movement.kind() == v1::MOVEMENT_KIND_PACK;
  const bool said = line.condition() != v1::CONDITION_UNSPECIFIED;
  if (said && v1::Condition_IsValid(line.condition()) &&
      (pack ? line.condition() != v1::CONDITION_USABLE : line.condition() < kit)) {
    AddViolation(violations, absl::StrCat(path, ".condition"), ConditionWord(line.condition()),
                 pack ? "USABLE or nothing in a PACK" : "no better condition than the kit's");
  }
  if (index > 0 && line.item() == movement.lines(0).item()) {
    AddViolation(violations, absl::StrCat(path, ".item"), line.item(),
                 "what is in the kit, not the kit");
  }
}

void CheckLine(Violations& violations, const v1::Movement& movement, int index) {
  const v1::MovementLine& line = movement.lines(index);
  const std::string path = absl::StrCat("movement.lines[", index, "]");
  runtime::CheckName(violations, absl::StrCat(path, ".item"), line.item(), "items/*");
  runtime::CheckText(violations, absl::StrCat(path, ".lot"), line.lot(), 0, kMaxLotCharacters);
  CheckQuantity(violations, path, line);
  if (!line.place().empty()) {
    runtime::CheckId(violations, absl::StrCat(path, ".place"), line.place());
  }
  if (movement.kind() == v1::MOVEMENT_KIND_ISSUE && !line.place().empty() &&
      line.place() == movement.to_place()) {
    AddViolation(violations, absl::StrCat(path, ".place"), line.place(),
                 "another place than movement.to_place");
  }
  CheckCondition(violations, path, movement, line);
  CheckKitLine(violations, path, movement, index);
  CheckOwner(violations, path, movement, line);
  runtime::CheckDate(violations, absl::StrCat(path, ".expiry_date"), line.has_expiry_date(),
                     line.expiry_date(), Presence::kOptional);
  CheckDateKind(violations, path, line.date_kind(), line.has_expiry_date());
  CheckPacks(violations, path, line);
}

enum class Need { kMust, kMay, kNever };

// A reason that belongs to the kinds named.
template <typename Enum>
void CheckReason(Violations& violations, const std::string& field, Enum value,
                 bool (*is_valid)(int value), Need need, const char* kinds) {
  if (need == Need::kMust || (need == Need::kMay && value != Enum{})) {
    runtime::CheckEnum(violations, field, value, is_valid);
  } else if (value != Enum{}) {
    AddViolation(violations, field, absl::StrCat(value), absl::StrCat("nothing but in a ", kinds));
  }
}

void CheckDestination(Violations& violations, const v1::Movement& movement) {
  const bool to_place = !movement.to_place().empty();
  const bool purpose = movement.purpose() != v1::PURPOSE_UNSPECIFIED;
  const bool issue = movement.kind() == v1::MOVEMENT_KIND_ISSUE;
  const bool comes_back = movement.kind() == v1::MOVEMENT_KIND_RETURN;
  if (issue && to_place == purpose) {
    AddViolation(violations, "movement.purpose", to_place ? "both" : "neither",
                 "exactly one of to_place and purpose");
  }
  if (issue && to_place) {
    runtime::CheckId(violations, "movement.to_place", movement.to_place());
  } else if (to_place) {
    AddViolation(violations, "movement.to_place", movement.to_place(), "nothing but in an ISSUE");
  }
  if (comes_back || (issue && purpose)) {
    runtime::CheckEnum(violations, "movement.purpose", movement.purpose(), v1::Purpose_IsValid);
  } else if (purpose && !issue) {
    AddViolation(violations, "movement.purpose", absl::StrCat(movement.purpose()),
                 "nothing but in an ISSUE or RETURN");
  }
}

void CheckReasons(Violations& violations, const v1::Movement& movement) {
  const auto needs = [&](v1::MovementKind kind) {
    return movement.kind() == kind ? Need::kMust : Need::kNever;
  };
  CheckReason(violations, "movement.waste_reason", movement.waste_reason(), v1::WasteReason_IsValid,
              needs(v1::MOVEMENT_KIND_WASTE), "WASTE");
  CheckReason(violations, "movement.damage_reason", movement.damage_reason(),
              v1::DamageReason_IsValid, needs(v1::MOVEMENT_KIND_DAMAGE), "DAMAGE");
  CheckReason(violations, "movement.quarantine_reason", movement.quarantine_reason(),
              v1::QuarantineReason_IsValid,
              movement.kind() == v1::MOVEMENT_KIND_RECEIPT ? Need::kMay
                                                           : needs(v1::MOVEMENT_KIND_QUARANTINE),
              "QUARANTINE, or a RECEIPT into quarantine");
}

bool SaysUsable(const v1::Movement& movement) {
  return std::any_of(
      movement.lines().begin(), movement.lines().end(),
      [](const v1::MovementLine& line) { return line.condition() == v1::CONDITION_USABLE; });
}

// Who decided, and the note that says why.
void CheckDecision(Violations& violations, const v1::Movement& movement) {
  const v1::MovementKind kind = movement.kind();
  const bool release = kind == v1::MOVEMENT_KIND_RELEASE;
  const bool past_quarantine = movement.has_donation() && SaysUsable(movement);
  const bool required = release || past_quarantine;
  runtime::CheckText(violations, "movement.decided_by", movement.decided_by(), required ? 1 : 0,
                     kMaxRecordedByCharacters);
  const bool allowed = required || kind == v1::MOVEMENT_KIND_QUARANTINE ||
                       kind == v1::MOVEMENT_KIND_DAMAGE || movement.has_donation() ||
                       !movement.last_resort().empty();
  if (!allowed && !movement.decided_by().empty()) {
    AddViolation(violations, "movement.decided_by", movement.decided_by(),
                 "nothing but in a RELEASE, QUARANTINE, DAMAGE or a donation, or with last_resort");
  }
  const bool emergency = movement.emergency() && movement.intent() == v1::INTENT_ORDER;
  runtime::CheckText(violations, "movement.note", movement.note(), release || emergency ? 1 : 0,
                     kMaxNoteCharacters);
}

// Use of what is called back: by whom is never left open in an order.
void CheckLastResort(Violations& violations, const v1::Movement& movement) {
  if (movement.last_resort().empty()) return;
  runtime::CheckText(violations, "movement.last_resort", movement.last_resort(), 1,
                     kMaxNoteCharacters);
  if (!IsUse(movement)) {
    AddViolation(violations, "movement.last_resort", movement.last_resort(),
                 "nothing but in an ISSUE with a purpose");
  } else if (IsOrder(movement) && movement.decided_by().empty() && movement.recorded_by().empty()) {
    AddViolation(violations, "movement.decided_by", "nobody", "who decided it, or recorded_by");
  }
}

void CheckDonation(Violations& violations, const v1::Movement& movement) {
  if (!movement.has_donation()) return;
  const v1::Donation& donation = movement.donation();
  if (movement.kind() != v1::MOVEMENT_KIND_RECEIPT) {
    AddViolation(violations, "movement.donation", "a donation", "nothing but in a RECEIPT");
    return;
  }
  runtime::CheckText(violations, "movement.donation.donor", donation.donor(), 1,
                     kMaxOwnerCharacters);
  if (!v1::AskedFor_IsValid(donation.asked_for())) {
    AddViolation(violations, "movement.donation.asked_for", absl::StrCat(donation.asked_for()),
                 "YES, NO or nothing");
  }
  runtime::CheckText(violations, "movement.donation.note", donation.note(), 0, kMaxNoteCharacters);
  if (donation.label_languages_size() > kMaxLabelLanguages) {
    AddViolation(violations, "movement.donation.label_languages",
                 absl::StrCat(donation.label_languages_size(), " languages"),
                 absl::StrCat("at most ", kMaxLabelLanguages));
    return;
  }
  google::protobuf::RepeatedPtrField<common::v1::LocalizedText> labels;
  for (const std::string& language : donation.label_languages()) {
    common::v1::LocalizedText* label = labels.Add();
    label->set_language(language);
    label->set_text("label");
  }
  if (labels.empty()) return;
  Violations wrong;
  runtime::CheckLocalizedTexts(wrong, "movement.donation.label_languages", labels);
  for (FieldViolation& violation : wrong) {
    violation.field = std::string(absl::StripSuffix(violation.field, ".language"));
    violations.push_back(std::move(violation));
  }
}

// Fields that belong to some kinds only.
void CheckKindFields(Violations& violations, const v1::Movement& movement) {
  const v1::MovementKind kind = movement.kind();
  const bool made_elsewhere =
      kind == v1::MOVEMENT_KIND_REVERSAL || kind == v1::MOVEMENT_KIND_COUNT ||
      kind == v1::MOVEMENT_KIND_TRANSFER_OUT || kind == v1::MOVEMENT_KIND_TRANSFER_IN ||
      kind == v1::MOVEMENT_KIND_TRANSFER_LOSS || kind == v1::MOVEMENT_KIND_MERGE;
  if (kind == v1::MOVEMENT_KIND_UNSPECIFIED || made_elsewhere || !v1::MovementKind_IsValid(kind)) {
    AddViolation(violations, "movement.kind", absl::StrCat(kind),
                 "RECEIPT, ISSUE, ADJUSTMENT_GAIN, ADJUSTMENT_LOSS, WASTE, QUARANTINE, RELEASE, "
                 "DAMAGE, RETURN, UNPACK or PACK");
    return;
  }
  CheckDestination(violations, movement);
  CheckReasons(violations, movement);
  CheckDonation(violations, movement);
  if (kind != v1::MOVEMENT_KIND_RECEIPT && !movement.source().empty()) {
    AddViolation(violations, "movement.source", movement.source(), "nothing but in a RECEIPT");
  }
}

// What a movement of one kind may name, of its own facility.
void CheckReference(Violations& violations, absl::string_view field, const std::string& name,
                    absl::string_view collection, v1::MovementKind kind,
                    const v1::CreateMovementRequest& request) {
  if (name.empty()) return;
  if (request.movement().kind() != kind) {
    AddViolation(
        violations, field, name,
        kind == v1::MOVEMENT_KIND_RECEIPT ? "nothing but in a RECEIPT" : "nothing but in an ISSUE");
    return;
  }
  if (request.movement().intent() == v1::INTENT_HAPPENED) {
    // What came came: a wrong name is told by an exception.
    runtime::CheckText(violations, field, name, 1, kMaxReferenceCharacters);
    return;
  }
  const size_t before = violations.size();
  runtime::CheckName(violations, field, name, absl::StrCat("facilities/*/", collection, "/*"));
  if (violations.size() == before && !absl::StartsWith(name, request.parent() + "/")) {
    AddViolation(violations, field, name, absl::StrCat("one of ", request.parent()));
  }
}

}  // namespace

Violations Validate(const v1::CreateMovementRequest& request) {
  Violations violations;
  const v1::Movement& movement = request.movement();
  runtime::CheckName(violations, "parent", request.parent(), "facilities/*");
  CheckKindFields(violations, movement);
  CheckDecision(violations, movement);
  CheckLastResort(violations, movement);
  runtime::CheckEnum(violations, "movement.intent", movement.intent(), v1::Intent_IsValid);
  if (movement.opening_history() && movement.intent() == v1::INTENT_ORDER) {
    AddViolation(violations, "movement.opening_history", "true",
                 "false with intent ORDER: history is no promise");
  }
  runtime::CheckTimestamp(violations, "movement.happened_time", movement.has_happened_time(),
                          movement.happened_time(), Presence::kRequired);
  runtime::CheckText(violations, "movement.source", movement.source(), 0, kMaxSourceCharacters);
  runtime::CheckText(violations, "movement.document_number", movement.document_number(), 0,
                     kMaxDocumentNumberCharacters);
  // Reserved stock is taken in somebody's name.
  const bool emergency = movement.emergency() && movement.intent() == v1::INTENT_ORDER;
  runtime::CheckText(violations, "movement.recorded_by", movement.recorded_by(), emergency ? 1 : 0,
                     kMaxRecordedByCharacters);
  runtime::CheckText(violations, "movement.witnessed_by", movement.witnessed_by(), 0,
                     kMaxRecordedByCharacters);
  if (movement.emergency() && movement.kind() != v1::MOVEMENT_KIND_ISSUE) {
    AddViolation(violations, "movement.emergency", "true", "false but in an ISSUE");
  }
  CheckReference(violations, "movement.requisition", movement.requisition(), "requisitions",
                 v1::MOVEMENT_KIND_RECEIPT, request);
  CheckReference(violations, "movement.expected_delivery", movement.expected_delivery(),
                 "expectedDeliveries", v1::MOVEMENT_KIND_RECEIPT, request);
  CheckReference(violations, "movement.reservation", movement.reservation(), "reservations",
                 v1::MOVEMENT_KIND_ISSUE, request);
  const int least = ChangesKits(movement.kind()) ? 2 : 1;
  if (movement.lines_size() < least || movement.lines_size() > kMaxLines) {
    AddViolation(violations, "movement.lines", absl::StrCat(movement.lines_size(), " lines"),
                 absl::StrCat(least, " to ", kMaxLines, " lines"));
    return violations;
  }
  for (int i = 0; i < movement.lines_size(); ++i) CheckLine(violations, movement, i);
  return violations;
}

}  // namespace waystation::inventory
