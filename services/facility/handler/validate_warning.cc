#include "services/facility/handler/validate.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

constexpr char kWarningPattern[] = "facilities/*/warnings/*";

}  // namespace

Violations Validate(const v1::ListWarningsRequest& request) {
  Violations violations;
  if (request.parent() != "facilities/-") {
    runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  }
  CheckFilter(violations, "states", request.states(), v1::WarningState_IsValid);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::GetWarningRequest& request) {
  return NameViolations(request.name(), kWarningPattern);
}

Violations Validate(const v1::MarkSeenRequest& request) {
  Violations violations = NameViolations(request.name(), kWarningPattern);
  CheckPerson(violations, "seen_by", request.seen_by());
  return violations;
}

Violations Validate(const v1::StartDoingRequest& request) {
  Violations violations = NameViolations(request.name(), kWarningPattern);
  CheckPerson(violations, "doing_by", request.doing_by());
  runtime::CheckText(violations, "doing", request.doing(), 1, kMaxWarningTextCharacters);
  return violations;
}

Violations Validate(const v1::CloseWarningRequest& request) {
  Violations violations = NameViolations(request.name(), kWarningPattern);
  CheckPerson(violations, "closed_by", request.closed_by());
  runtime::CheckText(violations, "reason", request.reason(), 1, kMaxWarningTextCharacters);
  return violations;
}

}  // namespace waystation::facility
