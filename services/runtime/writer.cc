#include "services/runtime/writer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/overlay.h"

namespace waystation::runtime {
namespace {

absl::Status ShuttingDown() {
  return Error(common::v1::ERROR_REASON_OVERLOADED, "The server is shutting down.");
}

storage::Outcome Refused(absl::Status status) {
  storage::Outcome outcome;
  outcome.status = std::move(status);
  return outcome;
}

// What an operator is told of it.
Logger::Fields FailureFields(const absl::Status& status, const std::string& log) {
  Logger::Fields fields = StatusFields(status);
  fields.emplace_back("detail", ErrorVariable(status, "detail").value_or(""));
  fields.emplace_back("log", log);
  return fields;
}

std::chrono::steady_clock::time_point ToSteady(absl::Time steady) {
  return std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(steady - SteadyNow());
}

}  // namespace

absl::Status WritesStopped(const absl::Status& why) {
  const std::string detail = ErrorVariable(why, "detail").value_or(std::string(why.message()));
  const bool full = absl::StrContains(detail, "No space left");
  return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE,
               "The service can't write to its disk now and tries again by itself. Nothing "
               "acknowledged is lost; send the same request again, with its request_id, later.",
               {{"detail", detail},
                {"remedy", full ? "Free space on the disk of the data folder."
                                : "Look at the disk of the data folder and at the server's log."}});
}

Writer::Writer(const Options& options)
    : options_(options), queue_(options.queue), pause_(kBackoffMin) {
  std::lock_guard<std::mutex> lock(mutex_);
  Measure();
}

Writer::~Writer() { Stop(); }

void Writer::SetDueSource(DueSource source) { due_source_ = std::move(source); }

void Writer::Start() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!stopping_ && !thread_.joinable()) thread_ = std::thread([this] { Run(); });
}

absl::Status Writer::Submit(storage::Command command, absl::Time deadline, Done done,
                            CommandSize size) {
  QueuedCommand queued{std::move(command), size, deadline, SteadyNow(), std::move(done)};
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return ShuttingDown();
    RETURN_IF_ERROR(failure_);
    RETURN_IF_ERROR(queue_.Push(std::move(queued)));
    Measure();
  }
  wake_.notify_one();
  return absl::OkStatus();
}

absl::Status Writer::Enqueue(Job job) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return ShuttingDown();
    RETURN_IF_ERROR(failure_);
    if (jobs_.size() >= kMaxQueuedJobs) {
      return Error(common::v1::ERROR_REASON_OVERLOADED, "Too many followed groups are waiting.");
    }
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return absl::OkStatus();
}

absl::Status Writer::ApplyFollowed(const std::string& log, std::weak_ptr<storage::Store> onto,
                                   storage::Group group, Applied applied) {
  return Enqueue([this, log, onto = std::move(onto), group = std::move(group),
                  applied = std::move(applied)] { applied(Fold(log, onto, group)); });
}

absl::Status Writer::DropFollowed(const std::string& log, Applied applied) {
  return Enqueue([this, log, applied = std::move(applied)] { applied(Drop(log)); });
}

void Writer::PollDue() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    poll_due_ = true;
  }
  wake_.notify_one();
}

size_t Writer::queue_length() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return queue_.commands(/*bulk=*/false) + queue_.commands(/*bulk=*/true);
}

void Writer::Measure() {
  for (const bool bulk : {false, true}) {
    options_.metrics->Queued(options_.log, bulk ? "bulk" : "single", queue_.commands(bulk),
                             queue_.bytes(bulk));
  }
}

void Writer::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
    return;
  }
  std::vector<QueuedCommand> refused;
  std::deque<Job> dropped;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    refused = queue_.TakeAll();
    dropped.swap(jobs_);
  }
  for (const QueuedCommand& command : refused) command.done(Refused(ShuttingDown()));
  for (const Job& job : dropped) job();
}

