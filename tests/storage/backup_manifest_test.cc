#include "storage/backup_manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "storage/base/errors.h"

namespace waystation::storage {
namespace {

BackupManifest Example() {
  BackupManifest manifest;
  manifest.name = "before-the-move-2";
  manifest.taken = absl::FromUnixMicros(1'767'225'600'000'001);
  manifest.program = "waystation 0.1.0";
  for (const char* store : {"headquarters", "inventory"}) {
    StoreBackup& backup = manifest.stores.emplace_back();
    backup.store = store;
    backup.log = std::string(store) + "/main";
    backup.kind = common::v1::FOLDER_KIND_EXERCISE;
    backup.head = {17, Sha256({store})};
    backup.files = {{"000004.sst", 0, Sha256({""})}, {"CURRENT", 16, Sha256({"current"})}};
  }
  return manifest;
}

TEST(BackupManifestTest, ReadsWhatItWrites) {
  const std::string text = EncodeManifest(Example());
  const auto decoded = DecodeManifest(text);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, Example());
  EXPECT_EQ(decoded->bytes(), 32);
  EXPECT_THAT(text, testing::StartsWith("waystation backup 1\nname before-the-move-2\n"
                                        "taken 2026-01-01T00:00:00.000001Z\n"
                                        "program waystation 0.1.0\nstore headquarters\n"
                                        "log headquarters/main\nkind exercise\nhead 17 "));
}

TEST(BackupManifestTest, EveryCutAndEveryFlippedBitIsRefused) {
  const std::string text = EncodeManifest(Example());
  for (size_t at = 0; at < text.size(); ++at) {
    EXPECT_FALSE(DecodeManifest(text.substr(0, at)).ok()) << at;
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      EXPECT_FALSE(DecodeManifest(changed).ok()) << at;
    }
  }
  EXPECT_FALSE(DecodeManifest(text + "\n").ok());
  EXPECT_FALSE(DecodeManifest(text + text).ok());
}

// Sealed anew, so that only the grammar can find it.
std::string Sealed(const std::string& from, const std::string& to) {
  std::string body = EncodeManifest(Example());
  body.resize(body.rfind("end "));
  body = absl::StrReplaceAll(body, {{from, to}});
  const Digest digest = Sha256({body});
  std::string hex;
  for (const uint8_t byte : digest) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return body + "end " + hex + "\n";
}

TEST(BackupManifestTest, TheGrammarIsStrict) {
  ASSERT_TRUE(DecodeManifest(Sealed("nothing", "nothing")).ok());
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"name before", "name Before"},
      {"CURRENT", "../CURRENT"},
      {"CURRENT", ".."},
      {"CURRENT", "000004.sst"},
      {"CURRENT", "000001.sst"},
      {"store inventory", "store headquarters"},
      {"store inventory", "store ../inventory"},
      {"head 17", "head 0"},
      {"head 17", "head 017"},
      {"head 17", "head -17"},
      {" 16 ", " -1 "},
      {" 16 ", " 99999999999999999999 "},
      {" 16 ", "  16 "},
      {"exercise", "unspecified"},
      {"taken 2026-01-01T00:00:00.000001Z", "taken 2026-01-01T00:00:00Z"},
      {"\nkind exercise", ""},
      {"\nprogram waystation 0.1.0", ""},
  };
  for (const auto& [from, to] : changes) {
    const auto decoded = DecodeManifest(Sealed(from, to));
    EXPECT_EQ(ReasonOf(decoded.status()), common::v1::ERROR_REASON_BACKUP_DAMAGED)
        << from << " -> " << to;
  }
}

TEST(BackupManifestTest, AnotherFormatIsANewerPrograms) {
  const auto decoded = DecodeManifest(Sealed("waystation backup 1", "waystation backup 2"));
  EXPECT_EQ(ReasonOf(decoded.status()), common::v1::ERROR_REASON_FOLDER_NEWER);
}

}  // namespace
}  // namespace waystation::storage
