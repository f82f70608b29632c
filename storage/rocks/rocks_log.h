#ifndef STORAGE_ROCKS_ROCKS_LOG_H_
#define STORAGE_ROCKS_ROCKS_LOG_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/log.h"
#include "storage/rocks/head_marker.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
}  // namespace rocksdb

namespace waystation::storage {

// A log in one column family: 8 bytes big-endian last revision -> group. The folder's lock is what
// fences others.
class RocksLog : public Log {
 public:
  // Reads the head and checks its digest, and that the groups before it follow on one another as
  // far back as WAL files may reach: LOG_DAMAGED or FOLDER_NEWER. Both pointers must outlive the
  // log.
  static absl::StatusOr<std::unique_ptr<RocksLog>> Open(rocksdb::DB* db,
                                                        rocksdb::ColumnFamilyHandle* family);

  // Above zero when the log ends before what head_marker.h knows of, or holds another history
  // there: how many revisions are gone, at least.
  int64_t revisions_lost() const { return revisions_lost_; }

  LogPosition Head() const override;
  AppendResult Append(const LogPosition& expected_head, absl::string_view group) override;
  absl::Status failure() const override { return failure_; }
  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override;
  absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const override;

 private:
  RocksLog(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family, const LogPosition& head);
  absl::Status CompareWithMarker();

  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const family_;
  // Not absl::Mutex: thread sanitizer does not understand the one in distributions.
  mutable std::mutex mutex_;
  LogPosition head_;  // Guarded by mutex_.
  int64_t revisions_lost_ = 0;
  HeadMarker marker_;  // Used by the appending thread alone, like what follows.
  bool alive_ = true;
  absl::Status failure_;
};

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROCKS_LOG_H_
