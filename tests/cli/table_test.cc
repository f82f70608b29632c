#include "clients/cli/text/table.h"

#include <gtest/gtest.h>

#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

TEST(TextTest, DisplayWidthCountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("rice"), 4u);
  EXPECT_EQ(DisplayWidth("Բրինձ"), 5u);
  EXPECT_EQ(DisplayWidth("Рис"), 3u);
  EXPECT_EQ(DisplayWidth("Düyü"), 4u);
  // u, then a combining diaeresis.
  EXPECT_EQ(DisplayWidth("Du\xCC\x88yu\xCC\x88"), 4u);
  EXPECT_EQ(DisplayWidth("米"), 2u);
  EXPECT_EQ(DisplayWidth("\xFF\xFE"), 2u);
}

TEST(TextTest, FindsTheFirstInvalidByte) {
  EXPECT_FALSE(FirstInvalidUtf8("Խոջալու Xocalı 𝟘").has_value());
  EXPECT_EQ(*FirstInvalidUtf8("ab\xFF"), 2u);
  EXPECT_EQ(*FirstInvalidUtf8("\xC0\xAF"), 0u);          // overlong
  EXPECT_EQ(*FirstInvalidUtf8("a\xED\xA0\x80"), 1u);     // surrogate
  EXPECT_EQ(*FirstInvalidUtf8("\xF4\x90\x80\x80"), 0u);  // beyond U+10FFFF
  EXPECT_EQ(*FirstInvalidUtf8("a\xD0"), 1u);             // cut
}

TEST(TextTest, ElidesByColumns) {
  EXPECT_EQ(Elide("Բրինձ", 5), "Բրինձ");
  EXPECT_EQ(Elide("Բրինձ", 4), "Բրի…");
  EXPECT_EQ(Elide("米米", 3), "米…");
  EXPECT_EQ(Elide("Du\xCC\x88yu", 3), "Du\xCC\x88…");
}

TEST(TextTest, QuotableShowsBytesAndCuts) {
  EXPECT_EQ(Quotable("a\xE9\nb"), "a\\xe9\\x0ab");
  EXPECT_EQ(Quotable("ԲԲԲ", 4), "ԲԲ...");
}

TEST(TextTest, Thousands) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1000), "1,000");
  EXPECT_EQ(WithThousands(-1234567), "-1,234,567");
}

TEST(TableTest, NarrowsWordsToTheTerminalButNeverNumbers) {
  Table table({{"name", Align::kLeft, Fit::kElide}, {"quantity", Align::kRight}, {"note"}});
  table.Add({"a name of twenty-one.", "1,250,000,000,000 kg", "short"});
  EXPECT_EQ(table.Render(44),
            "name                         quantity  note\n"
            "a name of twen…  1,250,000,000,000 kg  short\n");
  EXPECT_EQ(table.Render(10),
            "name                      quantity  note\n"
            "a name of t…  1,250,000,000,000 kg  short\n");
}

TEST(TableTest, AlignsByWhatATerminalShows) {
  Table table({{"name"}, {"quantity", Align::kRight}, {"note"}});
  table.Add({"Բրինձ", "1,250 kg", ""});
  table.Add({"Düyü", "5 g", "a\nb"});
  EXPECT_EQ(table.Render(),
            "name   quantity  note\n"
            "Բրինձ  1,250 kg\n"
            "Düyü        5 g  a b\n");
}

TEST(TableTest, EmptyColumnsAreLeftOut) {
  Table table({{"a"}, {"b"}, {"c"}});
  table.Add({"1", "", "3"});
  EXPECT_EQ(table.Render(), "a  c\n1  3\n");
  Table untitled({{""}, {""}});
  untitled.Add({"kind", "warehouse"});
  EXPECT_EQ(untitled.Render(), "kind  warehouse\n");
}

}  // namespace
}  // namespace waystation::cli
