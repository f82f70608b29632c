#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/handler/validate_packs.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::AddViolation;
using runtime::Violations;

constexpr char kRecallPattern[] = "recalls/*";
constexpr int kMaxRecallEtagCharacters = 64;

Violations CheckRecallName(const std::string& name) {
  Violations violations;
  runtime::CheckName(violations, "name", name, kRecallPattern);
  return violations;
}

void CheckLots(Violations& violations, const v1::Recall& recall) {
  if (recall.lots().empty() || recall.lots_size() > kMaxRecallLots) {
    AddViolation(violations, "recall.lots", absl::StrCat(recall.lots_size(), " lots"),
                 absl::StrCat("1 to ", kMaxRecallLots, " lots"));
    return;
  }
  std::set<std::string> lots;
  for (int i = 0; i < recall.lots_size(); ++i) {
    const std::string path = absl::StrCat("recall.lots[", i, "]");
    runtime::CheckText(violations, path, recall.lots(i), 1, kMaxLotCharacters);
    if (!lots.insert(recall.lots(i)).second) {
      AddViolation(violations, path, recall.lots(i), "each lot once");
    }
  }
}

}  // namespace

Violations Validate(const v1::CreateRecallRequest& request) {
  Violations violations;
  const v1::Recall& recall = request.recall();
  runtime::CheckName(violations, "recall.item", recall.item(), "items/*");
  CheckNotEntered(violations, "recall", recall.entered_item());
  CheckLots(violations, recall);
  if (!v1::RecallClass_IsValid(recall.recall_class())) {
    AddViolation(violations, "recall.recall_class", absl::StrCat(recall.recall_class()),
                 "I, II, III or nothing");
  }
  runtime::CheckText(violations, "recall.authority", recall.authority(), 1,
                     kMaxAuthorityCharacters);
  runtime::CheckText(violations, "recall.reference", recall.reference(), 0,
                     kMaxReferenceCharacters);
  runtime::CheckText(violations, "recall.reason", recall.reason(), 1, kMaxNoteCharacters);
  runtime::CheckEnum(violations, "recall.instruction", recall.instruction(),
                     v1::RecallInstruction_IsValid);
  runtime::CheckText(violations, "recall.recorded_by", recall.recorded_by(), 0,
                     kMaxRecordedByCharacters);
  runtime::CheckText(violations, "recall.note", recall.note(), 0, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::GetRecallRequest& request) { return CheckRecallName(request.name()); }

Violations Validate(const v1::ListRecallsRequest& request) {
  Violations violations;
  if (!request.facility().empty()) {
    runtime::CheckName(violations, "facility", request.facility(), kFacilityPattern);
  } else if (request.not_acknowledged()) {
    AddViolation(violations, "not_acknowledged", "true without a facility",
                 "the facility that has not acknowledged");
  }
  if (!v1::RecallState_IsValid(request.state())) {
    AddViolation(violations, "state", absl::StrCat(request.state()), "OPEN, WITHDRAWN or nothing");
  }
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::WithdrawRecallRequest& request) {
  Violations violations = CheckRecallName(request.name());
  runtime::CheckText(violations, "etag", request.etag(), 0, kMaxRecallEtagCharacters);
  runtime::CheckText(violations, "decided_by", request.decided_by(), 1, kMaxRecordedByCharacters);
  runtime::CheckText(violations, "note", request.note(), 1, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::AcknowledgeRecallRequest& request) {
  Violations violations = CheckRecallName(request.name());
  const v1::RecallAcknowledgement& told = request.acknowledgement();
  runtime::CheckName(violations, "facility", request.facility(), kFacilityPattern);
  const size_t before = violations.size();
  const auto check = [&](const char* field, int64_t quantity) {
    if (quantity >= 0) return;
    AddViolation(violations, absl::StrCat("acknowledgement.", field), absl::StrCat(quantity),
                 "a whole number of base units from 0");
  };
  check("found_quantity", told.found_quantity());
  check("returned_quantity", told.returned_quantity());
  check("destroyed_quantity", told.destroyed_quantity());
  if (violations.size() == before &&
      told.destroyed_quantity() > told.found_quantity() - told.returned_quantity()) {
    AddViolation(violations, "acknowledgement.found_quantity", absl::StrCat(told.found_quantity()),
                 "at least what was returned and destroyed");
  }
  runtime::CheckText(violations, "acknowledgement.recorded_by", told.recorded_by(), 0,
                     kMaxRecordedByCharacters);
  runtime::CheckText(violations, "acknowledgement.note", told.note(), 0, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::GetRecallProgressRequest& request) {
  return CheckRecallName(request.name());
}

}  // namespace waystation::inventory
