#ifndef STORAGE_ROCKS_ROCKS_LOG_H_
#define STORAGE_ROCKS_ROCKS_LOG_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/log.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
}  // namespace rocksdb

namespace waystation::storage {

// A log in one column family: 8 bytes big-endian last revision -> group. The folder's lock is what
// fences others.
class RocksLog : public Log {
 public:
  // Reads the head and checks its digest: LOG_DAMAGED or FOLDER_NEWER. Both pointers must outlive
  // the log.
  static absl::StatusOr<std::unique_ptr<RocksLog>> Open(rocksdb::DB* db,
                                                        rocksdb::ColumnFamilyHandle* family);

  LogPosition Head() const override;
  AppendResult Append(const LogPosition& expected_head, absl::string_view group) override;
  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override;
  absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const override;

 private:
  RocksLog(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family, const LogPosition& head);

  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const family_;
  // Not absl::Mutex: thread sanitizer does not understand the one in distributions.
  mutable std::mutex mutex_;
  LogPosition head_;   // Guarded by mutex_.
  bool alive_ = true;  // Used by the appending thread alone.
};

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROCKS_LOG_H_
