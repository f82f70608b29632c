#include "services/runtime/workflow/workflow.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/status_macros.h"

namespace waystation::workflow {
namespace {

storage::Command CommandOf(const OpenWorkflow& open, std::string request_id) {
  storage::Command command;
  command.request_id = std::move(request_id);
  command.principal = open.principal();
  command.acting_for = open.acting_for();
  command.method = absl::StrCat("workflow/", open.kind());
  // Of the id alone: an outcome told again in other words is still the same outcome.
  command.fingerprint = storage::Sha256({command.method, command.request_id});
  return command;
}

const Workflow* KindOf(const Definition& definition, const std::string& kind) {
  for (const auto& workflow : definition.kinds) {
    if (workflow->kind() == kind) return workflow.get();
  }
  return nullptr;
}

absl::StatusOr<storage::Decision> DecideOutcome(const Definition& definition,
                                                const storage::RowReader& rows,
                                                const storage::DecideContext& context,
                                                const std::string& name, const std::string& call_id,
                                                const Outcome& outcome) {
  ASSIGN_OR_RETURN(const std::optional<OpenWorkflow> open, Find(rows, definition.table, name));
  if (!open.has_value() || open->open_call().request_id() != call_id) {
    return absl::FailedPreconditionError("The call is not open any more.");
  }
  const Workflow* workflow = KindOf(definition, open->kind());
  if (workflow == nullptr) {
    return absl::InternalError(absl::StrCat("no workflow of kind ", open->kind()));
  }
  ASSIGN_OR_RETURN(Next next, workflow->OnOutcome(rows, context, *open, outcome));
  WorkflowEvent resolved;
  resolved.set_workflow(name);
  resolved.mutable_call_resolved()->set_request_id(call_id);
  *resolved.mutable_call_resolved()->mutable_result() = outcome.result;

  storage::Decision decision;
  decision.scope = open->scope();
  decision.events.push_back(definition.wrap(resolved));
  for (std::string& event : next.events) decision.events.push_back(std::move(event));
  for (const WorkflowEvent& event : next.plan.TakeEvents()) {
    decision.events.push_back(definition.wrap(event));
  }
  return decision;
}

}  // namespace

storage::Command OutcomeCommand(std::shared_ptr<const Definition> definition,
                                const OpenWorkflow& open, Outcome outcome) {
  const std::string call_id = open.open_call().request_id();
  storage::Command command = CommandOf(open, DerivedId(call_id, "outcome"));
  command.decide = [definition = std::move(definition), name = open.workflow(), call_id,
                    outcome = std::move(outcome)](const storage::RowReader& rows,
                                                  const storage::DecideContext& context) {
    return DecideOutcome(*definition, rows, context, name, call_id, outcome);
  };
  return command;
}

storage::Command RepeatedCommand(std::shared_ptr<const Definition> definition,
                                 const OpenWorkflow& open, const WorkflowCall& call,
                                 const CallResult& result) {
  // Of what was answered too: a history may be lost more than once.
  storage::Command command = CommandOf(
      open, DerivedId(call.request_id(), absl::StrCat("repeated ", result.SerializeAsString())));
  WorkflowEvent event;
  event.set_workflow(open.workflow());
  event.mutable_call_repeated()->set_request_id(call.request_id());
  *event.mutable_call_repeated()->mutable_result() = result;
  command.decide = [definition = std::move(definition), event](
                       const storage::RowReader& rows,
                       const storage::DecideContext&) -> absl::StatusOr<storage::Decision> {
    ASSIGN_OR_RETURN(const std::optional<OpenWorkflow> now,
                     Find(rows, definition->table, event.workflow()));
    if (!now.has_value()) return absl::FailedPreconditionError("The workflow has ended.");
    return storage::Decision{now->scope(), {definition->wrap(event)}};
  };
  return command;
}

}  // namespace waystation::workflow
