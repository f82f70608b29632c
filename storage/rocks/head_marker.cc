#include "storage/rocks/head_marker.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

constexpr size_t kSlots = 2;
constexpr size_t kSlotEvery = 4096;
constexpr size_t kRevisionBytes = 8;
constexpr size_t kCheckBytes = 8;
constexpr size_t kSlotBytes = kRevisionBytes + sizeof(Digest) + kCheckBytes;

std::string Check(absl::string_view position) {
  return DigestBytes(Sha256({position})).substr(0, kCheckBytes);
}

std::string EncodeSlot(const LogPosition& head) {
  std::string slot;
  for (int shift = 56; shift >= 0; shift -= 8) {
    slot.push_back(static_cast<char>(static_cast<uint64_t>(head.revision) >> shift));
  }
  absl::StrAppend(&slot, DigestBytes(head.digest));
  absl::StrAppend(&slot, Check(slot));
  return slot;
}

// Revision 0 when the slot is not whole.
LogPosition DecodeSlot(absl::string_view slot) {
  if (slot.size() != kSlotBytes) return {};
  const absl::string_view position = slot.substr(0, kSlotBytes - kCheckBytes);
  if (Check(position) != slot.substr(position.size())) return {};
  uint64_t revision = 0;
  for (char byte : position.substr(0, kRevisionBytes)) {
    revision = revision << 8 | static_cast<uint8_t>(byte);
  }
  return {static_cast<int64_t>(revision), DigestFromBytes(position.substr(kRevisionBytes))};
}

std::string PathIn(const std::string& folder) { return absl::StrCat(folder, "/head"); }

}  // namespace

HeadMarker::HeadMarker(rocksdb::Env* env, const std::string& folder) : env_(env), folder_(folder) {
  std::string bytes;
  if (!rocksdb::ReadFileToString(env_, PathIn(folder_), &bytes).ok()) return;
  for (size_t at = 0; at < bytes.size() && at < kSlots * kSlotEvery; at += kSlotEvery) {
    const LogPosition slot = DecodeSlot(absl::string_view(bytes).substr(at, kSlotBytes));
    if (slot.revision > found_.revision) found_ = slot;
  }
}

HeadMarker::~HeadMarker() = default;

absl::Status HeadMarker::Begin(const LogPosition& head) {
  const std::string path = PathIn(folder_);
  const std::string made = absl::StrCat(path, ".new");
  std::string bytes = EncodeSlot(head);
  bytes.resize(kSlotEvery);
  absl::StrAppend(&bytes, EncodeSlot(head));
  RETURN_IF_ERROR(FromRocks(rocksdb::WriteStringToFile(env_, bytes, made, /*should_sync=*/true)));
  RETURN_IF_ERROR(FromRocks(env_->RenameFile(made, path)));
  std::unique_ptr<rocksdb::Directory> folder;
  RETURN_IF_ERROR(FromRocks(env_->NewDirectory(folder_, &folder)));
  RETURN_IF_ERROR(FromRocks(folder->Fsync()));
  return FromRocks(env_->NewRandomRWFile(path, &file_, rocksdb::EnvOptions()));
}

void HeadMarker::Advance(const LogPosition& head) {
  if (file_ == nullptr) {
    Begin(head).IgnoreError();
    return;
  }
  file_->Write(next_slot_ * kSlotEvery, EncodeSlot(head)).PermitUncheckedError();
  next_slot_ = (next_slot_ + 1) % kSlots;
}

}  // namespace waystation::storage
