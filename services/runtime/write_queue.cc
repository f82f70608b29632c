#include "services/runtime/write_queue.h"

#include <iterator>
#include <utility>

#include "storage/base/errors.h"
#include "storage/group.h"

namespace waystation::runtime {

bool Lane::HasRoomFor(const QueuedCommand& command) const {
  if (commands_ >= bounds_.commands || bytes_ + command.size.bytes > bounds_.bytes) return false;
  const auto share = shares_.find(command.command.principal);
  if (share == shares_.end()) return true;
  return share->second.commands.size() < bounds_.commands / 2 &&
         share->second.bytes + command.size.bytes <= bounds_.bytes / 2;
}

void Lane::Push(QueuedCommand command) {
  const auto [share, is_new] = shares_.try_emplace(command.command.principal);
  if (is_new) turns_.push_back(share->first);
  ++commands_;
  bytes_ += command.size.bytes;
  share->second.bytes += command.size.bytes;
  share->second.commands.push_back(std::move(command));
}

const QueuedCommand* Lane::Front() const {
  if (turns_.empty()) return nullptr;
  return &shares_.find(turns_.front())->second.commands.front();
}

QueuedCommand Lane::Pop() {
  std::string principal = std::move(turns_.front());
  turns_.pop_front();
  const auto share = shares_.find(principal);
  QueuedCommand command = std::move(share->second.commands.front());
  share->second.commands.pop_front();
  share->second.bytes -= command.size.bytes;
  --commands_;
  bytes_ -= command.size.bytes;
  if (share->second.commands.empty()) {
    shares_.erase(share);
  } else {
    turns_.push_back(std::move(principal));
  }
  return command;
}

WriteQueue::WriteQueue(const Options& options) : single_(options.single), bulk_(options.bulk) {}

absl::Status WriteQueue::Push(QueuedCommand command) {
  Lane& lane = command.bulk() ? bulk_ : single_;
  if (!lane.HasRoomFor(command)) {
    return Error(common::v1::ERROR_REASON_OVERLOADED, "Too many writes are waiting.",
                 {{"lane", command.bulk() ? "bulk" : "single"}});
  }
  lane.Push(std::move(command));
  return absl::OkStatus();
}

std::vector<QueuedCommand> WriteQueue::Take() {
  std::vector<QueuedCommand> group;
  size_t lines = 0;
  size_t bytes = 0;
  bool bulk = false;
  const auto fits = [&](const QueuedCommand& next) {
    if (group.empty()) return true;
    return group.size() + 1 < storage::kMaxGroupEntries &&
           lines + next.size.lines <= kMaxGroupLines &&
           bytes + next.size.bytes <= storage::kMaxGroupBytes;
  };
  const auto add = [&](QueuedCommand next) {
    lines += next.bulk() ? 0 : next.size.lines;
    bytes += next.size.bytes;
    bulk = bulk || next.bulk();
    group.push_back(std::move(next));
  };
  while (!put_back_.empty() && (put_back_.front().bulk() || fits(put_back_.front()))) {
    add(std::move(put_back_.front()));
    put_back_.pop_front();
  }
  // What was put back stays before what came later.
  if (!put_back_.empty()) return group;
  while (single_.Front() != nullptr && fits(*single_.Front())) add(single_.Pop());
  if (bulk || bulk_.Front() == nullptr) return group;
  if (group.empty() || bytes + bulk_.Front()->size.bytes <= storage::kMaxGroupBytes) {
    add(bulk_.Pop());
  } else {
    // It would be decided in vain: its turn is the next group.
    put_back_.push_back(bulk_.Pop());
  }
  return group;
}

void WriteQueue::PutBack(std::vector<QueuedCommand> rest) {
  put_back_.insert(put_back_.begin(), std::make_move_iterator(rest.begin()),
                   std::make_move_iterator(rest.end()));
}

std::vector<QueuedCommand> WriteQueue::TakeAll() {
  std::vector<QueuedCommand> all;
  while (!empty()) {
    for (QueuedCommand& command : Take()) all.push_back(std::move(command));
  }
  return all;
}

bool WriteQueue::empty() const {
  return put_back_.empty() && single_.commands() == 0 && bulk_.commands() == 0;
}

size_t WriteQueue::commands(bool bulk) const {
  return bulk ? bulk_.commands() : single_.commands() + put_back_.size();
}

size_t WriteQueue::bytes(bool bulk) const {
  size_t bytes = bulk ? bulk_.bytes() : single_.bytes();
  if (bulk) return bytes;
  for (const QueuedCommand& command : put_back_) bytes += command.size.bytes;
  return bytes;
}

}  // namespace waystation::runtime
