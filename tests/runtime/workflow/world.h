// Services of book.proto in one thread and in memory, with a network between them that delays,
// loses and repeats, and with crashes; all of it from one seed.
#ifndef TESTS_RUNTIME_WORKFLOW_WORLD_H_
#define TESTS_RUNTIME_WORKFLOW_WORLD_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/runtime/workflow/engine.h"
#include "storage/committer.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "storage/projector.h"

namespace waystation::test {

// One service: its log, its rows, its committer, its workflow engine.
class Site {
 public:
  Site(const std::string& name, uint64_t seed);

  const std::string& name() const { return name_; }
  bool up() const { return committer_ != nullptr; }
  // Of the process: answers to an earlier life are for nobody.
  int life() const { return life_; }
  workflow::Engine& engine() { return *engine_; }
  std::unique_ptr<storage::RowReader> rows() const { return rows_->Snapshot(); }
  storage::LogPosition head() const { return log_->Head(); }
  // Every entry, in order.
  std::vector<common::v1::LogEntry> Entries() const;

  storage::Outcome Run(const storage::Command& command, absl::Time now);
  // The next append fails, written or not; the store is then opened again by itself.
  void FailNextAppend(bool written);
  // The process is gone; its log stays.
  void Crash();
  // Up again: over the rows it had, or over rows folded anew.
  void Start(bool fold_anew);
  // The log ends after `revision`, as if restored. REQUIRES: not up.
  void Restore(int64_t revision);

 private:
  void OpenStore(bool fold_anew);

  const std::string name_;
  const uint64_t seed_;
  int life_ = 0;
  std::unique_ptr<storage::MemoryLogEngine> logs_;
  std::unique_ptr<storage::Log> log_;
  std::unique_ptr<storage::MemoryRowStore> rows_;
  storage::Projector projector_;
  std::unique_ptr<storage::Committer> committer_;
  std::unique_ptr<workflow::Engine> engine_;
};

// How often things go wrong, in thousandths.
struct Faults {
  int request_lost = 0;
  int answer_lost = 0;
  int repeated = 0;  // Heard twice by the callee, at once: the wire repeats none later.
  int slow = 0;      // Takes up to the timeout of the call, each way and in the callee's queue.
};

class World {
 public:
  explicit World(uint64_t seed);

  absl::Time now() const { return now_; }
  Site& site(const std::string& name) { return *sites_.at(name); }
  std::mt19937_64& random() { return random_; }
  // Below `bound`.
  int Random(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }
  bool Chance(int thousandths) { return Random(1000) < thousandths; }
  Faults faults;

  // A person's command at a site that is up; `request` gets a request id of its own.
  absl::Status Do(const std::string& site, const google::protobuf::Message& request);

  // Runs `action` when `delay` has passed.
  void After(absl::Duration delay, std::function<void()> action);

  // Lets engines and network go on until `until`.
  void RunUntil(absl::Time until);
  // Until no call is open anywhere; false when that has not come after `patience`.
  bool RunUntilQuiet(absl::Duration patience);

  // What is not quiet, for people.
  std::string OpenCalls();

  // The most calls that were in flight between any two sites at once.
  int most_in_flight() const { return most_in_flight_; }

 private:
  void StepEngines();
  void Send(Site& caller, const workflow::Attempt& attempt);
  void Arrive(const std::string& callee, const workflow::Attempt& attempt, absl::Time deadline,
              std::function<void(workflow::Answer)> answer);
  workflow::Answer Handle(Site& callee, const workflow::Attempt& attempt);
  void Answer(const std::string& caller, int life, const workflow::Attempt& attempt,
              const workflow::Answer& answer);
  absl::Duration Delay(absl::Duration timeout);

  std::mt19937_64 random_;
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  std::map<std::string, std::unique_ptr<Site>> sites_;
  std::multimap<absl::Time, std::function<void()>> events_;
  std::map<std::pair<std::string, std::string>, int> in_flight_;
  int most_in_flight_ = 0;
  int requests_ = 0;
};

}  // namespace waystation::test

#endif  // TESTS_RUNTIME_WORKFLOW_WORLD_H_
