#include "storage/group.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::storage {
namespace {

constexpr size_t kFirstRevisionAt = 1;
constexpr size_t kRecordTimeAt = kFirstRevisionAt + 8;
constexpr size_t kPreviousDigestAt = kRecordTimeAt + 8;
constexpr size_t kEntryCountAt = kPreviousDigestAt + sizeof(Digest);
constexpr size_t kEntriesAt = kEntryCountAt + 4;
constexpr size_t kLengthBytes = 4;
// The shortest group: one entry of no bytes.
constexpr size_t kMinGroupBytes = kEntriesAt + kLengthBytes + sizeof(Digest);

void AppendBigEndian(uint64_t value, int bytes, std::string* out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(value >> shift));
  }
}

// REQUIRES: `bytes` has that many from `at`.
uint64_t ReadBigEndian(absl::string_view bytes, size_t at, size_t count) {
  uint64_t value = 0;
  for (size_t i = at; i < at + count; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

absl::Status DamagedGroup(absl::string_view detail) {
  return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "A stored group is damaged.",
               {{"detail", std::string(detail)}});
}

void AppendDigest(const Digest& digest, std::string* out) {
  out->append(digest.begin(), digest.end());
}

uint64_t EntryCount(absl::string_view bytes) { return ReadBigEndian(bytes, kEntryCountAt, 4); }

}  // namespace

std::string EncodeGroup(int64_t first_revision, absl::Time record_time,
                        const Digest& previous_digest, const std::vector<std::string>& entries) {
  size_t size = GroupOverheadBytes(entries.size());
  for (const std::string& entry : entries) size += entry.size();
  std::string bytes;
  bytes.reserve(size);
  bytes.push_back(static_cast<char>(kGroupFormat));
  AppendBigEndian(static_cast<uint64_t>(first_revision), 8, &bytes);
  AppendBigEndian(static_cast<uint64_t>(absl::ToUnixMicros(record_time)), 8, &bytes);
  AppendDigest(previous_digest, &bytes);
  AppendBigEndian(entries.size(), 4, &bytes);
  for (const std::string& entry : entries) {
    AppendBigEndian(entry.size(), kLengthBytes, &bytes);
    bytes.append(entry);
  }
  AppendDigest(Sha256({bytes}), &bytes);
  return bytes;
}

std::string EncodeGroup(const Group& group) {
  std::vector<std::string> entries;
  entries.reserve(group.entries.size());
  for (const common::v1::LogEntry& entry : group.entries) {
    entries.push_back(entry.SerializeAsString());
  }
  return EncodeGroup(group.first_revision, group.record_time, group.previous_digest, entries);
}

absl::StatusOr<GroupFrame> ReadGroupFrame(absl::string_view bytes) {
  if (bytes.empty()) return DamagedGroup("empty");
  const uint8_t format = static_cast<uint8_t>(bytes[0]);
  if (format > kGroupFormat) {
    return Error(common::v1::ERROR_REASON_FOLDER_NEWER, "The log was written by a newer program.",
                 {{"found", absl::StrCat("group format ", format)},
                  {"supported", absl::StrCat("group format ", kGroupFormat)}});
  }
  if (format != kGroupFormat) return DamagedGroup("no known group format");
  if (bytes.size() < kMinGroupBytes) return DamagedGroup("shorter than any group");
  GroupFrame frame;
  const uint64_t first = ReadBigEndian(bytes, kFirstRevisionAt, 8);
  const uint64_t count = EntryCount(bytes);
  constexpr uint64_t kMaxRevision = std::numeric_limits<int64_t>::max();
  if (first == 0 || first > kMaxRevision) return DamagedGroup("first revision out of range");
  if (count == 0 || count > kMaxRevision - first) return DamagedGroup("entry count out of range");
  frame.first_revision = static_cast<int64_t>(first);
  frame.record_time =
      absl::FromUnixMicros(static_cast<int64_t>(ReadBigEndian(bytes, kRecordTimeAt, 8)));
  frame.previous_digest = DigestFromBytes(bytes.substr(kPreviousDigestAt, sizeof(Digest)));
  frame.end.revision = static_cast<int64_t>(first + count - 1);
  frame.end.digest = DigestFromBytes(bytes.substr(bytes.size() - sizeof(Digest)));
  return frame;
}

absl::StatusOr<LogPosition> GroupEnd(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const GroupFrame frame, ReadGroupFrame(bytes));
  return frame.end;
}

absl::StatusOr<Group> DecodeGroup(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const GroupFrame frame, ReadGroupFrame(bytes));
  const absl::string_view content = bytes.substr(0, bytes.size() - sizeof(Digest));
  // The digest first: after it, what is wrong was written so, not damaged since.
  if (Sha256({content}) != frame.end.digest) return DamagedGroup("digest mismatch");
  Group group;
  group.first_revision = frame.first_revision;
  group.record_time = frame.record_time;
  group.previous_digest = frame.previous_digest;
  group.digest = frame.end.digest;
  absl::string_view rest = content.substr(kEntriesAt);
  for (uint64_t i = 0; i < EntryCount(bytes); ++i) {
    if (rest.size() < kLengthBytes) return DamagedGroup("an entry's length is cut off");
    const uint64_t length = ReadBigEndian(rest, 0, kLengthBytes);
    rest.remove_prefix(kLengthBytes);
    if (length > kMaxEntryBytes || length > rest.size()) return DamagedGroup("an entry is cut off");
    common::v1::LogEntry entry;
    if (!entry.ParseFromArray(rest.data(), static_cast<int>(length))) {
      return DamagedGroup("an entry can't be parsed");
    }
    if (entry.revision() != frame.first_revision + static_cast<int64_t>(i)) {
      return DamagedGroup("revisions don't count up");
    }
    rest.remove_prefix(length);
    group.entries.push_back(std::move(entry));
  }
  if (!rest.empty()) return DamagedGroup("bytes after the last entry");
  return group;
}

size_t GroupOverheadBytes(size_t entries) {
  return kEntriesAt + sizeof(Digest) + entries * kLengthBytes;
}

}  // namespace waystation::storage
