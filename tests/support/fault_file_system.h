// The real file system, with power cuts and failing disks at will. Under RocksDB:
//
//   auto disk = std::make_shared<faults::FaultFileSystem>();
//   std::unique_ptr<rocksdb::Env> env = faults::NewFaultEnv(disk);   // RocksOptions.env
//   disk->CutPowerAt(7);
//   … the workload, until it fails; close the database (its Close fails, that is as it should) …
//   disk->DropUnsynced(seed);
//   disk->Heal();
//   … open again …
#ifndef TESTS_SUPPORT_FAULT_FILE_SYSTEM_H_
#define TESTS_SUPPORT_FAULT_FILE_SYSTEM_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "rocksdb/file_system.h"
#include "tests/support/unsynced_journal.h"

namespace waystation::faults {

// What of the bytes and directory changes that no sync had covered is found after a power cut.
enum class Unsynced {
  kNothing,     // The least a disk may keep: what the last sync of each file and folder promised.
  kTorn,        // By the seed: some of it, cut anywhere, pages in the middle zero.
  kEverything,  // All of it, as when the process is killed and the machine lives.
};

// Thread-safe. One may serve many databases: they then lose power together. A sync point is a sync
// of a file or of a folder, whatever its outcome; its promise is only noted, the real disk is not
// synced, so it costs nothing. Files that were there before are durable as they are. Not seen and
// not failed: what RocksDB writes to its own info log, locks, and anything done past this object.
class FaultFileSystem : public rocksdb::FileSystemWrapper {
 public:
  FaultFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  // Sync points met so far.
  int64_t syncs() const;

  // Cuts the power now: every later call fails and changes nothing, except giving up a lock.
  void CutPower();
  // Cuts it as the `sync`th sync point (counted as by syncs(), from 1) is reached, which fails.
  void CutPowerAt(int64_t sync);
  bool power_is_cut() const;

  // Leaves on the real disk what a power cut leaves; all that remains is durable then. The power
  // stays off until Heal. A folder's unsynced changes are undone from the last backwards, each
  // folder and each file by itself. REQUIRES: every file opened for writing is closed.
  void DropUnsynced(Unsynced kept, uint64_t seed);
  // The same with kTorn: each seed another outcome.
  void DropUnsynced(uint64_t seed) { DropUnsynced(Unsynced::kTorn, seed); }

  // Syncs fail. What they should have covered may be lost for good: no later sync of the same file
  // makes it durable (a kernel forgets pages that it once failed to write).
  void FailSyncs(bool fail);
  // The same for the `sync`th sync point alone.
  void FailSyncAt(int64_t sync);
  // Reads of files whose name (without folders) contains `pattern` fail; an empty one fails all.
  void FailReads(const std::string& pattern);
  // Room for that many more bytes: the write that does not fit is cut short and fails. Deleting
  // gives nothing back.
  void FillDisk(int64_t bytes_left);
  // Ends all faults, an announced power cut too.
  void Heal();

  const char* Name() const override { return "FaultFileSystem"; }

  // For the files and folders it hands out. Ok, or what to fail with.
  rocksdb::IOStatus CheckPower() const;
  rocksdb::IOStatus CheckRead(const std::string& path) const;
  rocksdb::IOStatus ReachSync();
  // How many of `bytes` still fit; takes them.
  size_t TakeSpace(size_t bytes);
  UnsyncedJournal& journal() { return journal_; }

  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                        rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* result,
                                      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewRandomRWFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>* result,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus FileExists(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetChildren(const std::string& path, const rocksdb::IOOptions& options,
                                std::vector<std::string>* result,
                                rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus Truncate(const std::string& path, size_t size,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetFileSize(const std::string& path, const rocksdb::IOOptions& options,
                                uint64_t* size, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus LockFile(const std::string& path, const rocksdb::IOOptions& options,
                             rocksdb::FileLock** lock, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewLogger(const std::string& path, const rocksdb::IOOptions& options,
                              std::shared_ptr<rocksdb::Logger>* result,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                 uint64_t* bytes, rocksdb::IODebugContext* context) override;

 private:
  mutable std::mutex mutex_;  // Guards what follows, the journal apart.
  int64_t syncs_ = 0;
  int64_t cut_at_ = 0;  // 0: no cut announced.
  int64_t fail_at_ = 0;
  bool cut_ = false;
  bool fail_syncs_ = false;
  std::optional<std::string> fail_reads_;
  std::optional<int64_t> space_left_;
  UnsyncedJournal journal_;
};

}  // namespace waystation::faults

#endif  // TESTS_SUPPORT_FAULT_FILE_SYSTEM_H_
