#include "services/inventory/domain/catalogue/text_search.h"

#include <optional>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "storage/base/text.h"

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

TEST(FoldForSearchTest, WordsWithoutMarks) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {" Rice,  white: long-grain ", "rice white long grain"},
      {"Şəkər tozu, AĞ", "seker tozu ag"},
      {"İŞIQ ışıq", "isiq isiq"},
      {"Мёд, СВЁКЛА", "мед свекла"},
      {"Мед. свекла", "мед свекла"},
      // Decomposed: и with a breve.
      {"и\xCC\x86од", "иод"},
      {"йод", "иод"},
      {"և եւ ԵՎ ԵՒ", "եվ եվ եվ եվ"},
      {"Ավելացնե՛լ ու", "ավելացնել ու"},
      {"500mg 18G", "500 mg 18 g"},
      {"10 × 10 см", "10 10 см"},
      {"O₂, m²", "o 2 m 2"},
      {"Straße œuvre", "strasse oeuvre"},
      {"米 米", "米 米"},
      {"a\xFFz", "a z"},
      {"---", ""},
  };
  for (const auto& [text, folded] : cases) EXPECT_EQ(FoldForSearch(text), folded) << text;
}

TEST(FoldForSearchTest, FoldingIsStable) {
  for (int c = 0x20; c < 0x800; ++c) {
    std::string text(1, static_cast<char>(c));
    if (c >= 0x80) {
      text = {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
    }
    const std::string once = FoldForSearch("a" + text + "b");
    EXPECT_EQ(FoldForSearch(once), once) << c;
  }
}

v1::Item Paracetamol() {
  v1::Item item;
  item.set_name("items/paracetamol-500mg-tablet");
  item.add_display_names()->set_text("Parasetamol, həb 500 mq");
  item.add_display_names()->set_text("Պարացետամոլ, դեղահատ 500 մգ");
  item.add_display_names()->set_text("Парацетамол, таблетки 500 мг");
  item.mutable_medicine()->set_inn("paracetamol");
  v1::ItemCode& code = *item.add_codes();
  code.set_system("ifrc");
  code.set_code("DORAPARA5T");
  return item;
}

TEST(SearchQueryTest, Ranks) {
  const std::pair<const char*, std::optional<SearchRank>> cases[] = {
      {"paracetamol-500mg-tablet", SearchRank::kWhole},
      {"Paracetamol 500 mg TABLET", SearchRank::kWhole},
      {"dorapara5t", SearchRank::kWhole},
      {"paracetamol", SearchRank::kWhole},
      {"tablet paracetamol", SearchRank::kWords},
      {"ТАБЛЕТКИ 500", SearchRank::kWords},
      {"Պարացետամոլ tablet", SearchRank::kWords},
      {"heb parasetamol", SearchRank::kWords},
      {"парацет", SearchRank::kBeginnings},
      {"para tabl", SearchRank::kBeginnings},
      {"cetamol", SearchRank::kInside},
      {"para cetamol", SearchRank::kInside},
      {"paracetamol syrup", std::nullopt},
      {"items/", std::nullopt},
      {"mol, heb", SearchRank::kInside},
      {"---", std::nullopt},
  };
  const std::string text = SearchTextOf(Paracetamol());
  for (const auto& [query, rank] : cases) EXPECT_EQ(SearchQuery(query).RankIn(text), rank) << query;
}

}  // namespace
}  // namespace waystation::inventory
