#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/handler/validate.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

using runtime::AddViolation;

constexpr char kHandoverPattern[] = "facilities/*/handovers/*";

// An opaque id: of a person, or of a signature.
void CheckOpaque(Violations& violations, absl::string_view field, const std::string& id) {
  if (id.size() <= kMaxPersonBytes) return;
  AddViolation(violations, field, absl::StrCat(id.size(), " bytes"),
               absl::StrCat("at most ", kMaxPersonBytes));
}

void CheckPeople(Violations& violations, const v1::Handover& handover) {
  CheckOpaque(violations, "handover.outgoing", handover.outgoing());
  CheckOpaque(violations, "handover.incoming", handover.incoming());
  if (handover.incoming().empty()) {
    AddViolation(violations, "handover.incoming", "nobody", "who takes over");
  } else if (handover.incoming() == handover.outgoing()) {
    AddViolation(violations, "handover.incoming", "who hands over", "another");
  }
  CheckOpaque(violations, "handover.outgoing_signature", handover.outgoing_signature());
  CheckOpaque(violations, "handover.incoming_signature", handover.incoming_signature());
}

void CheckTasks(Violations& violations, const v1::Handover& handover) {
  if (handover.tasks_size() > kMaxNewTasks) {
    AddViolation(violations, "handover.tasks", absl::StrCat(handover.tasks_size(), " tasks"),
                 absl::StrCat("at most ", kMaxNewTasks));
  }
  for (int i = 0; i < std::min(handover.tasks_size(), kMaxNewTasks); ++i) {
    const std::string path = absl::StrCat("handover.tasks[", i, "]");
    runtime::CheckText(violations, path + ".text", handover.tasks(i).text(), 1,
                       kMaxWarningTextCharacters);
    CheckOpaque(violations, path + ".assigned_to", handover.tasks(i).assigned_to());
  }
}

// Either a count and what it found, or why there was none.
void CheckControlled(Violations& violations, const std::string& parent,
                     const v1::Handover& handover) {
  const std::string& count = handover.controlled_handover();
  const std::string& reason = handover.controlled_not_counted_reason();
  if (count.empty() == reason.empty()) {
    AddViolation(violations, "handover.controlled_handover",
                 count.empty() ? "neither a count nor a reason" : "a count and a reason",
                 "one of the two");
  }
  if (!count.empty()) {
    runtime::CheckName(violations, "handover.controlled_handover", count, kHandoverPattern);
    if (FacilityName(FacilityIdOf(count)) != parent) {
      AddViolation(violations, "handover.controlled_handover", "another facility's",
                   "one of the facility that hands over");
    }
    runtime::CheckEnum(violations, "handover.controlled_result", handover.controlled_result(),
                       v1::ControlledResult_IsValid);
  } else if (handover.controlled_result() != v1::CONTROLLED_RESULT_UNSPECIFIED) {
    AddViolation(violations, "handover.controlled_result", "a result", "none without a count");
  }
  runtime::CheckText(violations, "handover.controlled_not_counted_reason", reason, 0,
                     kMaxNotCountedCharacters);
}

}  // namespace

Violations Validate(const v1::CreateHandoverRequest& request) {
  Violations violations;
  const v1::Handover& handover = request.handover();
  runtime::CheckName(violations, "parent", request.parent(), "facilities/*");
  CheckPeople(violations, handover);
  if (handover.has_handed_over_time() && !IsTime(handover.handed_over_time())) {
    AddViolation(violations, "handover.handed_over_time", "no time", "one from year 1 to 9999");
  }
  runtime::CheckText(violations, "handover.note", handover.note(), 0, kMaxNoteCharacters);
  CheckTasks(violations, handover);
  CheckControlled(violations, request.parent(), handover);
  return violations;
}

Violations Validate(const v1::AcceptHandoverRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kHandoverPattern);
  CheckOpaque(violations, "accepted_by", request.accepted_by());
  CheckOpaque(violations, "signature", request.signature());
  return violations;
}

Violations Validate(const v1::CompleteTaskRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), "facilities/*/tasks/*");
  CheckOpaque(violations, "completed_by", request.completed_by());
  runtime::CheckText(violations, "note", request.note(), 0, kMaxWarningTextCharacters);
  return violations;
}

Violations Validate(const v1::GetHandoverRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kHandoverPattern);
  return violations;
}

Violations Validate(const v1::ListHandoversRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), "facilities/*");
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

}  // namespace waystation::facility
