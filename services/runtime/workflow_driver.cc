#include "services/runtime/workflow_driver.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/runtime/call.h"
#include "services/runtime/civil.h"
#include "services/runtime/status.h"
#include "services/runtime/workflow/engine.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::runtime {
namespace {

using workflow::Answer;
using workflow::Attempt;

constexpr absl::Duration kPauseAfterError = absl::Seconds(1);
constexpr absl::Duration kMeasureInterval = absl::Seconds(5);

// One attempt on the wire. Kept alive by its callback.
struct Call {
  Attempt attempt;
  std::shared_ptr<grpc::GenericStub> stub;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
};

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

class DriverImpl : public WorkflowDriver {
 public:
  DriverImpl(StoreHost* host, std::shared_ptr<const workflow::Definition> definition)
      : host_(host),
        definition_(std::move(definition)),
        engine_(definition_, std::random_device()()) {}
  ~DriverImpl() override { Stop(); }

  void Start() override {
    const RevisionSignal::Id signal =
        host_->signal().Add([this, gate = gate_] { gate->Pass([this] { Wake(); }); });
    {
      std::lock_guard<std::mutex> lock(mutex_);
      signal_ = signal;
    }
    Wake();
  }

  void Stop() override {
    std::unique_lock<std::mutex> lock(mutex_);
    stopping_ = true;
    for (Call* call : calls_) call->context.TryCancel();
    const Executor::TimerId timer = std::exchange(timer_, 0);
    const RevisionSignal::Id signal = std::exchange(signal_, 0);
    lock.unlock();
    if (executor().Cancel(timer)) Left();
    if (signal != 0) host_->signal().Remove(signal);
    gate_->Close();
    lock.lock();
    idle_.wait(lock, [this] { return under_way_ == 0; });
  }

  absl::StatusOr<std::vector<WorkflowState>> List() const override {
    ASSIGN_OR_RETURN(std::vector<workflow::OpenWorkflow> list,
                     workflow::ListOpen(*host_->Snapshot(), definition_->table));
    std::map<std::string, workflow::CallState> calls;
    {
      std::lock_guard<std::mutex> lock(engine_mutex_);
      for (workflow::CallState& call : engine_.Calls()) calls[call.workflow] = std::move(call);
    }
    const absl::Time now = host_->Now();
    std::vector<WorkflowState> states;
    states.reserve(list.size());
    for (workflow::OpenWorkflow& open : list) {
      WorkflowState& state = states.emplace_back();
      state.age = std::max(now - FromProto(open.begin_time()), absl::ZeroDuration());
      if (const auto call = calls.find(open.workflow()); call != calls.end()) {
        state.attempts = call->second.attempts;
        state.last_error = call->second.last_error;
      }
      state.open = std::move(open);
    }
    return states;
  }

 private:
  // Lets callbacks of the signal in until it is closed, and closes when none is inside.
  class Gate {
   public:
    void Pass(const std::function<void()>& then) {
      std::lock_guard<std::mutex> lock(mutex_);
      if (open_) then();
    }
    void Close() {
      std::lock_guard<std::mutex> lock(mutex_);
      open_ = false;
    }

   private:
    std::mutex mutex_;
    bool open_ = true;
  };

  Executor& executor() { return *host_->environment().readers; }
  const ServiceEnvironment& environment() const { return host_->environment(); }

