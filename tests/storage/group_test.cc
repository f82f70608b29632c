#include "storage/group.h"

#include <gtest/gtest.h>

#include "storage/base/errors.h"
#include "tests/storage/support/word_fold.h"

namespace waystation::storage {
namespace {

using testing::MakeGroup;

Group Sample() {
  LogPosition head;
  head.revision = 41;
  head.digest = Sha256({"before"});
  return MakeGroup(head, {"one", "two", "three"});
}

TEST(Group, RoundTrip) {
  const Group group = Sample();
  const std::string bytes = EncodeGroup(group);
  const auto decoded = DecodeGroup(bytes);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->first_revision, 42);
  EXPECT_EQ(decoded->last_revision(), 44);
  EXPECT_EQ(decoded->record_time, group.record_time);
  EXPECT_EQ(decoded->previous_digest, group.previous_digest);
  ASSERT_EQ(decoded->entries.size(), 3u);
  EXPECT_EQ(decoded->entries[2].events(0), "three=1");
  EXPECT_EQ(DigestBytes(decoded->digest), bytes.substr(bytes.size() - 32));
  EXPECT_EQ(decoded->digest, Sha256({bytes.substr(0, bytes.size() - 32)}));
  EXPECT_EQ(EncodeGroup(*decoded), bytes);
  const auto end = GroupEnd(bytes);
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(*end, decoded->end());
  size_t entry_bytes = 0;
  for (const auto& entry : group.entries) entry_bytes += entry.ByteSizeLong();
  EXPECT_EQ(bytes.size(), entry_bytes + GroupOverheadBytes(3));
}

TEST(Group, EveryTruncationIsRefused) {
  const std::string bytes = EncodeGroup(Sample());
  for (size_t length = 0; length < bytes.size(); ++length) {
    const auto decoded = DecodeGroup(absl::string_view(bytes).substr(0, length));
    ASSERT_FALSE(decoded.ok()) << length;
    ASSERT_EQ(ReasonOf(decoded.status()), common::v1::ERROR_REASON_LOG_DAMAGED) << length;
    GroupEnd(absl::string_view(bytes).substr(0, length)).IgnoreError();
  }
  EXPECT_FALSE(DecodeGroup(bytes + "x").ok());
}

TEST(Group, EveryFlippedBitIsRefused) {
  const std::string bytes = EncodeGroup(Sample());
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      const auto decoded = DecodeGroup(flipped);
      ASSERT_FALSE(decoded.ok()) << at;
      const Reason reason = ReasonOf(decoded.status());
      ASSERT_TRUE(reason == common::v1::ERROR_REASON_LOG_DAMAGED ||
                  (at == 0 && reason == common::v1::ERROR_REASON_FOLDER_NEWER))
          << at;
    }
  }
}

// With the digest made right again, only the structure can be at fault.
TEST(Group, EveryFlippedByteUnderARightDigestNeverCrashes) {
  const std::string bytes = EncodeGroup(Sample());
  const size_t content = bytes.size() - sizeof(Digest);
  for (size_t at = 0; at < content; ++at) {
    for (int value : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
      std::string flipped = bytes.substr(0, content);
      flipped[at] = static_cast<char>(value);
      flipped += DigestBytes(Sha256({flipped}));
      const auto decoded = DecodeGroup(flipped);
      ASSERT_TRUE(!decoded.ok() || !decoded->entries.empty());
    }
  }
}

TEST(Group, NewerFormatIsToldApart) {
  std::string bytes = EncodeGroup(Sample());
  bytes[0] = 2;
  EXPECT_EQ(ReasonOf(DecodeGroup(bytes).status()), common::v1::ERROR_REASON_FOLDER_NEWER);
  EXPECT_EQ(ReasonOf(GroupEnd(bytes).status()), common::v1::ERROR_REASON_FOLDER_NEWER);
}

TEST(Group, RevisionsMustCountUp) {
  Group group = Sample();
  group.entries[1].set_revision(44);
  EXPECT_EQ(ReasonOf(DecodeGroup(EncodeGroup(group)).status()),
            common::v1::ERROR_REASON_LOG_DAMAGED);
}

}  // namespace
}  // namespace waystation::storage
