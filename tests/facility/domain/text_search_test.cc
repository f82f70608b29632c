#include "services/facility/domain/text_search.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

v1::Facility Named(const std::string& id, const std::string& name) {
  v1::Facility facility;
  facility.set_name("facilities/" + id);
  facility.add_display_names()->set_text(name);
  return facility;
}

TEST(FacilitySearch, InTheIdAndInEveryLanguageWhateverTheCase) {
  v1::Facility facility = Hospital();
  facility.set_name("facilities/khojaly-fh");
  for (const char* text : {"", "khojaly-fh", "KHOJALY FIELD", "xocali", "XOCALI", "Xocalı", "SƏHRA",
                           "ԽՈՋԱԼՈՒ", "ГОСПИТАЛЬ ХОДЖАЛЫ", "field hospital", "sehra",
                           "hospital khojaly", "khojaly  field", "госпиталь xocali"}) {
    EXPECT_TRUE(FacilitySearch(text).Finds(facility)) << text;
  }
  for (const char* text : {"facilities", "warehouse", "склад", "khojaly warehouse"}) {
    EXPECT_FALSE(FacilitySearch(text).Finds(facility)) << text;
  }
}

TEST(FacilitySearch, AnySpellingFindsTheOthers) {
  const std::vector<std::string> spellings = {"Xocalı",  "XOCALI",  "Khojaly", "Khodzhaly",
                                              "Hodjali", "Ходжалы", "Խոջալու", "Chodschali"};
  for (const std::string& name : spellings) {
    const v1::Facility facility = Named("f1", name);
    for (const std::string& text : spellings) {
      // German ch is no ch of a table.
      const bool german = (text == "Chodschali") != (name == "Chodschali");
      EXPECT_EQ(FacilitySearch(text).Finds(facility), !german) << text << " in " << name;
    }
  }
}

TEST(FacilitySearch, InAliasesOfAnyLanguageAndOfNone) {
  v1::Facility facility = Named("f1", "Xankəndi");
  EXPECT_FALSE(FacilitySearch("Ստեփանակերտ").Finds(facility));
  facility.add_aliases()->set_text("Stepanakert");
  facility.add_aliases()->set_text("Vararakn");
  facility.mutable_aliases(1)->set_language("en");
  for (const char* text : {"Ստեփանակերտ", "Степанакерт", "vararakn", "Վարարակն", "Ханкенди"}) {
    EXPECT_TRUE(FacilitySearch(text).Finds(facility)) << text;
  }
}

TEST(FacilitySearch, HyphensBlanksAndApostrophesAreAlike) {
  const v1::Facility facility = Named("f1", "Zarrit’ap’ Krasno-Selsk");
  for (const char* text : {"zarritap", "Zarrit'ap'", "Zarrit ap", "Красносельск", "krasno selsk"}) {
    EXPECT_TRUE(FacilitySearch(text).Finds(facility)) << text;
  }
}

// What sounds like little, and what has a digit, is looked for as it is written.
TEST(FacilitySearch, ShortWordsAndNumbersAreNotLookedForBySound) {
  const v1::Facility post = Named("health-post-12", "Tibb məntəqəsi 12");
  EXPECT_TRUE(FacilitySearch("пост").Finds(post));
  EXPECT_TRUE(FacilitySearch("1").Finds(post));
  EXPECT_TRUE(FacilitySearch("ti").Finds(post));
  for (const char* text : {"ту", "ь", "та", "112", "post-21", "h3"}) {
    EXPECT_FALSE(FacilitySearch(text).Finds(post)) << text;
  }
}

TEST(CharacterCount, CountsCodePoints) {
  EXPECT_EQ(CharacterCount(""), 0);
  EXPECT_EQ(CharacterCount("aƏԽЖ"), 4);
}

TEST(QuoteForMessage, EscapesAndCutsBetweenCharacters) {
  EXPECT_EQ(QuoteForMessage("a\"\n"), "\"a\\\"\\n\"");
  EXPECT_EQ(QuoteForMessage("Ə"), "\"Ə\"");
  std::string text = "a";
  std::string cut = "\"a";
  for (int i = 0; i < 60; ++i) text += "Ж";
  for (int i = 0; i < 39; ++i) cut += "Ж";
  EXPECT_EQ(QuoteForMessage(text), cut + "\"...");
}

}  // namespace
}  // namespace waystation::facility