void Writer::Run() {
  while (true) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      if (alive_) {
        wake_.wait_until(lock, ToSteady(std::max(next_poll_, SteadyNow())), [this] {
          return stopping_ || poll_due_ || !queue_.empty() || !jobs_.empty();
        });
      }
      if (stopping_ && queue_.empty() && jobs_.empty()) return;
    }
    alive_ ? RunTurn() : Recover();
  }
}

void Writer::RunTurn() {
  Job job;
  std::vector<QueuedCommand> batch;
  bool poll = false;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    poll = !stopping_ && (poll_due_ || SteadyNow() >= next_poll_);
    if (poll) poll_due_ = false;
    if (!jobs_.empty()) {
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    batch = queue_.Take();
    Measure();
  }
  if (job) job();
  if (poll) {
    next_poll_ = SteadyNow() + kTickInterval;
    RunDue();
  }
  if (!batch.empty()) RunCommands(std::move(batch));
}

void Writer::RunCommands(std::vector<QueuedCommand> batch) {
  const absl::Time now = SteadyNow();
  std::vector<QueuedCommand> group;
  std::vector<storage::Command> commands;
  group.reserve(batch.size());
  commands.reserve(batch.size());
  for (QueuedCommand& queued : batch) {
    options_.metrics->Waited(options_.log, queued.bulk() ? "bulk" : "single", now - queued.queued);
    if (now >= queued.deadline) {
      queued.done(Refused(Error(common::v1::ERROR_REASON_DEADLINE_PASSED,
                                "The deadline passed before the work began.")));
      continue;
    }
    commands.push_back(std::move(queued.command));
    group.push_back(std::move(queued));
  }
  if (group.empty()) return;
  storage::GroupOutcome outcome = RunGroup(commands);
  for (size_t i = 0; i < outcome.taken; ++i) group[i].done(outcome.outcomes[i]);
  if (outcome.taken == group.size()) return;

  std::vector<QueuedCommand> rest;
  for (size_t i = outcome.taken; i < group.size(); ++i) {
    group[i].command = std::move(commands[i]);
    rest.push_back(std::move(group[i]));
  }
  std::lock_guard<std::mutex> lock(mutex_);
  queue_.PutBack(std::move(rest));
}

storage::GroupOutcome Writer::RunGroup(const std::vector<storage::Command>& commands) {
  const std::shared_ptr<storage::Store> store = alive_ ? options_.store() : nullptr;
  if (store == nullptr) {
    storage::GroupOutcome refused;
    refused.taken = commands.size();
    std::lock_guard<std::mutex> lock(mutex_);
    refused.outcomes.assign(commands.size(), Refused(failure_));
    return refused;
  }
  const storage::ClockReading clock = options_.clock->Read();
  storage::Committer& committer = store->committer();
  storage::GroupOutcome group = committer.RunGroup(commands, clock);
  if (group.taken == 0) {
    group.taken = commands.size();
    group.outcomes.assign(commands.size(),
                          Refused(absl::InternalError("the committer took no command")));
  }
  if (!committer.alive()) {
    Fail(committer.failure());
    return group;
  }
  if (!group.appended) return group;
  options_.clock->EntryRecorded(clock);
  const int64_t head = store->log().Head().revision;
  const size_t accepted = std::count_if(
      group.outcomes.begin(), group.outcomes.end(),
      [](const auto& outcome) { return outcome.entry != nullptr && !outcome.replayed; });
  options_.metrics->GroupCommitted(options_.log, accepted, head);
  // Before the answers: who reads after his answer finds his write.
  options_.signal->Set(options_.log, head);
  return group;
}

