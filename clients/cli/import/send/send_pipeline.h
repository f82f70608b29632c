#ifndef CLIENTS_CLI_IMPORT_SEND_SEND_PIPELINE_H_
#define CLIENTS_CLI_IMPORT_SEND_SEND_PIPELINE_H_

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/cli/import/import_kind.h"
#include "google/protobuf/message.h"

namespace waystation::cli {

// Sends one command; must not block, and calls `done` once, on any thread.
using SendCommand =
    std::function<void(const ImportCommand& command, std::function<void(absl::Status)> done)>;

// Sends commands many at a time, those of one lane one after another. What is UNAVAILABLE or late
// is sent again with the same id; when nothing has got through for `patience`, the rest is not
// sent. Used by one thread, which also runs the outcome function.
class SendPipeline {
 public:
  struct Options {
    // Commands under way at once.
    size_t window = 64;
    // Commands held here at once, waiting for their lane; more make Offer wait.
    size_t held = 1024;
    absl::Duration patience = absl::Seconds(10);
  };

  // Told of each command's end, once: ok (its response is filled), a refusal, UNAVAILABLE for
  // everything after patience ran out, CANCELLED for one that was held back because an earlier one
  // of its chain came to nothing. Says whether what follows in the chain may be sent.
  enum class Chain { kGoesOn, kBroken };
  using Outcome = std::function<Chain(const ImportCommand&, const absl::Status&)>;

  SendPipeline(Options options, SendCommand send, Outcome outcome);
  // Waits for what is under way.
  ~SendPipeline();

  // Takes the command; waits while too much is held.
  void Offer(ImportCommand command);

  // Waits until every command has had its outcome.
  void Finish();

  // True once patience has run out.
  bool gave_up() const { return gave_up_; }

 private:
  struct Job;
  struct Mailbox;

  void Start(std::shared_ptr<Job> job);
  void StartWaiting();
  void End(const std::shared_ptr<Job>& job, const absl::Status& status);
  void Answered(const std::shared_ptr<Job>& job, const absl::Status& status);
  void Pump();

  Options options_;
  SendCommand send_;
  Outcome outcome_;
  std::shared_ptr<Mailbox> mailbox_;
  // First of each lane is under way, or waits to be sent again.
  std::map<std::string, std::deque<std::shared_ptr<Job>>> lanes_;
  // Ready to be sent as soon as the window has room.
  std::deque<std::shared_ptr<Job>> ready_;
  std::multimap<absl::Time, std::shared_ptr<Job>> again_;
  // Line of the row at which a chain broke.
  std::map<std::string, int64_t> broken_;
  size_t held_ = 0;
  size_t under_way_ = 0;
  int64_t next_lane_ = 0;
  bool gave_up_ = false;
  absl::Time last_success_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_SEND_SEND_PIPELINE_H_
