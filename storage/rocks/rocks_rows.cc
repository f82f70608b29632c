#include "storage/rocks/rocks_rows.h"

#include <mutex>
#include <utility>
#include <vector>

#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

constexpr size_t kDeleteBatchBytes = 256 << 10;
constexpr size_t kMaxSpareIterators = 4;
constexpr size_t kRowCacheBytes = 24 << 20;

// An iterator whose upper bound can be moved between two uses: RocksDB looks at the bound through
// the pointer that it was given, and takes notice at the next Seek.
struct BoundedIterator {
  BoundedIterator(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
                  const rocksdb::Snapshot* snapshot) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    options.iterate_upper_bound = &upper_bound;
    row.reset(db->NewIterator(options, family));
  }

  // REQUIRES: begin < end.
  void Place(absl::string_view begin, absl::string_view end) {
    bound.assign(end.data(), end.size());
    upper_bound = bound;
    row->Seek(ToSlice(begin));
  }

  std::string bound;
  rocksdb::Slice upper_bound;
  std::unique_ptr<rocksdb::Iterator> row;
};

// Iterators of one snapshot that are not in use: to place one anew costs half of making it, and a
// command makes one for each of its lines. Thread-safe.
class IteratorPool {
 public:
  std::unique_ptr<BoundedIterator> Take() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (spare_.empty()) return nullptr;
    std::unique_ptr<BoundedIterator> iterator = std::move(spare_.back());
    spare_.pop_back();
    return iterator;
  }

  void Give(std::unique_ptr<BoundedIterator> iterator) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (spare_.size() < kMaxSpareIterators) spare_.push_back(std::move(iterator));
  }

  void Clear() {
    std::lock_guard<std::mutex> lock(mutex_);
    spare_.clear();
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<BoundedIterator>> spare_;
};

// A cursor over a part that ends before the last row.
class BoundedCursor : public RowCursor {
 public:
  // REQUIRES: begin < end. `pool` outlives the cursor.
  BoundedCursor(std::unique_ptr<BoundedIterator> iterator, IteratorPool* pool,
                absl::string_view begin, absl::string_view end)
      : iterator_(std::move(iterator)), pool_(pool) {
    iterator_->Place(begin, end);
  }
  ~BoundedCursor() override {
    // One that failed must not make others fail.
    if (iterator_->row->status().ok()) pool_->Give(std::move(iterator_));
  }

  bool Valid() const override { return iterator_->row->Valid(); }
  void Next() override { iterator_->row->Next(); }
  absl::string_view key() const override { return ToView(iterator_->row->key()); }
  absl::string_view value() const override { return ToView(iterator_->row->value()); }
  absl::Status status() const override { return FromRocks(iterator_->row->status()); }

 private:
  std::unique_ptr<BoundedIterator> iterator_;
  IteratorPool* const pool_;
};

// A cursor with an iterator of its own; also to the last row, and over nothing.
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
  ~RocksReader() override {
    pool_.Clear();
    db_->ReleaseSnapshot(snapshot_);
  }
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
    if (end.empty() || begin >= end) {
      return std::make_unique<RocksCursor>(db_, family_, snapshot_, begin, end);
    }
    std::unique_ptr<BoundedIterator> iterator = pool_.Take();
    if (iterator == nullptr) {
      iterator = std::make_unique<BoundedIterator>(db_, family_, snapshot_);
    }
    return std::make_unique<BoundedCursor>(std::move(iterator), &pool_, begin, end);
  }

 private:
  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const family_;
  const rocksdb::Snapshot* const snapshot_;
  mutable IteratorPool pool_;
};

// Asks the cache first. What it holds is as of the last write, so of the snapshot, until the next.
class CachedReader : public RowReader {
 public:
  CachedReader(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family, RowCache* cache)
      : rows_(db, family), cache_(cache), version_(cache->version()) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    // Of storage's own rows most are request ids, and none is asked for twice.
    const bool cached = version_ == cache_->version() && !key.empty() && key[0] != kStorageTable;
    if (!cached) return rows_.Get(key);
    std::optional<std::string> held;
    if (cache_->Find(key, &held)) return held;
    ASSIGN_OR_RETURN(std::optional<std::string> value, rows_.Get(key));
    cache_->Insert(key, value);
    return value;
  }

  std::unique_ptr<RowCursor> Scan(absl::string_view begin, absl::string_view end) const override {
    return rows_.Scan(begin, end);
  }

 private:
  const RocksReader rows_;
  RowCache* const cache_;
  const uint64_t version_;
};

rocksdb::WriteOptions WithoutWal() {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return options;
}

}  // namespace

RocksRowStore::RocksRowStore(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family)
    : db_(db), family_(family), cache_(kRowCacheBytes) {}

std::unique_ptr<RowReader> RocksRowStore::WriterView() {
  return std::make_unique<CachedReader>(db_, family_, &cache_);
}

std::unique_ptr<RowReader> RocksRowStore::Snapshot() const {
  return std::make_unique<RocksReader>(db_, family_);
}

absl::Status RocksRowStore::Write(const RowChanges& changes) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : changes) {
    RETURN_IF_ERROR(FromRocks(value.has_value() ? batch.Put(family_, key, *value)
                                                : batch.Delete(family_, key)));
  }
  const rocksdb::Status status = db_->Write(WithoutWal(), &batch);
  if (status.ok()) {
    cache_.Apply(changes);
  } else {
    cache_.Clear();
  }
  return FromRocks(status);
}

absl::Status RocksRowStore::DeleteRange(absl::string_view begin, absl::string_view end) {
  cache_.Clear();
  // Key by key: a memtable that holds a deleted range must not be flushed twice, and RocksDB ends
  // the process when a flush that failed (a full disk) is tried again.
  RocksCursor row(db_, family_, nullptr, begin, end);
  while (row.Valid()) {
    rocksdb::WriteBatch batch;
    for (; row.Valid() && batch.GetDataSize() < kDeleteBatchBytes; row.Next()) {
      RETURN_IF_ERROR(FromRocks(batch.Delete(family_, ToSlice(row.key()))));
    }
    RETURN_IF_ERROR(FromRocks(db_->Write(WithoutWal(), &batch)));
  }
  return row.status();
}

}  // namespace waystation::storage
