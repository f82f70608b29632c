#include "services/runtime/follower.h"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/runtime/limits.h"
#include "services/runtime/status.h"
#include "services/runtime/token.h"
#include "storage/base/errors.h"
#include "storage/group.h"
#include "waystation/common/v1/log.grpc.pb.h"

namespace waystation::runtime {
namespace {

using common::v1::FollowResponse;
using common::v1::LogService;

using Held = std::shared_ptr<Token>;

class FollowerImpl;

// One Follow stream. Holds the call open (AddHold) until it has been told to read no more, because
// the next read starts on the writer thread.
class Stream : public grpc::ClientReadReactor<FollowResponse>,
               public std::enable_shared_from_this<Stream> {
 public:
  // Groups are for the rows of `onto`.
  Stream(FollowerImpl* owner, Held held, std::weak_ptr<storage::Store> onto)
      : owner_(owner), held_(std::move(held)), onto_(std::move(onto)) {}

  // Keeps itself alive until the call is done.
  void Begin(LogService::Stub* stub, const common::v1::FollowRequest& request);
  void ReadNext();
  // The reason why this side ends the stream; the first counts.
  void Fail(const absl::Status& status);
  void Cancel() { context_.TryCancel(); }

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;
  void Handle();
  void Release();
  void Silent(int64_t reads);

  FollowerImpl* const owner_;
  Held held_;
  const std::weak_ptr<storage::Store> onto_;
  grpc::ClientContext context_;
  common::v1::FollowRequest request_;
  FollowResponse response_;
  Executor::TimerId watchdog_ = 0;
  std::shared_ptr<Stream> self_;
  std::mutex mutex_;
  absl::Status failure_;
  bool released_ = false;
  int64_t reads_ = 0;  // Begun and done: odd while one is under way.
};

class FollowerImpl : public Follower {
 public:
  FollowerImpl(StoreHost* host, const std::string& log)
      : host_(host), log_(log), source_(log.substr(0, log.find('/'))) {
    state_.log = log;
    state_.applied_revision = state_.source_head_revision = host->signal().Position(log);
  }
  ~FollowerImpl() override { Stop(); }

  void Start() override { Later(absl::ZeroDuration()); }

  void Stop() override {
    std::unique_lock<std::mutex> lock(mutex_);
    stopping_ = true;
    if (asking_ != nullptr) asking_->context.TryCancel();
    if (stream_ != nullptr) stream_->Cancel();
    const Executor::TimerId timer = std::exchange(timer_, 0);
    lock.unlock();
    executor().Cancel(timer);
    lock.lock();
    idle_.wait(lock, [this] { return under_way_ == 0; });
    stub_.reset();
  }

  void StartOver() override {
    std::lock_guard<std::mutex> lock(mutex_);
    state_.applied_revision = host_->signal().Position(log_);
    if (stream_ == nullptr) return;
    stream_->Fail(absl::UnavailableError("The data folder was opened anew."));
  }

  FollowState state() const override {
    std::lock_guard<std::mutex> lock(mutex_);
    return state_;
  }

  StoreHost& host() { return *host_; }
  Executor& executor() { return *host_->environment().readers; }
  const std::string& log() const { return log_; }

  void Heard(const common::v1::FollowProgress& progress) {
    std::lock_guard<std::mutex> lock(mutex_);
    state_.source_head_revision = std::max(state_.applied_revision, progress.head().revision());
    state_.last_confirm_time = host_->Now();
    state_.last_confirm_moment = SteadyNow();
    state_.source_clock = progress.clock_state();
    Alive();
    host_->environment().metrics->Confirmed(log_, host_->log_name(), state_.last_confirm_time);
    Measure();
  }

  // How long a message may take. On a slow link a large group takes longer than usual: after each
  // silence twice as long is allowed, until something came.
  absl::Duration patience() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return patience_;
  }
  void BeMorePatient() {
    std::lock_guard<std::mutex> lock(mutex_);
    patience_ = std::min(patience_ * 2, kMaxFollowSilence);
  }

