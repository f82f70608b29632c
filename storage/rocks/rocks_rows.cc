#include "storage/rocks/rocks_rows.h"

#include <utility>

#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

class RocksCursor : public RowCursor {
 public:
  RocksCursor(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
              const rocksdb::Snapshot* snapshot, absl::string_view begin, absl::string_view end)
      : end_(end), upper_bound_(end_) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    if (!end_.empty()) options.iterate_upper_bound = &upper_bound_;
    row_.reset(db->NewIterator(options, family));
    // Left unplaced, thus at its end, for an empty range.
    if (end.empty() || begin < end) row_->Seek(ToSlice(begin));
  }

  bool Valid() const override { return row_->Valid(); }
  void Next() override { row_->Next(); }
  absl::string_view key() const override { return ToView(row_->key()); }
  absl::string_view value() const override { return ToView(row_->value()); }
  absl::Status status() const override { return FromRocks(row_->status()); }

 private:
  const std::string end_;
  const rocksdb::Slice upper_bound_;
  std::unique_ptr<rocksdb::Iterator> row_;
};

class RocksReader : public RowReader {
 public:
  RocksReader(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family)
      : db_(db), family_(family), snapshot_(db->GetSnapshot()) {}
  ~RocksReader() override { db_->ReleaseSnapshot(snapshot_); }
  RocksReader(const RocksReader&) = delete;
  RocksReader& operator=(const RocksReader&) = delete;

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    std::string value;
    const rocksdb::Status status = db_->Get(options, family_, ToSlice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    RETURN_IF_ERROR(FromRocks(status));
    return std::optional<std::string>(std::move(value));
  }

  std::unique_ptr<RowCursor> Scan(absl::string_view begin, absl::string_view end) const override {
    return std::make_unique<RocksCursor>(db_, family_, snapshot_, begin, end);
  }

 private:
  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const family_;
  const rocksdb::Snapshot* const snapshot_;
};

rocksdb::WriteOptions WithoutWal() {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return options;
}

}  // namespace

std::unique_ptr<RowReader> RocksRowStore::Snapshot() const {
  return std::make_unique<RocksReader>(db_, family_);
}

absl::Status RocksRowStore::Write(const RowChanges& changes) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : changes) {
    RETURN_IF_ERROR(FromRocks(value.has_value() ? batch.Put(family_, key, *value)
                                                : batch.Delete(family_, key)));
  }
  return FromRocks(db_->Write(WithoutWal(), &batch));
}

absl::Status RocksRowStore::DeleteRange(absl::string_view begin, absl::string_view end) {
  std::string last(end);
  if (end.empty()) {
    const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(rocksdb::ReadOptions(), family_));
    row->SeekToLast();
    RETURN_IF_ERROR(FromRocks(row->status()));
    if (!row->Valid()) return absl::OkStatus();
    // The least key after the last one.
    last = row->key().ToString() + '\0';
  }
  if (last <= begin) return absl::OkStatus();
  return FromRocks(db_->DeleteRange(WithoutWal(), family_, ToSlice(begin), last));
}

}  // namespace waystation::storage
