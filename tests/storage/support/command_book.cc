#include "tests/storage/support/command_book.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace waystation::storage::testing {
namespace {

constexpr int kWords = 5;
const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

}  // namespace

std::map<int64_t, common::v1::LogEntry> ReadWholeLog(const Log& log) {
  std::map<int64_t, common::v1::LogEntry> entries;
  LogPosition at;
  while (at != log.Head()) {
    const auto groups = log.Read(at.revision, 1 << 20);
    if (!groups.ok() || groups->empty()) {
      ADD_FAILURE() << "after revision " << at.revision << ": " << groups.status();
      return entries;
    }
    for (const std::string& bytes : *groups) {
      const auto group = DecodeGroup(bytes);
      if (!group.ok() || group->previous_digest != at.digest ||
          group->first_revision != at.revision + 1) {
        ADD_FAILURE() << "broken after revision " << at.revision << ": " << group.status();
        return entries;
      }
      for (const auto& entry : group->entries) entries[entry.revision()] = entry;
      at = group->end();
    }
  }
  return entries;
}

bool CommandBook::Run(Store& store, std::vector<Sent>& group) {
  std::vector<Command> commands;
  for (const Sent& sent : group) commands.push_back(sent.command);
  const GroupOutcome result = store.committer().RunGroup(commands, kNow);
  EXPECT_EQ(result.taken, commands.size());
  bool accepted = true;
  for (size_t i = 0; i < result.outcomes.size(); ++i) {
    const Outcome& outcome = result.outcomes[i];
    accepted = accepted && outcome.status.ok();
    if (!outcome.status.ok()) continue;
    if (group[i].revision != 0) {
      EXPECT_TRUE(outcome.replayed) << "accepted twice";
      EXPECT_EQ(outcome.entry->revision(), group[i].revision);
    }
    group[i].revision = outcome.entry->revision();
  }
  return accepted;
}

bool CommandBook::Send(Store& store, int commands, size_t bytes) {
  std::vector<Sent>& group = groups_.emplace_back();
  for (int i = 0; i < commands; ++i) {
    const int64_t request = next_request_++;
    std::string word = absl::StrCat("w", request % kWords);
    if (bytes > word.size()) word.append(bytes - word.size(), 'x');
    group.push_back({AddOne(request, word, *fold_), word, 0});
  }
  return Run(store, group);
}

void CommandBook::SendAllAgain(Store& store) {
  for (std::vector<Sent>& group : groups_) {
    EXPECT_TRUE(Run(store, group)) << store.committer().failure();
  }
}

void CommandBook::Check(Store& store) const {
  std::map<std::string, int64_t> at;  // Request id to revision.
  for (const auto& [revision, entry] : ReadWholeLog(store.log())) {
    if (revision == 1) continue;  // The birth entry.
    EXPECT_TRUE(at.emplace(entry.request_id(), revision).second) << revision << " is there twice";
  }
  size_t known = 0;
  for (const std::vector<Sent>& group : groups_) {
    size_t stored = 0;
    for (const Sent& sent : group) {
      const auto found = at.find(sent.command.request_id);
      if (found != at.end()) ++stored;
      if (sent.revision == 0) continue;
      ASSERT_TRUE(found != at.end()) << "acknowledged as revision " << sent.revision << ", lost";
      ASSERT_EQ(found->second, sent.revision);
    }
    EXPECT_TRUE(stored == 0 || stored == group.size()) << stored << " of " << group.size();
    known += stored;
  }
  EXPECT_EQ(known, at.size()) << "more in the log than was sent";
  CheckWords(store, at);
}

void CommandBook::CheckWords(Store& store, const std::map<std::string, int64_t>& at) const {
  std::map<std::string, int64_t> counts;
  for (const std::vector<Sent>& group : groups_) {
    for (const Sent& sent : group) {
      counts[sent.word] += at.count(sent.command.request_id) > 0 ? 1 : 0;
    }
  }
  const auto rows = store.rows().Snapshot();
  for (const auto& [word, count] : counts) {
    EXPECT_EQ(fold_->Count(*rows, word), count) << word.substr(0, 4);
  }
}

size_t CommandBook::acknowledged() const {
  size_t count = 0;
  for (const std::vector<Sent>& group : groups_) {
    for (const Sent& sent : group) count += sent.revision != 0 ? 1 : 0;
  }
  return count;
}

}  // namespace waystation::storage::testing
