// What waits to be written, and what of it makes the next group: without thread or clock.
#ifndef SERVICES_RUNTIME_WRITE_QUEUE_H_
#define SERVICES_RUNTIME_WRITE_QUEUE_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/runtime/limits.h"
#include "storage/committer.h"

namespace waystation::runtime {

// How much work a command is, as far as can be told before it runs.
struct CommandSize {
  size_t lines = 1;  // Over kMaxSingleLines: bulk.
  size_t bytes = 0;  // Of its request.
};

struct QueuedCommand {
  storage::Command command;
  CommandSize size;
  absl::Time deadline;                                        // By SteadyNow.
  absl::Time queued;                                          // By SteadyNow.
  std::function<void(const storage::Outcome& outcome)> done;  // Called once.

  bool bulk() const { return size.lines > kMaxSingleLines; }
};

// Commands of one kind. Principals take turns, each with its oldest command, so that a flood of one
// does not delay another by more than one command.
class Lane {
 public:
  struct Bounds {
    size_t commands = 0;
    size_t bytes = 0;
  };
  explicit Lane(const Bounds& bounds) : bounds_(bounds) {}

  // Whether `command` still fits: nobody may fill more than half of what is free for all.
  bool HasRoomFor(const QueuedCommand& command) const;
  void Push(QueuedCommand command);
  // The next; null when empty. Lives until the next call.
  const QueuedCommand* Front() const;
  // REQUIRES: not empty.
  QueuedCommand Pop();

  size_t commands() const { return commands_; }
  size_t bytes() const { return bytes_; }

 private:
  struct Share {
    std::deque<QueuedCommand> commands;
    size_t bytes = 0;
  };

  Bounds bounds_;
  std::map<std::string, Share> shares_;  // By principal; none is empty.
  std::deque<std::string> turns_;        // Each principal of shares_ once.
  size_t commands_ = 0;
  size_t bytes_ = 0;
};

// Two lanes: single commands and bulk ones. Not thread-safe.
class WriteQueue {
 public:
  struct Options {
    Lane::Bounds single = {kMaxQueuedCommands, kMaxQueuedBytes};
    Lane::Bounds bulk = {kMaxQueuedBulkCommands, kMaxQueuedBulkBytes};
  };
  explicit WriteQueue(const Options& options);

  // OVERLOADED when the command's lane is full, or its principal's half of it.
  absl::Status Push(QueuedCommand command);

  // What makes the next group: first what was put back, then single commands until they have
  // kMaxGroupLines lines or fill a group's bytes, then one bulk command unless one was put back. So
  // a single command waits for the group that is being run, and after that for one bulk command at
  // most.
  std::vector<QueuedCommand> Take();

  // The end of what was taken, which the group did not hold: it leads the next group.
  void PutBack(std::vector<QueuedCommand> rest);

  // Everything, for a queue that ends.
  std::vector<QueuedCommand> TakeAll();

  bool empty() const;
  // What was put back counts as single.
  size_t commands(bool bulk) const;
  size_t bytes(bool bulk) const;

 private:
  Lane single_;
  Lane bulk_;
  std::deque<QueuedCommand> put_back_;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WRITE_QUEUE_H_
