#ifndef STORAGE_ROCKS_ROCKS_ROWS_H_
#define STORAGE_ROCKS_ROCKS_ROWS_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rocks/row_cache.h"
#include "storage/rows.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
}  // namespace rocksdb

namespace waystation::storage {

// Rows in one column family, written without WAL. The family's memtables are flushed in the order
// they were filled, so a crash loses a suffix of the writes and never one in the middle.
class RocksRowStore : public RowStore {
 public:
  // Both must outlive the store and its snapshots.
  RocksRowStore(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family);

  std::unique_ptr<RowReader> Snapshot() const override;
  std::unique_ptr<RowReader> WriterView() override;
  absl::Status Write(const RowChanges& changes) override;
  absl::Status DeleteRange(absl::string_view begin, absl::string_view end) override;

 private:
  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const family_;
  RowCache cache_;
};

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROCKS_ROWS_H_
