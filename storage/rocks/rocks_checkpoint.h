#ifndef STORAGE_ROCKS_ROCKS_CHECKPOINT_H_
#define STORAGE_ROCKS_ROCKS_CHECKPOINT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/group.h"
#include "storage/log.h"
#include "waystation/common/v1/log.pb.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace waystation::storage {

// What a folder holds that RocksDatabase::Checkpoint made.
struct CheckpointContents {
  LogPosition head;
  common::v1::LogBirth birth;
};

// The log in such a folder, for reading: appends are fenced, and no file changes. Its newest groups
// are replayed in memory. LOG_DAMAGED or LOG_UNAVAILABLE. `env` is not null.
absl::StatusOr<std::unique_ptr<Log>> OpenCheckpointLog(rocksdb::Env* env,
                                                       const std::string& folder);

// Opens the folder for reading, replays its newest groups in memory and checks the digests of the
// first and the last group. Changes no file. LOG_DAMAGED when something is wrong or the log is
// empty, LOG_UNAVAILABLE when it can't be read. `env` is not null.
absl::StatusOr<CheckpointContents> ReadCheckpoint(rocksdb::Env* env, const std::string& folder);

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROCKS_CHECKPOINT_H_
