#include "storage/backup.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_checkpoint.h"

namespace waystation::storage {
namespace {

constexpr absl::string_view kPartialSuffix = ".partial";
// A store has some hundred files a gigabyte, a line each.
constexpr int64_t kMaxManifestBytes = 16 << 20;

// What the system or the database said.
std::string Cause(const absl::Status& status) {
  std::string text(status.message());
  const std::optional<std::string> detail = ErrorVariable(status, "detail");
  if (detail.has_value()) absl::StrAppend(&text, " ", *detail);
  return text;
}

absl::Status FailedBackup(const std::string& backup, const absl::Status& cause,
                          absl::string_view message = "The backup could not be written.") {
  // Went well, was stopped on purpose, or is told already.
  if (cause.ok() || cause.code() == absl::StatusCode::kCancelled ||
      ReasonOf(cause) == common::v1::ERROR_REASON_BACKUP_FAILED ||
      ReasonOf(cause) == common::v1::ERROR_REASON_OVERLOADED) {
    return cause;
  }
  return Error(common::v1::ERROR_REASON_BACKUP_FAILED, message,
               {{"backup", backup}, {"detail", Cause(cause)}});
}

absl::Status DamagedBackup(const std::string& backup, const std::string& file,
                           absl::string_view detail) {
  ErrorMetadata metadata = {{"backup", backup}, {"detail", std::string(detail)}};
  if (!file.empty()) metadata.emplace_back("file", file);
  return Error(common::v1::ERROR_REASON_BACKUP_DAMAGED,
               "The backup is incomplete or damaged; use another one.", metadata);
}

// Makes the folder too. Several processes may have their services in one data folder.
absl::StatusOr<FolderLock> LockBackups(rocksdb::Env* env, const std::string& folder) {
  RETURN_IF_ERROR(MakeFolder(env, folder));
  // Or the first backup would go with the folder in a power cut.
  RETURN_IF_ERROR(SyncFolder(env, std::filesystem::path(folder).parent_path().string()));
  absl::StatusOr<FolderLock> lock = LockFolder(env, folder);
  if (ReasonOf(lock.status()) != common::v1::ERROR_REASON_FOLDER_IN_USE) return lock;
  return Error(common::v1::ERROR_REASON_OVERLOADED, "Another backup is being made here.",
               {{"holder", ErrorVariable(lock.status(), "holder").value_or("")}});
}

// REQUIRES: the folder is locked.
absl::Status RemovePartials(rocksdb::Env* env, const std::string& folder) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(env, folder));
  for (const std::string& name : names) {
    absl::string_view stem = name;
    if (!absl::ConsumeSuffix(&stem, kPartialSuffix) || !IsBackupName(stem)) continue;
    RETURN_IF_ERROR(RemoveFolder(env, absl::StrCat(folder, "/", name)));
  }
  return absl::OkStatus();
}

}  // namespace

BackupWriter::BackupWriter(const BackupOptions& options)
    : options_(options),
      env_(EnvOr(options.env)),
      partial_(absl::StrCat(options.folder, "/", options.name, kPartialSuffix)) {
  manifest_.name = options.name;
  manifest_.taken = absl::FromUnixMicros(absl::ToUnixMicros(options.taken));
  manifest_.program = options.program;
}

BackupWriter::~BackupWriter() {
  // Without the lock the folder is another's.
  if (!sealed_ && lock_ != nullptr) RemoveFolder(env_, partial_).IgnoreError();
}

absl::Status BackupWriter::Failed(const absl::Status& cause) const {
  return FailedBackup(options_.name, cause);
}

absl::StatusOr<std::unique_ptr<BackupWriter>> BackupWriter::Begin(const BackupOptions& options) {
  std::unique_ptr<BackupWriter> writer(new BackupWriter(options));
  rocksdb::Env* const env = writer->env_;
  absl::StatusOr<FolderLock> lock = LockBackups(env, options.folder);
  if (!lock.ok()) return writer->Failed(lock.status());
  writer->lock_ = *std::move(lock);
  if (FileExists(env, absl::StrCat(options.folder, "/", options.name))) {
    return Error(common::v1::ERROR_REASON_ALREADY_EXISTS, "There is a backup of this name.",
                 {{"resource", absl::StrCat("backups/", options.name)}});
  }
  absl::Status status = RemovePartials(env, options.folder);
  if (status.ok()) status = writer->CheckSpace();
  if (status.ok()) status = MakeFolder(env, writer->partial_);
  if (!status.ok()) return writer->Failed(status);
  return writer;
}

absl::Status BackupWriter::CheckSpace() const {
  // A file system that can't tell is no reason to have no backup.
  const int64_t free = FreeBytes(env_, options_.folder).value_or(options_.reserve_bytes);
  if (free >= options_.reserve_bytes) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("The disk has ", free >> 20, " MiB free, want ",
                                             options_.reserve_bytes >> 20,
                                             " MiB left for the services."));
}

absl::Status BackupWriter::Add(const std::string& store, const Checkpoint& checkpoint) {
  return Failed(TakeStore(store, checkpoint));
}

