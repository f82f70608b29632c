#include "services/inventory/domain/text_search.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

TEST(FoldCaseTest, EveryScript) {
  const std::pair<const char*, const char*> cases[] = {
      {"Rice 5KG", "rice 5kg"},
      {"DÜYÜ", "düyü"},
      {"Şəkər ƏN", "şəkər ən"},
      {"İŞIQ ışıq işiq", "işiq işiq işiq"},
      {"Рис ЁЖ", "рис ёж"},
      {"ԲՐԻՆՁ", "բրինձ"},
      {"ĞÇÖ", "ğçö"},
      {"ŽĽ", "žľ"},
      {"I\xCC\x87", "i"},
      {"×", "×"},
      {"米", "米"},
  };
  for (const auto& [text, folded] : cases) EXPECT_EQ(FoldCase(text), folded) << text;
}

TEST(FoldCaseTest, BytesThatAreNotUtf8StayAndFoldingIsStable) {
  for (const std::string text : {"\xC3", "\xFF\xFEz", "a\xE2\x28"}) {
    EXPECT_EQ(FoldCase(text), text);
  }
  for (int c = 0x80; c < 0x800; ++c) {
    const std::string text = {static_cast<char>(0xC0 | (c >> 6)),
                              static_cast<char>(0x80 | (c & 0x3F))};
    const std::string once = FoldCase(text);
    EXPECT_EQ(FoldCase(once), once) << c;
  }
}

TEST(ItemHasTextTest, AnyLanguageOrTheId) {
  v1::Item item;
  item.set_name("items/rice-long-grain");
  item.add_display_names()->set_text("Uzun dənəli düyü");
  item.add_display_names()->set_text("Բրինձ");
  EXPECT_TRUE(ItemHasText(item, FoldCase("DÜYÜ")));
  EXPECT_TRUE(ItemHasText(item, FoldCase("բրի")));
  EXPECT_TRUE(ItemHasText(item, FoldCase("Long-Grain")));
  EXPECT_TRUE(ItemHasText(item, ""));
  EXPECT_FALSE(ItemHasText(item, FoldCase("items/")));
  EXPECT_FALSE(ItemHasText(item, FoldCase("рис")));
}

}  // namespace
}  // namespace waystation::inventory
