#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A depot's keeper dips a tank, is told what is missing, and books it as counted.
TEST_F(ProcessTest, WhatWasDippedAndWhatTheBookHas) {
  MakeHospital();
  MustRun(
      "item create diesel --name-en Diesel --category fuel --unit millilitre --class vital "
      "--storage flammable");
  MustRun("installation tank tank-1 --fluid diesel --capacity-ml 5000000 --at a-hospital");
  MustRun(
      "place create tank-a --at a-hospital --kind tank --name-en 'Tank A' --installation tank-9");
  EXPECT_THAT(Run("place show tank-a --at a-hospital").text, HasSubstr("tank-9"));
  MustRun("place update tank-a --at a-hospital --installation tank-1");
  EXPECT_THAT(Run("place list --at a-hospital").text, HasSubstr("tank-1"));
  MustRun(
      "stock receive --at a-hospital --item diesel --quantity '4000 L' --lot D1 --place tank-a "
      "--from convoy-1 --when '3h ago'");
  EXPECT_THAT(Run("stock tanks --at a-hospital").text, HasSubstr("never"));
  MustRun("facility report a-hospital tank-level-ml:tank-1=3900000");

  Said said = Run("stock tanks --at a-hospital --variance-above '50 L'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("3,900 L - 4,000 L = -100 L (-2.50 %)"),
                               HasSubstr("of a tank of 5,000 L"), HasSubstr("lot D1")));
  EXPECT_THAT(Run("stock tanks --at a-hospital --variance-above '100 L'").text,
              Not(HasSubstr("3,900 L")));
  EXPECT_EQ(Run("stock tanks --at a-hospital --variance-above much").exit_code, 2);
  EXPECT_THAT(Run("stock dips --at a-hospital --place tank-a --from '1h ago'").text,
              AllOf(HasSubstr("-100 L"), HasSubstr("tank-1")));
  EXPECT_THAT(Run("stock dips --at a-hospital --to '1h ago'").text, HasSubstr("none"));
  EXPECT_EQ(Run("stock dips --at a-hospital --place cellar").exit_code, 3);

  said = Run("stock post-dip tank-a --at a-hospital --second p-2");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("CNT-0001"), HasSubstr("-100 L")));
  EXPECT_THAT(Run("stock tanks --at a-hospital").text, HasSubstr("3,900 L - 3,900 L = 0 mL"));
  EXPECT_EQ(Run("stock post-dip tank-a --at a-hospital --when '5h ago'").exit_code, 2);
  EXPECT_EQ(Run("place update tank-a --at a-hospital --installation none").exit_code, 0);
  EXPECT_THAT(Run("stock tanks --at a-hospital").text, HasSubstr("no storage place is a tank"));
}

}  // namespace
}  // namespace waystation
