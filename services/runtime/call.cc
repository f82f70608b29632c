#include "services/runtime/call.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "grpcpp/server_context.h"
#include "services/runtime/clock.h"
#include "services/runtime/limits.h"

namespace waystation::runtime {
namespace {

using Positions = std::vector<std::pair<std::string, int64_t>>;
using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

std::string Value(const Metadata& metadata, const char* key) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return "";
  return std::string(found->second.data(), found->second.size());
}

std::string OpaqueId(const Metadata& metadata, const char* key, Violations& violations) {
  std::string id = Value(metadata, key);
  if (id.size() > kMaxPrincipalBytes) {
    AddViolation(violations, absl::StrCat("metadata.", key), absl::StrCat(id.size(), " bytes"),
                 absl::StrCat("at most ", kMaxPrincipalBytes));
    id.clear();
  }
  return id;
}

Positions ReadAfter(const Metadata& metadata, Violations& violations) {
  Positions after;
  const auto [begin, end] = metadata.equal_range(kAfterKey);
  for (auto entry = begin; entry != end; ++entry) {
    const std::string text(entry->second.data(), entry->second.size());
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('@', 1));
    int64_t revision = 0;
    if (parts.first.empty() || !absl::SimpleAtoi(parts.second, &revision) || revision < 0 ||
        after.size() >= kMaxAfterPositions) {
      AddViolation(violations, absl::StrCat("metadata.", kAfterKey), text,
                   absl::StrCat("<log>@<revision>, at most ", kMaxAfterPositions, " times"));
      break;
    }
    after.emplace_back(parts.first, revision);
  }
  return after;
}

// One call that waits. Finishes once, whoever comes first: the signal, the timer, the drain.
class Waiter : public std::enable_shared_from_this<Waiter> {
 public:
  Waiter(StoreHost* host, Positions after, std::function<void(absl::Status)> then)
      : host_(host), after_(std::move(after)), then_(std::move(then)) {}

  void Start(absl::Time deadline) {
    const auto self = shared_from_this();
    const RevisionSignal::Id signal = host_->signal().Add([self] { self->Check(); });
    const absl::Duration left = deadline - SteadyNow();
    // A little early: the caller's own deadline would hide the reason.
    const absl::Duration margin = std::min(left / 4, absl::Milliseconds(50));
    const Executor::TimerId timer = host_->environment().readers->RunAfter(
        left - margin, [self] { self->Finish(self->Lacking()); });
    bool done = false;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      signal_ = signal;
      timer_ = timer;
      done = done_;
      if (done) host_->signal().Remove(signal);
    }
    if (done) {
      host_->environment().readers->Cancel(timer);
      return;
    }
    if (timer == 0) {
      Finish(Error(common::v1::ERROR_REASON_OVERLOADED, "Too many calls wait."));
    } else {
      Check();
    }
  }

  // Ok when the rows hold all positions.
  absl::Status Lacking() const {
    for (const auto& [log, want] : after_) {
      const int64_t have = host_->signal().Position(log);
      if (have < 0 || have >= want) continue;
      return Error(
          common::v1::ERROR_REASON_NOT_YET_FOLLOWED,
          "The copy of another service's log is behind what the call asks for.",
          {{"want", absl::StrCat(log, "@", want)}, {"have", absl::StrCat(log, "@", have)}});
    }
    return absl::OkStatus();
  }

 private:
  void Check() {
    if (Lacking().ok()) {
      Finish(absl::OkStatus());
    } else if (host_->signal().closed()) {
      Finish(Error(common::v1::ERROR_REASON_OVERLOADED, "The server is shutting down."));
    }
  }

  void Finish(const absl::Status& status) {
    std::function<void(absl::Status)> then;
    Executor::TimerId timer = 0;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (done_) return;
      done_ = true;
      then = std::move(then_);
      then_ = nullptr;
      timer = timer_;
      if (signal_ != 0) host_->signal().Remove(signal_);
    }
    host_->environment().readers->Cancel(timer);
    then(status);
  }

  StoreHost* const host_;
  const Positions after_;
  std::mutex mutex_;
  std::function<void(absl::Status)> then_;
  RevisionSignal::Id signal_ = 0;
  Executor::TimerId timer_ = 0;
  bool done_ = false;
};

}  // namespace

CallContext ReadCallContext(const grpc::CallbackServerContext& context,
                            absl::Duration default_deadline, Violations& violations) {
  const Metadata& metadata = context.client_metadata();
  CallContext call;
  call.principal = OpaqueId(metadata, kPrincipalKey, violations);
  if (call.principal.empty()) call.principal = "anonymous";
  call.acting_for = OpaqueId(metadata, kActingForKey, violations);
  call.device_time = Value(metadata, kDeviceTimeKey);
  call.after = ReadAfter(metadata, violations);
  call.deadline = context.deadline() == std::chrono::system_clock::time_point::max()
                      ? SteadyNow() + default_deadline
                      : SteadyDeadline(absl::FromChrono(context.deadline()));
  return call;
}

void WhenFollowed(StoreHost* host, const Positions& after, absl::Time deadline,
                  std::function<void(absl::Status)> then) {
  if (after.empty()) {
    then(absl::OkStatus());
    return;
  }
  auto waiter = std::make_shared<Waiter>(host, after, then);
  if (waiter->Lacking().ok()) {
    then(absl::OkStatus());
    return;
  }
  waiter->Start(deadline);
}

}  // namespace waystation::runtime
