#include "services/runtime/workflow/engine.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/runtime/workflow/method.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::workflow {
namespace {

enum class Verdict { kAccepted, kRefused, kUnknown };

Verdict VerdictOf(const absl::Status& status) {
  if (status.ok()) return Verdict::kAccepted;
  const Reason reason = ReasonOf(status);
  // Something is recorded under the id, but not this: nothing may be built on either.
  if (reason == common::v1::ERROR_REASON_REQUEST_ID_REUSED) return Verdict::kUnknown;
  // Without a reason it is not the callee's handler that speaks.
  if (reason == common::v1::ERROR_REASON_UNSPECIFIED) return Verdict::kUnknown;
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kResourceExhausted:
      return Verdict::kRefused;
    default:
      return Verdict::kUnknown;
  }
}

// Whether the callee said that this attempt recorded nothing and never will.
bool SurelyNothing(const absl::Status& status) {
  switch (ReasonOf(status)) {
    case common::v1::ERROR_REASON_OVERLOADED:
    case common::v1::ERROR_REASON_NOT_YET_FOLLOWED:
    case common::v1::ERROR_REASON_DEADLINE_PASSED:
      return true;
    default:
      return false;
  }
}

bool Unreachable(const absl::Status& status) {
  return absl::IsUnavailable(status) && ReasonOf(status) == common::v1::ERROR_REASON_UNSPECIFIED;
}

CallResult ResultOf(const Attempt& attempt, const Answer& answer) {
  CallResult result;
  if (!answer.status.ok()) {
    result.set_refusal(ReasonOf(answer.status));
    result.set_message(std::string(answer.status.message()));
    return result;
  }
  if (const auto receipt = runtime::ReceiptOf(attempt.call.method(), answer.response)) {
    result.set_log(receipt->log());
    result.set_revision(receipt->revision());
  }
  return result;
}

Attempt Probe(const std::string& service, const std::string& log) {
  common::v1::GetLogRequest request;
  request.set_log(log);
  Attempt attempt;
  attempt.purpose = Attempt::Purpose::kProbe;
  attempt.call.set_step("probe");
  attempt.call.set_service(service);
  attempt.call.set_method(runtime::MethodOf(request.GetDescriptor()));
  attempt.call.set_request(request.SerializeAsString());
  return attempt;
}

}  // namespace

Engine::Engine(std::shared_ptr<const Definition> definition, uint64_t seed)
    : definition_(std::move(definition)), random_(seed) {}

