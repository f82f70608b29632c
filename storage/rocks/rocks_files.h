// Files of a backup or a restore, through the same environment as the database, so that its faults
// are met too.
#ifndef STORAGE_ROCKS_ROCKS_FILES_H_
#define STORAGE_ROCKS_ROCKS_FILES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/backup_manifest.h"

namespace rocksdb {
class Env;
class FileLock;
}  // namespace rocksdb

namespace waystation::storage {

// Hears how many bytes were read since it was last called. False stops the work, which then ends
// with CANCELLED.
using BackupProgress = std::function<bool(int64_t bytes)>;

// Errors here are UNAVAILABLE without a reason, naming the file and what the system said; callers
// give them the reason that fits. `env` is not null.

// The machine's when null.
rocksdb::Env* EnvOr(rocksdb::Env* env);

bool FileExists(rocksdb::Env* env, const std::string& path);
absl::StatusOr<int64_t> FileBytes(rocksdb::Env* env, const std::string& path);
// Nothing when the file system can't tell.
std::optional<int64_t> FreeBytes(rocksdb::Env* env, const std::string& folder);

// Held until the last copy is gone. FOLDER_IN_USE, naming the holder, while somebody else, or
// another part of this process, has it. Makes the file `folder`/LOCK.
using FolderLock = std::shared_ptr<rocksdb::FileLock>;
absl::StatusOr<FolderLock> LockFolder(rocksdb::Env* env, const std::string& folder);

// Names in `folder` without "." and "..", by name; empty when there is no such folder.
absl::StatusOr<std::vector<std::string>> NamesIn(rocksdb::Env* env, const std::string& folder);

// Reads the file from its beginning to its end.
absl::StatusOr<BackupFile> HashFile(rocksdb::Env* env, const std::string& folder,
                                    const std::string& name, const BackupProgress& progress);

// Copies and hashes at once, and syncs the copy.
absl::StatusOr<BackupFile> CopyFile(rocksdb::Env* env, const std::string& from_folder,
                                    const std::string& to_folder, const std::string& name,
                                    const BackupProgress& progress);

// Writes a whole file and syncs it; reads one of at most `max_bytes`.
absl::Status WriteSmallFile(rocksdb::Env* env, const std::string& path, absl::string_view text);
absl::StatusOr<std::string> ReadSmallFile(rocksdb::Env* env, const std::string& path,
                                          int64_t max_bytes);

// Makes the entries of `folder` durable: its new files, renames and deletions.
absl::Status SyncFolder(rocksdb::Env* env, const std::string& folder);

// Makes the folder if it is not there.
absl::Status MakeFolder(rocksdb::Env* env, const std::string& folder);

// Deletes the folder and all below; ok when it is not there.
absl::Status RemoveFolder(rocksdb::Env* env, const std::string& folder);

// Deletes the file; ok when it is not there.
absl::Status RemoveFile(rocksdb::Env* env, const std::string& path);

// Gives a file or a folder another name on the same disk, in place of a file of that name.
absl::Status Rename(rocksdb::Env* env, const std::string& from, const std::string& to);

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROCKS_FILES_H_
