// What keeps a facility running, as headquarters sees it.
#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RunningTest : public ProcessTest {
 protected:
  // A hospital whose fridge hangs on a generator that runs.
  RunningTest() {
    MakeHospital();
    MustRun("clock set '2035-06-30 08:00'");
    const std::string at = " --at a-hospital ";
    MustRun("facility update a-hospital --beds ward=2");
    MustRun("installation circuit main" + at);
    MustRun("installation tank tank-1 --fluid diesel --capacity-ml 500000 --heel-ml 0" + at);
    MustRun(
        "installation generator generator-1 --power-w 20000 --tank tank-1 --circuit main "
        "--fuel 50=3500 --fuel 100=6000" +
        at);
    MustRun(
        "installation fridge fridge-1 --range 2..8 --instrument -40..60 --circuit main "
        "--holdover-minutes 120 --move-minutes 30" +
        at);
    Report("10");
  }

  void Report(const std::string& litres) {
    MustRun("facility report a-hospital tank-level-ml:tank-1=" + litres +
            "000 source-state:generator-1=on load-w:generator-1=10000 "
            "fridge-temperature-millicelsius:fridge-1=5000 access=restricted "
            "beds-occupied:ward=3");
  }
};

// 10 L at 3.5 L an hour are 2:51; the fridge holds for 2 hours more, of which moving takes half.
TEST_F(RunningTest, ADipAndAFridgeAreSeenAtHeadquarters) {
  Said said = Run("supply overview --at a-hospital");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("What keeps them running"),
                               HasSubstr("generator generator-1 has "
                                         "fuel until"),
                               HasSubstr("fridge fridge-1 is safe until"), HasSubstr("fuel ends"),
                               HasSubstr("3 of 2"), HasSubstr("SURGE of 1"),
                               HasSubstr("restricted"), Not(HasSubstr("UNKNOWN"))));
  said = Run("supply first");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("2035-06-30"), HasSubstr("in 2 h"), HasSubstr("diesel"),
                               HasSubstr("circuit main"), HasSubstr("fridge fridge-1")));
  EXPECT_LT(said.text.find("generator generator-1"), said.text.find("fridge fridge-1"));
  said = Run("supply first --what cold-chain");
  EXPECT_THAT(said.text, AllOf(HasSubstr("fridge-1"), Not(HasSubstr("generator-1"))));
  EXPECT_THAT(Run("supply first --output json").text,
              AllOf(HasSubstr("\"kind\":\"ENDING_KIND_COLD_CHAIN\""),
                    HasSubstr("\"time_zone\":\"Asia/Baku\"")));
  EXPECT_EQ(Run("supply first --what milk").exit_code, 2);
  Report("400");
  EXPECT_THAT(Run("supply overview").text, Not(HasSubstr("has fuel until")));
}

TEST_F(RunningTest, OfASilentFacilityNothingIsKnown) {
  MustRun("clock set '2035-07-08 08:00'");
  Said said = Run("supply overview");
  EXPECT_THAT(said.text, AllOf(HasSubstr("SILENT"), HasSubstr("UNKNOWN"),
                               HasSubstr("fridge fridge-1 is UNKNOWN: the facility is silent; was "
                                         "2035-06-30"),
                               Not(HasSubstr("is safe until"))));
  said = Run("supply first");
  EXPECT_THAT(said.text, AllOf(HasSubstr("nothing is known to end"), HasSubstr("UNKNOWN, with"),
                               HasSubstr("7 days ago"), HasSubstr("fridge fridge-1")));
  EXPECT_THAT(Run("supply first --unknown").text, Not(HasSubstr("nothing is known to end")));
}

}  // namespace
}  // namespace waystation
