#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// The night shift hands over, the day shift accepts, does a task, and hands the other on.
TEST_F(ProcessTest, ShiftsHandOver) {
  MakeHospital();
  MustRun("facility report a-hospital oxygen-cylinders-full=0");
  const std::string create = "shift handover create --at a-hospital --from p-night --to p-day ";
  EXPECT_EQ(Run(create).exit_code, 2);
  EXPECT_EQ(Run(create + "--controlled nothing").exit_code, 2);
  Said said = Run(create +
                  "--not-counted 'none is kept' --task 'dip tank-1' --task 'p-7: order oxygen' "
                  "--from-signature s-1");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("oxygen"), HasSubstr("dip tank-1"), HasSubstr("p-7"),
                               HasSubstr("incoming not signed"), HasSubstr("none is kept"),
                               Not(HasSubstr("outgoing not signed"))));
  const std::string key = "facilities/a-hospital/handovers/";
  const std::string name = said.text.substr(said.text.find(key), key.size() + 20);
  EXPECT_EQ(Run("shift handover accept " + name + " --by p-else").exit_code, 2);
  MustRun("shift handover accept " + name + " --by p-day --signature s-2");
  const std::string json = Run("--output json shift handover show " + name).text;
  const std::string task_key = "facilities/a-hospital/tasks/";
  ASSERT_NE(json.find(task_key), std::string::npos) << json;
  const std::string task = json.substr(json.find(task_key), task_key.size() + 20);
  said = Run("shift task done " + task.substr(task_key.size()) + " --at a-hospital --by p-day");
  EXPECT_THAT(said.text, HasSubstr("dip tank-1: done"));
  said = Run("shift handover create --at a-hospital --from p-day --to p-night --not-counted no");
  EXPECT_THAT(said.text, AllOf(HasSubstr("order oxygen"), Not(HasSubstr("dip tank-1"))));
  EXPECT_THAT(Run("shift handover list --at a-hospital").text,
              AllOf(HasSubstr("p-night"), HasSubstr(name.substr(key.size()))));
}

}  // namespace
}  // namespace waystation
