#ifndef STORAGE_ROCKS_FOLDER_PROBE_H_
#define STORAGE_ROCKS_FOLDER_PROBE_H_

#include "absl/status/status.h"
#include "storage/rocks/rocks_database.h"

namespace waystation::storage {

// Whether the folder can be written, synced and read now, tried with a small file that is deleted
// again, and has room for what opening writes. LOG_UNAVAILABLE with what the file system said as
// "detail". Tells before a database is closed whether it has a chance to open again.
absl::Status ProbeFolder(const RocksOptions& options);

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_FOLDER_PROBE_H_
