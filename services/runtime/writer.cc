#include "services/runtime/writer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "absl/types/span.h"
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

}  // namespace

Writer::Writer(const Options& options) : options_(options) {
  options_.metrics->QueueLength(options_.store->log_name(), 0);
}

Writer::~Writer() { Stop(); }

void Writer::SetDueSource(DueSource source) { due_source_ = std::move(source); }

void Writer::Start() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!stopping_ && !thread_.joinable()) thread_ = std::thread([this] { Run(); });
}

absl::Status Writer::Submit(storage::Command command, absl::Time deadline, Done done) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return ShuttingDown();
    if (queue_.size() >= options_.max_queued) {
      return Error(common::v1::ERROR_REASON_OVERLOADED, "Too many writes are waiting.");
    }
    queue_.push_back({std::move(command), deadline, std::move(done)});
  }
  wake_.notify_one();
  return absl::OkStatus();
}

absl::Status Writer::Enqueue(Job job) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return ShuttingDown();
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return absl::OkStatus();
}

absl::Status Writer::ApplyFollowed(const std::string& log, storage::Group group, Applied applied) {
  return Enqueue([this, log, group = std::move(group), applied = std::move(applied)] {
    applied(Fold(log, group));
  });
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
  return queue_.size();
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
  std::deque<Pending> refused;
  std::deque<Job> dropped;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    refused.swap(queue_);
    dropped.swap(jobs_);
  }
  for (const Pending& pending : refused) pending.done(Refused(ShuttingDown()));
  for (const Job& job : dropped) job();
}

void Writer::Run() {
  const auto interval = absl::ToChronoMilliseconds(kTickInterval);
  auto next_poll = std::chrono::steady_clock::now();
  while (true) {
    std::deque<Job> jobs;
    std::vector<Pending> batch;
    bool poll = false;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait_until(lock, next_poll, [this] {
        return stopping_ || poll_due_ || !queue_.empty() || !jobs_.empty();
      });
      if (stopping_ && queue_.empty() && jobs_.empty()) return;
      poll = !stopping_ && (poll_due_ || std::chrono::steady_clock::now() >= next_poll);
      if (poll) poll_due_ = false;
      jobs.swap(jobs_);
      const size_t count = std::min(queue_.size(), storage::kMaxGroupEntries);
      batch.reserve(count);
      for (size_t i = 0; i < count; ++i) {
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
      options_.metrics->QueueLength(options_.store->log_name(), queue_.size());
    }
    for (const Job& job : jobs) job();
    if (poll) {
      RunDue();
      next_poll = std::chrono::steady_clock::now() + interval;
    }
    if (!batch.empty()) RunCommands(std::move(batch));
  }
}

void Writer::RunCommands(std::vector<Pending> batch) {
  const absl::Time now = absl::Now();
  std::vector<storage::Command> commands;
  std::vector<Done> dones;
  commands.reserve(batch.size());
  dones.reserve(batch.size());
  for (Pending& pending : batch) {
    if (now >= pending.deadline) {
      pending.done(Refused(Error(common::v1::ERROR_REASON_DEADLINE_PASSED,
                                 "The deadline passed before the work began.")));
      continue;
    }
    commands.push_back(std::move(pending.command));
    dones.push_back(std::move(pending.done));
  }
  RunGroups(commands,
            [&dones](size_t index, const storage::Outcome& outcome) { dones[index](outcome); });
}

void Writer::RunGroups(const std::vector<storage::Command>& commands,
                       const std::function<void(size_t, const storage::Outcome&)>& answer) {
  storage::Committer& committer = options_.store->committer();
  const std::string& log = options_.store->log_name();
  size_t done = 0;
  while (done < commands.size()) {
    const storage::GroupOutcome group =
        committer.RunGroup(absl::MakeConstSpan(commands).subspan(done), options_.clock->Now());
    if (alive_ && !committer.alive()) {
      alive_ = false;
      options_.logger->Error("log_unavailable", {{"log", log}});
    }
    if (group.appended) {
      const int64_t head = options_.store->log().Head().revision;
      size_t accepted = 0;
      for (const storage::Outcome& outcome : group.outcomes) {
        if (outcome.entry != nullptr && !outcome.replayed) ++accepted;
      }
      options_.metrics->GroupCommitted(log, accepted, head);
      // Before the answers: who reads after his answer finds his write. Not when the rows could
      // not be written: a read that waits for it would find the rows without it.
      if (committer.alive()) options_.signal->Set(log, head);
    }
    for (size_t i = 0; i < group.taken; ++i) answer(done + i, group.outcomes[i]);
    done += group.taken;
    if (group.taken > 0) continue;
    for (; done < commands.size(); ++done) {
      answer(done, Refused(absl::InternalError("the committer took no command")));
    }
  }
}

void Writer::RunDue() {
  if (!due_source_) return;
  bool more = true;
  while (more && alive_) {
    const std::unique_ptr<storage::RowReader> rows = options_.store->rows().Snapshot();
    const std::vector<storage::Command> due =
        due_source_(*rows, options_.clock->Now(), kMaxTicksPerPoll);
    size_t recorded = 0;
    RunGroups(due, [this, &due, &recorded](size_t index, const storage::Outcome& outcome) {
      if (outcome.status.ok()) {
        recorded += outcome.replayed ? 0 : 1;
        return;
      }
      Logger::Fields fields = StatusFields(outcome.status);
      fields.emplace_back("method", due[index].method);
      options_.logger->Warning("tick_refused", fields);
    });
    // A full take of which nothing was recorded would come again and again.
    more = due.size() >= static_cast<size_t>(kMaxTicksPerPoll) && recorded > 0;
  }
}

absl::Status Writer::Fold(const std::string& log, const storage::Group& group) {
  const storage::Projector* projector = options_.store->followed_projector(log);
  if (projector == nullptr) return absl::InternalError("the store does not follow this log");
  const std::unique_ptr<storage::RowReader> rows = options_.store->rows().Snapshot();
  storage::RowOverlay overlay(rows.get());
  RETURN_IF_ERROR(projector->FoldGroup(overlay, group));
  RETURN_IF_ERROR(options_.store->rows().Write(overlay.TakeChanges()));
  options_.signal->Set(log, group.last_revision());
  return absl::OkStatus();
}

absl::Status Writer::Drop(const std::string& log) {
  const storage::Projector* projector = options_.store->followed_projector(log);
  if (projector == nullptr) return absl::InternalError("the store does not follow this log");
  RETURN_IF_ERROR(projector->DropSource(options_.store->rows()));
  options_.signal->Set(log, 0);
  return absl::OkStatus();
}

}  // namespace waystation::runtime