absl::Status Engine::Read(const storage::RowReader& rows) {
  ASSIGN_OR_RETURN(const std::vector<OpenCall> calls,
                   ListCalls(rows, definition_->table, read_revision_));
  const bool inherited = read_revision_ < 0;
  read_revision_ = std::max<int64_t>(read_revision_, 0);
  for (const OpenCall& call : calls) {
    read_revision_ = std::max(read_revision_, call.revision);
    const auto [found, added] = tracked_.try_emplace(call.workflow);
    // One that is tracked already looks at its row when its turn comes.
    if (!added) continue;
    found->second.inherited = inherited;
    Enqueue(call.workflow, found->second, "", absl::InfinitePast());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Attempt>> Engine::Due(const storage::RowReader& rows, absl::Time now) {
  std::vector<Attempt> attempts;
  if (now >= review_due_) RETURN_IF_ERROR(Review(rows, now));
  for (auto& [name, service] : services_) {
    if (!service.log.empty() && !service.probing && now >= service.probe_due) {
      service.probing = true;
      attempts.push_back(Probe(name, service.log));
      attempts.back().begin = now;
    }
    // Those whose rows were not read yet are only sent to where they belong.
    const int free = name.empty() ? static_cast<int>(service.waiting.size())
                                  : kMaxCallsInFlight - service.in_flight;
    for (int i = 0; i < free && !service.waiting.empty(); ++i) {
      const auto [due, workflow] = *service.waiting.begin();
      if (due > now) break;
      const absl::Status taken = Take(rows, workflow, now, attempts);
      // What was taken before is under way and must not be lost; the error comes again.
      if (!taken.ok() && !attempts.empty()) return attempts;
      RETURN_IF_ERROR(taken);
    }
  }
  return attempts;
}

absl::Status Engine::Take(const storage::RowReader& rows, const std::string& name, absl::Time now,
                          std::vector<Attempt>& attempts) {
  ASSIGN_OR_RETURN(const std::optional<OpenWorkflow> open, Find(rows, definition_->table, name));
  Tracked& tracked = tracked_.at(name);
  Attempt attempt;
  if (open.has_value()) {
    for (const common::v1::AcceptedCall& accepted : open->accepted_calls()) {
      if (tracked.repeat.count(accepted.call().service()) == 0) continue;
      if (tracked.repeated.count(accepted.call().request_id()) != 0) continue;
      attempt.purpose = Attempt::Purpose::kRepeat;
      attempt.call = accepted.call();
      break;
    }
    if (attempt.call.request_id().empty()) {
      tracked.repeat.clear();
      tracked.repeated.clear();
      attempt.call = open->open_call();
    }
  }
  services_[tracked.service].waiting.erase({tracked.due, name});
  if (attempt.call.request_id().empty()) {
    tracked_.erase(name);
    return absl::OkStatus();
  }
  tracked.kind = open->kind();
  tracked.step = attempt.call.step();
  if (attempt.call.service() != tracked.service) {
    Enqueue(name, tracked, attempt.call.service(), tracked.due);
    // Its queue may have had its turn, or be full.
    return absl::OkStatus();
  }
  attempt.open = *open;
  attempt.begin = now;
  if (tracked.inherited && attempt.purpose == Attempt::Purpose::kCall) {
    tracked.refusals_count_from = now + 2 * attempt.timeout;
    tracked.inherited = false;
  }
  tracked.busy = true;
  ++tracked.attempts;
  ++services_[tracked.service].in_flight;
  attempts.push_back(std::move(attempt));
  return absl::OkStatus();
}

// What the open workflows rest on: the services to watch, and what to repeat at those that are
// back.
absl::Status Engine::Review(const storage::RowReader& rows, absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<OpenWorkflow> list, ListOpen(rows, definition_->table));
  review_due_ = now + kProbeInterval;
  for (auto& [name, service] : services_) service.log.clear();
  for (const OpenWorkflow& open : list) {
    for (const common::v1::AcceptedCall& accepted : open.accepted_calls()) {
      const std::string& log = accepted.result().log();
      // What this log lost it lost together with the workflow.
      if (log.empty() || log == definition_->log) continue;
      const std::string& name = accepted.call().service();
      Service& service = services_[name];
      service.log = log;
      if (!service.recheck) continue;
      const auto [found, added] = tracked_.try_emplace(open.workflow());
      found->second.repeat.insert(name);
      found->second.repeated.clear();
      if (added) Enqueue(open.workflow(), found->second, name, now);
    }
  }
  for (auto& [name, service] : services_) service.recheck = false;
  return absl::OkStatus();
}

void Engine::Enqueue(const std::string& name, Tracked& tracked, const std::string& service,
                     absl::Time due) {
  tracked.busy = false;
  tracked.service = service;
  tracked.due = due;
  services_[service].waiting.insert({due, name});
}

void Engine::Retry(const std::string& name, Tracked& tracked, const absl::Status& error,
                   absl::Time at) {
  tracked.last_error = absl::StrCat(absl::StatusCodeToString(error.code()), " ",
                                    ReasonName(ReasonOf(error)), ": ", error.message());
  tracked.unreachable = Unreachable(error);
  Enqueue(name, tracked, tracked.service, at);
}

absl::Time Engine::Backoff(Tracked& tracked, absl::Time now) {
  // Half to all of it: calls that failed together do not come back together.
  const double part = 0.5 + static_cast<double>(random_() % 1000) / 2000;
  const absl::Time at = now + tracked.backoff * part;
  tracked.backoff = std::min(tracked.backoff * 2, kCallBackoffMax);
  return at;
}

void Engine::Reached(const std::string& name, absl::Time now) {
  Service& service = services_[name];
  if (!service.away) return;
  service.away = false;
  service.recheck = true;
  review_due_ = absl::InfinitePast();
  // Whoever waits because it was away need not wait any more.
  const std::set<std::pair<absl::Time, std::string>> waiting = service.waiting;
  for (const auto& [due, workflow] : waiting) {
    Tracked& tracked = tracked_.at(workflow);
    if (!tracked.unreachable || due <= now) continue;
    service.waiting.erase({due, workflow});
    Enqueue(workflow, tracked, name, now);
  }
}

void Engine::Probed(const Attempt& attempt, const Answer& answer, absl::Time now) {
  Service& service = services_[attempt.call.service()];
  service.probing = false;
  service.probe_due = now + kProbeInterval;
  if (Unreachable(answer.status)) service.away = true;
  common::v1::GetLogResponse response;
  if (!answer.status.ok() || !response.ParseFromString(answer.response)) return;
  Reached(attempt.call.service(), now);
  const common::v1::LogPosition& head = response.head();
  if (head.revision() < service.head.revision() ||
      (head.revision() == service.head.revision() && head.digest() != service.head.digest())) {
    service.recheck = true;
    review_due_ = absl::InfinitePast();
  }
  service.head = head;
}

std::optional<storage::Command> Engine::Answered(const Attempt& attempt, const Answer& answer,
                                                 absl::Time now) {
  if (attempt.purpose == Attempt::Purpose::kProbe) {
    Probed(attempt, answer, now);
    return std::nullopt;
  }
  const std::string& name = attempt.open.workflow();
  Tracked& tracked = tracked_.at(name);
  Service& service = services_[attempt.call.service()];
  --service.in_flight;
  const Verdict verdict = VerdictOf(answer.status);
  if (verdict == Verdict::kUnknown) {
    if (Unreachable(answer.status)) service.away = true;
    if (!SurelyNothing(answer.status)) {
      // It may have left late, and its deadline began when it arrived.
      tracked.refusals_count_from =
          std::max(tracked.refusals_count_from, attempt.begin + 2 * attempt.timeout);
    }
    Retry(name, tracked, answer.status, Backoff(tracked, now));
    return std::nullopt;
  }
  Reached(attempt.call.service(), now);
  if (verdict == Verdict::kRefused && now < tracked.refusals_count_from) {
    Retry(name, tracked, answer.status, tracked.refusals_count_from);
    return std::nullopt;
  }
  const CallResult result = ResultOf(attempt, answer);
  if (attempt.purpose == Attempt::Purpose::kCall) {
    return OutcomeCommand(definition_, attempt.open, Outcome{result, answer.response});
  }
  const auto receipt = runtime::ReceiptOf(attempt.call.method(), answer.response);
  if (verdict == Verdict::kAccepted && (!receipt.has_value() || receipt->replayed())) {
    Committed(attempt, absl::OkStatus(), now);
    return std::nullopt;
  }
  return RepeatedCommand(definition_, attempt.open, attempt.call, result);
}

void Engine::Committed(const Attempt& attempt, const absl::Status& status, absl::Time now) {
  const std::string& name = attempt.open.workflow();
  Tracked& tracked = tracked_.at(name);
  // Recorded already, perhaps, by an attempt that looked failed: its row will tell.
  if (!status.ok()) return Retry(name, tracked, status, Backoff(tracked, now));
  if (attempt.purpose == Attempt::Purpose::kRepeat) {
    tracked.repeated.insert(attempt.call.request_id());
  }
  tracked.backoff = kCallBackoffMin;
  tracked.refusals_count_from = absl::InfinitePast();
  tracked.unreachable = false;
  tracked.last_error.clear();
  // Its row tells whether there is more to call for.
  Enqueue(name, tracked, tracked.service, now);
}

absl::Time Engine::NextDue() const {
  absl::Time next = review_due_;
  for (const auto& [name, service] : services_) {
    if (!service.log.empty() && !service.probing) next = std::min(next, service.probe_due);
    if (!service.waiting.empty() && (name.empty() || service.in_flight < kMaxCallsInFlight)) {
      next = std::min(next, service.waiting.begin()->first);
    }
  }
  return next;
}

std::vector<CallState> Engine::Calls() const {
  std::vector<CallState> calls;
  calls.reserve(tracked_.size());
  for (const auto& [name, tracked] : tracked_) {
    calls.push_back({name, tracked.kind, tracked.step, tracked.service, tracked.attempts,
                     tracked.busy, tracked.last_error});
  }
  return calls;
}

}  // namespace waystation::workflow
