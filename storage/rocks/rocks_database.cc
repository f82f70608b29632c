#include "storage/rocks/rocks_database.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/utilities/checkpoint.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/database_options.h"
#include "storage/rocks/manifest_repair.h"
#include "storage/rocks/rocks_log.h"
#include "storage/rocks/rocks_rows.h"
#include "storage/rocks/rocks_status.h"
#include "storage/rocks/wal_check.h"

namespace waystation::storage {
namespace {

constexpr absl::string_view kLogFamily = "log";
constexpr absl::string_view kRowsPrefix = "rows-";
constexpr absl::string_view kFormatKey = "format";
constexpr absl::string_view kRowsKey = "rows";

constexpr size_t kOwnCacheBytes = 8 << 20;
// Few shards, so that none is too small for its blocks; half for indexes and filters.
constexpr int kCacheShardBits = 3;
constexpr double kCacheHighPriorityShare = 0.5;

using Handle = std::unique_ptr<rocksdb::ColumnFamilyHandle>;

// Which rows family is in use; in `default` as "<generation> <row format>".
struct RowsRecord {
  int64_t generation = 0;
  int64_t row_format = 0;
};

std::string RowsFamily(int64_t generation) { return absl::StrCat(kRowsPrefix, generation); }

absl::Status Newer(const std::string& folder, const std::string& found) {
  return Error(common::v1::ERROR_REASON_FOLDER_NEWER,
               "The data folder was written by a newer program.",
               {{"folder", folder},
                {"found", found},
                {"supported", absl::StrCat("disk format ", kDiskFormat)}});
}

absl::Status DamagedFolder(const std::string& folder, const std::string& detail) {
  return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "The data folder is damaged.",
               {{"folder", folder}, {"detail", detail}});
}

// The same error, saying which folder it is about.
absl::Status InFolder(const absl::Status& status, const std::string& folder) {
  ErrorMetadata metadata = {{"folder", folder}};
  for (const char* key : {"detail", "found", "supported"}) {
    const std::optional<std::string> value = ErrorVariable(status, key);
    if (value.has_value()) metadata.emplace_back(key, *value);
  }
  return Error(ReasonOf(status), status.message(), metadata);
}

// Makes a folder that is there once the power fails, too.
absl::Status MakeDurably(rocksdb::Env* env, const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder.parent_path(), error)) {
    RETURN_IF_ERROR(MakeDurably(env, folder.parent_path()));
  }
  RETURN_IF_ERROR(FromRocks(env->CreateDirIfMissing(folder.string()), folder.string()));
  std::unique_ptr<rocksdb::Directory> parent;
  RETURN_IF_ERROR(
      FromRocks(env->NewDirectory(folder.parent_path().string(), &parent), folder.string()));
  return FromRocks(parent->Fsync(), folder.string());
}

// The folder with every link resolved, made if absent: RocksDB knows a folder that this process
// has open already only by the very same name.
absl::StatusOr<std::string> MakeFolder(rocksdb::Env* env, const std::string& folder) {
  std::error_code error;
  std::filesystem::path path =
      std::filesystem::weakly_canonical(std::filesystem::absolute(folder), error);
  // Whether one without a database outlived the power that it was made under is not known.
  if (!error && !std::filesystem::exists(path / "CURRENT", error)) {
    RETURN_IF_ERROR(MakeDurably(env, path));
    path = std::filesystem::canonical(path, error);
  }
  if (error) {
    return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE, "The data folder can't be made.",
                 {{"folder", folder}, {"detail", error.message()}});
  }
  return path.string();
}

// RocksDB takes a folder without CURRENT for an empty one, begins anew in it and deletes what is
// there. CURRENT is durable before the first WAL file is made.
absl::Status CheckEmpty(rocksdb::Env* env, const std::string& folder) {
  std::vector<std::string> names;
  RETURN_IF_ERROR(FromRocks(env->GetChildren(folder, &names), folder));
  for (const std::string& name : names) {
    if (absl::EndsWith(name, ".log") || absl::EndsWith(name, ".sst") || name == "head") {
      return DamagedFolder(folder, absl::StrCat("CURRENT is gone, ", name, " is there"));
    }
  }
  return absl::OkStatus();
}

