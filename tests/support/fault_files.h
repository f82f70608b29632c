// The files and folders that a FaultFileSystem hands out: the real ones, failing when it says so.
// It must outlive them.
#ifndef TESTS_SUPPORT_FAULT_FILES_H_
#define TESTS_SUPPORT_FAULT_FILES_H_

#include <cstdint>
#include <memory>
#include <string>

#include "tests/support/fault_file_system.h"

namespace waystation::faults {

std::unique_ptr<rocksdb::FSSequentialFile> FaultSequentialFile(
    const FaultFileSystem* disk, const std::string& path,
    std::unique_ptr<rocksdb::FSSequentialFile> file);

std::unique_ptr<rocksdb::FSRandomAccessFile> FaultRandomAccessFile(
    const FaultFileSystem* disk, const std::string& path,
    std::unique_ptr<rocksdb::FSRandomAccessFile> file);

// `size` is how many bytes it has already. Every sync of it is a sync point.
std::unique_ptr<rocksdb::FSWritableFile> FaultWritableFile(
    FaultFileSystem* disk, UnsyncedJournal::FilePtr state, uint64_t size,
    std::unique_ptr<rocksdb::FSWritableFile> file);

// The same for a file that is written over in place.
std::unique_ptr<rocksdb::FSRandomRWFile> FaultOverwritableFile(
    FaultFileSystem* disk, const std::string& path, UnsyncedJournal::FilePtr state,
    std::unique_ptr<rocksdb::FSRandomRWFile> file);

// Every sync of it is a sync point.
std::unique_ptr<rocksdb::FSDirectory> FaultDirectory(
    FaultFileSystem* disk, const std::string& path,
    std::unique_ptr<rocksdb::FSDirectory> directory);

}  // namespace waystation::faults

#endif  // TESTS_SUPPORT_FAULT_FILES_H_
