#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ProcessTest, ADonationIsHeldReleasedDamagedAndComesBack) {
  MakeHospital();
  Said said =
      Run("stock receive --at a-hospital --item rice --quantity '10 kg' --lot D1 "
          "--donor donor-1 --asked-for no --label-language en --donation-note 'by air'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("quarantined"));
  EXPECT_THAT(Run("supply levels --at a-hospital").text, Not(HasSubstr("Rice")));
  const std::string issue = "stock issue --at a-hospital --item rice --quantity '1 kg' --for meals";
  said = Run(issue + " --order");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("NOT_ENOUGH_STOCK"), HasSubstr("quarantined 10000")));
  said =
      Run("stock release --at a-hospital --item rice --lot D1 --quantity '4 kg' "
          "--decided-by p-2 --note 'looked at'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("released by p-2"));
  MustRun("stock damage --at a-hospital --item rice --lot D1 --quantity '1 kg' --reason wet");
  MustRun("stock issue --at a-hospital --item rice --quantity '2 kg' --for meals --order");
  MustRun("stock return --at a-hospital --item rice --lot D1 --quantity '1 kg' --from meals");
  said = Run("stock balance --at a-hospital --item rice");
  EXPECT_THAT(said.text, AllOf(HasSubstr("2 kg"), HasSubstr("6 kg"), HasSubstr("1 kg")));
  said = Run("stock show --at a-hospital --condition quarantined");
  EXPECT_THAT(said.text, AllOf(HasSubstr("6 kg"), HasSubstr("donor-1"), Not(HasSubstr("2 kg"))));
  said = Run("supply levels --at a-hospital --output json");
  EXPECT_THAT(said.text, AllOf(HasSubstr("\"usable_quantity\":\"2000\""),
                               HasSubstr("\"quarantined_quantity\":\"6000\"")));
  said = Run("stock quarantine --at a-hospital --item rice --quantity 1 --reason mood");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("suspected-quality"));
}

// A fact that names no lot is never booked out of quarantine; the person is told that there is
// some.
TEST_F(ProcessTest, UseBeyondWhatIsUsableIsShortAndTellsOfTheQuarantine) {
  MakeHospital();
  MustRun("stock receive --at a-hospital --item rice --quantity '1 kg' --from c --lot L1");
  MustRun("stock receive --at a-hospital --item rice --quantity '9 kg' --donor d --lot L2");
  Said said = Run("stock issue --at a-hospital --item rice --quantity '3 kg' --for meals");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("more used than the book had: 2 kg"),
                               HasSubstr("Rice is also in main (9 kg, quarantined)")));
  said = Run("stock issue --at a-hospital --item rice --lot L2 --quantity '2 kg' --for meals");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("quarantined stock used: 2 kg Rice, lot L2"),
                               Not(HasSubstr("more used"))));
  said =
      Run("stock issue --at a-hospital --item rice --quantity 5 --for meals --order "
          "--condition quarantined");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("release it first"));
}

}  // namespace
}  // namespace waystation
