// The seam: all that a storage engine implements.
#ifndef STORAGE_LOG_H_
#define STORAGE_LOG_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/group.h"

namespace waystation::storage {

enum class AppendResult {
  // Durable: survives a crash of the process and of the machine.
  kOk,
  // Another handle owns the partition now, or the head is not the expected one. Nothing was
  // written.
  kFenced,
  // Nothing was written.
  kUnavailable,
  // Written or not: only reopening tells.
  kUnknown,
};

// An append-only sequence of groups with one writer. After an append that is not kOk the handle is
// dead: every further append answers kFenced; reopen, replay, go on. Head and Read may be called
// from any thread, also during an append.
class Log {
 public:
  virtual ~Log() = default;

  // The end of the last durable group; revision 0 and a zero digest when there is none.
  virtual LogPosition Head() const = 0;

  // Writes one encoded group (storage/group.h) that begins at expected_head.revision + 1 and
  // carries its digest as previous digest. Returns after it is durable.
  virtual AppendResult Append(const LogPosition& expected_head, absl::string_view group) = 0;

  // Encoded groups from the one that holds revision after_revision + 1, in order, until `max_bytes`
  // are reached; at least one if there is any. Empty at the head. A group that ends beyond Head()
  // is never returned.
  virtual absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                        size_t max_bytes) const = 0;

  // In the engine's words why the last append was not kOk; ok when there is nothing to tell. For
  // the appending thread.
  virtual absl::Status failure() const { return absl::OkStatus(); }

  // The end of the group whose last revision is `revision`; nullopt-like revision 0 when no group
  // ends there.
  virtual absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const = 0;
};

class LogEngine {
 public:
  virtual ~LogEngine() = default;

  // Opens the partition's log, making it if absent. Either fences an older owner (which can append
  // no more after this returns) or fails with FOLDER_IN_USE while it lives.
  virtual absl::StatusOr<std::unique_ptr<Log>> Open(absl::string_view partition) = 0;
};

}  // namespace waystation::storage

#endif  // STORAGE_LOG_H_
