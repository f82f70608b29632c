#include "tests/simulation/clients.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/base/errors.h"
#include "storage/group.h"

namespace waystation::simulation {
namespace {

using storage::Command;
using storage::Outcome;

constexpr int64_t kMaxBatch = 5;
constexpr size_t kReadBytes = 1 << 20;

// All of an accepted command that an answer can be made of.
std::string Recorded(const common::v1::LogEntry& entry, absl::Time record_time) {
  return absl::StrCat(absl::ToUnixMicros(record_time), " ", entry.SerializeAsString());
}

bool IsTick(const common::v1::LogEntry& entry) { return absl::StartsWith(entry.method(), "tick/"); }

// No model tells what becomes of warnings.
bool IsModelled(const common::v1::LogEntry& entry) { return entry.method() != "tick/warnings"; }

// Whether nobody can tell yet what became of the group.
bool Unknown(const storage::GroupOutcome& group) {
  return !group.outcomes.empty() &&
         std::all_of(group.outcomes.begin(), group.outcomes.end(), [](const Outcome& outcome) {
           return ReasonOf(outcome.status) == common::v1::ERROR_REASON_LOG_UNAVAILABLE;
         });
}

}  // namespace

Clients::Clients(std::string service, testing::Random* random, Trace* trace)
    : service_(std::move(service)), random_(*random), trace_(*trace) {}

void Clients::Fail(const std::string& problem) {
  if (problem_.empty() && !problem.empty()) problem_ = absl::StrCat(service_, ": ", problem);
}

Command Clients::New(absl::Time device_time) {
  const std::string id = absl::StrFormat("%s%015d", service_.substr(0, 1), next_id_++);
  Sent& sent = sent_[id];
  sent.made = Make(id, device_time);
  sent.made.command.request_id = id;
  sent.made.command.principal = absl::StrCat("person-", random_.Below(3));
  waiting_.push_back(id);
  return sent.made.command;
}

Command Clients::Conflicting(const std::string& request_id) {
  Command command = sent_.at(request_id).made.command;
  if (random_.OneIn(2)) {
    command.principal = "another";
  } else {
    command.fingerprint[0] ^= 1;
  }
  return command;
}

std::vector<Command> Clients::NextBatch(absl::Time device_time) {
  std::vector<Command> batch;
  for (int64_t n = 1 + random_.Below(kMaxBatch); n > 0; --n) {
    const int64_t choice = random_.Below(20);
    if (choice < 3 && !waiting_.empty()) {
      batch.push_back(sent_.at(random_.OneOf(waiting_)).made.command);
    } else if (choice == 3 && !answered_.empty()) {
      batch.push_back(sent_.at(random_.OneOf(answered_)).made.command);
    } else if (choice == 4 && !answered_.empty()) {
      batch.push_back(Conflicting(random_.OneOf(answered_)));
    } else {
      batch.push_back(New(device_time));
    }
  }
  return batch;
}

std::vector<Command> Clients::Unanswered() {
  std::vector<Command> batch;
  for (const std::string& id : waiting_) batch.push_back(sent_.at(id).made.command);
  return batch;
}

void Clients::Answered(const std::vector<Command>& batch, const storage::GroupOutcome& group,
                       const storage::Log& log, bool faulty) {
  counts_.sent += static_cast<int64_t>(group.taken);
  std::string line = absl::StrCat(service_, " answered");
  for (size_t i = 0; i < group.taken; ++i) {
    const Outcome& outcome = group.outcomes[i];
    absl::StrAppend(&line, " ", batch[i].request_id, "=",
                    outcome.entry != nullptr ? absl::StrCat(outcome.entry->revision())
                                             : ReasonName(ReasonOf(outcome.status)));
    AnsweredOne(batch[i], outcome, faulty);
  }
  trace_.Note(std::move(line));
  if (!Unknown(group)) position_ = log.Head();
}

void Clients::TicksAnswered(const storage::GroupOutcome& group, absl::Time now,
                            const storage::Log& log) {
  if (Unknown(group)) return;
  const int64_t recorded = std::count_if(
      group.outcomes.begin(), group.outcomes.end(),
      [](const Outcome& o) { return o.entry != nullptr && !o.replayed && IsModelled(*o.entry); });
  trace_.Note(absl::StrCat(service_, " ticked ", recorded));
  Fail(Ticked(recorded, now));
  position_ = log.Head();
}

void Clients::AnsweredOne(const Command& command, const Outcome& outcome, bool faulty) {
  const std::string& id = command.request_id;
  const Sent& sent = sent_.at(id);
  if (ReasonOf(outcome.status) == common::v1::ERROR_REASON_LOG_UNAVAILABLE) {
    ++counts_.unanswered;
    if (!faulty) Fail(absl::StrCat(id, " had no answer although nothing was wrong"));
    return;
  }
  const auto known = log_.find(id);
  if (command.fingerprint != sent.made.command.fingerprint ||
      command.principal != sent.made.command.principal) {
    ++counts_.reused;
    if (ReasonOf(outcome.status) == common::v1::ERROR_REASON_REQUEST_ID_REUSED) return;
    return Fail(absl::StrCat(id, " with other content: ", outcome.status.ToString()));
  }
  if (known != log_.end()) {
    ++counts_.replayed;
    if (outcome.entry == nullptr) {
      return Fail(absl::StrCat(id, " is recorded, but now refused: ", outcome.status.ToString()));
    }
    if (!outcome.replayed) return Fail(absl::StrCat(id, " was accepted twice"));
    if (Recorded(*outcome.entry, outcome.record_time) != known->second) {
      return Fail(absl::StrCat(id, " is answered otherwise than at first"));
    }
    return Accepted(id, outcome);
  }
  if (outcome.replayed) return Fail(absl::StrCat(id, " was never accepted, but is replayed"));
  Fail(sent.made.judge(outcome));
  if (outcome.entry != nullptr) {
    log_[id] = Recorded(*outcome.entry, outcome.record_time);
    return Accepted(id, outcome);
  }
  // Most give up what was refused; some try again as it is.
  if (random_.OneIn(10)) return;
  std::erase(waiting_, id);
}

void Clients::Accepted(const std::string& request_id, const Outcome& outcome) {
  if (!outcome.replayed) ++counts_.accepted;
  // Some answers are lost on the way.
  if (random_.OneIn(20)) return;
  Sent& sent = sent_.at(request_id);
  std::erase(waiting_, request_id);
  if (!sent.answered) answered_.push_back(request_id);
  sent.answered = true;
}

void Clients::ClockConfirmed(const storage::GroupOutcome& group, const storage::Log& log) {
  if (!Unknown(group)) position_ = log.Head();
}

void Clients::CatchUp(const storage::Log& log) {
  if (position_.revision > 0) {
    const auto here = log.GroupEndingAt(position_.revision);
    if (!here.ok() || *here != position_) {
      return Fail(absl::StrCat("what was acknowledged up to revision ", position_.revision,
                               " is not in the log any more"));
    }
  }
  while (position_.revision < log.Head().revision) {
    const auto groups = log.Read(position_.revision, kReadBytes);
    if (!groups.ok() || groups->empty()) return Fail("the log can't be read");
    for (const std::string& bytes : *groups) {
      const absl::StatusOr<storage::Group> group = storage::DecodeGroup(bytes);
      if (!group.ok()) return Fail(group.status().ToString());
      TakeIn(*group);
      position_ = group->end();
    }
  }
}

void Clients::TakeIn(const storage::Group& group) {
  int64_t ticks = 0;
  for (const common::v1::LogEntry& entry : group.entries) {
    if (entry.has_birth() || entry.has_clock_confirmation()) continue;
    if (IsTick(entry)) {
      ticks += IsModelled(entry) ? 1 : 0;
      continue;
    }
    const std::string& id = entry.request_id();
    const auto sent = sent_.find(id);
    if (sent == sent_.end()) return Fail(absl::StrCat(id, " is in the log and was never sent"));
    if (log_.contains(id)) return Fail(absl::StrCat(id, " is in the log twice"));
    Outcome outcome;
    outcome.entry = std::make_shared<const common::v1::LogEntry>(entry);
    outcome.record_time = group.record_time;
    Fail(sent->second.made.judge(outcome));
    log_[id] = Recorded(entry, group.record_time);
    ++counts_.found_later;
  }
  if (ticks > 0) Fail(Ticked(ticks, group.record_time));
}

void Clients::StartAgain(const storage::Log& log) {
  BeginAgain();
  position_ = {};
  log_.clear();
  const ClientCounts counts = counts_;
  CatchUp(log);
  counts_ = counts;
  // What the copy does not hold was never accepted, though its client was told so; some of them
  // send it again.
  std::vector<std::string> kept;
  for (const std::string& id : answered_) {
    if (log_.contains(id)) {
      kept.push_back(id);
      continue;
    }
    sent_.at(id).answered = false;
    if (random_.OneIn(2)) waiting_.push_back(id);
  }
  answered_ = std::move(kept);
}

void Clients::CheckLog(const storage::Log& log) {
  size_t found = 0;
  int64_t revision = 0;
  storage::Digest previous = {};
  while (revision < log.Head().revision) {
    const auto groups = log.Read(revision, kReadBytes);
    if (!groups.ok() || groups->empty()) return Fail("the log can't be read");
    for (const std::string& bytes : *groups) {
      const absl::StatusOr<storage::Group> group = storage::DecodeGroup(bytes);
      if (!group.ok()) return Fail(group.status().ToString());
      if (group->first_revision != revision + 1 || group->previous_digest != previous) {
        return Fail(absl::StrCat("the log's chain is broken after revision ", revision));
      }
      revision = group->last_revision();
      previous = group->digest;
      for (const common::v1::LogEntry& entry : group->entries) {
        if (entry.has_birth() || entry.has_clock_confirmation() || IsTick(entry)) continue;
        const auto known = log_.find(entry.request_id());
        if (known == log_.end() || known->second != Recorded(entry, group->record_time)) {
          return Fail(absl::StrCat(entry.request_id(), " is not in the log as acknowledged"));
        }
        ++found;
      }
    }
  }
  if (found != log_.size()) {
    Fail(absl::StrCat(log_.size(), " commands were acknowledged, the log holds ", found));
  }
}

}  // namespace waystation::simulation
