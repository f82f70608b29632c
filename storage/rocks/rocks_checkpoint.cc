#include "storage/rocks/rocks_checkpoint.h"

#include <memory>
#include <vector>

#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_log.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

// Without one RocksDB writes its own into the folder.
class NoLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// A RocksLog with the database under it.
class CheckpointLog : public Log {
 public:
  CheckpointLog(rocksdb::DB* db, const std::vector<rocksdb::ColumnFamilyHandle*>& families)
      : db_(db), families_(families.begin(), families.end()) {}

  absl::Status OpenLog() {
    ASSIGN_OR_RETURN(log_, RocksLog::Open(db_.get(), families_[1].get()));
    return absl::OkStatus();
  }

  LogPosition Head() const override { return log_->Head(); }
  AppendResult Append(const LogPosition&, absl::string_view) override {
    return AppendResult::kFenced;
  }
  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override {
    return log_->Read(after_revision, max_bytes);
  }
  absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const override {
    return log_->GroupEndingAt(revision);
  }

 private:
  const std::unique_ptr<rocksdb::DB> db_;
  const std::vector<std::unique_ptr<rocksdb::ColumnFamilyHandle>> families_;
  std::unique_ptr<RocksLog> log_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Log>> OpenCheckpointLog(rocksdb::Env* env,
                                                       const std::string& folder) {
  rocksdb::DBOptions options;
  options.env = env;
  options.info_log = std::make_shared<NoLogger>();
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions()},
      {"log", rocksdb::ColumnFamilyOptions()}};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  RETURN_IF_ERROR(FromRocks(
      rocksdb::DB::OpenForReadOnly(options, folder, families, &handles, &opened), folder));
  auto log = std::make_unique<CheckpointLog>(opened, handles);
  RETURN_IF_ERROR(log->OpenLog());
  return std::unique_ptr<Log>(std::move(log));
}

absl::StatusOr<CheckpointContents> ReadCheckpoint(rocksdb::Env* env, const std::string& folder) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Log> log, OpenCheckpointLog(env, folder));
  ASSIGN_OR_RETURN(const std::vector<std::string> first, log->Read(0, 1));
  if (first.empty()) {
    return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "The log is empty.", {{"folder", folder}});
  }
  ASSIGN_OR_RETURN(const Group group, DecodeGroup(first[0]));
  return CheckpointContents{log->Head(), group.entries[0].birth()};
}

}  // namespace waystation::storage
