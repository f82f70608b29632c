#ifndef TESTS_SIMULATION_CLIENTS_H_
#define TESTS_SIMULATION_CLIENTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/committer.h"
#include "storage/log.h"
#include "tests/simulation/trace.h"
#include "tests/support/random.h"

namespace waystation::simulation {

// What was done, to see that a run was worth something.
struct ClientCounts {
  int64_t sent = 0;
  int64_t accepted = 0;
  int64_t replayed = 0;
  int64_t reused = 0;       // A request id with other content, refused.
  int64_t unanswered = 0;   // Not known to be accepted when the answer did not come.
  int64_t found_later = 0;  // Of those: accepted after all.
};

// All clients of one service, and what they hold the service to: an accepted command is there once,
// answered the same each time, and only what its model allows is accepted. The model follows the
// log: it is told of an outcome when it is known, in the order of revisions.
class Clients {
 public:
  // Both must outlive the clients.
  Clients(std::string service, testing::Random* random, Trace* trace);
  virtual ~Clients() = default;

  // Commands to be run together at `device_time`: new ones, such as had no answer, such as had one,
  // and request ids of those with other content or another principal.
  std::vector<storage::Command> NextBatch(absl::Time device_time);
  // All that had no answer yet.
  std::vector<storage::Command> Unanswered();
  // What became of the batch that was made last. `faulty`: answers may fail for the disk's sake.
  void Answered(const std::vector<storage::Command>& batch, const storage::GroupOutcome& outcome,
                const storage::Log& log, bool faulty);

  // What became of the service's own commands that were due at `now`, none perhaps.
  void TicksAnswered(const storage::GroupOutcome& outcome, absl::Time now, const storage::Log& log);

  // What became of a person's word that the service's clock is right.
  void ClockConfirmed(const storage::GroupOutcome& outcome, const storage::Log& log);

  // Takes in what the log holds beyond what is known of it. To be called after each opening.
  void CatchUp(const storage::Log& log);
  // The same after the service was restored to an earlier copy.
  void StartAgain(const storage::Log& log);

  // Holds the whole log against what was acknowledged. REQUIRES: caught up.
  void CheckLog(const storage::Log& log);

  // Empty, or the first thing that is wrong.
  const std::string& problem() const { return problem_; }
  const ClientCounts& counts() const { return counts_; }

 protected:
  // Tells the model of an outcome; empty or what is wrong with it.
  using Judge = std::function<std::string(const storage::Outcome& outcome)>;
  struct Made {
    storage::Command command;
    Judge judge;
  };
  virtual Made Make(const std::string& request_id, absl::Time device_time) = 0;
  // Forgets all that the model was told.
  virtual void BeginAgain() = 0;
  // `count` commands of the service's own, by time alone, recorded in one group.
  virtual std::string Ticked(int64_t count, absl::Time record_time) = 0;

  testing::Random& random() { return random_; }
  void Fail(const std::string& problem);

 private:
  struct Sent {
    Made made;
    bool answered = false;
  };

  storage::Command New(absl::Time device_time);
  storage::Command Conflicting(const std::string& request_id);
  void AnsweredOne(const storage::Command& command, const storage::Outcome& outcome, bool faulty);
  void Accepted(const std::string& request_id, const storage::Outcome& outcome);
  void TakeIn(const storage::Group& group);

  const std::string service_;
  testing::Random& random_;
  Trace& trace_;
  std::string problem_;
  ClientCounts counts_;
  int64_t next_id_ = 0;
  std::map<std::string, Sent> sent_;        // By request id; refused ones are forgotten.
  std::vector<std::string> waiting_;        // Ids without an answer, oldest first.
  std::vector<std::string> answered_;       // Ids whose clients know that they were accepted.
  std::map<std::string, std::string> log_;  // What the log holds: id to entry and record time.
  storage::LogPosition position_;           // How far the model was told of the log.
};

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_CLIENTS_H_
