#include "tests/runtime/workflow/world.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/runtime/workflow/method.h"
#include "storage/base/errors.h"
#include "storage/group.h"
#include "tests/runtime/workflow/book.h"

namespace waystation::test {
namespace {

constexpr size_t kAll = size_t{1} << 30;

storage::Command CommandOf(const std::string& service, const std::string& method,
                           const std::string& request_id, const std::string& bytes) {
  storage::Command command;
  command.request_id = request_id;
  command.fingerprint = storage::Sha256({method, bytes});
  command.principal = "tester";
  command.method = method;
  command.decide = [service, method, bytes](const storage::RowReader& rows,
                                            const storage::DecideContext& context) {
    return Decide(service, method, bytes, rows, context);
  };
  return command;
}

std::string ResponseOf(const std::string& service, const storage::Outcome& outcome) {
  book::v1::WriteResponse response;
  response.mutable_receipt()->set_log(absl::StrCat(service, "/main"));
  response.mutable_receipt()->set_revision(outcome.entry->revision());
  response.mutable_receipt()->set_replayed(outcome.replayed);
  return response.SerializeAsString();
}

}  // namespace

Site::Site(const std::string& name, uint64_t seed)
    : name_(name),
      seed_(seed),
      logs_(std::make_unique<storage::MemoryLogEngine>()),
      projector_({absl::StrCat(name, "/main"), true}, &BookFold()) {
  Start(true);
}

std::vector<common::v1::LogEntry> Site::Entries() const {
  std::vector<common::v1::LogEntry> entries;
  const auto groups = log_->Read(0, kAll);
  for (const std::string& bytes : *groups) {
    const absl::StatusOr<storage::Group> group = storage::DecodeGroup(bytes);
    entries.insert(entries.end(), group->entries.begin(), group->entries.end());
  }
  return entries;
}

void Site::OpenStore(bool fold_anew) {
  log_ = *logs_->Open(projector_.source());
  if (fold_anew || rows_ == nullptr) rows_ = std::make_unique<storage::MemoryRowStore>();
  if (absl::Status caught_up = projector_.CatchUp(*log_, *rows_); !caught_up.ok()) abort();
  committer_ =
      std::make_unique<storage::Committer>(log_.get(), rows_.get(), &projector_, absl::UnixEpoch());
}

storage::Outcome Site::Run(const storage::Command& command, absl::Time now) {
  storage::Outcome outcome = committer_->RunGroup({command}, now).outcomes.at(0);
  if (!committer_->alive()) OpenStore(false);
  return outcome;
}

void Site::FailNextAppend(bool written) {
  logs_->FailNextAppend(storage::AppendResult::kUnknown, written);
}

void Site::Crash() {
  committer_.reset();
  engine_.reset();
  ++life_;
}

void Site::Start(bool fold_anew) {
  OpenStore(fold_anew);
  engine_ = std::make_unique<workflow::Engine>(BookWorkflows(name_), seed_ + life_);
}

void Site::Restore(int64_t revision) {
  const std::vector<std::string> groups = *log_->Read(0, kAll);
  logs_ = std::make_unique<storage::MemoryLogEngine>();
  log_ = *logs_->Open(projector_.source());
  for (const std::string& group : groups) {
    if (storage::GroupEnd(group)->revision > revision) break;
    log_->Append(log_->Head(), group);
  }
  rows_.reset();
}

World::World(uint64_t seed) : random_(seed) {
  for (const char* name : {"north", "south"}) {
    sites_[name] = std::make_unique<Site>(name, seed);
  }
}

absl::Status World::Do(const std::string& name, const google::protobuf::Message& request) {
  const std::string id = absl::StrFormat("person-%09d", ++requests_);
  const std::string bytes = runtime::WithRequestId(request, id);
  const std::string method = runtime::MethodOf(request.GetDescriptor());
  const storage::Command command = CommandOf(name, method, id, bytes);
  storage::Outcome outcome = site(name).Run(command, now_);
  // A person asks again when the answer is unclear, and now and then all the same.
  while (ReasonOf(outcome.status) == common::v1::ERROR_REASON_LOG_UNAVAILABLE || Chance(50)) {
    outcome = site(name).Run(command, now_);
  }
  return outcome.status;
}

void World::After(absl::Duration delay, std::function<void()> action) {
  events_.emplace(now_ + delay, std::move(action));
}

void World::StepEngines() {
  for (auto& [name, site] : sites_) {
    if (!site->up()) continue;
    const auto rows = site->rows();
    if (!site->engine().Read(*rows).ok()) abort();
    const auto due = site->engine().Due(*rows, now_);
    if (!due.ok()) abort();
    for (const workflow::Attempt& attempt : *due) Send(*site, attempt);
  }
}

absl::Duration World::Delay(absl::Duration timeout) {
  if (Chance(faults.slow)) return timeout * (static_cast<double>(Random(1000)) / 1000);
  return absl::Milliseconds(1 + Random(20));
}

void World::Send(Site& caller, const workflow::Attempt& attempt) {
  const std::string& callee = attempt.call.service();
  int& in_flight = in_flight_[{caller.name(), callee}];
  if (attempt.purpose != workflow::Attempt::Purpose::kProbe) {
    most_in_flight_ = std::max(most_in_flight_, ++in_flight);
  }
  // Whichever comes first: an answer, or the caller's patience.
  auto open = std::make_shared<bool>(true);
  auto answer = [this, open, attempt, caller = caller.name(),
                 life = caller.life()](const workflow::Answer& given) {
    if (!std::exchange(*open, false)) return;
    if (attempt.purpose != workflow::Attempt::Purpose::kProbe) {
      --in_flight_[{caller, attempt.call.service()}];
    }
    Answer(caller, life, attempt, given);
  };
  After(attempt.timeout, [answer] {
    answer({absl::DeadlineExceededError("no answer in time"), ""});
  });
  if (Chance(faults.request_lost)) return;
  After(Delay(attempt.timeout), [this, callee, attempt, answer] {
    if (!site(callee).up()) return answer({absl::UnavailableError("connection refused"), ""});
    // The callee's own count of the deadline begins when it hears of the call.
    Arrive(callee, attempt, now_ + attempt.timeout, answer);
  });
}

void World::Arrive(const std::string& callee, const workflow::Attempt& attempt, absl::Time deadline,
                   std::function<void(workflow::Answer)> answer) {
  const int life = site(callee).life();
  After(Delay(attempt.timeout), [this, callee, life, attempt, deadline, answer] {
    Site& site = *sites_.at(callee);
    if (!site.up() || site.life() != life) {
      return After(absl::Milliseconds(1), [answer] {
        answer({absl::UnavailableError("connection lost"), ""});
      });
    }
    workflow::Answer given;
    if (now_ >= deadline) {
      given.status = Error(common::v1::ERROR_REASON_DEADLINE_PASSED, "too late");
    } else {
      given = Handle(site, attempt);
    }
    if (Chance(faults.answer_lost)) return;
    After(Delay(attempt.timeout), [answer, given] { answer(given); });
  });
}

workflow::Answer World::Handle(Site& callee, const workflow::Attempt& attempt) {
  if (attempt.purpose == workflow::Attempt::Purpose::kProbe) {
    common::v1::GetLogResponse response;
    response.mutable_head()->set_revision(callee.head().revision);
    response.mutable_head()->set_digest(storage::DigestBytes(callee.head().digest));
    return {absl::OkStatus(), response.SerializeAsString()};
  }
  const storage::Command command = CommandOf(callee.name(), attempt.call.method(),
                                             attempt.call.request_id(), attempt.call.request());
  storage::Outcome outcome = callee.Run(command, now_);
  if (Chance(faults.repeated)) outcome = callee.Run(command, now_);
  if (!outcome.status.ok()) return {outcome.status, ""};
  return {absl::OkStatus(), ResponseOf(callee.name(), outcome)};
}

void World::Answer(const std::string& caller, int life, const workflow::Attempt& attempt,
                   const workflow::Answer& answer) {
  Site& site = *sites_.at(caller);
  if (!site.up() || site.life() != life) return;
  const auto command = site.engine().Answered(attempt, answer, now_);
  if (!command.has_value()) return;
  const storage::Outcome outcome = site.Run(*command, now_);
  site.engine().Committed(attempt, outcome.status, now_);
}

void World::RunUntil(absl::Time until) {
  while (true) {
    StepEngines();
    absl::Time next = events_.empty() ? absl::InfiniteFuture() : events_.begin()->first;
    for (auto& [name, site] : sites_) {
      if (site->up()) next = std::min(next, site->engine().NextDue());
    }
    if (next > until) break;
    now_ = std::max(now_, next);
    while (!events_.empty() && events_.begin()->first <= now_) {
      const std::function<void()> action = std::move(events_.begin()->second);
      events_.erase(events_.begin());
      action();
    }
  }
  now_ = until;
}

bool World::RunUntilQuiet(absl::Duration patience) {
  const absl::Time end = now_ + patience;
  while (now_ < end) {
    RunUntil(now_ + absl::Seconds(1));
    bool quiet = true;
    for (auto& [name, site] : sites_) quiet = quiet && site->up() && site->engine().Calls().empty();
    if (quiet) return true;
  }
  return false;
}

std::string World::OpenCalls() {
  std::string text;
  for (auto& [name, site] : sites_) {
    if (!site->up()) continue;
    for (const workflow::CallState& call : site->engine().Calls()) {
      absl::StrAppend(&text, name, ": ", call.workflow, " ", call.step, ", attempts ",
                      call.attempts, ", ", call.last_error, "\n");
    }
  }
  return text;
}

}  // namespace waystation::test
