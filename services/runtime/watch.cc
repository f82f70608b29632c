#include "services/runtime/watch.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>

#include "services/runtime/call.h"
#include "services/runtime/clock.h"
#include "services/runtime/limits.h"
#include "services/runtime/status.h"

namespace waystation::runtime {
namespace {

absl::Status Overloaded() {
  return Error(common::v1::ERROR_REASON_OVERLOADED,
               "The server has too much to do, or shuts down.");
}

// States: idle (a timer is set), busy (producing, then sending), ended. What comes while it is busy
// is noted and seen to when the message is sent. Stream calls are made without the lock: they may
// call back at once.
class Core : public WatchCore {
 public:
  Core(StoreHost* host, WatchStream* stream, const WatchOptions& options)
      : host_(host), stream_(stream), options_(options) {}

  void Start(grpc::CallbackServerContext* context, const google::protobuf::Message& request,
             std::vector<FieldViolation> violations) override {
    method_ = MethodOf(request.GetDescriptor());
    const CallContext call = ReadCallContext(*context, kDefaultReadDeadline, violations);
    if (!violations.empty()) return End(InvalidFields(violations));
    if (host_->signal().closed()) return End(Overloaded());
    WhenFollowed(host_, call.after, call.deadline, [self = shared()](const absl::Status& ready) {
      ready.ok() ? self->Begin() : self->End(ready);
    });
  }

  void Sent(bool ok) override {
    if (!ok) End(absl::CancelledError("The caller went away."));
    std::unique_lock<std::mutex> lock(mutex_);
    busy_ = false;
    Next(lock);
  }

  void Cancelled() override { End(absl::CancelledError("The caller went away.")); }

 private:
  std::shared_ptr<Core> shared() { return std::static_pointer_cast<Core>(shared_from_this()); }

  void Begin() {
    const RevisionSignal::Id signal = host_->signal().Add([self = shared()] { self->Changed(); });
    std::unique_lock<std::mutex> lock(mutex_);
    signal_ = signal;
    changed_ = true;
    if (stream_ == nullptr) host_->signal().Remove(signal);
    if (host_->signal().closed() && !end_.has_value()) end_ = Overloaded();
    Next(lock);
  }

  void Changed() {
    if (host_->signal().closed()) return End(Overloaded());
    std::unique_lock<std::mutex> lock(mutex_);
    if (changed_) return;
    changed_ = true;
    Next(lock);
  }

  // The first reason counts. Takes effect when nothing is being produced or sent.
  void End(const absl::Status& status) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!end_.has_value()) end_ = status;
    Next(lock);
  }

  // Decides what to do when idle: end, or wait for the next moment to produce.
  void Next(std::unique_lock<std::mutex>& lock) {
    if (busy_ || stream_ == nullptr) return;
    Executor& readers = *host_->environment().readers;
    if (timer_ != 0) readers.Cancel(timer_);
    timer_ = 0;
    ++timer_round_;
    if (!end_.has_value()) {
      const absl::Time due =
          changed_ ? last_produced_ + options_.min_interval : last_sent_ + options_.max_interval;
      const absl::Duration wait = std::max(due - SteadyNow(), absl::ZeroDuration());
      timer_ = readers.RunAfter(
          wait, [self = shared(), round = timer_round_] { self->TimeToProduce(round); });
      if (timer_ != 0) return;
      end_ = Overloaded();
    }
    WatchStream* stream = stream_;
    stream_ = nullptr;
    const absl::Status status = *end_;
    if (signal_ != 0) host_->signal().Remove(signal_);
    lock.unlock();
    if (ToGrpc(status).error_code() == grpc::StatusCode::INTERNAL) {
      Logger::Fields fields = StatusFields(status);
      fields.emplace_back("method", method_);
      host_->environment().logger->Error("watch_failed", fields);
    }
    stream->End(status);
  }

  void TimeToProduce(uint64_t round) {
    bool forced = false;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (busy_ || stream_ == nullptr || round != timer_round_) return;
      timer_ = 0;
      busy_ = true;
      changed_ = false;
      last_produced_ = SteadyNow();
      forced = SteadyNow() >= last_sent_ + options_.max_interval;
    }
    const absl::StatusOr<bool> differs = stream_->Produce(*host_->Snapshot(), host_->Now());
    std::unique_lock<std::mutex> lock(mutex_);
    if (!differs.ok() && !end_.has_value()) end_ = differs.status();
    if (end_.has_value() || !(*differs || forced)) {
      busy_ = false;
      Next(lock);
      return;
    }
    last_sent_ = SteadyNow();
    WatchStream* stream = stream_;
    lock.unlock();
    stream->Send();
  }

  StoreHost* const host_;
  WatchStream* stream_;
  const WatchOptions options_;
  std::string method_;
  std::mutex mutex_;
  bool busy_ = false;
  bool changed_ = false;
  std::optional<absl::Status> end_;
  absl::Time last_sent_ = absl::InfinitePast();
  absl::Time last_produced_ = absl::InfinitePast();
  RevisionSignal::Id signal_ = 0;
  Executor::TimerId timer_ = 0;
  uint64_t timer_round_ = 0;
};

}  // namespace

std::shared_ptr<WatchCore> WatchCore::Make(StoreHost* host, WatchStream* stream,
                                           const WatchOptions& options) {
  return std::make_shared<Core>(host, stream, options);
}

grpc::Status WatchEnd(const absl::Status& status) { return ToGrpc(status); }

}  // namespace waystation::runtime
