#include "services/facility/domain/warnings/warning_change.h"

#include "services/facility/domain/times.h"

namespace waystation::facility {
namespace {

v1::WarningChange* MutableChange(v1::WarningChangeKind kind, v1::Event& event) {
  switch (kind) {
    case v1::WARNING_CHANGE_KIND_RAISED:
      return event.mutable_warning_raised();
    case v1::WARNING_CHANGE_KIND_SEEN:
      return event.mutable_warning_seen();
    case v1::WARNING_CHANGE_KIND_DOING:
      return event.mutable_warning_started();
    case v1::WARNING_CHANGE_KIND_CLOSED:
      return event.mutable_warning_closed();
    case v1::WARNING_CHANGE_KIND_ESCALATED:
      return event.mutable_warning_escalated();
    case v1::WARNING_CHANGE_KIND_CAUSE_ENDED:
      return event.mutable_warning_cause_ended();
    default:
      return event.mutable_warning_updated();
  }
}

}  // namespace

v1::Event WarningEvent(v1::WarningChangeKind kind, const v1::Warning& warning, absl::Time now,
                       const std::string& changed_by) {
  v1::Event event;
  v1::WarningChange& change = *MutableChange(kind, event);
  change.set_kind(kind);
  *change.mutable_change_time() = ToTimestamp(now);
  change.set_changed_by(changed_by);
  *change.mutable_warning() = warning;
  return event;
}

const v1::WarningChange* WarningChangeOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kWarningRaised:
      return &event.warning_raised();
    case v1::Event::kWarningUpdated:
      return &event.warning_updated();
    case v1::Event::kWarningSeen:
      return &event.warning_seen();
    case v1::Event::kWarningStarted:
      return &event.warning_started();
    case v1::Event::kWarningClosed:
      return &event.warning_closed();
    case v1::Event::kWarningEscalated:
      return &event.warning_escalated();
    case v1::Event::kWarningCauseEnded:
      return &event.warning_cause_ended();
    default:
      return nullptr;
  }
}

}  // namespace waystation::facility
