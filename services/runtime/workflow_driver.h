#ifndef SERVICES_RUNTIME_WORKFLOW_DRIVER_H_
#define SERVICES_RUNTIME_WORKFLOW_DRIVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/store_host.h"
#include "services/runtime/workflow/workflow.h"

namespace waystation::runtime {

// A workflow that has not ended, for operators.
struct WorkflowState {
  workflow::OpenWorkflow open;
  absl::Duration age;  // Since it began, by the host's clock.
  // Of its open call (or of one that is being repeated), since this process started.
  int64_t attempts = 0;
  std::string last_error;  // English; empty when nothing failed since the last success.
};

// Drives the workflows of one service: follows its own log by the host's signal, makes the calls
// that workflow::Engine says on gRPC's own threads, records their outcomes through the writer. Work
// is done on the reader pool; no thread waits for an answer. Thread-safe.
//
//   Start():  host_->Start(); workflows_->Start();
//   Drain():  workflows_->Stop(); host_->Drain();
class WorkflowDriver {
 public:
  // `host` must outlive it. Whom a call goes to is asked of the host's environment (channel_to); a
  // service may call itself.
  static std::unique_ptr<WorkflowDriver> Make(
      StoreHost* host, std::shared_ptr<const workflow::Definition> definition);
  // Stops as by Stop().
  virtual ~WorkflowDriver() = default;

  virtual void Start() = 0;

  // Begins no call any more, cancels those under way, records what was answered; returns when
  // nothing of it runs. Calls without an outcome are made again, under the same ids, after the next
  // start. REQUIRES: before the host drains; not called by a callback or the writer thread.
  virtual void Stop() = 0;

  // Every open workflow, by name. LOG_UNAVAILABLE while the store is closed.
  virtual absl::StatusOr<std::vector<WorkflowState>> List() const = 0;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WORKFLOW_DRIVER_H_
