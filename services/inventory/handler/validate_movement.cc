#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/inventory/domain/context.h"
#include "services/inventory/handler/validate_packs.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::AddViolation;
using runtime::Presence;
using runtime::Violations;

void CheckLineDate(Violations& violations, const std::string& path, const v1::MovementLine& line) {
  runtime::CheckDate(violations, absl::StrCat(path, ".expiry_date"), line.has_expiry_date(),
                     line.expiry_date(), Presence::kOptional);
  const std::string field = absl::StrCat(path, ".date_kind");
  if (!v1::DateKind_IsValid(line.date_kind())) {
    AddViolation(violations, field, absl::StrCat(line.date_kind()), "USE_BY, BEST_BEFORE or NONE");
    return;
  }
  const bool dated_kind =
      line.date_kind() == v1::DATE_KIND_USE_BY || line.date_kind() == v1::DATE_KIND_BEST_BEFORE;
  if (dated_kind && !line.has_expiry_date()) {
    AddViolation(violations, field, v1::DateKind_Name(line.date_kind()),
                 "NONE without an expiry date");
  }
  if (line.date_kind() == v1::DATE_KIND_NONE && line.has_expiry_date()) {
    AddViolation(violations, field, v1::DateKind_Name(line.date_kind()),
                 "USE_BY or BEST_BEFORE with an expiry date");
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
  CheckLineDate(violations, path, line);
  CheckPacks(violations, path, line);
}

// Fields that belong to some kinds only.
void CheckKindFields(Violations& violations, const v1::Movement& movement) {
  const v1::MovementKind kind = movement.kind();
  if (kind == v1::MOVEMENT_KIND_UNSPECIFIED || kind == v1::MOVEMENT_KIND_REVERSAL ||
      !v1::MovementKind_IsValid(kind)) {
    AddViolation(violations, "movement.kind", absl::StrCat(kind),
                 "RECEIPT, ISSUE, ADJUSTMENT_GAIN, ADJUSTMENT_LOSS or WASTE");
    return;
  }
  if (kind == v1::MOVEMENT_KIND_ISSUE) {
    const bool to_place = !movement.to_place().empty();
    const bool purpose = movement.purpose() != v1::PURPOSE_UNSPECIFIED;
    if (to_place == purpose) {
      AddViolation(violations, "movement.purpose", to_place ? "both" : "neither",
                   "exactly one of to_place and purpose");
    }
    if (to_place) runtime::CheckId(violations, "movement.to_place", movement.to_place());
    if (purpose) {
      runtime::CheckEnum(violations, "movement.purpose", movement.purpose(), v1::Purpose_IsValid);
    }
  } else {
    if (!movement.to_place().empty()) {
      AddViolation(violations, "movement.to_place", movement.to_place(), "nothing but in an ISSUE");
    }
    if (movement.purpose() != v1::PURPOSE_UNSPECIFIED) {
      AddViolation(violations, "movement.purpose", absl::StrCat(movement.purpose()),
                   "nothing but in an ISSUE");
    }
  }
  if (kind == v1::MOVEMENT_KIND_WASTE) {
    runtime::CheckEnum(violations, "movement.waste_reason", movement.waste_reason(),
                       v1::WasteReason_IsValid);
  } else if (movement.waste_reason() != v1::WASTE_REASON_UNSPECIFIED) {
    AddViolation(violations, "movement.waste_reason", absl::StrCat(movement.waste_reason()),
                 "nothing but in a WASTE");
  }
  if (kind != v1::MOVEMENT_KIND_RECEIPT && !movement.source().empty()) {
    AddViolation(violations, "movement.source", movement.source(), "nothing but in a RECEIPT");
  }
}

// What a receipt may name, of the facility that it comes to.
void CheckReference(Violations& violations, absl::string_view field, const std::string& name,
                    absl::string_view collection, const v1::CreateMovementRequest& request) {
  if (name.empty()) return;
  if (request.movement().kind() != v1::MOVEMENT_KIND_RECEIPT) {
    AddViolation(violations, field, name, "nothing but in a RECEIPT");
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
  runtime::CheckText(violations, "movement.recorded_by", movement.recorded_by(), 0,
                     kMaxRecordedByCharacters);
  runtime::CheckText(violations, "movement.note", movement.note(), 0, kMaxNoteCharacters);
  CheckReference(violations, "movement.requisition", movement.requisition(), "requisitions",
                 request);
  CheckReference(violations, "movement.expected_delivery", movement.expected_delivery(),
                 "expectedDeliveries", request);
  if (movement.lines().empty() || movement.lines_size() > kMaxLines) {
    AddViolation(violations, "movement.lines", absl::StrCat(movement.lines_size(), " lines"),
                 absl::StrCat("1 to ", kMaxLines, " lines"));
    return violations;
  }
  for (int i = 0; i < movement.lines_size(); ++i) CheckLine(violations, movement, i);
  return violations;
}

}  // namespace waystation::inventory
