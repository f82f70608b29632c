#include "clients/cpp/client.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "clients/cpp/call_error.h"
#include "clients/cpp/request_id.h"
#include "clients/cpp/steady.h"
#include "clients/cpp/transport.h"

namespace waystation::client {
namespace {

using google::protobuf::Message;

constexpr absl::Duration kFirstBackoff = absl::Milliseconds(100);
constexpr absl::Duration kLongestBackoff = absl::Seconds(2);

constexpr absl::Duration kPeekTime = absl::Seconds(2);

// Doubles per attempt, with a random part so that many clients don't come back together.
absl::Duration Backoff(int attempt) {
  thread_local std::minstd_rand random{std::random_device{}()};
  absl::Duration whole = std::min(kFirstBackoff * (1 << std::min(attempt, 10)), kLongestBackoff);
  return whole * std::uniform_real_distribution<double>(0.5, 1.0)(random);
}

bool WorthRetrying(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable;
}

// The server's copy did not get to where the call wanted it, or the time for that ran out.
bool MayBeBehind(const absl::Status& status) {
  return CallErrorOf(status).reason == "NOT_YET_FOLLOWED" ||
         status.code() == absl::StatusCode::kDeadlineExceeded;
}

absl::Status Parse(const std::string& bytes, Message* response) {
  if (response->ParseFromString(bytes)) return absl::OkStatus();
  return absl::InternalError("the answer can't be decoded");
}

absl::Status CheckSize(const Message& request) {
  if (request.ByteSizeLong() <= kMaxRequestBytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat("request: got ", request.ByteSizeLong(),
                                                   " bytes, want at most ", kMaxRequestBytes,
                                                   "; send it in parts"));
}

}  // namespace

struct Client::State {
  explicit State(const std::string& server) : transport(server) {}

  void Note(const std::string& log, int64_t revision) {
    absl::MutexLock lock(&mutex);
    int64_t& kept = after[log];
    kept = std::max(kept, revision);
  }

  void Forget() {
    absl::MutexLock lock(&mutex);
    after.clear();
  }

  std::vector<AfterToken> After() {
    absl::MutexLock lock(&mutex);
    std::vector<AfterToken> tokens;
    for (const auto& [log, revision] : after) tokens.push_back({log, revision});
    return tokens;
  }

