#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A facility manager puts up a generator, is asked about its thirst, and takes it away.
TEST_F(ProcessTest, WhatKeepsAFacilityRunning) {
  MakeHospital();
  const std::string at = " --at a-hospital ";
  EXPECT_THAT(Run("installation list" + at).text, HasSubstr("none are registered"));
  MustRun("installation circuit main" + at);
  MustRun("installation circuit cold --parent main" + at);
  MustRun("installation tank tank-1 --fluid diesel --capacity-ml 500000 --heel-ml 15000" + at);
  const std::string generator = "installation generator generator-1 --power-w 20000 --tank tank-1" +
                                at + "--circuit main --fuel 50=3500 --fuel ";
  Said said = Run(generator + "100=20000");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("0.2 to 0.7 L/kWh"));
  EXPECT_EQ(Run(generator + "100=3000 --unusual-fuel-use yes").exit_code, 2);
  said = Run(generator + "100=6000 --name-en 'Big Bertha'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("Big Bertha"), HasSubstr("burns from tank-1")));
  MustRun("installation fridge fridge-1 --range 2..8 --instrument -40..60 --circuit cold" + at);

  said = Run("installation circuit main --parent cold" + at);
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("circuit.parent"));
  said = Run("installation remove tank-1" + at);
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("generator-1"));
  EXPECT_EQ(Run("installation fridge fridge-2 --range 2..8 --instrument -40..60 --circuit no" + at)
                .exit_code,
            3);
  EXPECT_EQ(Run("facility report a-hospital tank-level-ml:tank-1=500001").exit_code, 2);
  MustRun("facility report a-hospital tank-level-ml:tank-1=500000");

  EXPECT_THAT(Run("facility show a-hospital").text,
              AllOf(HasSubstr("generator-1"), HasSubstr("2 °C to 8 °C"), HasSubstr("fed by main")));
  MustRun("installation remove generator-1" + at);
  MustRun("installation remove tank-1" + at);
  said = Run("installation history generator-1" + at);
  EXPECT_THAT(said.text, AllOf(HasSubstr("removed"), HasSubstr("set"), HasSubstr("20,000 W")));
  EXPECT_THAT(Run("installation list" + at).text, Not(HasSubstr("generator-1")));
  EXPECT_EQ(Run("installation show generator-1" + at).exit_code, 3);
}

// What comes after in facility's log still gets to those that follow it.
TEST_F(ProcessTest, FollowersPassOverInstallations) {
  MakeHospital();
  MustRun("installation circuit main --at a-hospital");
  MustRun("installation remove main --at a-hospital");
  MustRun(
      "facility create a-kitchen --kind mobile-cafeteria --name-en 'A kitchen' --latitude 39.9 "
      "--longitude 46.8 --time-zone Asia/Baku");
  MustRun("stock receive --at a-kitchen --item rice --quantity '5 kg' --lot B1 --from convoy-1");
  EXPECT_THAT(Run("supply overview").text, HasSubstr("a-kitchen"));
}

}  // namespace
}  // namespace waystation
