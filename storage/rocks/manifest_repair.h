#ifndef STORAGE_ROCKS_MANIFEST_REPAIR_H_
#define STORAGE_ROCKS_MANIFEST_REPAIR_H_

#include <string>

#include "absl/status/statusor.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace waystation::storage {

// A power cut may leave the last write to the MANIFEST torn, some of its pages never written;
// RocksDB then refuses the folder, though nothing rests on that write: it was never synced. Cuts
// such an end off, durably; true when it did. False when the file is whole, or damaged before its
// end, or somebody has the folder open. The file as it was and the tables are linked into
// `damaged/` first, in place of what an earlier repair left there: a last record damaged at rest
// looks the same. LOG_UNAVAILABLE with what the file system said.
absl::StatusOr<bool> CutTornManifest(rocksdb::Env* env, const std::string& folder);

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_MANIFEST_REPAIR_H_
