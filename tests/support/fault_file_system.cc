#include "tests/support/fault_file_system.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>

#include "tests/support/fault_files.h"

namespace waystation::faults {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

std::string NameOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// RocksDB's own diary, which it writes past this file system.
bool IsInfoLog(const std::string& path) { return NameOf(path).rfind("LOG", 0) == 0; }

bool Exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::symlink_status(path, error));
}

}  // namespace

int64_t FaultFileSystem::syncs() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return syncs_;
}

void FaultFileSystem::CutPower() {
  std::lock_guard<std::mutex> lock(mutex_);
  cut_ = true;
}

void FaultFileSystem::CutPowerAt(int64_t sync) {
  std::lock_guard<std::mutex> lock(mutex_);
  cut_at_ = sync;
}

bool FaultFileSystem::power_is_cut() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return cut_;
}

void FaultFileSystem::DropUnsynced(Unsynced kept, uint64_t seed) { journal_.Drop(kept, seed); }

void FaultFileSystem::FailSyncs(bool fail) {
  std::lock_guard<std::mutex> lock(mutex_);
  fail_syncs_ = fail;
}

void FaultFileSystem::FailSyncAt(int64_t sync) {
  std::lock_guard<std::mutex> lock(mutex_);
  fail_at_ = sync;
}

void FaultFileSystem::FailReads(const std::string& pattern) {
  std::lock_guard<std::mutex> lock(mutex_);
  fail_reads_ = pattern;
}

void FaultFileSystem::FillDisk(int64_t bytes_left) {
  std::lock_guard<std::mutex> lock(mutex_);
  space_left_ = bytes_left;
}

void FaultFileSystem::Heal() {
  std::lock_guard<std::mutex> lock(mutex_);
  cut_ = false;
  cut_at_ = 0;
  fail_at_ = 0;
  fail_syncs_ = false;
  fail_reads_.reset();
  space_left_.reset();
}

IOStatus FaultFileSystem::CheckPower() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return cut_ ? IOStatus::IOError("the power is cut") : IOStatus::OK();
}

IOStatus FaultFileSystem::CheckRead(const std::string& path) const {
  std::lock_guard<std::mutex> lock(mutex_);
  if (cut_) return IOStatus::IOError("the power is cut");
  if (fail_reads_.has_value() && NameOf(path).find(*fail_reads_) != std::string::npos) {
    return IOStatus::IOError("input/output error", path);
  }
  return IOStatus::OK();
}

IOStatus FaultFileSystem::ReachSync() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (cut_) return IOStatus::IOError("the power is cut");
  if (++syncs_ == cut_at_) {
    cut_ = true;
    return IOStatus::IOError("the power is cut");
  }
  return fail_syncs_ || syncs_ == fail_at_ ? IOStatus::IOError("input/output error while syncing")
                                           : IOStatus::OK();
}

size_t FaultFileSystem::TakeSpace(size_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!space_left_.has_value()) return bytes;
  const int64_t taken = std::clamp<int64_t>(*space_left_, 0, static_cast<int64_t>(bytes));
  *space_left_ -= taken;
  return static_cast<size_t>(taken);
}

IOStatus FaultFileSystem::NewSequentialFile(const std::string& path, const FileOptions& options,
                                            std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                            IODebugContext* context) {
  IOStatus status = CheckPower();
  if (status.ok()) status = target()->NewSequentialFile(path, options, result, context);
  if (status.ok()) *result = FaultSequentialFile(this, path, std::move(*result));
  return status;
}

IOStatus FaultFileSystem::NewRandomAccessFile(const std::string& path, const FileOptions& options,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                              IODebugContext* context) {
  IOStatus status = CheckPower();
  if (status.ok()) status = target()->NewRandomAccessFile(path, options, result, context);
  if (status.ok()) *result = FaultRandomAccessFile(this, path, std::move(*result));
  return status;
}

IOStatus FaultFileSystem::NewWritableFile(const std::string& path, const FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* result,
                                          IODebugContext* context) {
  IOStatus status = CheckPower();
  if (!status.ok()) return status;
  // Never over the bytes of an old file, which a power cut may bring back.
  SavedFile replaced(path);
  if (replaced.held()) unlink(path.c_str());
  status = target()->NewWritableFile(path, options, result, context);
  if (!status.ok()) return status;
  *result =
      FaultWritableFile(this, journal_.Created(path, std::move(replaced)), 0, std::move(*result));
  return status;
}

IOStatus FaultFileSystem::ReopenWritableFile(const std::string& path, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* result,
                                             IODebugContext* context) {
  if (!Exists(path)) return NewWritableFile(path, options, result, context);
  IOStatus status = CheckPower();
  UnsyncedJournal::FilePtr file = journal_.Opened(path);
  if (status.ok()) status = target()->ReopenWritableFile(path, options, result, context);
  if (!status.ok()) return status;
  std::error_code error;
  const uint64_t size = std::filesystem::file_size(path, error);
  *result = FaultWritableFile(this, std::move(file), error ? 0 : size, std::move(*result));
  return status;
}