  absl::Mutex mutex;
  std::map<std::string, int64_t> after ABSL_GUARDED_BY(mutex);
  bool stale ABSL_GUARDED_BY(mutex) = false;
  // Last, so that it ends first: answers that come until then find the others.
  Transport transport;
};

Client::Client(ClientOptions options, Profile profile)
    : options_(std::move(options)), profile_(std::move(profile)) {
  if (options_.principal.empty()) options_.principal = profile_.principal();
  state_ = std::make_unique<State>(options_.server);
  for (const AfterToken& token : profile_.After(options_.server, absl::Now())) {
    state_->Note(token.log, token.revision);
  }
}

Client::~Client() = default;

bool Client::stale() const {
  absl::MutexLock lock(&state_->mutex);
  return state_->stale;
}

absl::Status Client::ReadMessage(const Message& request, Message* response) {
  absl::StatusOr<std::string> method =
      MethodPath(request.GetDescriptor(), response->GetDescriptor());
  if (!method.ok()) return method.status();
  std::string bytes = request.SerializeAsString();
  CallMetadata metadata{options_.principal, options_.acting_for, state_->After()};
  absl::Time deadline = SteadyNow() + options_.timeout;
  // Half of the time for an answer with the last write in it, the rest for one without.
  absl::Time wait_deadline = metadata.after.empty() ? deadline : SteadyNow() + options_.timeout / 2;
  for (int attempt = 0;; ++attempt) {
    std::string answer;
    absl::Status status = state_->transport.CallAndWait(
        *method, bytes, metadata, MachineTime(std::min(deadline, wait_deadline)), &answer);
    if (status.ok()) return Parse(answer, response);
    if (!metadata.after.empty() && MayBeBehind(status)) {
      CheckHistory();
      bool same_history = !state_->After().empty();
      metadata.after.clear();
      wait_deadline = deadline;
      absl::MutexLock lock(&state_->mutex);
      state_->stale = same_history;
      continue;
    }
    absl::Duration pause = Backoff(attempt);
    if (!WorthRetrying(status) || SteadyNow() + pause >= deadline) return status;
    absl::SleepFor(pause);
    wait_deadline = deadline;
  }
}

absl::Status Client::PeekMessage(const Message& request, Message* response) {
  absl::StatusOr<std::string> method =
      MethodPath(request.GetDescriptor(), response->GetDescriptor());
  if (!method.ok()) return method.status();
  std::string answer;
  absl::Status status =
      state_->transport.CallAndWait(*method, request.SerializeAsString(),
                                    CallMetadata{options_.principal, options_.acting_for, {}},
                                    absl::Now() + std::min(options_.timeout, kPeekTime), &answer);
  return status.ok() ? Parse(answer, response) : status;
}

void Client::CheckHistory() {
  for (const AfterToken& token : state_->After()) {
    common::v1::GetLogRequest request;
    request.set_log(token.log);
    auto log = Peek<common::v1::GetLogResponse>(request);
    if (!log.ok() || log->head().revision() >= token.revision) continue;
    static_cast<void>(profile_.ForgetAfter(options_.server));
    state_->Forget();
    return;
  }
}

absl::Status Client::SendAndRetry(const OutboxEntry& entry, std::string* answer) {
  CallMetadata metadata{entry.principal, entry.acting_for, state_->After()};
  absl::Time deadline = SteadyNow() + options_.timeout;
  absl::Time wait_deadline = metadata.after.empty() ? deadline : SteadyNow() + options_.timeout / 2;
  for (int attempt = 0;; ++attempt) {
    absl::Status status =
        state_->transport.CallAndWait(entry.method, entry.request, metadata,
                                      MachineTime(std::min(deadline, wait_deadline)), answer);
    bool waited_in_vain = wait_deadline < deadline && SteadyNow() < deadline && MayBeBehind(status);
    if (waited_in_vain) {
      CheckHistory();
      metadata.after = state_->After();
      wait_deadline = deadline;
      continue;
    }
    absl::Duration pause = Backoff(attempt);
    if (!WorthRetrying(status) || SteadyNow() + pause >= deadline) return status;
    absl::SleepFor(pause);
  }
}

absl::Status Client::SendEntry(const OutboxEntry& entry, Message* response) {
  std::string answer;
  absl::Status status = SendAndRetry(entry, &answer);
  if (status.ok()) {
    status = Parse(answer, response);
    if (!status.ok()) return status;
    if (auto receipt = ReceiptOf(*response); receipt.has_value()) {
      state_->Note(receipt->log(), receipt->revision());
      SaveReceipts();
    }
    // The command is recorded; a file left behind would only be answered again.
    static_cast<void>(outbox().Remove(entry.request_id));
    return status;
  }
  if (IsFinalRefusal(status)) {
    static_cast<void>(outbox().Remove(entry.request_id));
  } else {
    SetKeptInOutbox(&status, absl::BytesToHexString(entry.request_id));
  }
  return status;
}

absl::Status Client::WriteMessage(Message* request, absl::string_view summary, Message* response) {
  absl::StatusOr<std::string> method =
      MethodPath(request->GetDescriptor(), response->GetDescriptor());
  if (!method.ok()) return method.status();
  OutboxEntry entry;
  entry.request_id = RandomRequestId();
  SetRequestId(request, entry.request_id);
  if (absl::Status status = CheckSize(*request); !status.ok()) return status;
  entry.method = *method;
  entry.server = options_.server;
  entry.principal = options_.principal;
  entry.acting_for = options_.acting_for;
  entry.save_time = absl::Now();
  entry.summary = std::string(summary);
  entry.request = request->SerializeAsString();
  if (absl::Status status = outbox().Save(entry); !status.ok()) return status;
  return SendEntry(entry, response);
}

absl::StatusOr<std::unique_ptr<Message>> Client::Resend(const OutboxEntry& entry) {
  std::unique_ptr<Message> response = NewResponseOf(entry.method);
  if (response == nullptr) {
    return absl::UnimplementedError(
        absl::StrCat("this program does not know the method ", entry.method));
  }
  absl::Status status = SendEntry(entry, response.get());
  if (!status.ok()) return status;
  return response;
}

void Client::WriteAsync(const Message& request, Message* response,
                        std::function<void(absl::Status)> done) {
  absl::StatusOr<std::string> method =
      MethodPath(request.GetDescriptor(), response->GetDescriptor());
  absl::Status checked = method.ok() ? CheckSize(request) : method.status();
  if (!checked.ok()) {
    done(checked);
    return;
  }
  // Not shared: its end waits for the answers that are under way, and must not be left to the
  // thread that brings them, which can't wait for itself.
  State* const state = state_.get();
  CallMetadata metadata{options_.principal, options_.acting_for, state->After()};
  state->transport.Call(
      *method, request.SerializeAsString(), metadata, absl::Now() + options_.timeout,
      [state, response, done = std::move(done)](absl::Status status, std::string answer) {
        if (status.ok()) status = Parse(answer, response);
        if (status.ok()) {
          if (auto receipt = ReceiptOf(*response); receipt.has_value()) {
            state->Note(receipt->log(), receipt->revision());
          }
        }
        done(std::move(status));
      });
}

void Client::SaveReceipts() {
  // Only a convenience: without it the next command may read from just before this one.
  static_cast<void>(profile_.AddAfter(options_.server, state_->After(), absl::Now()));
}

absl::Status Client::WatchMessages(const Message& request, Message* response,
                                   const std::function<bool()>& each) {
  absl::StatusOr<std::string> method =
      MethodPath(request.GetDescriptor(), response->GetDescriptor());
  if (!method.ok()) return method.status();
  CallMetadata metadata{options_.principal, options_.acting_for, state_->After()};
  absl::Status decoded;
  absl::Status status = state_->transport.Stream(*method, request.SerializeAsString(), metadata,
                                                 [&](const std::string& bytes) {
                                                   decoded = Parse(bytes, response);
                                                   return decoded.ok() && each();
                                                 });
  return decoded.ok() ? status : decoded;
}

}  // namespace waystation::client
