// What the author of a workflow writes: what follows when a call's outcome is known.
#ifndef SERVICES_RUNTIME_WORKFLOW_WORKFLOW_H_
#define SERVICES_RUNTIME_WORKFLOW_WORKFLOW_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/runtime/workflow/record.h"
#include "storage/committer.h"
#include "storage/rows.h"

namespace waystation::workflow {

// The outcome of a call. It is final: a call whose outcome is not known is made again, under the
// same request_id, until it is.
struct Outcome {
  // Accepted, or refused with a reason. A refusal means that the callee recorded nothing and never
  // will under this request_id.
  CallResult result;
  // The serialized answer when accepted; parse it as the response of the call's method.
  std::string response;

  bool accepted() const { return result.refusal() == common::v1::ERROR_REASON_UNSPECIFIED; }
};

// What follows from an outcome: all of it is recorded in one entry, after the outcome.
struct Next {
  // The service's own events, serialized, of the workflow's scope.
  std::vector<std::string> events;
  // The next call, or the end; with neither the workflow waits, and a later command of the service
  // goes on with it (Find, Plan::GoOn).
  Plan plan;
};

// One kind of workflow. Its states are the author's: rows of his own, or what `open` tells (the
// step of its open call, what was accepted before, whether someone asked to cancel).
class Workflow {
 public:
  virtual ~Workflow() = default;

  // As given to Plan::Begin; never changes, since logs name it.
  virtual std::string kind() const = 0;

  // Decides what follows, as every decision does: by rows and context alone, on the writer thread.
  // `open` is the workflow before the outcome, its open_call the call that was answered. When
  // open.cancel_asked(), an accepted call is undone by the next one; a refused one needs no
  // undoing. An error records nothing: the call is made again later, and operators see the error.
  // So an outcome that can't happen is an error, and one that can is never one.
  virtual absl::StatusOr<Next> OnOutcome(const storage::RowReader& rows,
                                         const storage::DecideContext& context,
                                         const OpenWorkflow& open,
                                         const Outcome& outcome) const = 0;
};

// What the engine must know of the service.
struct Definition {
  // The service's log, such as "inventory/main".
  std::string log;
  // Where its workflows are folded (record.h).
  uint8_t table = 0;
  // The event, serialized as one of the service's own.
  std::function<std::string(const WorkflowEvent&)> wrap;
  // Every kind that its log may hold.
  std::vector<std::shared_ptr<const Workflow>> kinds;
};

// The command that records `outcome` of `open`'s open call and what follows from it. Its request id
// is derived from the call's: however often it is run, the first outcome stands.
// FAILED_PRECONDITION when the call is not open any more.
storage::Command OutcomeCommand(std::shared_ptr<const Definition> definition,
                                const OpenWorkflow& open, Outcome outcome);

// The command that records that an accepted call had to be made once more.
storage::Command RepeatedCommand(std::shared_ptr<const Definition> definition,
                                 const OpenWorkflow& open, const WorkflowCall& call,
                                 const CallResult& result);

}  // namespace waystation::workflow

#endif  // SERVICES_RUNTIME_WORKFLOW_WORKFLOW_H_
