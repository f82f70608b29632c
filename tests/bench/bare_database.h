#ifndef TESTS_BENCH_BARE_DATABASE_H_
#define TESTS_BENCH_BARE_DATABASE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "tests/bench/recorder.h"

namespace waystation::bench {

// RocksDB and nothing else, with the very options of the product: they are read from the file that
// RocksDB keeps of them in a folder that the product made.
class BareDatabase {
 public:
  // Makes `folder`.
  static absl::StatusOr<std::unique_ptr<BareDatabase>> Open(const std::string& folder);
  ~BareDatabase();

  // Writes a group as the product does: the log with sync, then the rows in one batch without WAL.
  absl::Status Write(const Written& written);

 private:
  BareDatabase() = default;

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  rocksdb::ColumnFamilyHandle* log_ = nullptr;
  rocksdb::ColumnFamilyHandle* rows_ = nullptr;
};

}  // namespace waystation::bench

#endif  // TESTS_BENCH_BARE_DATABASE_H_
