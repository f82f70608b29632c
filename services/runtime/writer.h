#ifndef SERVICES_RUNTIME_WRITER_H_
#define SERVICES_RUNTIME_WRITER_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/logger.h"
#include "services/runtime/metrics.h"
#include "services/runtime/revision_signal.h"
#include "services/runtime/write_queue.h"
#include "storage/committer.h"
#include "storage/group.h"
#include "storage/store.h"

namespace waystation::runtime {

// What happens by time alone: the commands that are due at `now` by the rows, at most `max`, the
// earliest first. Their request ids are derived from what is due, so that one polled twice is
// recorded once; their method is "tick/<name>".
using DueSource = std::function<std::vector<storage::Command>(const storage::RowReader& rows,
                                                              absl::Time now, int max)>;

// The one thread that writes a store: in turns a followed group, a group of commands, due ticks.
// After a failed append or row write it refuses all of them (LOG_UNAVAILABLE, saying what failed)
// and opens the store again, with growing pauses, until that succeeds. All of its methods are
// thread-safe.
class Writer {
 public:
  struct Options {
    std::string log;
    // The store as it is now; null while it is closed.
    std::function<std::shared_ptr<storage::Store>()> store;
    // Closes and opens it; on the writer thread, which then has none of store()'s pointers.
    std::function<absl::Status()> reopen;
    Clock* clock = nullptr;
    RevisionSignal* signal = nullptr;
    Metrics* metrics = nullptr;
    Logger* logger = nullptr;
    WriteQueue::Options queue;
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

  // OVERLOADED, and `done` is not called, when the command's lane is full or the writer stops;
  // LOG_UNAVAILABLE while the store can't be written. A command whose `deadline` (a moment of
  // SteadyNow) passes before its group is run is DEADLINE_PASSED and records nothing.
  absl::Status Submit(storage::Command command, absl::Time deadline, Done done,
                      CommandSize size = {});

  // Folds a group of the followed `log` into the rows, if they still are those of `onto`: of what
  // StoreHost::store() gave when the position to follow from was read. OVERLOADED, and `applied` is
  // not called, when the writer stops or has too much to do; LOG_UNAVAILABLE likewise.
  // HISTORY_CHANGED, FOLDER_NEWER, LOG_UNAVAILABLE (the store was opened anew) and whatever the
  // fold said come through `applied`.
  absl::Status ApplyFollowed(const std::string& log, std::weak_ptr<storage::Store> onto,
                             storage::Group group, Applied applied);

  // Drops all rows of the followed `log`: its history changed. Errors as ApplyFollowed.
  absl::Status DropFollowed(const std::string& log, Applied applied);

  // Asks the due source now: the clock was set.
  void PollDue();

  // Refuses what is new, finishes what is queued, joins the thread. Never started: what is queued
  // is refused with OVERLOADED.
  void Stop();

  // False from a failed append or row write until the store is open again.
  bool alive() const { return alive_; }

  size_t queue_length() const;

 private:
  using Job = std::function<void()>;

  void Run();
  // One job, one group of commands, due ticks.
  void RunTurn();
  void RunCommands(std::vector<QueuedCommand> batch);
  void RunDue();
  // Runs one group; LOG_UNAVAILABLE for all of it when the writer is not alive.
  storage::GroupOutcome RunGroup(const std::vector<storage::Command>& commands);
  absl::Status Fold(const std::string& log, const std::weak_ptr<storage::Store>& onto,
                    const storage::Group& group);
  absl::Status Drop(const std::string& log);
  absl::Status Enqueue(Job job);
  // Refuses everything from now on; the first reason counts.
  void Fail(const absl::Status& why);
  // While not alive: refuses what is queued, waits for the next attempt and makes it.
  void Recover();
  void Measure();  // REQUIRES: mutex_ is held.

  const Options options_;
  DueSource due_source_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  WriteQueue queue_;
  std::deque<Job> jobs_;
  bool poll_due_ = false;
  absl::Time next_poll_ = absl::InfinitePast();  // By SteadyNow; the thread's own.
  bool stopping_ = false;
  absl::Status failure_;
  std::atomic<bool> alive_{true};
  absl::Time next_reopen_ = absl::InfinitePast();  // Likewise.
  absl::Duration pause_;
  std::thread thread_;
};

// The answer to a write while `why` keeps the store from being written: LOG_UNAVAILABLE that names
// what happened ("detail") and what a person can do about it ("remedy").
absl::Status WritesStopped(const absl::Status& why);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WRITER_H_
