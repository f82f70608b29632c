#include "services/runtime/log_service.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "services/runtime/civil.h"
#include "services/runtime/clock.h"
#include "services/runtime/status.h"
#include "services/runtime/validate.h"
#include "storage/base/errors.h"
#include "storage/group.h"
#include "waystation/common/v1/log.grpc.pb.h"

namespace waystation::runtime {
namespace {

using common::v1::FollowRequest;
using common::v1::FollowResponse;

void SetPosition(const storage::LogPosition& position, common::v1::LogPosition* message) {
  message->set_revision(position.revision);
  if (position.revision > 0) message->set_digest(storage::DigestBytes(position.digest));
}

absl::Status ShuttingDown() {
  return Error(common::v1::ERROR_REASON_OVERLOADED, "The server is shutting down.");
}

// One Follow stream. Reads the log on the reader pool, sends one message at a time; idle it waits
// for the signal or the next progress. What it holds is at most kFollowReadBytes and one group.
class FollowStream : public std::enable_shared_from_this<FollowStream> {
 public:
  class Reactor : public grpc::ServerWriteReactor<FollowResponse> {
   public:
    explicit Reactor(std::shared_ptr<FollowStream> stream) : stream_(std::move(stream)) {}
    void OnWriteDone(bool ok) override { stream_->Sent(ok); }
    void OnCancel() override { stream_->End(absl::CancelledError("The caller went away.")); }
    void OnDone() override { delete this; }

   private:
    const std::shared_ptr<FollowStream> stream_;
  };

  // `open` counts the streams that are.
  FollowStream(StoreHost* host, absl::Duration progress_interval,
               std::shared_ptr<std::atomic<size_t>> open)
      : host_(host), progress_interval_(progress_interval), open_(std::move(open)) {
    ++*open_;
  }
  ~FollowStream() { --*open_; }

  grpc::ServerWriteReactor<FollowResponse>* Start(const storage::LogPosition& after) {
    after_ = after;
    reactor_ = new Reactor(shared_from_this());
    Reactor* reactor = reactor_;
    const RevisionSignal::Id signal =
        host_->signal().Add([self = shared_from_this()] { self->Wake(); });
    std::unique_lock<std::mutex> lock(mutex_);
    signal_ = signal;
    if (host_->signal().closed()) end_ = ShuttingDown();
    Wait(lock, absl::ZeroDuration());
    return reactor;
  }

  void Sent(bool ok) {
    if (!ok) End(absl::CancelledError("The caller went away."));
    std::unique_lock<std::mutex> lock(mutex_);
    busy_ = false;
    Wait(lock, absl::ZeroDuration());
  }

  void End(const absl::Status& status) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!end_.has_value()) end_ = status;
    Wait(lock, absl::ZeroDuration());
  }

 private:
  void Wake() {
    if (host_->signal().closed()) return End(ShuttingDown());
    std::unique_lock<std::mutex> lock(mutex_);
    woken_ = true;
    Wait(lock, absl::ZeroDuration());
  }

  // Ends when told to, else steps after `delay`, unless busy: then what is busy sees to it.
  void Wait(std::unique_lock<std::mutex>& lock, absl::Duration delay) {
    if (busy_ || reactor_ == nullptr) return;
    Executor& readers = *host_->environment().readers;
    if (timer_ != 0) readers.Cancel(timer_);
    timer_ = 0;
    ++timer_round_;
    if (!end_.has_value()) {
      timer_ = readers.RunAfter(
          delay, [self = shared_from_this(), round = timer_round_] { self->Step(round); });
      if (timer_ != 0) return;
      end_ = ShuttingDown();
    }
    Reactor* reactor = std::exchange(reactor_, nullptr);
    const grpc::Status status = ToGrpc(*end_);
    if (signal_ != 0) host_->signal().Remove(signal_);
    lock.unlock();
    reactor->Finish(status);
  }

