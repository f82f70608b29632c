#include "tests/bench/bare_database.h"

#include "rocksdb/cache.h"
#include "rocksdb/convenience.h"
#include "rocksdb/utilities/options_util.h"
#include "rocksdb/write_batch.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_database.h"

namespace waystation::bench {
namespace {

constexpr size_t kCacheBytes = 64 << 20;

absl::Status ToStatus(const rocksdb::Status& status) {
  return status.ok() ? absl::OkStatus() : absl::InternalError(status.ToString());
}

std::string RevisionKey(int64_t revision) {
  std::string key;
  for (int shift = 56; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>(static_cast<uint64_t>(revision) >> shift));
  }
  return key;
}

}  // namespace

absl::StatusOr<std::unique_ptr<BareDatabase>> BareDatabase::Open(const std::string& folder) {
  {
    storage::RocksOptions options;
    options.folder = folder;
    ASSIGN_OR_RETURN(const auto made, storage::RocksDatabase::Open(options));
    RETURN_IF_ERROR(made->Close());
  }
  rocksdb::ConfigOptions config;
  config.ignore_unknown_options = false;
  rocksdb::DBOptions options;
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  std::shared_ptr<rocksdb::Cache> cache = storage::NewBlockCache(kCacheBytes);
  RETURN_IF_ERROR(
      ToStatus(rocksdb::LoadLatestOptions(config, folder, &options, &descriptors, &cache)));
  std::unique_ptr<BareDatabase> bare(new BareDatabase());
  rocksdb::DB* db = nullptr;
  RETURN_IF_ERROR(ToStatus(rocksdb::DB::Open(options, folder, descriptors, &bare->families_, &db)));
  bare->db_.reset(db);
  for (rocksdb::ColumnFamilyHandle* family : bare->families_) {
    if (family->GetName() == "log") bare->log_ = family;
    if (family->GetName().rfind("rows-", 0) == 0) bare->rows_ = family;
  }
  if (bare->log_ == nullptr || bare->rows_ == nullptr) {
    return absl::InternalError("the product's folder has other column families than expected");
  }
  return bare;
}

BareDatabase::~BareDatabase() {
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
}

absl::Status BareDatabase::Write(const Written& written) {
  rocksdb::WriteOptions with_sync;
  with_sync.sync = true;
  RETURN_IF_ERROR(
      ToStatus(db_->Put(with_sync, log_, RevisionKey(written.last_revision), written.group)));
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : written.rows) {
    RETURN_IF_ERROR(
        ToStatus(value.has_value() ? batch.Put(rows_, key, *value) : batch.Delete(rows_, key)));
  }
  rocksdb::WriteOptions without_wal;
  without_wal.disableWAL = true;
  return ToStatus(db_->Write(without_wal, &batch));
}

}  // namespace waystation::bench
