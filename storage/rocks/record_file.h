// RocksDB's record files (WAL and MANIFEST), read only as far as to tell a torn end from damage.
//
//   file     := block*                    32 KiB each, the last may be shorter
//   block    := fragment* zeros           zeros where less than a fragment's 7 bytes are left
//   fragment := checksum (4) length (2) type (1) bytes       little-endian
//   record   := fragment of type 1 | one of type 2, any of type 3, one of type 4
//
// The checksum is the masked CRC-32C of type and bytes.
#ifndef STORAGE_ROCKS_RECORD_FILE_H_
#define STORAGE_ROCKS_RECORD_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace waystation::storage {

struct RecordFileReport {
  // How many bytes from the start are whole records.
  uint64_t whole_bytes = 0;
  // Bytes follow that are not a whole record: a write that was cut short, or damage.
  bool ends_badly = false;
  // And after them another record begins, whole from its start: each write to such a file is synced
  // before the next begins, so what is bad was synced once. Damage, then. False proves nothing: the
  // last record may be damaged too.
  bool goes_on = false;
};

// The same for bytes in memory.
RecordFileReport InspectRecords(absl::string_view bytes);

// Reads a whole file. LOG_UNAVAILABLE with what the file system said.
absl::StatusOr<RecordFileReport> InspectRecordFile(rocksdb::Env* env, const std::string& path);

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_RECORD_FILE_H_
