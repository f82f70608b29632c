// The embedded engine: log and rows of one service in one RocksDB folder.
//
// Column families: `log` (written with WAL and sync) and `rows-<generation>` (written without WAL,
// after the log is durable: a crash loses the newest rows at most, and `applied` in the same family
// tells from where to fold again). `default` holds "format" (on-disk layout, now 1) and "rows" (the
// generation in use and its row format).
#ifndef STORAGE_ROCKS_ROCKS_DATABASE_H_
#define STORAGE_ROCKS_ROCKS_DATABASE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/log.h"
#include "storage/rows.h"

namespace rocksdb {
class Cache;
class Env;
}  // namespace rocksdb

namespace waystation::storage {

inline constexpr int64_t kDiskFormat = 1;

struct RocksOptions {
  std::string folder;
  // Number of the service's row format. Rows of another number are dropped at open into a new
  // generation; the caller folds the log into them again.
  int64_t row_format = 1;
  // Shared by all stores of a process; a small one of its own when null.
  std::shared_ptr<rocksdb::Cache> block_cache;
  // What is written to a family stays in memory until there is so much of it. Rows come in no
  // order: the more of them become a table at once, the less often tables are merged.
  size_t log_memtable_bytes = 4 << 20;
  size_t rows_memtable_bytes = 16 << 20;
  // For fault tests; the default environment when null. Must outlive the database.
  rocksdb::Env* env = nullptr;
};

// Thread-safe as its parts are. Close before destroying to learn of errors.
class RocksDatabase {
 public:
  // FOLDER_IN_USE (naming the holder's process), FOLDER_NEWER (disk format from a newer program),
  // or UNAVAILABLE with what the file system said. Makes the folder if absent.
  static absl::StatusOr<std::unique_ptr<RocksDatabase>> Open(const RocksOptions& options);
  virtual ~RocksDatabase() = default;

  virtual Log& log() = 0;
  virtual RowStore& rows() = 0;

  // Whether the rows were begun anew at open because their format differed.
  virtual bool rows_were_dropped() const = 0;

  // Above zero when opening found that the log had held more: how many revisions are gone, at
  // least. What is left is a whole beginning of it.
  virtual int64_t revisions_lost() const { return 0; }

  // Makes `folder` (its parent exists, it does not), a database of its own that holds the log's
  // head as of the call or a later one. Table files are links where the file system allows. Any
  // thread, also while others write: nothing is flushed, so a full disk here does not stop the
  // writer. Rows not yet flushed are left out: opening folds them again.
  virtual absl::Status Checkpoint(const std::string& folder);

  // Flushes and closes; the parts must not be used after it. Says what RocksDB said.
  virtual absl::Status Close() = 0;
};

// A cache to be shared, of `bytes`.
std::shared_ptr<rocksdb::Cache> NewBlockCache(size_t bytes);

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROCKS_DATABASE_H_
