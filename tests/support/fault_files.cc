#include "tests/support/fault_files.h"

#include <atomic>
#include <utility>

namespace waystation::faults {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class SequentialFile : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  SequentialFile(const FaultFileSystem* disk, std::string path,
                 std::unique_ptr<rocksdb::FSSequentialFile> file)
      : FSSequentialFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Read(size_t bytes, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* context) override {
    const IOStatus status = disk_->CheckRead(path_);
    return status.ok() ? target()->Read(bytes, options, result, scratch, context) : status;
  }
  IOStatus PositionedRead(uint64_t offset, size_t bytes, const IOOptions& options, Slice* result,
                          char* scratch, IODebugContext* context) override {
    const IOStatus status = disk_->CheckRead(path_);
    return status.ok() ? target()->PositionedRead(offset, bytes, options, result, scratch, context)
                       : status;
  }

 private:
  const FaultFileSystem* const disk_;
  const std::string path_;
};

class RandomAccessFile : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  RandomAccessFile(const FaultFileSystem* disk, std::string path,
                   std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Read(uint64_t offset, size_t bytes, const IOOptions& options, Slice* result,
                char* scratch, IODebugContext* context) const override {
    const IOStatus status = disk_->CheckRead(path_);
    return status.ok() ? target()->Read(offset, bytes, options, result, scratch, context) : status;
  }
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, size_t count, const IOOptions& options,
                     IODebugContext* context) override {
    const IOStatus status = disk_->CheckRead(path_);
    if (status.ok()) return target()->MultiRead(requests, count, options, context);
    for (size_t i = 0; i < count; ++i) requests[i].status = status;
    return status;
  }
  IOStatus Prefetch(uint64_t offset, size_t bytes, const IOOptions& options,
                    IODebugContext* context) override {
    const IOStatus status = disk_->CheckRead(path_);
    return status.ok() ? target()->Prefetch(offset, bytes, options, context) : status;
  }
  IOStatus ReadAsync(rocksdb::FSReadRequest& request, const IOOptions& options,
                     std::function<void(const rocksdb::FSReadRequest&, void*)> done, void* argument,
                     void** handle, rocksdb::IOHandleDeleter* deleter,
                     IODebugContext* context) override {
    const IOStatus status = disk_->CheckRead(path_);
    return status.ok()
               ? target()->ReadAsync(request, options, done, argument, handle, deleter, context)
               : status;
  }

 private:
  const FaultFileSystem* const disk_;
  const std::string path_;
};

class WritableFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WritableFile(FaultFileSystem* disk, UnsyncedJournal::FilePtr state, uint64_t size,
               std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)),
        disk_(disk),
        state_(std::move(state)),
        size_(size) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
    IOStatus status = disk_->CheckPower();
    if (!status.ok()) return status;
    const Slice fitting(data.data(), disk_->TakeSpace(data.size()));
    status = target()->Append(fitting, options, context);
    if (!status.ok()) return status;
    size_ += fitting.size();
    return fitting.size() == data.size() ? status : IOStatus::NoSpace("no space left on device");
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* context) override {
    return Append(data, options, context);
  }
  IOStatus PositionedAppend(const Slice&, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported("files written over are not kept track of");
  }
  IOStatus PositionedAppend(const Slice&, uint64_t, const IOOptions&,
                            const rocksdb::DataVerificationInfo&, IODebugContext*) override {
    return IOStatus::NotSupported("files written over are not kept track of");
  }
  IOStatus Flush(const IOOptions& options, IODebugContext* context) override {
    const IOStatus status = disk_->CheckPower();
    return status.ok() ? target()->Flush(options, context) : status;
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    // What is appended meanwhile is not covered.
    const uint64_t size = size_;
    const IOStatus status = disk_->ReachSync();
    if (status.ok()) {
      disk_->journal().Synced(state_, size);
    } else if (!disk_->power_is_cut()) {
      disk_->journal().SyncFailed(state_);
    }
    return status;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    return Sync(options, context);
  }
  // Space that is reserved ahead and given back unused is half of what such a test costs in memory.
  void SetPreallocationBlockSize(size_t) override {}
  // Asks for writing to begin, promises nothing.
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return disk_->CheckPower();
  }
  IOStatus Close(const IOOptions& options, IODebugContext* context) override {
    // Closed in any case: the process that had it open is to be thought gone.
    const IOStatus closed = target()->Close(options, context);
    const IOStatus status = disk_->CheckPower();
    return status.ok() ? closed : status;
  }

 private:
  FaultFileSystem* const disk_;
  const UnsyncedJournal::FilePtr state_;
  std::atomic<uint64_t> size_;
};