  void Applied(int64_t revision) {
    std::lock_guard<std::mutex> lock(mutex_);
    patience_ = kFollowSilence;
    state_.applied_revision = revision;
    state_.source_head_revision = std::max(state_.source_head_revision, revision);
    Alive();
    Measure();
  }

  void StreamEnded(const absl::Status& status) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stream_ = nullptr;
    }
    if (ReasonOf(status) == common::v1::ERROR_REASON_HISTORY_CHANGED) return StartAgain();
    Retry(status);
  }

 private:
  struct Asking {
    grpc::ClientContext context;
    common::v1::GetLogRequest request;
    common::v1::GetLogResponse response;
  };

  // REQUIRES: mutex_ is held.
  Held Hold() { return std::make_shared<Token>(&mutex_, &idle_, &under_way_); }

  // REQUIRES: mutex_ is held.
  void Alive() {
    if (!state_.reachable) {
      host_->environment().logger->Info("source_reached",
                                        {{"log", log_}, {"by", host_->log_name()}});
    }
    state_.reachable = true;
    state_.last_error.clear();
    backoff_ = kBackoffMin;
  }

  // REQUIRES: mutex_ is held.
  void Measure() {
    host_->environment().metrics->Followed(log_, host_->log_name(), state_.applied_revision,
                                           state_.source_head_revision);
  }

  void Later(absl::Duration delay) {
    Held held;  // Given up without the lock.
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return;
    held = Hold();
    timer_ = executor().RunAfterAlways(delay, [this, held] { Connect(held); });
  }

  void Retry(const absl::Status& status) {
    absl::Duration delay;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      const std::string error(status.message());
      if (state_.last_error != error) {
        Logger::Fields fields = StatusFields(status);
        fields.emplace_back("log", log_);
        fields.emplace_back("by", host_->log_name());
        host_->environment().logger->Warning("source_lost", fields);
      }
      state_.reachable = false;
      state_.last_error = error.empty() ? "The source ended the stream." : error;
      delay = backoff_;
      backoff_ = std::min(backoff_ * 2, kBackoffMax);
    }
    Later(delay);
  }

  void Connect(const Held& held) {
    const auto& channel_to = host_->environment().channel_to;
    const std::shared_ptr<grpc::Channel> channel = channel_to ? channel_to(source_) : nullptr;
    if (channel == nullptr) {
      return Retry(
          absl::UnavailableError(absl::StrCat("No address is configured for ", source_, ".")));
    }
    auto asking = std::make_shared<Asking>();
    asking->request.set_log(log_);
    asking->context.set_deadline(absl::ToChronoTime(absl::Now() + kFollowSilence));
    LogService::Stub* stub = nullptr;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      stub_ = LogService::NewStub(channel);
      stub = stub_.get();
      asking_ = asking;
    }
    stub->async()->GetLog(&asking->context, &asking->request, &asking->response,
                          [this, held, asking](const grpc::Status& status) {
                            {
                              std::lock_guard<std::mutex> lock(mutex_);
                              asking_ = nullptr;
                            }
                            status.ok() ? Follow(held, asking->response) : Retry(FromGrpc(status));
                          });
  }

  void Follow(const Held& held, const common::v1::GetLogResponse& source) {
    if (source.birth().kind() != host_->environment().kind) {
      return Retry(Error(common::v1::ERROR_REASON_FOLDER_KIND,
                         "The source's data is of the other kind: exercise and real never meet.",
                         {{"folder", log_},
                          {"found", common::v1::FolderKind_Name(source.birth().kind())},
                          {"wanted", common::v1::FolderKind_Name(host_->environment().kind)}}));
    }
    // Held until the stream is known to StartOver(): which store its groups are for must be clear.
    const std::shared_ptr<storage::Store> store = host_->store();
    const absl::StatusOr<storage::LogPosition> applied = host_->Applied(log_, *SnapshotOf(store));
    if (!applied.ok()) return Retry(applied.status());
    common::v1::FollowRequest request;
    request.set_log(log_);
    request.mutable_after()->set_revision(applied->revision);
    if (applied->revision > 0) {
      request.mutable_after()->set_digest(storage::DigestBytes(applied->digest));
    }
    const auto stream = std::make_shared<Stream>(this, held, store);
    LogService::Stub* stub = nullptr;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stream_ = stream.get();
      stub = stub_.get();
      if (stopping_) stream->Cancel();
    }
    stream->Begin(stub, request);
  }

  // The source has another history than the one that was folded.
  void StartAgain() {
    Held held;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      held = Hold();
    }
    host_->environment().logger->Warning("history_changed",
                                         {{"log", log_}, {"by", host_->log_name()}});
    const absl::Status queued =
        host_->writer().DropFollowed(log_, [this, held](const absl::Status& status) {
          if (!status.ok()) return Retry(status);
          {
            std::lock_guard<std::mutex> lock(mutex_);
            state_.applied_revision = state_.source_head_revision = 0;
            state_.last_confirm_time = state_.last_confirm_moment = absl::InfinitePast();
          }
          Later(kBackoffMin);
        });
    if (!queued.ok()) Retry(queued);
  }

  StoreHost* const host_;
  const std::string log_;
  const std::string source_;
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  int under_way_ = 0;
  bool stopping_ = false;
  FollowState state_;
  absl::Duration backoff_ = kBackoffMin;
  absl::Duration patience_ = kFollowSilence;
  Executor::TimerId timer_ = 0;
  std::unique_ptr<LogService::Stub> stub_;
  std::shared_ptr<Asking> asking_;
  Stream* stream_ = nullptr;  // Lives until StreamEnded at least.
};

