// The file `head` beside the database: how far the log had been synced, as far as the marker knows.
// Written after each synced append and not synced itself, it costs no wait; it may lag behind the
// log (after a power cut by as long as the kernel holds pages back, half a minute) and is never
// ahead of it. So a log that ends before its marker lost commands that were acknowledged.
//
//   head := slot zeros slot         the second slot begins at byte 4096, in a page of its own
//   slot := revision (8 bytes, big-endian) digest (32) check (the first 8 bytes of SHA-256 of both)
//
// Slots are written in turn, so that one is whole whatever becomes of the write of the other.
#ifndef STORAGE_ROCKS_HEAD_MARKER_H_
#define STORAGE_ROCKS_HEAD_MARKER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "storage/group.h"

namespace rocksdb {
class Env;
class RandomRWFile;
}  // namespace rocksdb

namespace waystation::storage {

// Not thread-safe.
class HeadMarker {
 public:
  // Reads what an earlier run left in `folder`, and changes nothing. `env` must outlive it.
  HeadMarker(rocksdb::Env* env, const std::string& folder);
  ~HeadMarker();

  // What was found; revision 0 when nothing is there or can be read, which is no error: a folder
  // restored from a backup has none.
  const LogPosition& found() const { return found_; }

  // Notes that the log is durable up to `head`. The first call makes the file anew, with sync, so
  // what was found is reported by each open until the log goes on. Errors are left alone: the old
  // marker stays true.
  void Advance(const LogPosition& head);

 private:
  absl::Status Begin(const LogPosition& head);

  rocksdb::Env* const env_;
  const std::string folder_;
  LogPosition found_;
  std::unique_ptr<rocksdb::RandomRWFile> file_;
  size_t next_slot_ = 0;
};

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_HEAD_MARKER_H_
