#include "clients/cpp/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace waystation::client {
namespace {

absl::Status FileError(int code, absl::string_view doing, const std::string& path) {
  return absl::ErrnoToStatus(code, absl::StrCat(doing, " ", path));
}

std::string FolderOf(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// A new or removed name is durable only once its folder is synced.
absl::Status SyncFolder(const std::string& folder) {
  int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FileError(errno, "can't open", folder);
  int result = fsync(descriptor);
  int code = errno;
  close(descriptor);
  return result == 0 ? absl::OkStatus() : FileError(code, "can't sync", folder);
}

absl::Status WriteAndSync(const std::string& path, absl::string_view bytes) {
  int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return FileError(errno, "can't create", path);
  size_t written = 0;
  while (written < bytes.size()) {
    ssize_t count = write(descriptor, bytes.data() + written, bytes.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      int code = errno;
      close(descriptor);
      return FileError(code, "can't write", path);
    }
    written += static_cast<size_t>(count);
  }
  int result = fsync(descriptor);
  int code = errno;
  close(descriptor);
  return result == 0 ? absl::OkStatus() : FileError(code, "can't sync", path);
}

}  // namespace

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return absl::OkStatus();
  std::filesystem::create_directories(path, error);
  if (error) return FileError(error.value(), "can't make the folder", path);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  return absl::OkStatus();
}

absl::Status WriteDurably(const std::string& path, absl::string_view bytes) {
  std::string temporary = absl::StrCat(path, ".", getpid(), ".new");
  if (absl::Status status = WriteAndSync(temporary, bytes); !status.ok()) {
    unlink(temporary.c_str());
    return status;
  }
  if (rename(temporary.c_str(), path.c_str()) != 0) {
    return FileError(errno, "can't rename to", path);
  }
  return SyncFolder(FolderOf(path));
}

absl::Status RemoveDurably(const std::string& path) {
  if (unlink(path.c_str()) != 0) {
    return errno == ENOENT ? absl::OkStatus() : FileError(errno, "can't remove", path);
  }
  return SyncFolder(FolderOf(path));
}

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileError(errno == 0 ? ENOENT : errno, "can't open", path);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) return FileError(EIO, "can't read", path);
  return bytes;
}

FileLock::FileLock(const std::string& path)
    : descriptor_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  while (descriptor_ >= 0 && flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace waystation::client
