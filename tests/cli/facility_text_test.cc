#include "clients/cli/text/facility_text.h"

#include <gtest/gtest.h>

namespace waystation::cli {
namespace {

TEST(FacilityTextTest, DegreesAreExact) {
  EXPECT_EQ(*ParseDegrees("39.91297", 90), 39912970);
  EXPECT_EQ(*ParseDegrees("-0.000001", 90), -1);
  EXPECT_EQ(*ParseDegrees("90", 90), 90000000);
  EXPECT_EQ(*ParseDegrees("180.000000", 180), 180000000);
  for (const char* text :
       {"90.000001", "39,9", "39.1234567", "", "N39", "39.", "1e1", "1000", "-"}) {
    EXPECT_FALSE(ParseDegrees(text, 90).ok()) << text;
  }
  EXPECT_EQ(FormatDegrees(-1), "-0.000001");
  EXPECT_EQ(FormatDegrees(39912970), "39.912970");
}

TEST(FacilityTextTest, Reports) {
  auto beds = ParseReport("beds-occupied:inpatient=34");
  ASSERT_TRUE(beds.ok()) << beds.status();
  EXPECT_EQ(beds->measure(), facility::v1::MEASURE_BEDS_OCCUPIED);
  EXPECT_EQ(beds->subject(), "inpatient");
  EXPECT_EQ(beds->amount(), 34);
  EXPECT_EQ(ParseReport("power-source=generator")->power_source(),
            facility::v1::POWER_SOURCE_GENERATOR);
  EXPECT_EQ(ParseReport("access=cut-off")->access(), facility::v1::ACCESS_CUT_OFF);
  EXPECT_EQ(ParseReport("note=bridge = out: two days")->note(), "bridge = out: two days");
  EXPECT_EQ(ParseReport("fridge-temperature-millicelsius:fridge=-400")->amount(), -400);
  for (const char* text : {"beds-occupied", "beds=3", "patients-seen=many",
                           "patients-seen=", "patients-seen=1.5", "power-source=steam", "note="}) {
    EXPECT_FALSE(ParseReport(text).ok()) << text;
  }
}

TEST(FacilityTextTest, ValuesInHumanUnits) {
  EXPECT_EQ(FormatStatusValue(*ParseReport("tank-level-ml:tank-a=600000")), "600 L");
  EXPECT_EQ(FormatStatusValue(*ParseReport("fridge-temperature-millicelsius:f=-400")), "-0.4 °C");
  EXPECT_EQ(FormatStatusValue(*ParseReport("load-w=12500")), "12,500 W");
  EXPECT_EQ(FormatStatusValue(*ParseReport("access=cut-off")), "cut off");
}

TEST(FacilityTextTest, Beds) {
  EXPECT_EQ(ParseBeds("inpatient=40")->capacity(), 40);
  EXPECT_FALSE(ParseBeds("inpatient").ok());
  EXPECT_FALSE(ParseBeds("=4").ok());
  EXPECT_FALSE(ParseBeds("inpatient=-1").ok());
}

}  // namespace
}  // namespace waystation::cli
