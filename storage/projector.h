// The one path from a log to rows: live, at restart, when rebuilding, and when following another
// service.
#ifndef STORAGE_PROJECTOR_H_
#define STORAGE_PROJECTOR_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/group.h"
#include "storage/log.h"
#include "storage/rows.h"

namespace waystation::storage {

// What a fold knows of the command whose event it folds.
struct EntryContext {
  const common::v1::LogEntry& entry;
  absl::Time record_time;
  size_t event_index;  // Of this event in entry.events().
};

// A service's way from one source's events to rows. Pure: no clock, no zone data, no other source's
// tables, so that a replay gives the same rows and folds of different sources commute.
class EventFold {
 public:
  virtual ~EventFold() = default;

  // Applies one event. An event this program does not understand is FOLDER_NEWER, never skipped.
  virtual absl::Status Fold(RowWriter& rows, const EntryContext& context,
                            absl::string_view event) const = 0;

  // The tables this fold writes, all of them and no other source's: what to drop when the source's
  // history changed.
  virtual std::vector<uint8_t> Tables() const = 0;
};

// The rows that storage keeps in table 0 (keys by storage/key.h; revision: 8 bytes, big-endian):
//   00 "applied" source          -> revision, digest: how far the source's log is folded in
//   00 "dropping" source         -> empty: the source's rows are being deleted and must not be read
//   00 "request" request_id      -> revision of the entry that accepted it (own log only)
//   00 "clock", 00 "time"        -> storage/clock_marks.h
class Projector {
 public:
  // `source` is the log's name. `index_requests` for a service's own log, so that a repeated
  // request finds its entry. `fold` must outlive the projector.
  struct Options {
    std::string source;
    bool index_requests = false;
  };
  Projector(Options options, const EventFold* fold);

  const std::string& source() const { return options_.source; }
  const EventFold& fold() const { return *fold_; }

  // The keys in table 0 that belong to this source, the request index apart.
  std::vector<std::string> StorageKeys() const;

  // How far `rows` hold this source; revision 0 when not at all.
  absl::StatusOr<LogPosition> Applied(const RowReader& rows) const;

  // Folds one entry's events and its request id, without moving `applied`.
  absl::Status FoldEntry(RowWriter& rows, const common::v1::LogEntry& entry,
                         absl::Time record_time) const;

  // Moves `applied` to `position`.
  void SetApplied(RowWriter& rows, const LogPosition& position) const;

  // Folds a group and moves `applied` to its end. HISTORY_CHANGED when the group does not follow on
  // what is applied (revision or previous digest); a group that is applied already is passed over.
  absl::Status FoldGroup(RowWriter& rows, const Group& group) const;

  // Folds all that `log` has and `rows` lack. `progress` (may be null) hears (applied revision,
  // head revision). HISTORY_CHANGED when the rows are ahead of the log or on another history.
  using Progress = std::function<void(int64_t, int64_t)>;
  absl::Status CatchUp(const Log& log, RowStore& rows, const Progress& progress = nullptr) const;

  // Deletes all rows of this source, its `applied` too (and the request index when it has one).
  // After an error or a crash on the way FinishDrop goes on with it.
  absl::Status DropSource(RowStore& rows) const;

  // Completes a drop that was cut short; does nothing when there was none. To be called once when a
  // store opens, before its rows of this source are read.
  absl::Status FinishDrop(RowStore& rows) const;

 private:
  Options options_;
  const EventFold* fold_;
};

// The revision of the entry that accepted `request_id`; nullopt when none has.
absl::StatusOr<std::optional<int64_t>> FindRequest(const RowReader& rows,
                                                   absl::string_view request_id);

}  // namespace waystation::storage

#endif  // STORAGE_PROJECTOR_H_
