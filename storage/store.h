// A service's whole store: its log, its rows, the projector of its own log and those of the logs it
// follows.
#ifndef STORAGE_STORE_H_
#define STORAGE_STORE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
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
  absl::Time now;
  // Folds the own log's events; must outlive the store.
  const EventFold* fold = nullptr;
  // Hears (applied revision, head revision) while rows are folded at open; may be null.
  Projector::Progress progress;
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
  // Above zero when the rows had seen revisions that the log no longer holds (a log file damaged or
  // restored apart from the rows): commands once acknowledged are gone. The rows were folded again
  // from what the log does hold. Tell a person.
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
  const OpenReport& open_report() const;

  // Folds the own log again into a scratch folder beside the database's files and compares with the
  // rows it owns (followed tables are left out). Any thread, also while commands are accepted: it
  // looks at one snapshot. One Verify at a time.
  absl::StatusOr<EqualityReport> Verify();

  // Flushes and closes; the parts must not be used after it. Snapshots must be gone by then.
  absl::Status Close();

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waystation::storage

#endif  // STORAGE_STORE_H_