  void Step(uint64_t round) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (busy_ || reactor_ == nullptr || round != timer_round_) return;
      timer_ = 0;
      busy_ = true;
      woken_ = false;
    }
    const absl::StatusOr<bool> filled = Fill();
    std::unique_lock<std::mutex> lock(mutex_);
    if (!filled.ok() && !end_.has_value()) end_ = filled.status();
    if (end_.has_value() || !*filled) {
      busy_ = false;
      const absl::Duration left =
          last_progress_ + progress_interval_ - host_->environment().readers->Now();
      Wait(lock, woken_ || end_.has_value() ? absl::ZeroDuration()
                                            : std::max(left, absl::ZeroDuration()));
      return;
    }
    Reactor* reactor = reactor_;
    lock.unlock();
    reactor->StartWrite(&response_);
  }

  // Makes the next message; false when there is none to send now. Only one step runs at a time, so
  // what it touches needs no lock.
  absl::StatusOr<bool> Fill() {
    if (!checked_) {
      if (absl::Status status = CheckHistory(); !status.ok()) return status;
      checked_ = true;
    }
    if (groups_.empty()) {
      const std::shared_ptr<storage::Store> store = host_->store();
      if (store == nullptr) return StoreClosed();
      absl::StatusOr<std::vector<std::string>> read =
          store->log().Read(after_.revision, kFollowReadBytes);
      if (!read.ok()) return read.status();
      for (std::string& group : *read) groups_.push_back(std::move(group));
    }
    if (!groups_.empty()) {
      const absl::StatusOr<storage::LogPosition> end = storage::GroupEnd(groups_.front());
      if (!end.ok()) return end.status();
      response_.set_group(std::move(groups_.front()));
      groups_.pop_front();
      after_ = *end;
      caught_up_told_ = false;
      return true;
    }
    const absl::Time now = host_->environment().readers->Now();
    if (caught_up_told_ && now < last_progress_ + progress_interval_) return false;
    SetPosition(after_, response_.mutable_progress()->mutable_head());
    const storage::ClockReading clock = host_->ReadClock();
    *response_.mutable_progress()->mutable_confirm_time() = ToProto(clock.now);
    response_.mutable_progress()->set_clock_state(clock.state);
    caught_up_told_ = true;
    last_progress_ = now;
    return true;
  }

  absl::Status CheckHistory() const {
    if (after_.revision == 0) return absl::OkStatus();
    const std::shared_ptr<storage::Store> store = host_->store();
    if (store == nullptr) return StoreClosed();
    const absl::StatusOr<storage::LogPosition> here = store->log().GroupEndingAt(after_.revision);
    if (!here.ok()) return here.status();
    if (*here == after_) return absl::OkStatus();
    return Error(common::v1::ERROR_REASON_HISTORY_CHANGED, "The position is not in this history.",
                 {{"log", host_->log_name()}});
  }

  StoreHost* const host_;
  const absl::Duration progress_interval_;
  const std::shared_ptr<std::atomic<size_t>> open_;
  std::mutex mutex_;
  Reactor* reactor_ = nullptr;  // Deletes itself after Finish.
  std::optional<absl::Status> end_;
  bool busy_ = false;
  bool woken_ = false;
  RevisionSignal::Id signal_ = 0;
  Executor::TimerId timer_ = 0;
  uint64_t timer_round_ = 0;

  storage::LogPosition after_;
  std::deque<std::string> groups_;
  FollowResponse response_;
  bool checked_ = false;
  bool caught_up_told_ = false;
  absl::Time last_progress_ = absl::InfinitePast();
};

// Ends at once with what is wrong.
class RefusedFollow : public grpc::ServerWriteReactor<FollowResponse> {
 public:
  explicit RefusedFollow(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

class LogServiceImpl : public common::v1::LogService::CallbackService {
 public:
  LogServiceImpl(std::vector<StoreHost*> hosts, absl::Duration progress_interval)
      : hosts_(std::move(hosts)), progress_interval_(progress_interval) {}

  grpc::ServerUnaryReactor* GetLog(grpc::CallbackServerContext* context,
                                   const common::v1::GetLogRequest* request,
                                   common::v1::GetLogResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    StoreHost* host = HostOf(request->log());
    if (host == nullptr) {
      reactor->Finish(ToGrpc(NotKnown(request->log())));
      return reactor;
    }
    const std::shared_ptr<storage::Store> store = host->store();
    if (store == nullptr) {
      reactor->Finish(ToGrpc(StoreClosed()));
      return reactor;
    }
    response->set_log(host->log_name());
    SetPosition(store->log().Head(), response->mutable_head());
    *response->mutable_birth() = store->birth();
    *response->mutable_birth_time() = ToProto(store->birth_time());
    const storage::ClockReading clock = host->ReadClock();
    *response->mutable_server_time() = ToProto(clock.now);
    response->set_clock_state(clock.state);
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerWriteReactor<FollowResponse>* Follow(grpc::CallbackServerContext*,
                                                   const FollowRequest* request) override {
    StoreHost* host = HostOf(request->log());
    if (host == nullptr) return new RefusedFollow(NotKnown(request->log()));
    Violations violations;
    const common::v1::LogPosition& after = request->after();
    if (after.revision() < 0) {
      AddViolation(violations, "after.revision", std::to_string(after.revision()), "0 or more");
    }
    const size_t want = after.revision() > 0 ? std::tuple_size_v<storage::Digest> : 0;
    if (after.digest().size() != want && after.revision() >= 0) {
      AddViolation(violations, "after.digest", std::to_string(after.digest().size()) + " bytes",
                   std::to_string(want));
    }
    if (!violations.empty()) return new RefusedFollow(InvalidFields(violations));
    if (*open_ >= kMaxFollowStreams) {
      return new RefusedFollow(
          Error(common::v1::ERROR_REASON_OVERLOADED, "Too many follow this server's logs."));
    }
    return std::make_shared<FollowStream>(host, progress_interval_, open_)
        ->Start({after.revision(), storage::DigestFromBytes(after.digest())});
  }

 private:
  StoreHost* HostOf(const std::string& log) const {
    for (StoreHost* host : hosts_) {
      if (host->log_name() == log) return host;
    }
    return nullptr;
  }

  const std::vector<StoreHost*> hosts_;
  const absl::Duration progress_interval_;
  const std::shared_ptr<std::atomic<size_t>> open_ = std::make_shared<std::atomic<size_t>>(0);
};

}  // namespace

std::unique_ptr<grpc::Service> MakeLogService(std::vector<StoreHost*> hosts,
                                              absl::Duration progress_interval) {
  return std::make_unique<LogServiceImpl>(std::move(hosts), progress_interval);
}

}  // namespace waystation::runtime
