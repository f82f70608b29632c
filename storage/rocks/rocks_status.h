#ifndef STORAGE_ROCKS_ROCKS_STATUS_H_
#define STORAGE_ROCKS_ROCKS_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/slice.h"
#include "rocksdb/status.h"

namespace waystation::storage {

// What RocksDB said, as an error of ours: LOG_DAMAGED for corruption, LOG_UNAVAILABLE for all else,
// with its words and the folder (left out when empty) as variables. Ok for ok.
absl::Status FromRocks(const rocksdb::Status& status, const std::string& folder = "");

// FOLDER_IN_USE when `status` says that somebody holds the lock of `folder`, naming the process;
// otherwise FromRocks. For the status of opening a database.
absl::Status FromRocksOpen(const rocksdb::Status& status, const std::string& folder);

inline rocksdb::Slice ToSlice(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROCKS_STATUS_H_
