// A workflow as its log tells it: the events of a decision, and the rows folded from them. Pure:
// what the workflow and store rooms of a service may include.
//
// Rows, in one table that the service gives:
//   <table> "open" workflow            -> OpenWorkflow: every workflow that has not ended
//   <table> "call" revision workflow   -> empty: those whose call is open, by the entry that
//   intended it
#ifndef SERVICES_RUNTIME_WORKFLOW_RECORD_H_
#define SERVICES_RUNTIME_WORKFLOW_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "storage/committer.h"
#include "storage/projector.h"
#include "storage/rows.h"
#include "waystation/common/v1/workflow.pb.h"

namespace waystation::workflow {

using common::v1::CallResult;
using common::v1::OpenWorkflow;
using common::v1::WorkflowCall;
using common::v1::WorkflowEvent;

// Calls that one workflow may intend in its life; a further one is refused when it is folded.
inline constexpr int kMaxCalls = 64;

// What one decision does to one workflow. Make it, say what comes, take the events and record them
// among those of the decision, each wrapped in the service's own.
class Plan {
 public:
  // A new workflow, `name`, of the kind that goes on with it. REQUIRES: none of that name is open.
  static Plan Begin(absl::string_view name, absl::string_view kind,
                    const storage::DecideContext& context);

  // Goes on with an open one. In OnOutcome (workflow.h) its open call counts as resolved.
  static Plan GoOn(const OpenWorkflow& open);

  // The next call. `request` is that of a write: its request_id is filled in here, the method is
  // the one that takes it. A decision intends at most one call of a workflow, and none while
  // another is open: such events do not fold, and the command is refused.
  void Call(absl::string_view step, absl::string_view service,
            const google::protobuf::Message& request);

  // Notes that someone wants it undone; OnOutcome sees it. For a workflow whose call is open; when
  // none is, compensate at once.
  void AskCancel();

  // It is over; `outcome` is a word for people. Not while a call is open.
  void End(absl::string_view outcome);

  std::vector<WorkflowEvent> TakeEvents() { return std::move(events_); }

 private:
  Plan(absl::string_view name, std::string intent_id, int calls);
  WorkflowEvent& Add();

  std::string name_;
  std::string intent_id_;
  int calls_;
  std::vector<WorkflowEvent> events_;
};

// Folds one event into `table`. INTERNAL when it does not follow on what is there: a decision that
// would record it is refused.
absl::Status Fold(storage::RowWriter& rows, uint8_t table, const storage::EntryContext& context,
                  const WorkflowEvent& event);

// The workflow `name`; nullopt when none is open.
absl::StatusOr<std::optional<OpenWorkflow>> Find(const storage::RowReader& rows, uint8_t table,
                                                 absl::string_view name);

// Every open workflow, by name.
absl::StatusOr<std::vector<OpenWorkflow>> ListOpen(const storage::RowReader& rows, uint8_t table);

// One open call: who it belongs to and the revision that intended it.
struct OpenCall {
  int64_t revision = 0;
  std::string workflow;
};

// Calls intended after `revision` and still open, the oldest first.
absl::StatusOr<std::vector<OpenCall>> ListCalls(const storage::RowReader& rows, uint8_t table,
                                                int64_t revision);

// 16 bytes: the first of SHA-256 over the parts.
std::string DerivedId(absl::string_view intent_id, absl::string_view what);

}  // namespace waystation::workflow

#endif  // SERVICES_RUNTIME_WORKFLOW_RECORD_H_