// The column families to open. A name that this program does not know is a newer program's.
absl::StatusOr<std::vector<std::string>> FamilyNames(const rocksdb::DBOptions& options,
                                                     const std::string& folder) {
  std::vector<std::string> names = {rocksdb::kDefaultColumnFamilyName, std::string(kLogFamily)};
  if (options.env->FileExists(absl::StrCat(folder, "/CURRENT")).IsNotFound()) {
    RETURN_IF_ERROR(CheckEmpty(options.env, folder));
    return names;
  }
  std::vector<std::string> found;
  rocksdb::Status status = rocksdb::DB::ListColumnFamilies(options, folder, &found);
  if (status.IsCorruption()) {
    ASSIGN_OR_RETURN(const bool repaired, CutTornManifest(options.env, folder));
    if (repaired) status = rocksdb::DB::ListColumnFamilies(options, folder, &found);
  }
  RETURN_IF_ERROR(FromRocks(status, folder));
  for (std::string& name : found) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    int64_t generation = 0;
    absl::string_view number = name;
    if (!absl::ConsumePrefix(&number, kRowsPrefix) || !absl::SimpleAtoi(number, &generation)) {
      return Newer(folder, absl::StrCat("column family ", name));
    }
    names.push_back(std::move(name));
  }
  return names;
}

class RocksDatabaseImpl : public RocksDatabase {
 public:
  RocksDatabaseImpl(std::string folder, std::shared_ptr<rocksdb::Cache> cache,
                    const RocksOptions& options)
      : folder_(std::move(folder)),
        cache_(std::move(cache)),
        log_memtable_bytes_(options.log_memtable_bytes),
        rows_memtable_bytes_(options.rows_memtable_bytes) {}
  ~RocksDatabaseImpl() override { Close().IgnoreError(); }

  absl::Status OpenFamilies(rocksdb::DBOptions options);
  absl::Status CheckFormat();
  absl::Status ChooseRows(int64_t row_format);
  absl::Status OpenParts();

  Log& log() override { return *log_; }
  RowStore& rows() override { return *rows_; }
  bool rows_were_dropped() const override { return rows_were_dropped_; }
  int64_t revisions_lost() const override {
    return std::max<int64_t>(log_->revisions_lost(), wal_check_->damaged().empty() ? 0 : 1);
  }
  absl::Status Checkpoint(const std::string& folder) override;
  absl::Status Close() override;

 private:
  rocksdb::ColumnFamilyOptions OptionsOf(absl::string_view family) const {
    const bool rows = absl::StartsWith(family, kRowsPrefix);
    return FamilyOptions(cache_, rows ? rows_memtable_bytes_ : log_memtable_bytes_);
  }
  rocksdb::ColumnFamilyHandle* Family(absl::string_view name) const;
  absl::StatusOr<std::optional<std::string>> GetSetting(absl::string_view key) const;
  absl::Status PutSetting(absl::string_view key, const std::string& value);
  absl::StatusOr<RowsRecord> ReadRowsRecord() const;
  absl::Status DropRowsExcept(const std::string& kept);

  const std::string folder_;
  const std::shared_ptr<rocksdb::Cache> cache_;
  const size_t log_memtable_bytes_;
  const size_t rows_memtable_bytes_;
  std::unique_ptr<WalCheck> wal_check_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<Handle> families_;
  std::string rows_family_;
  bool rows_were_dropped_ = false;
  std::unique_ptr<RocksLog> log_;
  std::unique_ptr<RocksRowStore> rows_;
};

