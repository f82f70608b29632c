#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/handler/validate.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

using runtime::AddViolation;

constexpr char kHandoverPattern[] = "facilities/*/handovers/*";

void CheckPeople(Violations& violations, const v1::Handover& handover) {
  CheckPerson(violations, "handover.outgoing", handover.outgoing());
  CheckPerson(violations, "handover.incoming", handover.incoming());
  if (handover.incoming().empty()) {
    AddViolation(violations, "handover.incoming", "nobody", "who takes over");
  } else if (handover.incoming() == handover.outgoing()) {
    AddViolation(violations, "handover.incoming", "who hands over", "another");
  }
  CheckPerson(violations, "handover.outgoing_signature", handover.outgoing_signature());
  CheckPerson(violations, "handover.incoming_signature", handover.incoming_signature());
}

void CheckTasks(Violations& violations, const v1::Handover& handover) {
  CheckAtMost(violations, "handover.tasks", handover.tasks_size(), kMaxNewTasks, "tasks");
  for (int i = 0; i < std::min(handover.tasks_size(), kMaxNewTasks); ++i) {
    const std::string path = absl::StrCat("handover.tasks[", i, "]");
    runtime::CheckText(violations, path + ".text", handover.tasks(i).text(), 1,
                       kMaxWarningTextCharacters);
    CheckPerson(violations, path + ".assigned_to", handover.tasks(i).assigned_to());
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
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  CheckPeople(violations, handover);
  CheckTime(violations, "handover.handed_over_time", handover.has_handed_over_time(),
            handover.handed_over_time());
  runtime::CheckText(violations, "handover.note", handover.note(), 0, kMaxNoteCharacters);
  CheckTasks(violations, handover);
  CheckControlled(violations, request.parent(), handover);
  return violations;
}

Violations Validate(const v1::AcceptHandoverRequest& request) {
  Violations violations = NameViolations(request.name(), kHandoverPattern);
  CheckPerson(violations, "accepted_by", request.accepted_by());
  CheckPerson(violations, "signature", request.signature());
  return violations;
}

Violations Validate(const v1::CompleteTaskRequest& request) {
  Violations violations = NameViolations(request.name(), "facilities/*/tasks/*");
  CheckPerson(violations, "completed_by", request.completed_by());
  runtime::CheckText(violations, "note", request.note(), 0, kMaxWarningTextCharacters);
  return violations;
}

Violations Validate(const v1::GetHandoverRequest& request) {
  return NameViolations(request.name(), kHandoverPattern);
}

Violations Validate(const v1::ListHandoversRequest& request) {
  return PageViolations(request.parent(), kFacilityPattern, request.page_size());
}

}  // namespace waystation::facility
