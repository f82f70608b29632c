#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A ward runs out of oxygen: who is called, who does something, when it is over.
TEST_F(ProcessTest, WarningsAreSeenToAndClosed) {
  MakeHospital();
  EXPECT_THAT(Run("warning list").text, HasSubstr("no warnings"));
  EXPECT_THAT(Run("facility status a-hospital").text, Not(HasSubstr("warning")));
  MustRun(
      "installation contact ministry --at a-hospital --role health --telephone '+994 12 000' "
      "--name-en 'Health authority'");
  MustRun("facility report a-hospital oxygen-cylinders-full=0");
  EXPECT_THAT(Run("facility status a-hospital").text,
              AllOf(HasSubstr("1 warning open; first: no full oxygen cylinder"),
                    HasSubstr("call Health authority +994 12 000")));
  EXPECT_THAT(Run("facility show a-hospital").text, HasSubstr("1 warning open"));
  Said said = Run("warning list --at a-hospital");
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("no full oxygen"), HasSubstr("+994 12 000"), HasSubstr("raised")));
  const std::string json = Run("--output json warning list").text;
  const std::string key = "facilities/a-hospital/warnings/";
  ASSERT_NE(json.find(key), std::string::npos) << json;
  const std::string name = json.substr(json.find(key), key.size() + 20);
  const std::string one = name.substr(key.size()) + " --at a-hospital";
  MustRun("warning seen " + name);
  EXPECT_EQ(Run("warning seen " + one).exit_code, 2);
  MustRun("warning doing " + one + " --what 'ordered in Agdam' --by p-7");
  EXPECT_THAT(Run("warning list").text, HasSubstr("doing by p-7"));
  MustRun("warning close " + one + " --reason 'they came'");
  EXPECT_THAT(Run("warning list").text, HasSubstr("no warnings"));
  EXPECT_THAT(Run("warning list --all").text, HasSubstr("they came"));
  EXPECT_THAT(Run("warning show " + one).text,
              AllOf(HasSubstr("ordered in Agdam"), HasSubstr("raised"), HasSubstr("by itself")));
  EXPECT_EQ(Run("warning show nothing --at a-hospital").exit_code, 3);
}

}  // namespace
}  // namespace waystation
