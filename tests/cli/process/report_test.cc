#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  size_t begin = 0;
  for (size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    lines.push_back(text.substr(begin, end - begin));
  }
  return lines;
}

// Every tag is one of the hashtags of HXL 1.1's dictionary that fit, with attributes in its form.
void ExpectHashtags(const std::string& row) {
  static const auto* const dictionary =
      new std::set<std::string>{"#activity", "#date", "#description", "#indicator", "#item",
                                "#loc",      "#meta", "#org",         "#status"};
  const std::string text = row.substr(0, row.find('\r')) + ",";
  size_t begin = 0;
  for (size_t end; (end = text.find(',', begin)) != std::string::npos; begin = end + 1) {
    const std::string tag = text.substr(begin, end - begin);
    EXPECT_TRUE(dictionary->contains(tag.substr(0, tag.find('+')))) << tag;
    EXPECT_THAT(tag, testing::MatchesRegex("#[a-z]+([+][a-z][a-z0-9_]*)*")) << tag;
  }
}

TEST_F(ProcessTest, ReportsOfAHospital) {
  MakeHospital();
  MustRun(
      "stock receive --at a-hospital --item rice --quantity '100 kg' --from convoy-1 "
      "--lot A --expires 2031-03-20 --document N-7");
  MustRun("stock issue --at a-hospital --item rice --quantity '12 kg' --for meals");
  MustRun("stock waste --at a-hospital --item rice --quantity '1 kg' --reason damaged");
  MustRun(
      "stock receive --at a-hospital --item rice --quantity '30 kg' --donor '=cmd()' --lot G "
      "--expires 2033-01-01");

  Said said = Run("report stock-card --at a-hospital --item rice");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("from convoy-1"), HasSubstr("N-7"),
                               HasSubstr("meals"), HasSubstr("12 kg"), HasSubstr("117 kg"),
                               HasSubstr("Last record: ")));
  const size_t receipt = said.text.find("convoy-1");
  EXPECT_LT(receipt, said.text.find("meals")) << "as on paper, the oldest first";

  EXPECT_THAT(Run("report consumption --at a-hospital").text,
              AllOf(HasSubstr("meals 12 kg"), HasSubstr("damaged 1 kg")));
  EXPECT_THAT(Run("report expiry --at a-hospital --within 3000").text, HasSubstr("2031-03-20"));
  EXPECT_THAT(Run("report stock-outs --at a-hospital --all").text,
              AllOf(HasSubstr("Vital items out: "), HasSubstr("item-days")));
  EXPECT_THAT(Run("report min-max --at a-hospital --lead-time 5 --review 10").text,
              AllOf(HasSubstr("BELOW *"), HasSubstr("minimum = 5 + 5 days")));
  EXPECT_THAT(Run("report donor --at a-hospital").text,
              AllOf(HasSubstr("=cmd()"), HasSubstr("30 kg")));
  EXPECT_THAT(Run("report morning --at a-hospital").text,
              AllOf(HasSubstr("Waits in quarantine"), HasSubstr("Runs out before"),
                    HasSubstr("nothing confirmed")));
  EXPECT_THAT(Run("report morning --at a-hospital --as-of 2020-01-01").text,
              HasSubstr("recorded nothing by then"));
}

// Each report's CSV has as many fields in its tags as in its titles, and is stamped.
TEST_F(ProcessTest, ReportsAsCsv) {
  MakeHospital();
  MustRun(
      "stock receive --at a-hospital --item rice --quantity '30 kg' --donor '=cmd()' --lot G "
      "--expires 2031-03-20");
  for (const char* report : {"morning", "expiry --within 3000", "stock-outs", "min-max",
                             "stock-card --item rice", "consumption --by month", "donor"}) {
    SCOPED_TRACE(report);
    const Said said = Run(std::string("report ") + report + " --at a-hospital --output csv");
    ASSERT_EQ(said.exit_code, 0) << said.text;
    const std::vector<std::string> lines = LinesOf(said.text);
    ASSERT_GE(lines.size(), 2u) << said.text;
    EXPECT_THAT(lines[0], AllOf(HasSubstr("data,facility,as_of"), Not(HasSubstr("#"))));
    EXPECT_THAT(lines[1], HasSubstr("#meta+kind,#loc+code,"));
    EXPECT_EQ(std::count(lines[0].begin(), lines[0].end(), ','),
              std::count(lines[1].begin(), lines[1].end(), ','));
    EXPECT_EQ(std::count(lines[1].begin(), lines[1].end(), '#'),
              std::count(lines[1].begin(), lines[1].end(), ',') + 1)
        << "every column has a tag";
    ExpectHashtags(lines[1]);
    EXPECT_THAT(said.text, Not(HasSubstr("EXERCISE  "))) << "no heading";
    EXPECT_THAT(said.text, Not(HasSubstr(",=cmd()"))) << "no formula";
  }
  EXPECT_THAT(Run("report donor --at a-hospital --output csv").text, HasSubstr(",'=cmd(),"));
  EXPECT_THAT(Run("report donor --at a-hospital --output json").text,
              AllOf(HasSubstr("\"basis\""), HasSubstr("\"owner\":\"=cmd()\"")));
  const Said refused = Run("stock show --at a-hospital --output csv");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.text, HasSubstr("want table or json"));
}

}  // namespace
}  // namespace waystation