class OverwritableFile : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  OverwritableFile(FaultFileSystem* disk, std::string path, UnsyncedJournal::FilePtr state,
                   std::unique_ptr<rocksdb::FSRandomRWFile> file)
      : FSRandomRWFileOwnerWrapper(std::move(file)),
        disk_(disk),
        path_(std::move(path)),
        state_(std::move(state)) {}

  IOStatus Write(uint64_t offset, const Slice& data, const IOOptions& options,
                 IODebugContext* context) override {
    const IOStatus status = disk_->CheckPower();
    return status.ok() ? target()->Write(offset, data, options, context) : status;
  }
  IOStatus Read(uint64_t offset, size_t bytes, const IOOptions& options, Slice* result,
                char* scratch, IODebugContext* context) const override {
    const IOStatus status = disk_->CheckRead(path_);
    return status.ok() ? target()->Read(offset, bytes, options, result, scratch, context) : status;
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    const IOStatus status = disk_->ReachSync();
    if (status.ok()) {
      disk_->journal().SyncedOverwritten(state_, path_);
    } else if (!disk_->power_is_cut()) {
      disk_->journal().SyncFailed(state_);
    }
    return status;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    return Sync(options, context);
  }

 private:
  FaultFileSystem* const disk_;
  const std::string path_;
  const UnsyncedJournal::FilePtr state_;
};

class Directory : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(FaultFileSystem* disk, std::string path, std::unique_ptr<rocksdb::FSDirectory> target)
      : FSDirectoryWrapper(std::move(target)), disk_(disk), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    const IOStatus status = disk_->ReachSync();
    if (status.ok()) disk_->journal().FolderSynced(path_);
    return status;
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* context,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, context);
  }

 private:
  FaultFileSystem* const disk_;
  const std::string path_;
};

}  // namespace

std::unique_ptr<rocksdb::FSSequentialFile> FaultSequentialFile(
    const FaultFileSystem* disk, const std::string& path,
    std::unique_ptr<rocksdb::FSSequentialFile> file) {
  return std::make_unique<SequentialFile>(disk, path, std::move(file));
}

std::unique_ptr<rocksdb::FSRandomAccessFile> FaultRandomAccessFile(
    const FaultFileSystem* disk, const std::string& path,
    std::unique_ptr<rocksdb::FSRandomAccessFile> file) {
  return std::make_unique<RandomAccessFile>(disk, path, std::move(file));
}

std::unique_ptr<rocksdb::FSWritableFile> FaultWritableFile(
    FaultFileSystem* disk, UnsyncedJournal::FilePtr state, uint64_t size,
    std::unique_ptr<rocksdb::FSWritableFile> file) {
  return std::make_unique<WritableFile>(disk, std::move(state), size, std::move(file));
}

std::unique_ptr<rocksdb::FSRandomRWFile> FaultOverwritableFile(
    FaultFileSystem* disk, const std::string& path, UnsyncedJournal::FilePtr state,
    std::unique_ptr<rocksdb::FSRandomRWFile> file) {
  return std::make_unique<OverwritableFile>(disk, path, std::move(state), std::move(file));
}

std::unique_ptr<rocksdb::FSDirectory> FaultDirectory(
    FaultFileSystem* disk, const std::string& path,
    std::unique_ptr<rocksdb::FSDirectory> directory) {
  return std::make_unique<Directory>(disk, path, std::move(directory));
}

}  // namespace waystation::faults
