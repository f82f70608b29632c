#include <fstream>

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

// From a dip, a load and a reading to how long it all lasts; what is asked wrongly is told.
TEST_F(ProcessTest, HowLongAFacilityLasts) {
  MakeHospital();
  const std::string at = " --at a-hospital ";
  EXPECT_THAT(Run("facility autonomy a-hospital").text, HasSubstr("nothing that runs out"));
  MustRun("installation circuit main" + at);
  MustRun("installation tank tank-1 --fluid diesel --capacity-ml 500000 --heel-ml 20000" + at);
  MustRun(
      "installation generator set --power-w 20000 --tank tank-1 --circuit main --fuel 25=2300 " +
      at + "--fuel 100=6100");
  MustRun("installation fuel-use vehicles --purpose vehicles --tank tank-1 --daily-ml 24000" + at);
  MustRun("installation fridge cold --range 2..8 --instrument -40..60 --circuit main" + at +
          "--holdover-minutes 600 --move-minutes 90 --freezes-at 0");
  MustRun("facility report a-hospital source-state:set=on load-w:main=5000");
  MustRun("facility report a-hospital tank-level-ml:tank-1=73000 --paper 'log book 7, page 12'");
  Said said = Run("facility autonomy a-hospital");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("UNKNOWN"), HasSubstr("fridge cold")));
  MustRun("facility report a-hospital fridge-temperature-millicelsius:cold=4000");
  // 53 litres at 2.3 for the set and 1 for the vehicles: a little more than 16 hours by now.
  said = Run("facility autonomy a-hospital --working");
  EXPECT_THAT(said.text, AllOf(HasSubstr("16:0"), HasSubstr("3.3 L/h"), Not(HasSubstr("UNKNOWN"))));
  said = Run("facility autonomy a-hospital --output json");
  EXPECT_THAT(said.text, HasSubstr("LIMIT_KIND_COLD_CHAIN"));
  EXPECT_THAT(Run("facility autonomy a-hospital --as-of '1d ago'").text,
              HasSubstr("nobody ever read it"));
  EXPECT_EQ(Run("facility autonomy a-hospital --as-of tomorrow").exit_code, 2);
  EXPECT_EQ(Run("facility autonomy b-hospital").exit_code, 3);
  EXPECT_THAT(Run("facility excursions a-hospital cold").text, HasSubstr("readings"));
  EXPECT_EQ(Run("facility excursions a-hospital main").exit_code, 3);
  EXPECT_EQ(Run("facility excursions a-hospital cold --from '40d ago'").exit_code, 2);
}

// What was reported over time, its gaps as such, and who has said nothing for too long.
TEST_F(ProcessTest, SeriesAndOverdue) {
  MakeHospital();
  EXPECT_THAT(Run("facility overdue").text, AllOf(HasSubstr("a-hospital"), HasSubstr("never")));
  for (const std::string when : {"9d ago", "2d ago", "1h ago"}) {
    MustRun("facility report a-hospital staff-present=4 --when '" + when + "'");
  }
  Said said = Run("facility series a-hospital --measure staff-present");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("NOTHING"), HasSubstr("for 7 days"), HasSubstr("for 47 h")));
  said = Run("facility series a-hospital --measure staff-present --from '3d ago'");
  EXPECT_THAT(said.text, Not(HasSubstr("7 days")));
  EXPECT_EQ(Run("facility series a-hospital --measure mood").exit_code, 2);
  said = Run("facility report a-hospital staff-present=4 --when '2199-01-01 08:00'");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("a time that is over"));
  EXPECT_EQ(Run("facility series b-hospital --measure staff-present").exit_code, 3);
  EXPECT_THAT(Run("facility overdue").text, HasSubstr("none"));
}

// A photo is told by its name and hash; what can't be read is not recorded.
TEST_F(ProcessTest, WhatShowsIt) {
  MakeHospital();
  std::ofstream(folder_ / "dip.jpg") << "abc";
  Said said = Run("facility report a-hospital staff-present=4 --output json --photo " +
                  std::string(folder_ / "dip.jpg"));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("\"dip.jpg\""),
                               HasSubstr("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")));
  said = Run("facility report a-hospital staff-present=4 --photo " +
             std::string(folder_ / "none.jpg"));
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("--photo"));
  said = Run("facility report a-hospital source-state:feeder=off --since '2h ago'");
  EXPECT_EQ(said.exit_code, 0) << said.text;
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
