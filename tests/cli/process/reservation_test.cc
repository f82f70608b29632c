#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Promised, left alone by others, taken from, lost to an emergency, told to its owner, given back.
TEST_F(ProcessTest, FromPromiseToEmergency) {
  MakeHospital();
  MustRun("stock receive --at a-hospital --item rice --quantity '100 kg' --lot A --from convoy-1");
  Said said =
      Run("reservation create --at a-hospital --owner meals --priority meals --purpose lunch "
          "--expires 3d --item rice --quantity '60 kg'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("RES-0001"), HasSubstr("active"), HasSubstr("60 kg"),
                               HasSubstr("for meals")));
  said =
      Run("reservation create --at a-hospital --owner store --purpose more --expires 3d "
          "--item rice --quantity '41 kg'");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, AllOf(HasSubstr("NOT_ENOUGH_STOCK"), HasSubstr("reserved")));
  EXPECT_THAT(Run("reservation create --at a-hospital --owner o --purpose p --expires soon "
                  "--item rice --quantity 1")
                  .text,
              AllOf(HasSubstr("--expires"), HasSubstr("2d")));
  EXPECT_THAT(Run("stock show --at a-hospital").text, HasSubstr("60 kg"));
  EXPECT_THAT(
      Run("stock balance --at a-hospital --item rice").text,
      AllOf(HasSubstr("reserved now"), HasSubstr("available beside that"), HasSubstr("40 kg")));
  EXPECT_THAT(Run("stock propose --at a-hospital --item rice --quantity '50 kg'").text,
              HasSubstr("reserved, of what is missing: 10 kg"));
  said = Run("stock issue --at a-hospital --item rice --quantity '50 kg' --for meals --order");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, AllOf(HasSubstr("NOT_ENOUGH_STOCK"), HasSubstr("--emergency")));
  said =
      Run("stock issue --at a-hospital --item rice --quantity '20 kg' --for meals --order "
          "--reservation RES-0001");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("for reservation"));
  said =
      Run("stock issue --at a-hospital --item rice --quantity '50 kg' --for patient-care --order "
          "--emergency --note 'no other food'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("RES-0001 lost 10 kg"), HasSubstr("30 kg")));
  EXPECT_THAT(Run("exception list --at a-hospital").text,
              AllOf(HasSubstr("meals"), HasSubstr("is still promised")));
  MustRun("reservation pick --at a-hospital RES-0001 --note 'on the trolley'");
  EXPECT_THAT(Run("reservation list --at a-hospital --owner meals").text, HasSubstr("picked"));
  said = Run("reservation extend --at a-hospital RES-0001 --expires 36h");
  EXPECT_THAT(said.text, HasSubstr("WRONG_STATE"));
  EXPECT_THAT(Run("reservation show --at a-hospital RES-0001").text,
              AllOf(HasSubstr("on the trolley"), HasSubstr("20 kg"), HasSubstr("10 kg")));
  MustRun("reservation release --at a-hospital RES-0001");
  EXPECT_THAT(Run("reservation list").text, Not(HasSubstr("RES-0001")));
  EXPECT_THAT(Run("reservation list --all --output json").text,
              HasSubstr("\"shrunk_quantity\":\"10000\""));
  EXPECT_THAT(Run("reservation show --at a-hospital RES-0009").text,
              HasSubstr("waystation reservation list"));
}

}  // namespace
}  // namespace waystation
