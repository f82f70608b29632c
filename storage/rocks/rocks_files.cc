#include "storage/rocks/rocks_files.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/base/digest.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

constexpr size_t kChunkBytes = 1 << 20;

absl::Status FromEnv(const rocksdb::Status& status, const std::string& path) {
  if (status.ok()) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(path, ": ", status.ToString()));
}

// Reads a file piece by piece into `take`.
absl::Status ReadPieces(rocksdb::Env* env, const std::string& path,
                        const std::function<absl::Status(absl::string_view)>& take) {
  std::unique_ptr<rocksdb::SequentialFile> file;
  RETURN_IF_ERROR(FromEnv(env->NewSequentialFile(path, &file, rocksdb::EnvOptions()), path));
  std::string space(kChunkBytes, '\0');
  while (true) {
    rocksdb::Slice piece;
    RETURN_IF_ERROR(FromEnv(file->Read(space.size(), &piece, space.data()), path));
    if (piece.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(take(ToView(piece)));
  }
}

absl::StatusOr<BackupFile> Read(rocksdb::Env* env, const std::string& folder,
                                const std::string& name, const BackupProgress& progress,
                                const std::function<absl::Status(absl::string_view)>& take) {
  BackupFile result;
  result.name = name;
  Sha256Stream digest;
  RETURN_IF_ERROR(ReadPieces(env, absl::StrCat(folder, "/", name),
                             [&](absl::string_view piece) -> absl::Status {
                               digest.Add(piece);
                               result.bytes += static_cast<int64_t>(piece.size());
                               if (progress && !progress(static_cast<int64_t>(piece.size()))) {
                                 return absl::CancelledError("The work was stopped.");
                               }
                               return take(piece);
                             }));
  result.sha256 = digest.Finish();
  return result;
}

}  // namespace

rocksdb::Env* EnvOr(rocksdb::Env* env) { return env != nullptr ? env : rocksdb::Env::Default(); }

bool FileExists(rocksdb::Env* env, const std::string& path) { return env->FileExists(path).ok(); }

absl::StatusOr<int64_t> FileBytes(rocksdb::Env* env, const std::string& path) {
  uint64_t bytes = 0;
  RETURN_IF_ERROR(FromEnv(env->GetFileSize(path, &bytes), path));
  return static_cast<int64_t>(bytes);
}

std::optional<int64_t> FreeBytes(rocksdb::Env* env, const std::string& folder) {
  uint64_t bytes = 0;
  if (!env->GetFreeSpace(folder, &bytes).ok()) return std::nullopt;
  return static_cast<int64_t>(bytes);
}

absl::StatusOr<FolderLock> LockFolder(rocksdb::Env* env, const std::string& folder) {
  rocksdb::FileLock* lock = nullptr;
  RETURN_IF_ERROR(FromRocksOpen(env->LockFile(absl::StrCat(folder, "/LOCK"), &lock), folder));
  return FolderLock(lock, [env](rocksdb::FileLock* held) { env->UnlockFile(held); });
}

absl::StatusOr<std::vector<std::string>> NamesIn(rocksdb::Env* env, const std::string& folder) {
  std::vector<std::string> names;
  const rocksdb::Status status = env->GetChildren(folder, &names);
  if (status.IsNotFound()) return std::vector<std::string>();
  RETURN_IF_ERROR(FromEnv(status, folder));
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const std::string& name) { return name == "." || name == ".."; }),
              names.end());
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<BackupFile> HashFile(rocksdb::Env* env, const std::string& folder,
                                    const std::string& name, const BackupProgress& progress) {
  return Read(env, folder, name, progress, [](absl::string_view) { return absl::OkStatus(); });
}

absl::StatusOr<BackupFile> CopyFile(rocksdb::Env* env, const std::string& from_folder,
                                    const std::string& to_folder, const std::string& name,
                                    const BackupProgress& progress) {
  const std::string to = absl::StrCat(to_folder, "/", name);
  std::unique_ptr<rocksdb::WritableFile> copy;
  RETURN_IF_ERROR(FromEnv(env->NewWritableFile(to, &copy, rocksdb::EnvOptions()), to));
  ASSIGN_OR_RETURN(BackupFile file,
                   Read(env, from_folder, name, progress, [&](absl::string_view piece) {
                     return FromEnv(copy->Append(ToSlice(piece)), to);
                   }));
  RETURN_IF_ERROR(FromEnv(copy->Fsync(), to));
  RETURN_IF_ERROR(FromEnv(copy->Close(), to));
  return file;
}

absl::Status WriteSmallFile(rocksdb::Env* env, const std::string& path, absl::string_view text) {
  std::unique_ptr<rocksdb::WritableFile> file;
  RETURN_IF_ERROR(FromEnv(env->NewWritableFile(path, &file, rocksdb::EnvOptions()), path));
  RETURN_IF_ERROR(FromEnv(file->Append(ToSlice(text)), path));
  RETURN_IF_ERROR(FromEnv(file->Fsync(), path));
  return FromEnv(file->Close(), path);
}

absl::StatusOr<std::string> ReadSmallFile(rocksdb::Env* env, const std::string& path,
                                          int64_t max_bytes) {
  std::string text;
  RETURN_IF_ERROR(ReadPieces(env, path, [&](absl::string_view piece) -> absl::Status {
    if (static_cast<int64_t>(text.size() + piece.size()) > max_bytes) {
      return absl::UnavailableError(absl::StrCat(path, ": more than ", max_bytes, " bytes"));
    }
    absl::StrAppend(&text, piece);
    return absl::OkStatus();
  }));
  return text;
}

absl::Status SyncFolder(rocksdb::Env* env, const std::string& folder) {
  std::unique_ptr<rocksdb::Directory> directory;
  RETURN_IF_ERROR(FromEnv(env->NewDirectory(folder, &directory), folder));
  return FromEnv(directory->Fsync(), folder);
}

absl::Status MakeFolder(rocksdb::Env* env, const std::string& folder) {
  return FromEnv(env->CreateDirIfMissing(folder), folder);
}

absl::Status RemoveFolder(rocksdb::Env* env, const std::string& folder) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(env, folder));
  for (const std::string& name : names) {
    const std::string path = absl::StrCat(folder, "/", name);
    bool is_folder = false;
    RETURN_IF_ERROR(FromEnv(env->IsDirectory(path, &is_folder), path));
    RETURN_IF_ERROR(is_folder ? RemoveFolder(env, path) : FromEnv(env->DeleteFile(path), path));
  }
  const rocksdb::Status status = env->FileExists(folder);
  if (status.IsNotFound()) return absl::OkStatus();
  return FromEnv(env->DeleteDir(folder), folder);
}

absl::Status RemoveFile(rocksdb::Env* env, const std::string& path) {
  if (env->FileExists(path).IsNotFound()) return absl::OkStatus();
  return FromEnv(env->DeleteFile(path), path);
}

absl::Status Rename(rocksdb::Env* env, const std::string& from, const std::string& to) {
  return FromEnv(env->RenameFile(from, to), from);
}

}  // namespace waystation::storage
