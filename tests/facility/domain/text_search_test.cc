#include "services/facility/domain/text_search.h"

#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

TEST(FacilityHasText, InTheIdAndInEveryLanguageWhateverTheCase) {
  v1::Facility facility = Hospital();
  facility.set_name("facilities/khojaly-fh");
  for (const char* text : {"", "khojaly-fh", "KHOJALY FIELD", "xocali", "XOCALI", "Xocalı", "SƏHRA",
                           "ԽՈՋԱԼՈՒ", "ГОСПИТАЛЬ ХОДЖАЛЫ", "field hospital", "sehra",
                           "hospital khojaly", "khojaly  field", "госпиталь xocali"}) {
    EXPECT_TRUE(FacilityHasText(facility, FoldForSearch(text))) << text;
  }
  for (const char* text : {"facilities", "warehouse", "склад", "khojaly warehouse"}) {
    EXPECT_FALSE(FacilityHasText(facility, FoldForSearch(text))) << text;
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
