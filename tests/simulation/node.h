#ifndef TESTS_SIMULATION_NODE_H_
#define TESTS_SIMULATION_NODE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/runtime/clock.h"
#include "services/runtime/judged_clock.h"
#include "storage/store.h"
#include "tests/simulation/disk.h"

namespace waystation::simulation {

// Of the program that runs: before every day on which a life begins.
inline constexpr absl::CivilDay kBuildDay(2026, 2, 1);

// What a service is to the simulation: the folds must outlive the node.
struct NodeSpec {
  std::string service;
  int64_t row_format = 1;
  const storage::EventFold* fold = nullptr;
  std::vector<storage::FollowedLog> followed;
};

// A machine's clock, wrong by any amount.
class WrongClock : public runtime::Clock {
 public:
  // `true_time` must outlive it.
  explicit WrongClock(const absl::Time* true_time) : true_time_(true_time) {}
  absl::Time Now() const override { return *true_time_ + error_; }
  absl::Duration error() const { return error_; }
  void SetError(absl::Duration error) { error_ = error; }

 private:
  const absl::Time* const true_time_;
  absl::Duration error_ = absl::ZeroDuration();
};

// One service: its store on its disk, under the runtime's judge of its clock. Does what the
// runtime's store host and writer do, without their threads.
class Node {
 public:
  // `true_time` must outlive the node.
  Node(NodeSpec spec, std::unique_ptr<Disk> disk, const absl::Time* true_time);
  ~Node();

  const std::string& service() const { return spec_.service; }
  std::string log_name() const { return spec_.service + "/main"; }
  Disk& disk() { return *disk_; }
  bool open() const { return store_ != nullptr; }
  // Open and not in need of being opened again.
  bool up() const { return open() && store_->committer().alive() && !rows_failed_; }
  // Which opening this is: a follower's connection does not outlive it.
  int64_t openings() const { return openings_; }
  // REQUIRES: open(); so of all below but Open and the clock.
  storage::Store& store() { return *store_; }
  std::unique_ptr<storage::RowReader> Rows() { return store_->rows().Snapshot(); }

  // As a process that starts: what it knew of the time is forgotten, but for what its logs prove.
  absl::Status Open();
  // Closes the store as it ends in that way. Does nothing when it is not open.
  void End(Stop how, uint64_t seed);

  storage::GroupOutcome Run(absl::Span<const storage::Command> commands);
  // A group of a followed log, into the rows.
  absl::Status FoldFollowed(const std::string& log, const storage::Group& group);
  absl::Status DropFollowed(const std::string& log);
  absl::StatusOr<storage::LogPosition> Applied(const std::string& log);

  // What it thinks of the time. REQUIRES: was open once.
  storage::ClockReading Read() const { return judged_->Read(); }
  WrongClock& clock() { return clock_; }
  // A person says, in the service's log, that the clock is right as it is.
  storage::GroupOutcome ConfirmClock(const std::string& request_id);
  // A person ever said so of one that was off by more than an hour.
  bool wrong_clock_confirmed() const { return wrong_clock_confirmed_; }

  // The next opening is by a program with other rows.
  void ChangeRowFormat() { ++spec_.row_format; }

 private:
  NodeSpec spec_;
  const std::unique_ptr<Disk> disk_;
  const absl::Time* const true_time_;
  WrongClock clock_;
  const runtime::SettableClock settable_{&clock_};
  std::unique_ptr<runtime::JudgedClock> judged_;
  std::unique_ptr<storage::Store> store_;
  int64_t openings_ = 0;
  bool rows_failed_ = false;
  bool wrong_clock_confirmed_ = false;
};

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_NODE_H_
