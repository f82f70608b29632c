#include "tests/storage/support/engines.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_database.h"

namespace waystation::storage::testing {
namespace {

class OwningLog : public Log {
 public:
  explicit OwningLog(std::unique_ptr<RocksDatabase> database) : database_(std::move(database)) {}

  LogPosition Head() const override { return database_->log().Head(); }
  AppendResult Append(const LogPosition& expected_head, absl::string_view group) override {
    return database_->log().Append(expected_head, group);
  }
  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override {
    return database_->log().Read(after_revision, max_bytes);
  }
  absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const override {
    return database_->log().GroupEndingAt(revision);
  }

 private:
  const std::unique_ptr<RocksDatabase> database_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Log>> RocksLogEngine::Open(absl::string_view partition) {
  RocksOptions options;
  options.folder = absl::StrCat(folder_, "/", partition);
  ASSIGN_OR_RETURN(std::unique_ptr<RocksDatabase> database, RocksDatabase::Open(options));
  return std::make_unique<OwningLog>(std::move(database));
}

}  // namespace waystation::storage::testing
