#include "storage/rocks/folder_probe.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

constexpr size_t kProbeBytes = 64 << 10;
// Opening writes the WAL anew as tables: 16 MiB at most, and a little beside it.
constexpr uint64_t kLeastFreeBytes = 32 << 20;

absl::Status CheckSpace(rocksdb::Env& env, const RocksOptions& options) {
  uint64_t free_bytes = 0;
  const rocksdb::IOStatus known =
      env.GetFileSystem()->GetFreeSpace(options.folder, rocksdb::IOOptions(), &free_bytes, nullptr);
  // A file system that can't tell is believed when it writes.
  if (!known.ok() || free_bytes >= kLeastFreeBytes) return absl::OkStatus();
  return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE,
               "The disk of the data folder is nearly full.",
               {{"folder", options.folder},
                {"detail", absl::StrCat("No space left on device: ", free_bytes, " bytes free, ",
                                        kLeastFreeBytes, " wanted")}});
}

absl::Status WriteAndReadBack(rocksdb::Env& env, const std::string& path) {
  const std::string bytes(kProbeBytes, 'p');
  RETURN_IF_ERROR(
      FromRocks(rocksdb::WriteStringToFile(&env, bytes, path, /*should_sync=*/true), path));
  std::string found;
  RETURN_IF_ERROR(FromRocks(rocksdb::ReadFileToString(&env, path, &found), path));
  if (found == bytes) return absl::OkStatus();
  return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE,
               "The disk does not give back what it took.",
               {{"folder", path}, {"detail", "a file read back differs"}});
}

}  // namespace

absl::Status ProbeFolder(const RocksOptions& options) {
  rocksdb::Env& env = options.env != nullptr ? *options.env : *rocksdb::Env::Default();
  RETURN_IF_ERROR(CheckSpace(env, options));
  const std::string path = absl::StrCat(options.folder, "/probe.tmp");
  const absl::Status status = WriteAndReadBack(env, path);
  env.DeleteFile(path).PermitUncheckedError();
  return status;
}

}  // namespace waystation::storage
