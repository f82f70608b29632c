#ifndef CLIENTS_CPP_DURABLE_FILE_H_
#define CLIENTS_CPP_DURABLE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace waystation::client {

// Makes the folder and its parents, for their owner only (mode 0700). Ok when it exists.
absl::Status MakeFolder(const std::string& path);

// Replaces the file at `path` by `bytes`. After ok the new content survives a crash of the machine;
// a crash before leaves the old content or none, never a part. Readable by the owner only.
absl::Status WriteDurably(const std::string& path, absl::string_view bytes);

// Removes the file so that it stays removed after a crash. Ok when there is none.
absl::Status RemoveDurably(const std::string& path);

// The whole file. NOT_FOUND when there is none.
absl::StatusOr<std::string> ReadWhole(const std::string& path);

// Holds an exclusive lock (flock) on `path`, made if absent, while it lives; waits for it. Other
// processes of this program that write the same folder use it as well.
class FileLock {
 public:
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace waystation::client

#endif  // CLIENTS_CPP_DURABLE_FILE_H_
