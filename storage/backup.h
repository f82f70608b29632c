// Backups: whole copies of stores, made while they are in use.
//
//   <backups>/<name>/manifest          storage/backup_manifest.h
//   <backups>/<name>/<store>/<file>    the files of one database
//   <backups>/<name>.partial/          being made; what a crash leaves, never a backup
//   <backups>/LOCK                     locked by the process that makes one
//
// A backup gets its name, by one rename, after all below it is on the disk: what has the name is
// whole. Whatever happens to it later its manifest tells.
#ifndef STORAGE_BACKUP_H_
#define STORAGE_BACKUP_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/backup_manifest.h"
#include "storage/rocks/rocks_files.h"

namespace waystation::storage {

// What must stay free beside a backup: the logs of the live services need it.
inline constexpr int64_t kBackupReserveBytes = 128 << 20;

struct BackupOptions {
  std::string folder;  // <backups>, made if absent; its parent is there.
  std::string name;    // IsBackupName.
  absl::Time taken;
  std::string program;
  BackupProgress progress;      // May be null.
  rocksdb::Env* env = nullptr;  // The machine's when null.
  int64_t reserve_bytes = kBackupReserveBytes;
};

// Makes one backup. Not thread-safe. Every error is BACKUP_FAILED, naming the backup and the cause,
// unless said otherwise; after one nothing of it is left, as far as the disk still lets files be
// deleted.
class BackupWriter {
 public:
  // Clears away what earlier ones left half done. ALREADY_EXISTS when there is a backup of that
  // name, OVERLOADED while another is being made in the folder, by whichever process.
  static absl::StatusOr<std::unique_ptr<BackupWriter>> Begin(const BackupOptions& options);
  // Removes what is there of it, unless it was sealed.
  ~BackupWriter();

  // Copies a store. `checkpoint` makes the folder it is given, as Store::Checkpoint does. Followers
  // come before those they follow, so that none is ahead of what is backed up of its source.
  // CANCELLED when the progress said so.
  using Checkpoint = std::function<absl::Status(const std::string& folder)>;
  absl::Status Add(const std::string& store, const Checkpoint& checkpoint);

  // What was added so far.
  const BackupManifest& manifest() const { return manifest_; }

  // Writes the manifest and gives the backup its name; durable when it returns. REQUIRES: a store
  // was added, and nothing failed.
  absl::StatusOr<BackupManifest> Seal();

 private:
  explicit BackupWriter(const BackupOptions& options);
  absl::Status CheckSpace() const;
  absl::Status TakeStore(const std::string& store, const Checkpoint& checkpoint);
  absl::Status Finish();
  absl::Status Failed(const absl::Status& cause) const;

  const BackupOptions options_;
  rocksdb::Env* const env_;
  const std::string partial_;
  FolderLock lock_;
  BackupManifest manifest_;
  bool sealed_ = false;
};

// The manifest of the backup in `folder`, with every file there and of the size it says (hashes are
// not computed; RestoreStore does). BACKUP_DAMAGED otherwise, also for a folder that is no backup
// or only a part of one; FOLDER_NEWER. `env` may be null.
absl::StatusOr<BackupManifest> ReadBackup(rocksdb::Env* env, const std::string& folder);

// The names of the backups in <backups>, ascending: of each folder whose name can be one's.
absl::StatusOr<std::vector<std::string>> BackupNames(rocksdb::Env* env, const std::string& folder);

// Removes what crashes left half done in <backups>; OVERLOADED while a backup is being made there.
absl::Status RemovePartialBackups(rocksdb::Env* env, const std::string& folder);

// Copies the files of a store into `target`, which does not exist, and checks each against the
// manifest while copying; durable when it returns. BACKUP_DAMAGED names the file that differs,
// BACKUP_FAILED what the system said. After an error `target` is removed. Null `env` and `progress`
// are allowed.
absl::Status RestoreStore(rocksdb::Env* env, const std::string& backup_folder,
                          const StoreBackup& store, const std::string& target,
                          const BackupProgress& progress);

}  // namespace waystation::storage

#endif  // STORAGE_BACKUP_H_