absl::Status BackupWriter::TakeStore(const std::string& store, const Checkpoint& checkpoint) {
  RETURN_IF_ERROR(CheckSpace());
  const std::string folder = absl::StrCat(partial_, "/", store);
  RETURN_IF_ERROR(checkpoint(folder));
  // Also the proof that it opens.
  ASSIGN_OR_RETURN(const CheckpointContents contents, ReadCheckpoint(env_, folder));
  StoreBackup taken;
  taken.store = store;
  taken.log = contents.birth.log();
  taken.kind = contents.birth.kind();
  taken.head = contents.head;
  ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(env_, folder));
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(BackupFile file, HashFile(env_, folder, name, options_.progress));
    taken.files.push_back(std::move(file));
  }
  RETURN_IF_ERROR(SyncFolder(env_, folder));
  manifest_.stores.push_back(std::move(taken));
  return absl::OkStatus();
}

absl::Status BackupWriter::Finish() {
  RETURN_IF_ERROR(
      WriteSmallFile(env_, absl::StrCat(partial_, "/", kManifestFile), EncodeManifest(manifest_)));
  RETURN_IF_ERROR(SyncFolder(env_, partial_));
  const std::string folder = absl::StrCat(options_.folder, "/", options_.name);
  RETURN_IF_ERROR(Rename(env_, partial_, folder));
  sealed_ = true;
  absl::Status status = SyncFolder(env_, options_.folder);
  // Whole but perhaps not durable, and the caller hears that it failed: it goes.
  if (!status.ok()) RemoveFolder(env_, folder).IgnoreError();
  return status;
}

absl::StatusOr<BackupManifest> BackupWriter::Seal() {
  if (absl::Status status = Finish(); !status.ok()) return Failed(status);
  return manifest_;
}

absl::StatusOr<BackupManifest> ReadBackup(rocksdb::Env* env, const std::string& folder) {
  env = EnvOr(env);
  const std::string path = absl::StrCat(folder, "/", kManifestFile);
  if (!FileExists(env, path)) return DamagedBackup(folder, "", "it has no manifest");
  const absl::StatusOr<std::string> text = ReadSmallFile(env, path, kMaxManifestBytes);
  if (!text.ok()) return DamagedBackup(folder, kManifestFile, text.status().message());
  absl::StatusOr<BackupManifest> manifest = DecodeManifest(*text);
  if (ReasonOf(manifest.status()) == common::v1::ERROR_REASON_BACKUP_DAMAGED) {
    return DamagedBackup(folder, kManifestFile, Cause(manifest.status()));
  }
  if (!manifest.ok()) return manifest;
  for (const StoreBackup& store : manifest->stores) {
    for (const BackupFile& file : store.files) {
      const std::string name = absl::StrCat(store.store, "/", file.name);
      const absl::StatusOr<int64_t> bytes = FileBytes(env, absl::StrCat(folder, "/", name));
      if (!bytes.ok()) return DamagedBackup(folder, name, "the file is missing");
      if (*bytes != file.bytes) {
        return DamagedBackup(folder, name,
                             absl::StrCat("got ", *bytes, " bytes, want ", file.bytes));
      }
    }
  }
  return manifest;
}

absl::StatusOr<std::vector<std::string>> BackupNames(rocksdb::Env* env, const std::string& folder) {
  absl::StatusOr<std::vector<std::string>> names = NamesIn(EnvOr(env), folder);
  if (!names.ok()) return FailedBackup(folder, names.status(), "The backups can not be listed.");
  names->erase(std::remove_if(names->begin(), names->end(),
                              [](const std::string& name) { return !IsBackupName(name); }),
               names->end());
  return names;
}

absl::Status RemovePartialBackups(rocksdb::Env* env, const std::string& folder) {
  env = EnvOr(env);
  if (!FileExists(env, folder)) return absl::OkStatus();
  const absl::StatusOr<FolderLock> lock = LockBackups(env, folder);
  if (!lock.ok()) return FailedBackup(folder, lock.status());
  return FailedBackup(folder, RemovePartials(env, folder));
}

absl::Status RestoreStore(rocksdb::Env* env, const std::string& backup_folder,
                          const StoreBackup& store, const std::string& target,
                          const BackupProgress& progress) {
  env = EnvOr(env);
  const std::string from = absl::StrCat(backup_folder, "/", store.store);
  const auto copy = [&]() -> absl::Status {
    RETURN_IF_ERROR(MakeFolder(env, target));
    for (const BackupFile& file : store.files) {
      ASSIGN_OR_RETURN(const BackupFile copied, CopyFile(env, from, target, file.name, progress));
      if (copied != file) {
        return DamagedBackup(backup_folder, absl::StrCat(store.store, "/", file.name),
                             "its bytes are not those that were backed up");
      }
    }
    return SyncFolder(env, target);
  };
  const absl::Status status = copy();
  if (status.ok()) return status;
  RemoveFolder(env, target).IgnoreError();
  if (ReasonOf(status) == common::v1::ERROR_REASON_BACKUP_DAMAGED) return status;
  return FailedBackup(backup_folder, status, "The backup could not be copied.");
}

}  // namespace waystation::storage
