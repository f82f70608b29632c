// What a backup says of itself: the file "manifest" of its folder.
//
//   manifest := head store+ end, as text; every line ends with LF
//   head     := "waystation backup 1"
//               "name " name
//               "taken " time             when it was begun: RFC 3339, UTC, microseconds
//               "program " text           what made it
//   store    := "store " name             the service; its files lie in the folder of this name
//               "log " text               such as inventory/main
//               "kind " ("real" | "exercise")
//               "head " revision digest   the last group that it holds
//               file+                     by name
//   file     := "file " sha256 bytes name
//   end      := "end " sha256             of every byte before this line
//
// Parts of a line are one space apart. Digests are 64 lower-case hex digits, numbers decimal
// without leading zeros, names of backups and stores [a-z0-9-]+, of files [A-Za-z0-9._-]+. There is
// one way to write a manifest: bytes that say the same otherwise are none.
#ifndef STORAGE_BACKUP_MANIFEST_H_
#define STORAGE_BACKUP_MANIFEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/base/digest.h"
#include "storage/group.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::storage {

inline constexpr char kManifestFile[] = "manifest";

struct BackupFile {
  std::string name;  // Without folders.
  int64_t bytes = 0;
  Digest sha256 = {};

  friend bool operator==(const BackupFile&, const BackupFile&) = default;
};

// One service's log and rows.
struct StoreBackup {
  std::string store;  // Such as "inventory".
  std::string log;    // Such as "inventory/main".
  common::v1::FolderKind kind = common::v1::FOLDER_KIND_REAL;
  // The rows may be behind it: they are folded further when the store is opened.
  LogPosition head;
  std::vector<BackupFile> files;  // By name.

  int64_t bytes() const;
  friend bool operator==(const StoreBackup&, const StoreBackup&) = default;
};

struct BackupManifest {
  std::string name;
  absl::Time taken;
  std::string program;
  std::vector<StoreBackup> stores;  // In the order they were taken: followers first.

  int64_t bytes() const;
  friend bool operator==(const BackupManifest&, const BackupManifest&) = default;
};

// Whether `text` can name a backup: 1 to 63 of [a-z0-9-], not beginning or ending with "-".
bool IsBackupName(absl::string_view text);

// REQUIRES: names, text and times fit the grammar.
std::string EncodeManifest(const BackupManifest& manifest);

// BACKUP_DAMAGED unless `text` follows the grammar, with every name once; FOLDER_NEWER for another
// number than 1 in the first line. Never crashes, whatever the bytes.
absl::StatusOr<BackupManifest> DecodeManifest(absl::string_view text);

}  // namespace waystation::storage

#endif  // STORAGE_BACKUP_MANIFEST_H_
