#include "clients/cli/import/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace waystation::cli {
namespace {

std::string Read(const std::string& encoding, absl::string_view bytes) {
  auto decoder = Decoder::Named(encoding);
  EXPECT_TRUE(decoder.ok()) << encoding;
  if (!decoder.ok()) return "";
  std::optional<Decoder::Text> text = decoder->Decode(bytes);
  if (!text.has_value()) return "<no text>";
  return text->guessed ? text->utf8 + " (guessed)" : text->utf8;
}

TEST(EncodingTest, EachReadsItsOwn) {
  EXPECT_EQ(Read("utf-8", "quête"), "quête");
  EXPECT_EQ(Read("utf-8", "qu\xEAte"), "<no text>");
  EXPECT_EQ(Read("iso-8859-1", "qu\xEAte"), "quête");
  EXPECT_EQ(Read("windows-1251", "\xC6\xE8\xE2\xEE"), "Живо");
  EXPECT_EQ(Read("windows-1254", "\xDE\xFE"), "Şş");
  EXPECT_EQ(Read("windows-1252", "\x80"), "€");
}

TEST(EncodingTest, BytesThatMeanNothingAreRefused) {
  // A control character of ISO-8859-1, which no table holds, is what a windows file looks like.
  EXPECT_EQ(Read("iso-8859-1",
                 "a\x93"
                 "b"),
            "<no text>");
  EXPECT_EQ(Read("windows-1252", "\x81"), "<no text>");
  for (const std::string& name : EncodingNames()) {
    EXPECT_EQ(Read(name, absl::string_view("a\0b", 3)), "<no text>") << name;
    EXPECT_EQ(Read(name, ""), "") << name;
    EXPECT_EQ(Read(name, "plain, text"), "plain, text") << name;
  }
}

// A row of the IFRC catalogue has both in one cell.
TEST(EncodingTest, MixedTakesUtf8WhereItIs) {
  EXPECT_EQ(Read("mixed",
                 "en qu\xEAte de s\xC3\xA9"
                 "curit\xC3\xA9"),
            "en quête de sécurité (guessed)");
  EXPECT_EQ(Read("mixed", "DÉLÉGUÉS 60μ"), "DÉLÉGUÉS 60μ");
}

// Cyrillic in one byte a letter would come out as Western letters and nobody would notice.
TEST(EncodingTest, MixedRefusesWhatLooksLikeAnotherAlphabet) {
  EXPECT_EQ(Read("mixed", "\xCE\xE2\xB8\xF1"), "<no text>");
  EXPECT_EQ(Read("mixed",
                 "a\x93"
                 "b"),
            "<no text>");
}

TEST(EncodingTest, UnknownNamesAreRefused) {
  EXPECT_THAT(std::string(Decoder::Named("utf-16").status().message()),
              testing::HasSubstr("got \"utf-16\", want one of utf-8, mixed"));
}

}  // namespace
}  // namespace waystation::cli
