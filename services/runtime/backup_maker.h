#ifndef SERVICES_RUNTIME_BACKUP_MAKER_H_
#define SERVICES_RUNTIME_BACKUP_MAKER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/logger.h"
#include "storage/backup.h"
#include "waystation/common/v1/backup.pb.h"

namespace waystation::runtime {

// Makes backups of a process's stores, one at a time, on a thread of its own that lives as long as
// the backup takes; and tells of those that are there. Thread-safe. Its calls read files: not for
// callback threads.
class BackupMaker {
 public:
  struct Source {
    std::string service;
    // As storage::Store::Checkpoint.
    storage::BackupWriter::Checkpoint checkpoint;
  };
  struct Options {
    std::string folder;           // Such as <data-dir>/backups; made by the first backup.
    std::vector<Source> sources;  // Followers before those they follow.
    std::function<absl::Time()> now;
    Logger* logger = nullptr;
    rocksdb::Env* env = nullptr;  // The machine's when null.
    int64_t reserve_bytes = storage::kBackupReserveBytes;
  };

  // Clears away what a crash left half done.
  explicit BackupMaker(Options options);
  // As Stop.
  ~BackupMaker();

  // Errors as BackupService.CreateBackup, Get and List likewise; names are checked before.
  absl::StatusOr<common::v1::Backup> Create(const std::string& name);
  absl::StatusOr<common::v1::Backup> Get(const std::string& name);
  // Those whose name is greater than `after`, by name; at most `limit`.
  absl::StatusOr<std::vector<common::v1::Backup>> List(const std::string& after, size_t limit);

  // Gives up the backup under way and refuses others. Returns when its thread has ended, so that
  // the stores may be closed.
  void Stop();

 private:
  void Make(const std::string& name, absl::Time now);
  absl::StatusOr<storage::BackupManifest> TakeAll(const std::string& name, absl::Time now);
  bool Progressed(int64_t bytes);
  void Done(const absl::StatusOr<storage::BackupManifest>& result);
  absl::StatusOr<common::v1::Backup> Existing(const std::string& name) const;
  absl::Status CheckServices(const common::v1::Backup& backup) const;

  const Options options_;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::optional<common::v1::Backup> current_;
  std::optional<common::v1::Backup> failed_;  // The last one, until it is tried again.
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_BACKUP_MAKER_H_
