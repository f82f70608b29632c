// From commands to one durable group, with neither thread nor clock: models, crash tests and
// simulations drive it from a seed; services/runtime/writer.h drives it in production.
#ifndef STORAGE_COMMITTER_H_
#define STORAGE_COMMITTER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/base/digest.h"
#include "storage/log.h"
#include "storage/projector.h"
#include "storage/rows.h"

namespace waystation::storage {

// What a decision may know beside the rows.
struct DecideContext {
  absl::Time now;          // The record time the entry will get; never before an earlier entry's.
  int64_t revision = 0;    // The revision the entry will get. Never put it into a name.
  std::string request_id;  // 16 bytes; derive ids from it.
  std::string principal;
  std::string acting_for;
};

// What a command decided to record. At least one event, all within one scope.
struct Decision {
  std::string scope;
  std::vector<std::string> events;  // Serialized events of the service.
};

struct Command {
  std::string request_id;  // 16 bytes.
  Digest fingerprint = {};
  std::string principal;
  std::string acting_for;
  std::string method;
  // Reads rows (with the group's earlier commands applied) and decides. Must not keep the reader.
  std::function<absl::StatusOr<Decision>(const RowReader& rows, const DecideContext& context)>
      decide;
};

struct Outcome {
  // Ok when `entry` is set. REQUEST_ID_REUSED, REQUEST_TOO_LARGE, LOG_UNAVAILABLE or what decide
  // said otherwise.
  absl::Status status;
  std::shared_ptr<const common::v1::LogEntry> entry;
  absl::Time record_time;
  bool replayed = false;  // The entry is an earlier acceptance of the same request id.
};

struct GroupOutcome {
  // How many commands from the front were dealt with; those after did not fit the group: run them
  // in the next.
  size_t taken = 0;
  // One for each command taken, in order.
  std::vector<Outcome> outcomes;
  // Set when a group was appended.
  bool appended = false;
};

// Owns the writing end of one log and its rows. Not thread-safe. `log`, `rows` and `projector` must
// outlive it.
class Committer {
 public:
  // REQUIRES: the rows are caught up with the log.
  Committer(Log* log, RowStore* rows, const Projector* projector, absl::Time last_record_time);

  // Decides the commands in order, each seeing those before it, appends what was accepted as one
  // group, then writes the rows. Refusals append nothing; only success is remembered under its
  // request id. `now` may go back: record time does not. After a failed append every outcome is
  // LOG_UNAVAILABLE and so is every later group: reopen.
  GroupOutcome RunGroup(absl::Span<const Command> commands, absl::Time now);

  // False after a failed append or row write.
  bool alive() const { return alive_; }
  absl::Time last_record_time() const { return last_record_time_; }

 private:
  Log* log_;
  RowStore* rows_;
  const Projector* projector_;
  absl::Time last_record_time_;
  bool alive_ = true;
};

}  // namespace waystation::storage

#endif  // STORAGE_COMMITTER_H_