absl::Status RocksDatabaseImpl::OpenFamilies(rocksdb::DBOptions options) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, FamilyNames(options, folder_));
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const std::string& name : names) descriptors.emplace_back(name, OptionsOf(name));
  wal_check_ = std::make_unique<WalCheck>(
      options.env, folder_,
      std::vector<std::string>{rocksdb::kDefaultColumnFamilyName, std::string(kLogFamily)});
  options.wal_filter = wal_check_.get();
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  RETURN_IF_ERROR(
      FromRocksOpen(rocksdb::DB::Open(options, folder_, descriptors, &handles, &db), folder_));
  db_.reset(db);
  for (rocksdb::ColumnFamilyHandle* handle : handles) families_.emplace_back(handle);
  return absl::OkStatus();
}

rocksdb::ColumnFamilyHandle* RocksDatabaseImpl::Family(absl::string_view name) const {
  for (const Handle& family : families_) {
    if (absl::string_view(family->GetName()) == name) return family.get();
  }
  return nullptr;
}

absl::StatusOr<std::optional<std::string>> RocksDatabaseImpl::GetSetting(
    absl::string_view key) const {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), ToSlice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  RETURN_IF_ERROR(FromRocks(status, folder_));
  return std::optional<std::string>(std::move(value));
}

absl::Status RocksDatabaseImpl::PutSetting(absl::string_view key, const std::string& value) {
  rocksdb::WriteOptions options;
  options.sync = true;
  return FromRocks(db_->Put(options, ToSlice(key), value), folder_);
}

absl::Status RocksDatabaseImpl::CheckFormat() {
  ASSIGN_OR_RETURN(const std::optional<std::string> found, GetSetting(kFormatKey));
  if (!found.has_value()) {
    // The format is written before any group: a log without one was not written by us.
    const std::unique_ptr<rocksdb::Iterator> first(
        db_->NewIterator(rocksdb::ReadOptions(), Family(kLogFamily)));
    first->SeekToFirst();
    RETURN_IF_ERROR(FromRocks(first->status(), folder_));
    if (first->Valid()) return DamagedFolder(folder_, "a log without a disk format");
    return PutSetting(kFormatKey, absl::StrCat(kDiskFormat));
  }
  int64_t format = 0;
  if (!absl::SimpleAtoi(*found, &format) || format < 1) {
    return DamagedFolder(folder_, "the disk format can't be read");
  }
  if (format > kDiskFormat) return Newer(folder_, absl::StrCat("disk format ", format));
  return absl::OkStatus();
}

absl::StatusOr<RowsRecord> RocksDatabaseImpl::ReadRowsRecord() const {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, GetSetting(kRowsKey));
  RowsRecord record;
  if (!value.has_value()) return record;
  const std::vector<std::string> parts = absl::StrSplit(*value, ' ');
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &record.generation) ||
      !absl::SimpleAtoi(parts[1], &record.row_format)) {
    return DamagedFolder(folder_, "the rows record can't be read");
  }
  return record;
}

absl::Status RocksDatabaseImpl::ChooseRows(int64_t row_format) {
  ASSIGN_OR_RETURN(RowsRecord record, ReadRowsRecord());
  const bool known = record.generation > 0 && Family(RowsFamily(record.generation)) != nullptr;
  if (!known || record.row_format != row_format) {
    rows_were_dropped_ = record.generation > 0;
    // A generation that a crash left half made is emptied by dropping it and making it again.
    record = {record.generation + 1, row_format};
    RETURN_IF_ERROR(DropRowsExcept(known ? RowsFamily(record.generation - 1) : ""));
    rocksdb::ColumnFamilyHandle* made = nullptr;
    const std::string family = RowsFamily(record.generation);
    RETURN_IF_ERROR(FromRocks(db_->CreateColumnFamily(OptionsOf(family), family, &made), folder_));
    families_.emplace_back(made);
    RETURN_IF_ERROR(PutSetting(kRowsKey, absl::StrCat(record.generation, " ", row_format)));
  }
  rows_family_ = RowsFamily(record.generation);
  return DropRowsExcept(rows_family_);
}