void Stream::Begin(LogService::Stub* stub, const common::v1::FollowRequest& request) {
  self_ = shared_from_this();
  request_ = request;
  stub->async()->Follow(&context_, &request_, this);
  AddHold();
  ReadNext();
  StartCall();
}

void Stream::ReadNext() {
  int64_t reads = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    reads = ++reads_;
  }
  // May run late, when the message has come after all, or the stream is gone.
  watchdog_ = owner_->executor().RunAfterAlways(owner_->patience(),
                                                [stream = weak_from_this(), reads, held = held_] {
                                                  if (const auto alive = stream.lock())
                                                    alive->Silent(reads);
                                                });
  StartRead(&response_);
}

void Stream::Silent(int64_t reads) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (reads != reads_) return;
  }
  owner_->BeMorePatient();
  Fail(absl::UnavailableError("The source fell silent."));
}

void Stream::Fail(const absl::Status& status) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (failure_.ok()) failure_ = status;
  }
  context_.TryCancel();
}

void Stream::OnReadDone(bool ok) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ++reads_;
  }
  owner_->executor().Cancel(watchdog_);
  if (ok) return Handle();
  Release();
}

void Stream::Release() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (std::exchange(released_, true)) return;
  }
  RemoveHold();
}

void Stream::Handle() {
  if (response_.has_progress()) {
    owner_->Heard(response_.progress());
    return ReadNext();
  }
  absl::StatusOr<storage::Group> group = storage::DecodeGroup(response_.group());
  absl::Status status = group.status();
  if (status.ok()) {
    const int64_t revision = group->last_revision();
    status = owner_->host().writer().ApplyFollowed(owner_->log(), onto_, *std::move(group),
                                                   [this, revision](const absl::Status& applied) {
                                                     if (!applied.ok()) {
                                                       Fail(applied);
                                                       return Release();
                                                     }
                                                     owner_->Applied(revision);
                                                     ReadNext();
                                                   });
  }
  if (!status.ok()) {
    Fail(status);
    Release();
  }
}

void Stream::OnDone(const grpc::Status& status) {
  const std::shared_ptr<Stream> self = std::move(self_);
  absl::Status reason = failure_.ok() ? FromGrpc(status) : failure_;
  if (reason.ok()) reason = absl::UnavailableError("The source ended the stream.");
  owner_->StreamEnded(reason);
}

}  // namespace

std::unique_ptr<Follower> Follower::Make(StoreHost* host, const std::string& log) {
  return std::make_unique<FollowerImpl>(host, log);
}

}  // namespace waystation::runtime
