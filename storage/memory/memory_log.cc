#include "storage/memory/memory_log.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/base/status_macros.h"

namespace waystation::storage {

struct MemoryLogEngine::State {
  struct Partition {
    std::map<int64_t, std::string> groups;  // By last revision.
    LogPosition head;
    int64_t owner = 0;  // The newest handle; others are fenced.
  };

  struct Failure {
    AppendResult result;
    bool written;
  };

  std::mutex mutex;
  std::map<std::string, Partition, std::less<>> partitions;
  std::optional<Failure> next_failure;
};

namespace {

template <typename State>
class MemoryLog : public Log {
 public:
  // REQUIRES: the state's mutex held.
  MemoryLog(std::shared_ptr<State> state, typename State::Partition* partition)
      : state_(std::move(state)),
        partition_(partition),
        owner_(++partition->owner),
        head_(partition->head) {}

  LogPosition Head() const override {
    std::lock_guard<std::mutex> lock(state_->mutex);
    return head_;
  }

  AppendResult Append(const LogPosition& expected_head, absl::string_view group) override {
    std::lock_guard<std::mutex> lock(state_->mutex);
    const AppendResult result = AppendLocked(expected_head, group);
    if (result != AppendResult::kOk) alive_ = false;
    return result;
  }

  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override {
    std::lock_guard<std::mutex> lock(state_->mutex);
    std::vector<std::string> groups;
    size_t bytes = 0;
    for (auto group = partition_->groups.upper_bound(after_revision);
         group != partition_->groups.end() && group->first <= head_.revision; ++group) {
      if (!groups.empty() && bytes + group->second.size() > max_bytes) break;
      bytes += group->second.size();
      groups.push_back(group->second);
    }
    return groups;
  }

  absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const override {
    std::lock_guard<std::mutex> lock(state_->mutex);
    const auto group = partition_->groups.find(revision);
    if (group == partition_->groups.end() || revision > head_.revision) return LogPosition();
    return GroupEnd(group->second);
  }

 private:
  AppendResult AppendLocked(const LogPosition& expected_head, absl::string_view group) {
    if (!alive_ || owner_ != partition_->owner || expected_head != head_) {
      return AppendResult::kFenced;
    }
    const absl::StatusOr<GroupFrame> frame = ReadGroupFrame(group);
    if (!frame.ok() || frame->first_revision != head_.revision + 1 ||
        frame->previous_digest != head_.digest) {
      return AppendResult::kUnavailable;
    }
    const auto failure = std::exchange(state_->next_failure, std::nullopt);
    const bool written = !failure.has_value() || failure->result == AppendResult::kOk ||
                         (failure->result == AppendResult::kUnknown && failure->written);
    if (written) {
      partition_->groups.emplace(frame->end.revision, group);
      partition_->head = frame->end;
    }
    const AppendResult result = failure.has_value() ? failure->result : AppendResult::kOk;
    if (result == AppendResult::kOk) head_ = frame->end;
    return result;
  }

  const std::shared_ptr<State> state_;
  typename State::Partition* const partition_;  // In state_; map elements stay where they are.
  const int64_t owner_;
  LogPosition head_;
  bool alive_ = true;
};

}  // namespace

MemoryLogEngine::MemoryLogEngine() : state_(std::make_shared<State>()) {}

MemoryLogEngine::~MemoryLogEngine() = default;

absl::StatusOr<std::unique_ptr<Log>> MemoryLogEngine::Open(absl::string_view partition) {
  std::lock_guard<std::mutex> lock(state_->mutex);
  auto found = state_->partitions.find(partition);
  if (found == state_->partitions.end()) {
    found = state_->partitions.emplace(std::string(partition), State::Partition()).first;
  }
  return std::make_unique<MemoryLog<State>>(state_, &found->second);
}

void MemoryLogEngine::FailNextAppend(AppendResult result, bool written) {
  std::lock_guard<std::mutex> lock(state_->mutex);
  state_->next_failure = State::Failure{result, written};
}

}  // namespace waystation::storage
