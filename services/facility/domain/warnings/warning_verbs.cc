#include "services/facility/domain/warnings/warning_verbs.h"

#include "services/facility/domain/times.h"
#include "services/facility/domain/warnings/warning_change.h"
#include "storage/base/errors.h"

namespace waystation::facility {
namespace {

absl::Status WrongWarningState(const v1::Warning& warning, absl::string_view message) {
  return Error(common::v1::ERROR_REASON_WRONG_STATE, message,
               {{"resource", warning.name()}, {"state", v1::WarningState_Name(warning.state())}});
}

const std::string& OrPrincipal(const std::string& person, const CommandContext& context) {
  return person.empty() ? context.principal : person;
}

void SetSeen(const std::string& person, const CommandContext& context, v1::Warning& warning) {
  if (warning.has_seen_time()) return;
  warning.set_seen_by(person);
  *warning.mutable_seen_time() = ToTimestamp(context.now);
}

}  // namespace

absl::StatusOr<Events> DecideSeen(const std::optional<v1::Warning>& existing,
                                  const v1::MarkSeenRequest& request,
                                  const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(request.name());
  if (existing->state() != v1::WARNING_STATE_RAISED) {
    return WrongWarningState(*existing, existing->state() == v1::WARNING_STATE_CLOSED
                                            ? "The warning is closed."
                                            : "Someone has seen the warning before.");
  }
  // From here it must succeed.
  v1::Warning warning = *existing;
  const std::string& person = OrPrincipal(request.seen_by(), context);
  warning.set_state(v1::WARNING_STATE_SEEN);
  SetSeen(person, context, warning);
  return Events{WarningEvent(v1::WARNING_CHANGE_KIND_SEEN, warning, context.now, person)};
}

absl::StatusOr<Events> DecideDoing(const std::optional<v1::Warning>& existing,
                                   const v1::StartDoingRequest& request,
                                   const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(request.name());
  if (existing->state() == v1::WARNING_STATE_CLOSED) {
    return WrongWarningState(*existing, "The warning is closed.");
  }
  // From here it must succeed.
  v1::Warning warning = *existing;
  const std::string& person = OrPrincipal(request.doing_by(), context);
  SetSeen(person, context, warning);
  warning.set_state(v1::WARNING_STATE_DOING);
  warning.set_doing_by(person);
  warning.set_doing(request.doing());
  *warning.mutable_doing_time() = ToTimestamp(context.now);
  return Events{WarningEvent(v1::WARNING_CHANGE_KIND_DOING, warning, context.now, person)};
}

absl::StatusOr<Events> DecideCloseWarning(const std::optional<v1::Warning>& existing,
                                          const v1::CloseWarningRequest& request,
                                          const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(request.name());
  if (existing->state() == v1::WARNING_STATE_CLOSED) {
    return WrongWarningState(*existing, "The warning is closed already.");
  }
  // From here it must succeed.
  v1::Warning warning = *existing;
  const std::string& person = OrPrincipal(request.closed_by(), context);
  SetSeen(person, context, warning);
  warning.set_state(v1::WARNING_STATE_CLOSED);
  warning.set_end(v1::WARNING_END_BY_PERSON);
  warning.set_closed_by(person);
  warning.set_closed_reason(request.reason());
  *warning.mutable_closed_time() = ToTimestamp(context.now);
  return Events{WarningEvent(v1::WARNING_CHANGE_KIND_CLOSED, warning, context.now, person)};
}

}  // namespace waystation::facility
