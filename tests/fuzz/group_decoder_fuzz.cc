// A group's bytes, as a disk or another server hands them over: whatever they are, decoding ends
// with a group or an error, and what is decoded can be written and read back as it was.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "google/protobuf/util/message_differencer.h"
#include "storage/group.h"

namespace {

using waystation::storage::DecodeGroup;
using waystation::storage::Digest;
using waystation::storage::EncodeGroup;
using waystation::storage::Group;
using waystation::storage::GroupEnd;
using waystation::storage::ReadGroupFrame;

void Require(bool holds) {
  if (!holds) abort();
}

bool SameEntries(const Group& a, const Group& b) {
  if (a.entries.size() != b.entries.size()) return false;
  for (size_t i = 0; i < a.entries.size(); ++i) {
    if (!google::protobuf::util::MessageDifferencer::Equals(a.entries[i], b.entries[i])) {
      return false;
    }
  }
  return true;
}

void TryBytes(absl::string_view bytes) {
  const auto frame = ReadGroupFrame(bytes);
  const auto group = DecodeGroup(bytes);
  if (!group.ok()) return;
  // What decodes has a frame that says the same.
  Require(frame.ok() && frame->first_revision == group->first_revision);
  Require(frame->record_time == group->record_time);
  Require(frame->previous_digest == group->previous_digest);
  Require(frame->end == group->end() && *GroupEnd(bytes) == group->end());

  // A message may be written in more than one way, so the bytes may differ the first time.
  const std::string written = EncodeGroup(*group);
  const auto again = DecodeGroup(written);
  Require(again.ok() && SameEntries(*group, *again));
  Require(again->first_revision == group->first_revision);
  Require(again->record_time == group->record_time);
  Require(again->previous_digest == group->previous_digest);
  Require(EncodeGroup(*again) == written);
  if (written == bytes) Require(again->digest == group->digest);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  TryBytes(bytes);
  // With a digest that fits, to get past it.
  const Digest digest = waystation::storage::Sha256({bytes});
  std::string whole(bytes);
  whole.append(digest.begin(), digest.end());
  TryBytes(whole);
  return 0;
}

// Protobuf tells standard error of each text that is not UTF-8: millions of lines here.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}
