#ifndef STORAGE_LOG_UP_TO_H_
#define STORAGE_LOG_UP_TO_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/log.h"

namespace waystation::storage {

// A log as it was at an earlier head. Reading only: an append is fenced.
class LogUpTo : public Log {
 public:
  // REQUIRES: `head` is the end of a group of `log`, or revision 0. `log` must outlive this.
  LogUpTo(const Log& log, const LogPosition& head) : log_(log), head_(head) {}

  LogPosition Head() const override { return head_; }
  AppendResult Append(const LogPosition&, absl::string_view) override {
    return AppendResult::kFenced;
  }
  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override;
  absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const override;

 private:
  const Log& log_;
  const LogPosition head_;
};

}  // namespace waystation::storage

#endif  // STORAGE_LOG_UP_TO_H_