  // Runs `task` on the pool, after `delay`; it counts as under way until it has run. 0 when the
  // pool has stopped.
  Executor::TimerId Soon(absl::Duration delay, std::function<void()> task) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ++under_way_;
    }
    const Executor::TimerId timer = executor().RunAfterAlways(delay, [this, task] {
      task();
      Left();
    });
    if (timer == 0) Left();
    return timer;
  }

  void Left() {
    std::lock_guard<std::mutex> lock(mutex_);
    --under_way_;
    idle_.notify_all();
  }

  // From any thread, the writer's too: notes and enqueues only.
  void Wake() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_ || std::exchange(woken_, true)) return;
    }
    Soon(absl::ZeroDuration(), [this] { Step(); });
  }

  void WakeAfter(absl::Duration delay) {
    const Executor::TimerId timer = Soon(delay, [this] { Wake(); });
    Executor::TimerId superseded = timer;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!stopping_) superseded = std::exchange(timer_, timer);
    }
    if (executor().Cancel(superseded)) Left();
  }

  // Takes up what is new and makes what is due.
  void Step() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      woken_ = false;
      if (stopping_) return;
    }
    absl::StatusOr<std::vector<Attempt>> due = std::vector<Attempt>();
    absl::Duration pause = kPauseAfterError;
    {
      std::lock_guard<std::mutex> lock(engine_mutex_);
      const std::unique_ptr<storage::RowReader> rows = host_->Snapshot();
      const absl::Time now = SteadyNow();
      const absl::Status read = engine_.Read(*rows);
      due = read.ok() ? engine_.Due(*rows, now) : read;
      if (due.ok()) pause = std::max(engine_.NextDue() - SteadyNow(), absl::ZeroDuration());
      if (due.ok() && now >= measure_due_) Measure(*rows, now);
    }
    if (!due.ok()) {
      environment().logger->Warning("workflows_wait", StatusFields(due.status()));
      return WakeAfter(kPauseAfterError);
    }
    for (Attempt& attempt : *due) Begin(std::move(attempt));
    WakeAfter(pause);
  }

  // REQUIRES: engine_mutex_ is held.
  void Measure(const storage::RowReader& rows, absl::Time now) {
    measure_due_ = now + kMeasureInterval;
    const auto list = workflow::ListOpen(rows, definition_->table);
    if (!list.ok()) return;
    for (const auto& kind : definition_->kinds) {
      int64_t open = 0;
      absl::Time oldest = absl::InfiniteFuture();
      for (const workflow::OpenWorkflow& one : *list) {
        if (one.kind() != kind->kind()) continue;
        ++open;
        oldest = std::min(oldest, FromProto(one.begin_time()));
      }
      environment().metrics->WorkflowsOpen(host_->log_name(), kind->kind(), open, oldest);
    }
  }

  void Begin(Attempt attempt) {
    const auto call = std::make_shared<Call>();
    call->attempt = std::move(attempt);
    call->stub = StubOf(call->attempt.call.service());
    if (call->stub == nullptr) {
      return End(call, absl::UnavailableError(absl::StrCat("No address is configured for ",
                                                           call->attempt.call.service(), ".")));
    }
    call->request = BufferOf(call->attempt.call.request());
    // gRPC counts down from here: a step of the machine's clock later does no harm.
    call->context.set_deadline(absl::ToChronoTime(absl::Now() + call->attempt.timeout));
    const workflow::OpenWorkflow& open = call->attempt.open;
    if (!open.principal().empty()) call->context.AddMetadata(kPrincipalKey, open.principal());
    if (!open.acting_for().empty()) call->context.AddMetadata(kActingForKey, open.acting_for());
    if (call->attempt.purpose == Attempt::Purpose::kCall) {
      // A callee that follows this log decides with what led to the call.
      call->context.AddMetadata(kAfterKey,
                                absl::StrCat(host_->log_name(), "@", open.open_revision()));
    }
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ++under_way_;
      calls_.insert(call.get());
      if (stopping_) call->context.TryCancel();
    }
    call->stub->UnaryCall(&call->context, call->attempt.call.method(), {}, &call->request,
                          &call->response, [this, call](const grpc::Status& status) {
                            {
                              std::lock_guard<std::mutex> lock(mutex_);
                              calls_.erase(call.get());
                              NotePeer(*call);
                            }
                            End(call, FromGrpc(status));
                            Left();
                          });
  }

  // From gRPC's threads too: the answer is looked at on the pool.
  void End(const std::shared_ptr<Call>& call, const absl::Status& status) {
    Soon(absl::ZeroDuration(), [this, call, status] { Answered(*call, status); });
  }

  void Answered(const Call& call, const absl::Status& status) {
    const Attempt& attempt = call.attempt;
    const Answer answer = {status, status.ok() ? BytesOf(call.response) : ""};
    std::optional<storage::Command> command;
    {
      std::lock_guard<std::mutex> lock(engine_mutex_);
      command = engine_.Answered(attempt, answer, SteadyNow());
    }
    Tell(attempt, status, command.has_value());
    if (!command.has_value()) return Wake();
    {
      // Until the writer has answered, which may be after everything else came to rest.
      std::lock_guard<std::mutex> lock(mutex_);
      ++under_way_;
    }
    const absl::Status queued =
        host_->writer().Submit(*std::move(command), absl::InfiniteFuture(),
                               [this, attempt](const storage::Outcome& outcome) {
                                 Committed(attempt, outcome.status);
                                 Left();
                               });
    if (queued.ok()) return;
    Committed(attempt, queued);
    Left();
  }

  // From the writer thread too.
  void Committed(const Attempt& attempt, const absl::Status& status) {
    Soon(absl::ZeroDuration(), [this, attempt, status] {
      if (!status.ok()) {
        Logger::Fields fields = StatusFields(status);
        fields.emplace_back("workflow", attempt.open.workflow());
        environment().logger->Error("workflow_outcome_not_recorded", fields);
      }
      {
        std::lock_guard<std::mutex> lock(engine_mutex_);
        engine_.Committed(attempt, status, SteadyNow());
      }
      Wake();
    });
  }

  void Tell(const Attempt& attempt, const absl::Status& status, bool definite) {
    if (attempt.purpose == Attempt::Purpose::kProbe) return;
    const std::string& service = attempt.call.service();
    const char* outcome = status.ok() ? "accepted" : definite ? "refused" : "unknown";
    environment().metrics->WorkflowCall(host_->log_name(), service, outcome);
    Logger::Fields fields = {{"workflow", attempt.open.workflow()},
                             {"step", attempt.call.step()},
                             {"service", service},
                             {"request_id", HexId(attempt.call.request_id())},
                             {"outcome", outcome}};
    if (!status.ok()) {
      for (LogField& field : StatusFields(status)) fields.push_back(std::move(field));
    }
    if (attempt.purpose == Attempt::Purpose::kRepeat && definite) {
      // The callee had forgotten what it had accepted.
      environment().logger->Warning("workflow_call_repeated", fields);
    } else {
      environment().logger->Info("workflow_call", fields);
    }
  }

  // A way to another service, opened when first needed.
  struct Callee {
    std::shared_ptr<grpc::Channel> channel;
    std::shared_ptr<grpc::GenericStub> stub;
    bool by_wire = false;    // Known not to be in this process.
    bool connected = false;  // As last seen.
  };

  // REQUIRES: mutex_ is held.
  void NotePeer(const Call& call) {
    // A channel within the process has no state to ask for, and none to lose.
    const std::string peer = call.context.peer();
    callees_[call.attempt.call.service()].by_wire = !peer.empty() && peer != "inproc";
  }

  std::shared_ptr<grpc::GenericStub> StubOf(const std::string& service) {
    bool lost = false;
    std::shared_ptr<grpc::GenericStub> stub;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      Callee& callee = callees_[service];
      if (callee.channel == nullptr && environment().channel_to) {
        callee.channel = environment().channel_to(service);
        if (callee.channel != nullptr) {
          callee.stub = std::make_shared<grpc::GenericStub>(callee.channel);
        }
      }
      if (callee.channel == nullptr) return nullptr;
      const bool connected =
          callee.by_wire && callee.channel->GetState(false) == GRPC_CHANNEL_READY;
      lost = std::exchange(callee.connected, connected) && !connected;
      stub = callee.stub;
    }
    if (lost) {
      std::lock_guard<std::mutex> lock(engine_mutex_);
      engine_.Lost(service);
    }
    return stub;
  }

  StoreHost* const host_;
  const std::shared_ptr<const workflow::Definition> definition_;
  const std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();

  // Held while rows are read: never taken by the writer thread or by gRPC's.
  mutable std::mutex engine_mutex_;
  workflow::Engine engine_;
  absl::Time measure_due_ = absl::InfinitePast();

  std::mutex mutex_;
  std::condition_variable idle_;
  int under_way_ = 0;
  bool stopping_ = false;
  bool woken_ = false;
  RevisionSignal::Id signal_ = 0;
  Executor::TimerId timer_ = 0;
  std::set<Call*> calls_;
  std::map<std::string, Callee> callees_;
};

}  // namespace

std::unique_ptr<WorkflowDriver> WorkflowDriver::Make(
    StoreHost* host, std::shared_ptr<const workflow::Definition> definition) {
  return std::make_unique<DriverImpl>(host, std::move(definition));
}

}  // namespace waystation::runtime
