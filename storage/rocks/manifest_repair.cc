#include "storage/rocks/manifest_repair.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "rocksdb/env.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/record_file.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

// The lock that RocksDB takes; not held when another has it.
class ManifestLock {
 public:
  ManifestLock(rocksdb::Env* env, const std::string& folder) : env_(env) {
    if (!env_->LockFile(absl::StrCat(folder, "/LOCK"), &lock_).ok()) lock_ = nullptr;
  }
  ~ManifestLock() {
    if (held()) env_->UnlockFile(lock_).PermitUncheckedError();
  }
  ManifestLock(const ManifestLock&) = delete;
  ManifestLock& operator=(const ManifestLock&) = delete;

  bool held() const { return lock_ != nullptr; }

 private:
  rocksdb::Env* const env_;
  rocksdb::FileLock* lock_ = nullptr;
};

// A record torn by a power cut and one damaged at rest look alike where nothing follows. RocksDB
// deletes tables that the MANIFEST no longer names: links keep them for who must rescue them.
void KeepWhatIsNamed(rocksdb::Env* env, const std::string& folder, const std::string& manifest) {
  const std::string kept = absl::StrCat(folder, "/damaged");
  std::vector<std::string> names;
  if (env->GetChildren(kept, &names).ok()) {
    for (const std::string& name : names) {
      if (absl::EndsWith(name, ".sst") || absl::StartsWith(name, "MANIFEST-")) {
        env->DeleteFile(absl::StrCat(kept, "/", name)).PermitUncheckedError();
      }
    }
  }
  env->CreateDirIfMissing(kept).PermitUncheckedError();
  if (!env->GetChildren(folder, &names).ok()) return;
  for (const std::string& name : names) {
    if (!absl::EndsWith(name, ".sst") && name != manifest) continue;
    env->LinkFile(absl::StrCat(folder, "/", name), absl::StrCat(kept, "/", name))
        .PermitUncheckedError();
  }
}

}  // namespace

absl::StatusOr<bool> CutTornManifest(rocksdb::Env* env, const std::string& folder) {
  const ManifestLock lock(env, folder);
  if (!lock.held()) return false;
  std::string name;
  RETURN_IF_ERROR(
      FromRocks(rocksdb::ReadFileToString(env, absl::StrCat(folder, "/CURRENT"), &name), folder));
  const std::string manifest(absl::StripSuffix(name, "\n"));
  const std::string path = absl::StrCat(folder, "/", manifest);
  std::string bytes;
  RETURN_IF_ERROR(FromRocks(rocksdb::ReadFileToString(env, path, &bytes), folder));
  const RecordFileReport report = InspectRecords(bytes);
  if (!report.ends_badly || report.goes_on || report.whole_bytes == 0) return false;

  const std::string made = absl::StrCat(folder, "/manifest.new");
  bytes.resize(report.whole_bytes);
  RETURN_IF_ERROR(
      FromRocks(rocksdb::WriteStringToFile(env, bytes, made, /*should_sync=*/true), folder));
  KeepWhatIsNamed(env, folder, manifest);
  RETURN_IF_ERROR(FromRocks(env->RenameFile(made, path), folder));
  std::unique_ptr<rocksdb::Directory> directory;
  RETURN_IF_ERROR(FromRocks(env->NewDirectory(folder, &directory), folder));
  RETURN_IF_ERROR(FromRocks(directory->Fsync(), folder));
  return true;
}

}  // namespace waystation::storage