void Writer::RunDue() {
  if (!due_source_ || !alive_) return;
  const storage::ClockReading clock = options_.clock->Read();
  // Nothing may happen by a time that nobody vouches for.
  if (clock.suspect()) return;
  std::vector<storage::Command> due;
  {
    const std::shared_ptr<storage::Store> store = options_.store();
    due = due_source_(*store->rows().Snapshot(), clock.now, kMaxTicksPerPoll);
  }
  if (due.empty()) return;
  const storage::GroupOutcome group = RunGroup(due);
  bool recorded = false;
  for (size_t i = 0; i < group.taken; ++i) {
    const storage::Outcome& outcome = group.outcomes[i];
    recorded = recorded || (outcome.status.ok() && !outcome.replayed);
    if (outcome.status.ok()) continue;
    Logger::Fields fields = StatusFields(outcome.status);
    fields.emplace_back("method", due[i].method);
    options_.logger->Warning("tick_refused", fields);
  }
  // The others come after the commands that wait meanwhile. A full take of which nothing was
  // recorded would come again and again.
  const bool more = due.size() >= static_cast<size_t>(kMaxTicksPerPoll) || group.taken < due.size();
  if (more && recorded) next_poll_ = absl::InfinitePast();
}

absl::Status Writer::Fold(const std::string& log, const std::weak_ptr<storage::Store>& onto,
                          const storage::Group& group) {
  const std::shared_ptr<storage::Store> store = alive_ ? onto.lock() : nullptr;
  if (store == nullptr) {
    return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE, "The data folder was opened anew.");
  }
  const storage::Projector* projector = store->followed_projector(log);
  if (projector == nullptr) return absl::InternalError("the store does not follow this log");
  const std::unique_ptr<storage::RowReader> rows = store->rows().WriterView();
  storage::RowOverlay overlay(rows.get());
  RETURN_IF_ERROR(projector->FoldGroup(overlay, group));
  if (const absl::Status written = store->rows().Write(overlay.TakeChanges()); !written.ok()) {
    Fail(written);
    return written;
  }
  options_.clock->EntryFollowed(group.record_time);
  options_.signal->Set(log, group.last_revision());
  return absl::OkStatus();
}

absl::Status Writer::Drop(const std::string& log) {
  const std::shared_ptr<storage::Store> store = alive_ ? options_.store() : nullptr;
  if (store == nullptr) {
    return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE, "The data folder was opened anew.");
  }
  const storage::Projector* projector = store->followed_projector(log);
  if (projector == nullptr) return absl::InternalError("the store does not follow this log");
  if (const absl::Status dropped = projector->DropSource(store->rows()); !dropped.ok()) {
    // Opening completes a drop that was cut short.
    Fail(dropped);
    return dropped;
  }
  options_.signal->Set(log, 0);
  return absl::OkStatus();
}

void Writer::Fail(const absl::Status& why) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!failure_.ok()) return;
    failure_ = WritesStopped(why);
    alive_ = false;
  }
  pause_ = kBackoffMin;
  next_reopen_ = SteadyNow() + pause_;
  options_.logger->Error("log_unavailable", FailureFields(why, options_.log));
}

void Writer::Recover() {
  std::vector<QueuedCommand> refused;
  std::deque<Job> jobs;
  absl::Status failure;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    refused = queue_.TakeAll();
    jobs.swap(jobs_);
    failure = failure_;
    Measure();
  }
  for (const QueuedCommand& command : refused) command.done(Refused(failure));
  for (const Job& job : jobs) job();
  {
    std::unique_lock<std::mutex> lock(mutex_);
    wake_.wait_until(lock, ToSteady(next_reopen_), [this] { return stopping_; });
    if (stopping_) return;
  }
  const absl::Status opened = options_.reopen();
  if (opened.ok()) {
    std::lock_guard<std::mutex> lock(mutex_);
    failure_ = absl::OkStatus();
    alive_ = true;
    options_.logger->Info("log_available", {{"log", options_.log}});
    return;
  }
  pause_ = std::min(pause_ * 2, kBackoffMax);
  next_reopen_ = SteadyNow() + pause_;
  std::lock_guard<std::mutex> lock(mutex_);
  // What stands in the way now is what a person can do something about.
  const absl::Status stopped = WritesStopped(opened);
  if (stopped == failure_) return;
  failure_ = stopped;
  options_.logger->Error("reopen_failed", FailureFields(opened, options_.log));
}

}  // namespace waystation::runtime
