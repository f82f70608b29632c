#include "services/facility/domain/text_search.h"

#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

TEST(FacilityHasText, InTheIdAndInEveryLanguageWhateverTheCase) {
  v1::Facility facility = Hospital();
  facility.set_name("facilities/khojaly-fh");
  for (const char* text : {"", "khojaly-fh", "KHOJALY FIELD", "xocali", "XOCALI", "Xocalı", "SƏHRA",
                           "ԽՈՋԱԼՈՒ", "ГОСПИТАЛЬ ХОДЖАЛЫ", "field hospital"}) {
    EXPECT_TRUE(FacilityHasText(facility, FoldCase(text))) << text;
  }
  for (const char* text : {"facilities", "warehouse", "склад", "khojaly  field"}) {
    EXPECT_FALSE(FacilityHasText(facility, FoldCase(text))) << text;
  }
}

TEST(CharacterCount, CountsCodePoints) {
  EXPECT_EQ(CharacterCount(""), 0);
  EXPECT_EQ(CharacterCount("aƏԽЖ"), 4);
}

}  // namespace
}  // namespace waystation::facility