IOStatus FaultFileSystem::ReuseWritableFile(const std::string&, const std::string&,
                                            const FileOptions&,
                                            std::unique_ptr<rocksdb::FSWritableFile>*,
                                            IODebugContext*) {
  return IOStatus::NotSupported("files written over are not kept track of");
}

IOStatus FaultFileSystem::NewRandomRWFile(const std::string& path, const FileOptions& options,
                                          std::unique_ptr<rocksdb::FSRandomRWFile>* result,
                                          IODebugContext* context) {
  IOStatus status = CheckPower();
  if (status.ok()) status = target()->NewRandomRWFile(path, options, result, context);
  if (status.ok()) {
    *result =
        FaultOverwritableFile(this, path, journal_.OpenedToOverwrite(path), std::move(*result));
  }
  return status;
}

IOStatus FaultFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                       std::unique_ptr<rocksdb::FSDirectory>* result,
                                       IODebugContext* context) {
  IOStatus status = CheckPower();
  if (status.ok()) status = target()->NewDirectory(path, options, result, context);
  if (status.ok()) *result = FaultDirectory(this, path, std::move(*result));
  return status;
}

IOStatus FaultFileSystem::FileExists(const std::string& path, const IOOptions& options,
                                     IODebugContext* context) {
  const IOStatus status = CheckPower();
  return status.ok() ? target()->FileExists(path, options, context) : status;
}

IOStatus FaultFileSystem::GetChildren(const std::string& path, const IOOptions& options,
                                      std::vector<std::string>* result, IODebugContext* context) {
  const IOStatus status = CheckPower();
  return status.ok() ? target()->GetChildren(path, options, result, context) : status;
}

IOStatus FaultFileSystem::DeleteFile(const std::string& path, const IOOptions& options,
                                     IODebugContext* context) {
  IOStatus status = CheckPower();
  if (!status.ok() || IsInfoLog(path)) {
    return status.ok() ? target()->DeleteFile(path, options, context) : status;
  }
  SavedFile saved(path);
  status = target()->DeleteFile(path, options, context);
  if (status.ok()) journal_.Deleted(path, std::move(saved));
  return status;
}

IOStatus FaultFileSystem::Truncate(const std::string&, size_t, const IOOptions&, IODebugContext*) {
  return IOStatus::NotSupported("files written over are not kept track of");
}

IOStatus FaultFileSystem::CreateDir(const std::string& path, const IOOptions& options,
                                    IODebugContext* context) {
  IOStatus status = CheckPower();
  if (status.ok()) status = target()->CreateDir(path, options, context);
  if (status.ok()) journal_.CreatedFolder(path);
  return status;
}

IOStatus FaultFileSystem::CreateDirIfMissing(const std::string& path, const IOOptions& options,
                                             IODebugContext* context) {
  return Exists(path) ? CheckPower() : CreateDir(path, options, context);
}

IOStatus FaultFileSystem::DeleteDir(const std::string& path, const IOOptions& options,
                                    IODebugContext* context) {
  const IOStatus status = CheckPower();
  return status.ok() ? target()->DeleteDir(path, options, context) : status;
}

IOStatus FaultFileSystem::GetFileSize(const std::string& path, const IOOptions& options,
                                      uint64_t* size, IODebugContext* context) {
  const IOStatus status = CheckPower();
  return status.ok() ? target()->GetFileSize(path, options, size, context) : status;
}

IOStatus FaultFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const IOOptions& options, IODebugContext* context) {
  IOStatus status = CheckPower();
  if (!status.ok() || IsInfoLog(from)) {
    return status.ok() ? target()->RenameFile(from, to, options, context) : status;
  }
  std::error_code error;
  SavedFile replaced = std::filesystem::is_directory(to, error) ? SavedFile() : SavedFile(to);
  status = target()->RenameFile(from, to, options, context);
  if (status.ok()) journal_.Renamed(from, to, std::move(replaced));
  return status;
}

IOStatus FaultFileSystem::LinkFile(const std::string& from, const std::string& to,
                                   const IOOptions& options, IODebugContext* context) {
  IOStatus status = CheckPower();
  if (status.ok()) status = target()->LinkFile(from, to, options, context);
  if (status.ok()) journal_.Linked(from, to);
  return status;
}

IOStatus FaultFileSystem::LockFile(const std::string& path, const IOOptions& options,
                                   rocksdb::FileLock** lock, IODebugContext* context) {
  const IOStatus status = CheckPower();
  return status.ok() ? target()->LockFile(path, options, lock, context) : status;
}

IOStatus FaultFileSystem::NewLogger(const std::string& path, const IOOptions& options,
                                    std::shared_ptr<rocksdb::Logger>* result,
                                    IODebugContext* context) {
  const IOStatus status = CheckPower();
  return status.ok() ? target()->NewLogger(path, options, result, context) : status;
}

IOStatus FaultFileSystem::GetFreeSpace(const std::string& path, const IOOptions& options,
                                       uint64_t* bytes, IODebugContext* context) {
  IOStatus status = CheckPower();
  if (status.ok()) status = target()->GetFreeSpace(path, options, bytes, context);
  std::lock_guard<std::mutex> lock(mutex_);
  if (status.ok() && space_left_.has_value()) *bytes = std::max<int64_t>(*space_left_, 0);
  return status;
}

}  // namespace waystation::faults
