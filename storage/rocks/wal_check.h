#ifndef STORAGE_ROCKS_WAL_CHECK_H_
#define STORAGE_ROCKS_WAL_CHECK_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rocksdb/wal_filter.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace waystation::storage {

// Looks at the WAL files before RocksDB replays and deletes them. RocksDB takes the first bad
// record for the end: right for a write that a power cut tore, silent loss where whole records
// follow. To be set as wal_filter for one DB::Open; changes nothing of what is replayed.
class WalCheck : public rocksdb::WalFilter {
 public:
  // `logged` are the column families that are written with WAL. `env` must outlive it.
  WalCheck(rocksdb::Env* env, std::string folder, std::vector<std::string> logged);

  // The WAL files, by name, that hold synced records which can't be read. Each is linked into the
  // folder's damaged/ too, where it stays for somebody who wants to look into it.
  const std::vector<std::string>& damaged() const { return damaged_; }

  void ColumnFamilyLogNumberMap(const std::map<uint32_t, uint64_t>& log_numbers,
                                const std::map<std::string, uint32_t>& ids) override;
  const char* Name() const override { return "WalCheck"; }

 private:
  void Keep(const std::string& name) const;

  rocksdb::Env* const env_;
  const std::string folder_;
  const std::vector<std::string> logged_;
  std::vector<std::string> damaged_;
};

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_WAL_CHECK_H_
