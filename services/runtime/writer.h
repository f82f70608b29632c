#ifndef SERVICES_RUNTIME_WRITER_H_
#define SERVICES_RUNTIME_WRITER_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/limits.h"
#include "services/runtime/logger.h"
#include "services/runtime/metrics.h"
#include "services/runtime/revision_signal.h"
#include "storage/committer.h"
#include "storage/group.h"
#include "storage/store.h"

namespace waystation::runtime {

// What happens by time alone: the commands that are due at `now` by the rows, at most `max`, the
// earliest first. Their request ids are derived from what is due, so that one polled twice is
// recorded once; their method is "tick/<name>".
using DueSource = std::function<std::vector<storage::Command>(const storage::RowReader& rows,
                                                              absl::Time now, int max)>;

// The one thread that writes a store: commands in groups, followed groups, ticks. All of its
// methods are thread-safe.
class Writer {
 public:
  struct Options {
    storage::Store* store = nullptr;
    Clock* clock = nullptr;
    RevisionSignal* signal = nullptr;
    Metrics* metrics = nullptr;
    Logger* logger = nullptr;
    size_t max_queued = kMaxQueuedCommands;
  };
  // Called once for each command accepted by Submit, on the writer thread; must not block.
  using Done = std::function<void(const storage::Outcome& outcome)>;
  using Applied = std::function<void(const absl::Status& status)>;

  // What `options` points to must outlive the writer.
  explicit Writer(const Options& options);
  // Stops as by Stop().
  ~Writer();

  // REQUIRES: before Start().
  void SetDueSource(DueSource source);

  void Start();

  // OVERLOADED, and `done` is not called, when the queue is full or the writer stops. A command
  // whose `deadline` (the machine's time) passes before its group is run is DEADLINE_PASSED and
  // records nothing.
  absl::Status Submit(storage::Command command, absl::Time deadline, Done done);

  // Folds a group of the followed `log` into the rows. OVERLOADED, and `applied` is not called,
  // when the writer stops. HISTORY_CHANGED, FOLDER_NEWER and whatever the fold said come through
  // `applied`.
  absl::Status ApplyFollowed(const std::string& log, storage::Group group, Applied applied);

  // Drops all rows of the followed `log`: its history changed.
  absl::Status DropFollowed(const std::string& log, Applied applied);

  // Asks the due source now: the clock was set.
  void PollDue();

  // Refuses what is new, finishes what is queued, joins the thread. Never started: what is queued
  // is refused with OVERLOADED.
  void Stop();

  // False after a failed append or row write: every write is LOG_UNAVAILABLE until reopened.
  bool alive() const { return alive_; }

  size_t queue_length() const;

 private:
  struct Pending {
    storage::Command command;
    absl::Time deadline;
    Done done;
  };
  using Job = std::function<void()>;

  void Run();
  void RunCommands(std::vector<Pending> batch);
  void RunDue();
  // Runs the commands group by group; `answer` gets the index of each command and its outcome.
  void RunGroups(const std::vector<storage::Command>& commands,
                 const std::function<void(size_t, const storage::Outcome&)>& answer);
  absl::Status Fold(const std::string& log, const storage::Group& group);
  absl::Status Drop(const std::string& log);
  absl::Status Enqueue(Job job);

  const Options options_;
  DueSource due_source_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Pending> queue_;
  std::deque<Job> jobs_;
  bool poll_due_ = false;
  bool stopping_ = false;
  std::atomic<bool> alive_{true};
  std::thread thread_;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WRITER_H_
