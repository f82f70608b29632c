// From commands to one durable group, with neither thread nor clock: models, crash tests and
// simulations drive it from a seed; services/runtime/writer.h drives it in production.
#ifndef STORAGE_COMMITTER_H_
#define STORAGE_COMMITTER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/base/digest.h"
#include "storage/clock_reading.h"
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
  // While set, `now` may be behind the true time: times told with a fact prove nothing against it,
  // and a promise must hold by latest_now too.
  bool clock_suspect = false;
  absl::Time latest_now = absl::InfinitePast();   // Read by LatestNow().
  absl::Time clock_now = absl::InfiniteFuture();  // Read by ClockNow().

  // The later of `now` and what a suspect clock says.
  absl::Time LatestNow() const { return std::max(now, latest_now); }
  // Before `now` only after a person confirmed a clock that had stepped back, while record times
  // stand still.
  absl::Time ClockNow() const { return std::min(now, clock_now); }
};

// What a command decided to record, all within one scope: at least one event, or the confirmation
// of the clock and none.
struct Decision {
  std::string scope;
  std::vector<std::string> events;  // Serialized events of the service.
  std::optional<common::v1::ClockConfirmation> clock_confirmation = {};
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
  // request id. `clock.now` may go back: record time does not. Entries recorded under a suspect
  // clock are marked so. After a failed append every outcome is LOG_UNAVAILABLE and so is every
  // later group: reopen.
  GroupOutcome RunGroup(absl::Span<const Command> commands, const ClockReading& clock);

  // False after a failed append or row write.
  bool alive() const { return failure_.ok(); }
  // Why it is not alive, LOG_UNAVAILABLE with "detail": what a command is answered then.
  const absl::Status& failure() const { return failure_; }
  absl::Time last_record_time() const { return last_record_time_; }

 private:
  GroupOutcome Fail(size_t taken, const absl::Status& why);

  Log* log_;
  RowStore* rows_;
  const Projector* projector_;
  absl::Time last_record_time_;
  absl::Status failure_;
};

}  // namespace waystation::storage

#endif  // STORAGE_COMMITTER_H_
