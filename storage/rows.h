// Rows: a cache of one or more logs, in key order. The first byte of a key is its table number.
#ifndef STORAGE_ROWS_H_
#define STORAGE_ROWS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace waystation::storage {

// Table number 0 belongs to storage itself (storage/projector.h); services use 1 to 255.
inline constexpr uint8_t kStorageTable = 0;

// Moves forward over rows in key order. Use:
//   for (auto cursor = rows.Scan(begin, end); cursor->Valid(); cursor->Next()) {...}
//   RETURN_IF_ERROR(cursor->status());
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  virtual bool Valid() const = 0;
  virtual void Next() = 0;                      // REQUIRES: Valid()
  virtual absl::string_view key() const = 0;    // REQUIRES: Valid(); lives until Next()
  virtual absl::string_view value() const = 0;  // REQUIRES: Valid(); lives until Next()
  virtual absl::Status status() const = 0;      // Why Valid() turned false; ok at the end.
};

class RowReader {
 public:
  virtual ~RowReader() = default;

  // nullopt when there is no such row.
  virtual absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const = 0;

  // Rows with begin <= key < end; an empty `end` means to the last row. The reader must outlive the
  // cursor.
  virtual std::unique_ptr<RowCursor> Scan(absl::string_view begin, absl::string_view end) const = 0;
};

class RowWriter : public RowReader {
 public:
  virtual void Put(absl::string_view key, absl::string_view value) = 0;
  virtual void Delete(absl::string_view key) = 0;
};

// Puts (a value) and deletes (nullopt), at most one a key.
using RowChanges = std::map<std::string, std::optional<std::string>, std::less<>>;

class RowStore {
 public:
  virtual ~RowStore() = default;

  // A view that later writes do not change. Thread-safe. The store must outlive it.
  virtual std::unique_ptr<RowReader> Snapshot() const = 0;

  // The same view for the one thread that writes, until its next Write or DeleteRange: an engine
  // may answer it from what that thread has looked up before.
  virtual std::unique_ptr<RowReader> WriterView() { return Snapshot(); }

  // Writes all changes as one; a crash loses all of them or none. Not synced: what is lost is
  // folded again from the logs. One thread at a time.
  virtual absl::Status Write(const RowChanges& changes) = 0;

  // Deletes every row with begin <= key < end. Not atomic with other writes.
  virtual absl::Status DeleteRange(absl::string_view begin, absl::string_view end) = 0;
};

}  // namespace waystation::storage

#endif  // STORAGE_ROWS_H_
