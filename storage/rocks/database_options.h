// What a store's RocksDB is opened with.
#ifndef STORAGE_ROCKS_DATABASE_OPTIONS_H_
#define STORAGE_ROCKS_DATABASE_OPTIONS_H_

#include <cstddef>
#include <memory>

#include "rocksdb/options.h"
#include "storage/rocks/rocks_database.h"

namespace waystation::storage {

rocksdb::DBOptions DatabaseOptions(const RocksOptions& options);
rocksdb::ColumnFamilyOptions FamilyOptions(const std::shared_ptr<rocksdb::Cache>& cache,
                                           size_t memtable_bytes);

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_DATABASE_OPTIONS_H_
