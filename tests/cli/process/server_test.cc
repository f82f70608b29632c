#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ProcessTest, ARestartedExerciseSaysThatItsClockHadBeenSet) {
  MakeHospital();
  MustRun("clock set '2035-06-30 22:00'");
  MustRun("stock receive --at a-hospital --item rice --quantity '50 kg' --from convoy-1");
  EXPECT_THAT(Run("supply overview").text, AllOf(HasSubstr("2035-06-30"), Not(HasSubstr("WARN"))));
  node_.Kill();
  node_.Restart();
  for (const char* command : {"supply overview", "stock show --at a-hospital", "facility list",
                              "exception list --at a-hospital", "movement list --at a-hospital"}) {
    EXPECT_THAT(Run(command).text, HasSubstr("WARNING: the server's clock can't be believed"))
        << command;
  }
  EXPECT_THAT(Run("supply overview --language ru").text, HasSubstr("ВНИМАНИЕ"));
  EXPECT_THAT(Run("supply overview --output json").text,
              HasSubstr("\"clock_state\":\"CLOCK_STATE_BEHIND\""));
  EXPECT_THAT(Run("supply sources").text, HasSubstr("CLOCK SUSPECT: behind"));
  EXPECT_THAT(Run("clock show").text,
              AllOf(HasSubstr("a restart forgets that"), HasSubstr("2035-06-30 22:")));
  // What is done now goes on in the exercise's time, marked.
  Said said = Run("stock issue --at a-hospital --item rice --quantity '4 kg' --for meals");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("2035-06-30"), HasSubstr("clock was suspect")));
  // Nobody confirms a time that the clock does not show, nor without looking at another.
  EXPECT_THAT(Run("clock confirm now").text, HasSubstr("want the time that another clock shows"));
  said = Run("clock confirm '2035-06-30 22:00'");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("TIME_OUT_OF_RANGE"));
  MustRun("clock set '2035-06-30 23:00'");
  EXPECT_THAT(Run("supply overview").text, Not(HasSubstr("WARNING")));
  node_.Kill();
  node_.Restart();
  said = Run("clock confirm \"$(TZ=Asia/Baku date '+%Y-%m-%d %H:%M')\" --note 'a phone'");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("clock confirmed"), HasSubstr("headquarters/main"),
                               Not(HasSubstr("WARNING"))));
  node_.Kill();
  node_.Restart();
  EXPECT_THAT(Run("supply overview").text, Not(HasSubstr("WARNING")));
}

TEST_F(ProcessTest, AClockThatStandsStillIsShownAsOne) {
  MustRun("clock set '2035-06-30 22:00' --frozen");
  EXPECT_THAT(Run("clock show").text, AllOf(HasSubstr("2035-06-30 22:00:00"),
                                            HasSubstr("it stands still until set again")));
  EXPECT_THAT(Run("clock show --output json").text, HasSubstr("\"frozen\":true"));
  MustRun("clock set '2035-06-30 22:00'");
  EXPECT_THAT(Run("clock show").text, Not(HasSubstr("stands still")));
}

// What was written to a folder that is gone is not waited for in the one that took its place.
TEST_F(ProcessTest, AnotherFolderAtTheSameAddress) {
  MakeHospital();
  node_.Kill();
  std::filesystem::remove_all(folder_ / "data");
  node_.Restart();
  MustRun("facility list --timeout 4");
  MakeHospital();
}

}  // namespace
}  // namespace waystation
