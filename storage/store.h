// A service's whole store: its log, its rows, the projector of its own log and those of the logs it
// follows.
#ifndef STORAGE_STORE_H_
#define STORAGE_STORE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/clock_marks.h"
#include "storage/clock_reading.h"
#include "storage/committer.h"
#include "storage/projector.h"
#include "storage/rebuild.h"
#include "storage/rocks/rocks_database.h"

namespace waystation::storage {

struct StoreOptions {
  RocksOptions rocks;
  // The log's name, "<service>/main".
  std::string log;
  // What the folder must be; a new folder becomes it.
  common::v1::FolderKind kind = common::v1::FOLDER_KIND_REAL;
  // Such as "waystation 0.1.0", for the birth entry.
  std::string program;
  // The time of birth, should the folder be new.
  ClockReading now = absl::UnixEpoch();
  // Folds the own log's events; must outlive the store.
  const EventFold* fold = nullptr;
  // Hears (applied revision, head revision) while rows are folded at open; may be null.
  Projector::Progress progress;
  // Opens the database, and the scratch one of Verify; RocksDatabase::Open when null. So that a
  // simulation runs all that is above the database over one of its own.
  std::function<absl::StatusOr<std::unique_ptr<RocksDatabase>>(const RocksOptions&)> open_database;
};

// Another service's log, followed into this store's rows.
struct FollowedLog {
  std::string log;
  const EventFold* fold = nullptr;  // Must outlive the store.
};

// What opening found and did, for the operator's eyes.
struct OpenReport {
  // The rows were of another format and were folded again from the beginning.
  bool rows_dropped = false;
  // How many revisions of the own log were folded to catch up.
  int64_t revisions_folded = 0;
  // Above zero when commands once acknowledged are gone (a log file damaged, lost, or restored
  // apart from the rest): how many, at least. The store holds a whole beginning of what it held,
  // its rows too. Told by each open until something is appended again. Tell a person.
  int64_t revisions_lost = 0;
};

// Thread-safe as its parts are.
class Store {
 public:
  // Opens the database, checks the digest of the stored head and the birth entry, writes the birth
  // entry into a new log, folds what the rows lack (checking every digest on the way).
  // FOLDER_IN_USE and FOLDER_NEWER as RocksDatabase::Open; FOLDER_KIND when the folder is of the
  // other kind or holds another log; LOG_DAMAGED when digests or the birth entry are wrong.
  static absl::StatusOr<std::unique_ptr<Store>> Open(const StoreOptions& options,
                                                     std::vector<FollowedLog> followed);
  ~Store();

  const std::string& log_name() const;
  Log& log();
  RowStore& rows();
  Committer& committer();
  const Projector& own_projector() const;
  // The projector of a followed log; null when it is not followed.
  const Projector* followed_projector(const std::string& log) const;
  const common::v1::LogBirth& birth() const;
  absl::Time birth_time() const;
  // What the logs proved about the time when the store was opened.
  const ClockEvidence& clock_evidence() const;
  const OpenReport& open_report() const;

  // Folds the own log again into a scratch folder beside the database's files and compares with the
  // rows it owns (followed tables are left out). Any thread, also while commands are accepted: it
  // looks at one snapshot. One Verify at a time.
  absl::StatusOr<EqualityReport> Verify();

  // The same for the rows followed from another log, against that log itself, `source`: it must be
  // at hand. NOT_KNOWN for a log that is not followed; HISTORY_CHANGED when the rows are ahead of
  // `source` or of another history: following it drops them.
  absl::StatusOr<EqualityReport> VerifyFollowed(const std::string& name, const Log& source);

  // As RocksDatabase::Checkpoint: a copy to be opened elsewhere (storage/backup.h).
  absl::Status Checkpoint(const std::string& folder);

  // Flushes and closes; the parts must not be used after it. Snapshots must be gone by then.
  absl::Status Close();

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waystation::storage

#endif  // STORAGE_STORE_H_
