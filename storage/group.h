// A group: what one append to a log writes, as bytes.
//
//   group   := format first_revision record_time previous_digest entry_count entry* digest
//   format          one byte, 1
//   first_revision  8 bytes, big-endian
//   record_time     8 bytes, big-endian, microseconds since 1970-01-01T00:00:00Z
//   previous_digest 32 bytes: digest of the group before; zeros for the first
//   entry_count     4 bytes, big-endian, at least 1
//   entry           4 bytes length, big-endian, then that many bytes, a
//                   waystation.common.v1.LogEntry
//   digest          SHA-256 of everything before it (the previous digest included)
//
// The last revision is first_revision + entry_count - 1. A log stores a group under its last
// revision, so the first key >= r holds revision r. The digest is at once checksum, proof against
// tampering, and the name of the history.
#ifndef STORAGE_GROUP_H_
#define STORAGE_GROUP_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/base/digest.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::storage {

inline constexpr uint8_t kGroupFormat = 1;
inline constexpr size_t kMaxEntryBytes = 4 << 20;
// A single larger command still makes a group of its own.
inline constexpr size_t kMaxGroupBytes = 1 << 20;
inline constexpr size_t kMaxGroupEntries = 4096;

struct LogPosition {
  int64_t revision = 0;
  Digest digest = {};

  friend bool operator==(const LogPosition&, const LogPosition&) = default;
};

struct Group {
  int64_t first_revision = 0;
  absl::Time record_time;
  Digest previous_digest = {};
  std::vector<common::v1::LogEntry> entries;  // Revisions count up from first_revision.
  Digest digest = {};

  int64_t last_revision() const {
    return first_revision + static_cast<int64_t>(entries.size()) - 1;
  }
  LogPosition end() const { return {last_revision(), digest}; }
};

// The bytes of `group`, with the digest computed; group.digest is ignored. REQUIRES: at least one
// entry.
std::string EncodeGroup(const Group& group);

// The same group from entries that are encoded already.
std::string EncodeGroup(int64_t first_revision, absl::Time record_time,
                        const Digest& previous_digest, const std::vector<std::string>& entries);

// Checks format, lengths, revisions and digest. FOLDER_NEWER for a format this program does not
// know, LOG_DAMAGED for anything else that is wrong. Never crashes, whatever the bytes.
absl::StatusOr<Group> DecodeGroup(absl::string_view bytes);

// A group's fixed fields.
struct GroupFrame {
  int64_t first_revision = 0;
  absl::Time record_time;
  Digest previous_digest = {};
  LogPosition end;
};

// The fixed fields, without decoding entries or checking the digest; the same errors as DecodeGroup
// as far as the fixed fields tell.
absl::StatusOr<GroupFrame> ReadGroupFrame(absl::string_view bytes);

// Where a group ends, by ReadGroupFrame.
absl::StatusOr<LogPosition> GroupEnd(absl::string_view bytes);

// The bytes that a group of these sizes takes beside its encoded entries: `entries` length fields
// and the fixed fields.
size_t GroupOverheadBytes(size_t entries);

}  // namespace waystation::storage

#endif  // STORAGE_GROUP_H_