absl::Status RocksDatabaseImpl::DropRowsExcept(const std::string& kept) {
  for (Handle& family : families_) {
    if (!absl::StartsWith(family->GetName(), kRowsPrefix) || family->GetName() == kept) continue;
    RETURN_IF_ERROR(FromRocks(db_->DropColumnFamily(family.get()), folder_));
    RETURN_IF_ERROR(FromRocks(db_->DestroyColumnFamilyHandle(family.release()), folder_));
  }
  families_.erase(std::remove(families_.begin(), families_.end(), nullptr), families_.end());
  return absl::OkStatus();
}

absl::Status RocksDatabaseImpl::OpenParts() {
  absl::StatusOr<std::unique_ptr<RocksLog>> log = RocksLog::Open(db_.get(), Family(kLogFamily));
  if (!log.ok()) return InFolder(log.status(), folder_);
  log_ = *std::move(log);
  rows_ = std::make_unique<RocksRowStore>(db_.get(), Family(rows_family_));
  return absl::OkStatus();
}

absl::Status RocksDatabaseImpl::Checkpoint(const std::string& folder) {
  rocksdb::Checkpoint* made = nullptr;
  RETURN_IF_ERROR(FromRocks(rocksdb::Checkpoint::Create(db_.get(), &made), folder_));
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  constexpr uint64_t kNeverFlush = std::numeric_limits<uint64_t>::max();
  return FromRocks(checkpoint->CreateCheckpoint(folder, kNeverFlush), folder);
}

absl::Status RocksDatabaseImpl::Close() {
  if (db_ == nullptr) return absl::OkStatus();
  // A write that failed may have left the WAL torn. Were one family flushed past that and another
  // not, RocksDB would refuse the folder for good; left alone, it replays what is whole.
  // A flush that failed is not tried again either: RocksDB aborts when it touches a file whose last
  // write or sync failed.
  uint64_t failed_flushes = 0;
  db_->GetIntProperty(rocksdb::DB::Properties::kBackgroundErrors, &failed_flushes);
  const bool flush = log_ != nullptr && log_->failure().ok() && failed_flushes == 0;
  log_.reset();
  rows_.reset();
  absl::Status result;
  // Rows have no WAL: what is not flushed now is folded again at the next open.
  if (flush) {
    for (Handle& family : families_) {
      result.Update(FromRocks(db_->Flush(rocksdb::FlushOptions(), family.get()), folder_));
      if (!result.ok()) break;
    }
  }
  families_.clear();
  result.Update(FromRocks(db_->Close(), folder_));
  db_.reset();
  return result;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksDatabase>> RocksDatabase::Open(const RocksOptions& options) {
  ASSIGN_OR_RETURN(const std::string folder,
                   MakeFolder(DatabaseOptions(options).env, options.folder));
  std::shared_ptr<rocksdb::Cache> cache = options.block_cache;
  if (cache == nullptr) cache = NewBlockCache(kOwnCacheBytes);
  auto database = std::make_unique<RocksDatabaseImpl>(folder, std::move(cache), options);
  RETURN_IF_ERROR(database->OpenFamilies(DatabaseOptions(options)));
  RETURN_IF_ERROR(database->CheckFormat());
  RETURN_IF_ERROR(database->ChooseRows(options.row_format));
  RETURN_IF_ERROR(database->OpenParts());
  return database;
}

absl::Status RocksDatabase::Checkpoint(const std::string& folder) {
  return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE, "This engine has no files to copy.",
               {{"folder", folder}});
}

std::shared_ptr<rocksdb::Cache> NewBlockCache(size_t bytes) {
  return rocksdb::NewLRUCache(bytes, kCacheShardBits, /*strict_capacity_limit=*/false,
                              kCacheHighPriorityShare);
}

}  // namespace waystation::storage
