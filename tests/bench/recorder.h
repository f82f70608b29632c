// What the product writes, kept so that a bare loop can write the same.
#ifndef TESTS_BENCH_RECORDER_H_
#define TESTS_BENCH_RECORDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/log.h"
#include "storage/rows.h"

namespace waystation::bench {

// One group: what was appended to the log, and the rows written for it.
struct Written {
  int64_t last_revision = 0;
  std::string group;
  storage::RowChanges rows;
};

// Passes everything on to another log and keeps a copy of what was appended.
class RecordingLog : public storage::Log {
 public:
  // Both must outlive it.
  RecordingLog(storage::Log* log, std::vector<Written>* written) : log_(log), written_(written) {}

  storage::LogPosition Head() const override { return log_->Head(); }
  storage::AppendResult Append(const storage::LogPosition& expected_head,
                               absl::string_view group) override;
  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override {
    return log_->Read(after_revision, max_bytes);
  }
  absl::StatusOr<storage::LogPosition> GroupEndingAt(int64_t revision) const override {
    return log_->GroupEndingAt(revision);
  }

 private:
  storage::Log* const log_;
  std::vector<Written>* const written_;
};

// Likewise for rows: a write belongs to the group appended last. Before the first it is not kept.
class RecordingRows : public storage::RowStore {
 public:
  RecordingRows(storage::RowStore* rows, std::vector<Written>* written)
      : rows_(rows), written_(written) {}

  std::unique_ptr<storage::RowReader> Snapshot() const override { return rows_->Snapshot(); }
  std::unique_ptr<storage::RowReader> WriterView() override { return rows_->WriterView(); }
  absl::Status Write(const storage::RowChanges& changes) override;
  absl::Status DeleteRange(absl::string_view begin, absl::string_view end) override {
    return rows_->DeleteRange(begin, end);
  }

 private:
  storage::RowStore* const rows_;
  std::vector<Written>* const written_;
};

}  // namespace waystation::bench

#endif  // TESTS_BENCH_RECORDER_H_
