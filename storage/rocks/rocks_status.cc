#include "storage/rocks/rocks_status.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"

namespace waystation::storage {
namespace {

std::string DescribeProcess(pid_t pid) {
  std::string name;
  std::ifstream comm(absl::StrCat("/proc/", pid, "/comm"));
  std::getline(comm, name);
  return name.empty() ? absl::StrCat("process ", pid)
                      : absl::StrCat("process ", pid, " (", name, ")");
}

// Who holds the POSIX lock on `path`. REQUIRES: not this process, for closing any descriptor of the
// file would give up its lock.
std::string LockHolder(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return "another process";
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool known = fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0;
  close(file);
  return known ? DescribeProcess(lock.l_pid) : "another process";
}

}  // namespace

absl::Status FromRocks(const rocksdb::Status& status, const std::string& folder) {
  if (status.ok()) return absl::OkStatus();
  ErrorMetadata metadata = {{"detail", status.ToString()}};
  if (!folder.empty()) metadata.emplace_back("folder", folder);
  if (status.IsCorruption()) {
    return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "The data folder is damaged.", metadata);
  }
  return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE,
               "The data folder can't be read or written.", metadata);
}

absl::Status FromRocksOpen(const rocksdb::Status& status, const std::string& folder) {
  const std::string text = status.ToString();
  const bool ours = absl::StrContains(text, "lock hold by current process");
  const bool others = absl::StrContains(text, "lock file") && absl::StrContains(text, "/LOCK");
  if (!status.IsIOError() || !(ours || others)) return FromRocks(status, folder);
  return Error(
      common::v1::ERROR_REASON_FOLDER_IN_USE, "The data folder is in use.",
      {{"folder", folder},
       {"holder", ours ? DescribeProcess(getpid()) : LockHolder(absl::StrCat(folder, "/LOCK"))}});
}

}  // namespace waystation::storage
