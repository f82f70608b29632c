#include "clients/cli/text/paper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "clients/cli/text/phrases.h"
#include "clients/cli/transfers/papers.h"

namespace waystation::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PaperTest, EveryTextIsEscaped) {
  const std::string evil = "<script>&\"'";
  Paper paper = {.language = evil, .title = evil, .stamp = evil};
  paper.facts = {{evil, evil}};
  paper.columns = {evil};
  paper.rows = {{evil}};
  paper.remarks = {evil};
  paper.signatures = {evil};
  paper.signature_hint = evil;
  const std::string html = ToHtml(paper);
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;&amp;&quot;&#39;"));
}

TEST(PaperTest, EveryPhraseIsThereInEveryLanguage) {
  for (int phrase = 0; phrase <= static_cast<int>(Phrase::kNotOnWaybill); ++phrase) {
    std::set<std::string> texts;
    for (const char* language : {"az", "hy", "ru", "en"}) {
      const std::string text = PhraseIn(static_cast<Phrase>(phrase), language);
      EXPECT_FALSE(text.empty()) << phrase << language;
      texts.insert(text);
    }
    // A number sign is the same in three of them.
    EXPECT_GE(texts.size(), phrase == static_cast<int>(Phrase::kLine) ? 2u : 4u) << phrase;
  }
}

TEST(PaperTest, FormsHaveTheRowsAskedForAndPlacesToSign) {
  for (const std::string& kind : FormKinds()) {
    const Paper form = BlankForm(kind, "en", 7);
    EXPECT_EQ(form.rows.size(), 7u) << kind;
    EXPECT_EQ(form.rows[0].size(), form.columns.size()) << kind;
    EXPECT_GE(form.signatures.size(), 2u) << kind;
    EXPECT_THAT(ToText(form), HasSubstr(form.signatures[0])) << kind;
  }
}

TEST(PaperTest, CodesAreTheNumbersOfTheDifferences) {
  EXPECT_EQ(DifferenceCodes("en"),
            "Differences: 1 short, 2 over, 3 damaged, 4 wrong item, 5 wrong lot, 6 wrong pack, "
            "7 expired, 8 warm or frozen, 9 not on the waybill");
}

}  // namespace
}  // namespace waystation::cli
