#include <string>

#include "absl/strings/str_cat.h"
#include "services/facility/handler/validate.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

constexpr char kWarningPattern[] = "facilities/*/warnings/*";

void CheckWarningPerson(Violations& violations, absl::string_view field,
                        const std::string& person) {
  if (person.size() <= kMaxPersonBytes) return;
  runtime::AddViolation(violations, field, absl::StrCat(person.size(), " bytes"),
                        absl::StrCat("at most ", kMaxPersonBytes));
}

}  // namespace

Violations Validate(const v1::ListWarningsRequest& request) {
  Violations violations;
  if (request.parent() != "facilities/-") {
    runtime::CheckName(violations, "parent", request.parent(), "facilities/*");
  }
  if (request.states_size() > kMaxFilterValues) {
    runtime::AddViolation(violations, "states", absl::StrCat(request.states_size(), " values"),
                          absl::StrCat("at most ", kMaxFilterValues));
  }
  for (int i = 0; i < request.states_size(); ++i) {
    runtime::CheckEnum(violations, absl::StrCat("states[", i, "]"), request.states(i),
                       v1::WarningState_IsValid);
  }
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::GetWarningRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kWarningPattern);
  return violations;
}

Violations Validate(const v1::MarkSeenRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kWarningPattern);
  CheckWarningPerson(violations, "seen_by", request.seen_by());
  return violations;
}

Violations Validate(const v1::StartDoingRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kWarningPattern);
  CheckWarningPerson(violations, "doing_by", request.doing_by());
  runtime::CheckText(violations, "doing", request.doing(), 1, kMaxWarningTextCharacters);
  return violations;
}

Violations Validate(const v1::CloseWarningRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kWarningPattern);
  CheckWarningPerson(violations, "closed_by", request.closed_by());
  runtime::CheckText(violations, "reason", request.reason(), 1, kMaxWarningTextCharacters);
  return violations;
}

}  // namespace waystation::facility
