#include "storage/rocks/database_options.h"

#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"

namespace waystation::storage {
namespace {

constexpr size_t kMaxWalBytes = 16 << 20;
constexpr int kMaxOpenFiles = 256;
constexpr int kBloomBitsPerKey = 10;
constexpr double kMemtableBloomShare = 0.05;

}  // namespace

rocksdb::DBOptions DatabaseOptions(const RocksOptions& options) {
  rocksdb::DBOptions result;
  if (options.env != nullptr) result.env = options.env;
  result.create_if_missing = true;
  result.create_missing_column_families = true;
  result.max_total_wal_size = kMaxWalBytes;
  // Its default retries a failed write behind our back.
  result.max_bgerror_resume_count = 0;
  // Close does it, where it is safe.
  result.avoid_flush_during_shutdown = true;
  result.max_background_jobs = 2;
  result.max_open_files = kMaxOpenFiles;
  result.keep_log_file_num = 3;
  result.max_log_file_size = 1 << 20;
  result.stats_dump_period_sec = 0;
  result.stats_persist_period_sec = 0;
  return result;
}

rocksdb::ColumnFamilyOptions FamilyOptions(const std::shared_ptr<rocksdb::Cache>& cache,
                                           size_t memtable_bytes) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  // In parts of a few kilobytes: the whole filter of a large table pushes itself out of the cache,
  // and is then read and checked again at every look.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.data_block_index_type = rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;
  rocksdb::ColumnFamilyOptions result;
  result.write_buffer_size = memtable_bytes;
  // Most rows that are looked up are not in the memtable.
  result.memtable_whole_key_filtering = true;
  result.memtable_prefix_bloom_size_ratio = kMemtableBloomShare;
  result.compression = rocksdb::kLZ4Compression;
  result.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return result;
}

}  // namespace waystation::storage
