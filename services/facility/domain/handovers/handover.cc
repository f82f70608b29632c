#include "services/facility/domain/handovers/handover.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/report.h"
#include "services/facility/domain/text_search.h"
#include "services/facility/domain/times.h"
#include "services/facility/limits.h"
#include "storage/base/errors.h"

namespace waystation::facility {
namespace {

v1::HandedWarning HandedOf(const v1::Warning& warning) {
  v1::HandedWarning handed;
  handed.set_warning(warning.name());
  handed.set_kind(warning.kind());
  handed.set_subject(warning.subject());
  handed.set_state(warning.state());
  if (warning.has_act_by_time()) *handed.mutable_act_by_time() = warning.act_by_time();
  handed.set_escalated(warning.has_escalated_time());
  return handed;
}

void SetFlags(v1::Handover& handover) {
  handover.clear_flags();
  const auto flag = [&](bool is_so, v1::HandoverFlag which) {
    if (is_so) handover.add_flags(which);
  };
  flag(handover.outgoing_signature().empty(), v1::HANDOVER_FLAG_OUTGOING_NOT_SIGNED);
  flag(handover.incoming_signature().empty(), v1::HANDOVER_FLAG_INCOMING_NOT_SIGNED);
  flag(!handover.has_accepted_time(), v1::HANDOVER_FLAG_NOT_ACCEPTED);
  flag(handover.controlled_handover().empty(), v1::HANDOVER_FLAG_CONTROLLED_NOT_COUNTED);
  flag(handover.controlled_result() == v1::CONTROLLED_RESULT_DIFFERS,
       v1::HANDOVER_FLAG_CONTROLLED_DIFFERS);
  const bool unseen = std::any_of(
      handover.warnings().begin(), handover.warnings().end(),
      [](const v1::HandedWarning& warning) { return warning.state() == v1::WARNING_STATE_RAISED; });
  flag(unseen, v1::HANDOVER_FLAG_UNSEEN_WARNINGS);
}

// When it was, and how that stands to now: as of a reported value.
void SetHandoverTimes(const CommandContext& context, v1::Handover& handover) {
  v1::StatusValue value;
  if (handover.has_handed_over_time()) {
    *value.mutable_observed_time() = handover.handed_over_time();
  }
  const v1::StatusRecord record = MakeRecord(value, "", context);
  *handover.mutable_handed_over_time() = record.value().observed_time();
  *handover.mutable_record_time() = record.record_time();
  *handover.mutable_effective_time() = record.effective_time();
  handover.set_time_flag(record.time_flag());
}

v1::HandoverTask NewTask(const v1::HandoverTask& asked, const v1::Handover& handover,
                         absl::string_view facility, absl::string_view request_id, int index) {
  v1::HandoverTask task;
  task.set_name(TaskName(facility, ShortDigest({"task", request_id, " ", absl::StrCat(index)})));
  task.set_text(asked.text());
  task.set_assigned_to(asked.assigned_to());
  task.set_handover(handover.name());
  *task.mutable_create_time() = handover.record_time();
  return task;
}

}  // namespace

absl::StatusOr<Events> DecideHandover(const ToHandOver& open,
                                      const v1::CreateHandoverRequest& request,
                                      const CommandContext& context) {
  v1::Handover handover = request.handover();
  if (handover.outgoing().empty()) handover.set_outgoing(context.principal);
  if (handover.outgoing() == handover.incoming()) {
    return InvalidFields({{"handover.incoming", "got the caller, who hands over, want another"}});
  }
  const size_t tasks = open.tasks.size() + static_cast<size_t>(handover.tasks_size());
  if (tasks > kMaxOpenTasks) {
    return InvalidFields({{"handover.tasks", absl::StrCat("got ", tasks, " that are not done, ",
                                                          "want at most ", kMaxOpenTasks)}});
  }
  // From here it must succeed.
  handover.set_name(
      HandoverName(request.parent(), ShortDigest({"handover", request.request_id()})));
  SetHandoverTimes(context, handover);
  handover.clear_tasks();
  for (const v1::HandoverTask& task : open.tasks) *handover.add_tasks() = task;
  for (int i = 0; i < request.handover().tasks_size(); ++i) {
    *handover.add_tasks() =
        NewTask(request.handover().tasks(i), handover, request.parent(), request.request_id(), i);
  }
  handover.clear_warnings();
  for (const v1::Warning& warning : open.warnings) *handover.add_warnings() = HandedOf(warning);
  handover.clear_accepted_time();
  if (!handover.incoming_signature().empty()) {
    *handover.mutable_accepted_time() = handover.record_time();
  }
  SetFlags(handover);
  Events events(1);
  *events[0].mutable_handover_created()->mutable_handover() = std::move(handover);
  return events;
}

absl::StatusOr<Events> DecideAccept(const std::optional<v1::Handover>& existing,
                                    const v1::AcceptHandoverRequest& request,
                                    const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(request.name());
  if (existing->has_accepted_time()) {
    return Error(common::v1::ERROR_REASON_WRONG_STATE, "The handover is accepted already.",
                 {{"resource", existing->name()}, {"state", "accepted"}});
  }
  const std::string& person =
      request.accepted_by().empty() ? context.principal : request.accepted_by();
  if (person != existing->incoming()) {
    return InvalidFields(
        {{"accepted_by", absl::StrCat("got ", QuoteForMessage(person), ", want ",
                                      QuoteForMessage(existing->incoming()), ", who takes over")}});
  }
  // From here it must succeed.
  v1::Handover handover = *existing;
  handover.set_incoming_signature(request.signature());
  *handover.mutable_accepted_time() = ToTimestamp(context.now);
  SetFlags(handover);
  Events events(1);
  *events[0].mutable_handover_accepted()->mutable_handover() = std::move(handover);
  return events;
}

absl::StatusOr<Events> DecideComplete(const std::optional<v1::HandoverTask>& existing,
                                      const v1::CompleteTaskRequest& request,
                                      const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(request.name());
  if (existing->has_completed_time()) {
    return Error(common::v1::ERROR_REASON_WRONG_STATE, "The task is done already.",
                 {{"resource", existing->name()}, {"state", "completed"}});
  }
  // From here it must succeed.
  v1::HandoverTask task = *existing;
  *task.mutable_completed_time() = ToTimestamp(context.now);
  task.set_completed_by(request.completed_by().empty() ? context.principal
                                                       : request.completed_by());
  task.set_completed_note(request.note());
  Events events(1);
  *events[0].mutable_task_completed()->mutable_task() = std::move(task);
  return events;
}

}  // namespace waystation::facility
