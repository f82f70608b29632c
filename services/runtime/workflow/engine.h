// Which call of which workflow is made when. Neither thread nor clock nor wire: a simulation drives
// it from a seed, services/runtime/workflow_driver.h in production.
#ifndef SERVICES_RUNTIME_WORKFLOW_ENGINE_H_
#define SERVICES_RUNTIME_WORKFLOW_ENGINE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/workflow/workflow.h"

namespace waystation::workflow {

// At one service at a time, so that one that hangs holds up nobody else's calls.
inline constexpr int kMaxCallsInFlight = 16;
inline constexpr absl::Duration kCallTimeout = absl::Seconds(10);
inline constexpr absl::Duration kCallBackoffMin = absl::Milliseconds(100);
inline constexpr absl::Duration kCallBackoffMax = absl::Seconds(30);
// How often a service that has accepted calls of open workflows is asked for its head.
inline constexpr absl::Duration kProbeInterval = absl::Seconds(15);

// A call to make, once. Give it back with its answer.
struct Attempt {
  enum class Purpose {
    kCall,    // The open call of `open`.
    kRepeat,  // A call that was accepted, in case the callee has lost it.
    kProbe,   // A read: where the callee's log stands. `open` is empty.
  };
  Purpose purpose = Purpose::kCall;
  WorkflowCall call;
  OpenWorkflow open;  // As it was when the attempt was made up.
  absl::Duration timeout = kCallTimeout;
  absl::Time begin;  // As given to Due.
};

struct Answer {
  absl::Status status;   // Of the call, with its reason (runtime::FromGrpc).
  std::string response;  // Serialized, when the status is ok.
};

// For operators: a call whose outcome is not known yet, or is being found out.
struct CallState {
  std::string workflow;
  std::string kind;
  std::string step;  // Empty before the first attempt since the start.
  std::string service;
  int64_t attempts = 0;  // Since the start of this engine.
  bool in_flight = false;
  std::string last_error;  // Empty before anything failed.
};

// Keeps nothing that rows do not tell: a new engine over the same rows goes on where the old one
// was lost. Not thread-safe. Times are moments of any steady clock.
class Engine {
 public:
  // `seed` spreads the waiting.
  Engine(std::shared_ptr<const Definition> definition, uint64_t seed);

  // Takes up what was intended since the last time. To be called whenever the rows have advanced.
  absl::Status Read(const storage::RowReader& rows);

  // The calls to make now, at most kMaxCallsInFlight at one service. Each is in flight until
  // Answered, and Committed where that gave a command.
  absl::StatusOr<std::vector<Attempt>> Due(const storage::RowReader& rows, absl::Time now);

  // The command to run on the service's store, whose status then goes to Committed. nullopt when
  // there is nothing to record: the call is made again later, or all was known already.
  //
  // A refusal counts only when no earlier attempt can be under way any more: one that was given up
  // may still reach the callee, which forgets it when its deadline passes. Until then the call is
  // made again. The same holds for what an engine before this one may have sent.
  std::optional<storage::Command> Answered(const Attempt& attempt, const Answer& answer,
                                           absl::Time now);
  void Committed(const Attempt& attempt, const absl::Status& status, absl::Time now);

  // The connection to `service` broke: it may have been restored, and will be asked again for what
  // it had accepted.
  void Lost(const std::string& service) { services_[service].away = true; }

  // When Due will have something; InfiniteFuture when only an answer or new rows can change that.
  absl::Time NextDue() const;

  std::vector<CallState> Calls() const;

 private:
  // A workflow with something to call for: waiting in one service's queue, or busy.
  struct Tracked {
    std::string kind;
    std::string step;
    std::string service;     // In whose queue it is; "" before its row was read.
    bool busy = false;       // In flight, or being committed.
    bool inherited = false;  // Its call was open before this engine was: attempts may be under way.
    absl::Time due;
    absl::Duration backoff = kCallBackoffMin;
    absl::Time refusals_count_from = absl::InfinitePast();
    bool unreachable = false;
    int64_t attempts = 0;
    std::string last_error;
    std::set<std::string> repeat;    // Services that may have lost what they accepted.
    std::set<std::string> repeated;  // Request ids of the calls to them that are done again.
  };
  struct Service {
    std::set<std::pair<absl::Time, std::string>> waiting;  // Due, workflow.
    int in_flight = 0;
    bool away = true;              // Not heard since the start, or since it could not be reached.
    bool recheck = false;          // It is back, or its log went back: repeat what it had accepted.
    std::string log;               // Its log, by its receipts; empty: nothing to probe.
    common::v1::LogPosition head;  // As last probed.
    bool probing = false;
    absl::Time probe_due = absl::InfinitePast();
  };

  void Enqueue(const std::string& name, Tracked& tracked, const std::string& service,
               absl::Time due);
  void Retry(const std::string& name, Tracked& tracked, const absl::Status& error, absl::Time at);
  absl::Time Backoff(Tracked& tracked, absl::Time now);
  void Reached(const std::string& service, absl::Time now);
  void Probed(const Attempt& attempt, const Answer& answer, absl::Time now);
  absl::Status Review(const storage::RowReader& rows, absl::Time now);
  absl::Status Take(const storage::RowReader& rows, const std::string& name, absl::Time now,
                    std::vector<Attempt>& attempts);

  const std::shared_ptr<const Definition> definition_;
  std::mt19937_64 random_;
  int64_t read_revision_ = -1;  // -1: nothing was read yet.
  absl::Time review_due_ = absl::InfinitePast();
  std::map<std::string, Tracked> tracked_;
  std::map<std::string, Service> services_;
};

}  // namespace waystation::workflow

#endif  // SERVICES_RUNTIME_WORKFLOW_ENGINE_H_
