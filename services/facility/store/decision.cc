#include "services/facility/store/decision.h"

#include "absl/strings/str_cat.h"
#include "storage/base/digest.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {
namespace {

constexpr char kTickPrincipal[] = "facility";
constexpr size_t kRequestIdBytes = 16;

}  // namespace

CommandContext ContextOf(const storage::DecideContext& context) {
  return {context.now, context.principal, context.clock_suspect, context.ClockNow()};
}

absl::StatusOr<storage::Decision> InScope(absl::string_view name,
                                          const absl::StatusOr<Events>& events) {
  RETURN_IF_ERROR(events.status());
  storage::Decision decision;
  decision.scope = std::string(name);
  for (const v1::Event& event : *events) decision.events.push_back(event.SerializeAsString());
  return decision;
}

storage::Command TickCommand(absl::string_view method, absl::string_view facility, int64_t due_us,
                             int64_t revision) {
  storage::Command command;
  command.fingerprint = storage::Sha256(
      {method, " ", facility, " ", absl::StrCat(due_us), " ", absl::StrCat(revision)});
  command.request_id = storage::DigestBytes(command.fingerprint).substr(0, kRequestIdBytes);
  command.principal = kTickPrincipal;
  command.method = std::string(method);
  return command;
}

}  // namespace waystation::facility
