#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Called back, blocked, used all the same, looked for, lifted.
TEST_F(ProcessTest, FromTheRecallToItsEnd) {
  MakeHospital();
  MustRun("stock receive --at a-hospital --item rice --quantity '50 kg' --lot B12 --from convoy-1");
  MustRun("stock receive --at a-hospital --item rice --quantity '10 kg' --lot C1 --from convoy-1");
  Said said =
      Run("recall create --item rice --lot B12 --authority 'the maker' --class ii "
          "--instruction destroy --reference FSN-7 --reason 'glass in the bag'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("RCL-0001"), HasSubstr("B12"), HasSubstr("class ii"),
                               HasSubstr("destroy"), HasSubstr("glass in the bag")));
  EXPECT_THAT(Run("stock show --at a-hospital").text, HasSubstr("RECALLED"));
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("of it recalled"));
  EXPECT_THAT(Run("supply levels --item rice").text,
              AllOf(HasSubstr("recalled"), HasSubstr("10 kg"), HasSubstr("50 kg")));
  EXPECT_THAT(
      Run("stock propose --at a-hospital --item rice --quantity '20 kg'").text,
      AllOf(HasSubstr("C1"), HasSubstr("recalled and never proposed"), Not(HasSubstr("B12"))));
  const std::string issue =
      "stock issue --at a-hospital --item rice --quantity '1 kg' --lot B12 --for meals --order";
  said = Run(issue);
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, AllOf(HasSubstr("LOT_RECALLED"), HasSubstr("--last-resort")));
  said = Run(issue + " --last-resort 'nobody else has food' --decided-by doctor-1");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("recalled stock used"), HasSubstr("nobody else has food")));

  EXPECT_THAT(Run("recall list --at a-hospital --not-acknowledged").text,
              AllOf(HasSubstr("RCL-0001"), HasSubstr("49 kg"), HasSubstr("NOT YET")));
  said = Run("recall acknowledge RCL-0001 --at a-hospital --found '47 kg' --destroyed '40 kg'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("47 kg"), HasSubstr("MISSING 2 kg")));
  EXPECT_THAT(Run("recall progress rcl-0001").text,
              AllOf(HasSubstr("a-hospital"), HasSubstr("1 kg for meals"),
                    HasSubstr("MISSING: 2 kg"), Not(HasSubstr("not yet acknowledged"))));
  EXPECT_THAT(Run("recall list --at a-hospital --not-acknowledged").text, HasSubstr("none"));
  EXPECT_EQ(Run("recall withdraw RCL-0001 --note lifted --etag old").exit_code, 4);
  MustRun("recall withdraw RCL-0001 --note lifted");
  EXPECT_THAT(Run("recall show RCL-0001 --output json").text,
              HasSubstr("\"state\":\"RECALL_STATE_WITHDRAWN\""));
  EXPECT_EQ(Run("recall show RCL-0009").exit_code, 3);
  MustRun(issue);
}

}  // namespace
}  // namespace waystation
