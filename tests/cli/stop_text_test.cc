#include "clients/cli/text/stop_text.h"

#include <gtest/gtest.h>

namespace waystation::cli {
namespace {

constexpr int32_t kFive = 5 * 60;

TEST(StopTextTest, PlacesAreFacilitiesOrPoints) {
  EXPECT_EQ(ParseStopPlace("village-3")->facility(), "facilities/village-3");
  EXPECT_EQ(ParseStopPlace("facilities/village-3")->facility(), "facilities/village-3");
  const facility::v1::StopPlace point = *ParseStopPlace("39.91/-46.8");
  EXPECT_EQ(point.coordinates().latitude_microdegrees(), 39910000);
  EXPECT_EQ(point.coordinates().longitude_microdegrees(), -46800000);
  EXPECT_EQ(ShowStopPlace(point), "39.910000 -46.800000");
  EXPECT_EQ(ShowStopPlace(*ParseStopPlace("village-3")), "village-3");
  for (const char* wrong : {"", "facilities/", "39.91/", "/46.8", "91/46.8", "39.91/181", "a/b"}) {
    EXPECT_FALSE(ParseStopPlace(wrong).ok()) << wrong;
  }
}

TEST(StopTextTest, TimesAreOfTheClockAndCountFromTheServiceDaysBeginning) {
  struct Case {
    const char* text;
    int32_t arrive_minutes;
    int32_t leave_minutes;
    int64_t diners;
  };
  const Case cases[] = {{"noon=village-3,12:00-13:30,220", 420, 510, 220},
                        {"dawn=village-3,05:00-05:01", 0, 1, 0},
                        {"night=39.9/46.8,23:00-00:30,0", 1080, 1170, 0},
                        {"all=village-3,05:00-05:00,7", 0, 1440, 7}};
  for (const Case& c : cases) {
    const auto stop = ParseStop(c.text, kFive);
    ASSERT_TRUE(stop.ok()) << stop.status();
    EXPECT_EQ(stop->arrive_minutes(), c.arrive_minutes) << c.text;
    EXPECT_EQ(stop->leave_minutes(), c.leave_minutes) << c.text;
    EXPECT_EQ(stop->expected_diners(), c.diners) << c.text;
  }
  EXPECT_EQ(ShowStopTimes(*ParseStop("night=a,23:00-00:30", kFive), kFive), "23:00-00:30");
  EXPECT_EQ(ShowStopTimes(*ParseStop("all=a,05:00-05:00", kFive), kFive), "05:00-05:00");
}

TEST(StopTextTest, WhatCannotBeReadIsSaid) {
  for (const char* wrong : {"", "noon", "=a,12:00-13:00", "noon=a", "noon=a,12:00", "noon=a,12-13",
                            "noon=a,25:00-26:00", "noon=a,12:00-13:00,many",
                            "noon=a,12:00-13:00,1,2", "noon=,12:00-13:00"}) {
    EXPECT_FALSE(ParseStop(wrong, kFive).ok()) << wrong;
  }
}

}  // namespace
}  // namespace waystation::cli
